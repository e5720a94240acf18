"""UTF-8 or GB18030: decided at the first text that is not ASCII, by what its lines fit."""

from __future__ import annotations

from graphfraud.errors import InputError

BOM = b"\xef\xbb\xbf"
# What a file starts with that is no text → what it is, and what its name should end with.
DISGUISES = {
    b"PK\x03\x04": ("an Excel workbook (or another zip archive)", ".xlsx"),
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook", ".xlsx, after saving it in the new format"),
    b"PAR1": ("a Parquet file", ".parquet"),
    b"\x1f\x8b": ("compressed with gzip", ".csv.gz"),
    b"\xff\xfe": ("UTF-16 text", ".csv, after saving it as UTF-8"),
    b"\xfe\xff": ("UTF-16 text", ".csv, after saving it as UTF-8"),
}
# Lines looked at before deciding; a whole chunk would only say the same more slowly.
SAMPLE = 2000


def refuse_disguise(start: bytes, file: str) -> None:
    """Refuse a file whose first bytes show that it is no plain text.

    Raises:
        InputError: what the file really is, and what to do.
    """
    for magic, (what, ending) in DISGUISES.items():
        if start.startswith(magic):
            raise InputError(
                f"this is {what}, not CSV text",
                file=file,
                reason="wrong_format",
                hint=f"Give it a name that ends with {ending}.",
            )


def choose(block: bytes) -> str:
    """Give `utf-8` or `gb18030`, by the block's lines that are not ASCII.

    Chinese text in UTF-8 often happens to be valid GB18030 too, but hardly ever the other way round; so UTF-8 it
    is as long as half of the lines are valid UTF-8, and GB18030 only where that fits more lines.
    """
    lines = [line for line in block.split(b"\n") if not line.isascii()][:SAMPLE]
    utf8 = sum(_fits(line, "utf-8") for line in lines)
    if 2 * utf8 >= len(lines):
        return "utf-8"
    return "gb18030" if sum(_fits(line, "gb18030") for line in lines) > utf8 else "utf-8"


def _fits(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
