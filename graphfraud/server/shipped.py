"""Files that come with the product: in a checkout they lie in `docker/`, in a wheel in `files/` beside this module."""

from __future__ import annotations

from pathlib import Path

PLACES = (Path(__file__).with_name("files"), Path(__file__).parents[2] / "docker")


def shipped(name: str) -> Path:
    """Give the path of `docker/<name>`.

    Raises:
        FileNotFoundError: the installation is not whole.
    """
    found = next((place / name for place in PLACES if (place / name).is_file()), None)
    if found is None:
        raise FileNotFoundError(f"docker/{name} is missing from this installation of graphfraud")
    return found
