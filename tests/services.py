"""What to do where a test's service (a server, a browser) isn't there."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def required() -> bool:
    """Say whether a missing service fails a test, as in `.ci/run`."""
    return os.environ.get("GRAPHFRAUD_REQUIRE_SERVICES", "") not in ("", "0")


def require(present: object, reason: str) -> None:
    """Go on where the service is `present`; else skip the test with the reason, or fail it where `required`."""
    if not present:
        absent(reason)


def absent(reason: str) -> NoReturn:
    """Skip the test with the reason, or fail it where services are `required`."""
    if required():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
