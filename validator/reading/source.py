"""A file, or the bytes of one → `Book`, told apart by what is in it, never by its name."""

import hashlib
from pathlib import Path

from validator.reading.book import Book, Sheet, Unreadable
from validator.reading.limits import LIMITS, Limits
from validator.reading.package import limit_bytes
from validator.reading.xlsx import read_sheets

_ZIP = b"PK\x03\x04"
_OLE2 = bytes.fromhex("D0CF11E0A1B11AE1")
#: The stream in which Office and WPS put a workbook that has a password.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read(source: Path | str | bytes, name: str = "", limits: Limits = LIMITS) -> Book:
    """The workbook at the path `source`, or in its bytes; `name` is shown to people.

    Raises Unreadable, and nothing else, with one of the reasons

    missing, no_access    there is no such file; it cannot be opened, or is a directory
    empty                 the file has no bytes
    too_large             a limit is exceeded (facts: part, size, limit)
    password, legacy      an encrypted workbook; one of the old .xls or .et formats
    not_a_spreadsheet     anything else that is no .xlsx or .xlsm: text, PDF, HTML, .docx, .ods
    damaged               truncated, corrupted, or not what the format allows
    no_worksheets         chart sheets only
    """
    if not isinstance(source, bytes):
        name = name or Path(source).name
    try:
        data = source if isinstance(source, bytes) else _bytes(Path(source), limits)
        return Book(name, _sheets(data, name, limits), hashlib.sha256(data).hexdigest())
    except Unreadable as error:
        raise Unreadable(error.reason, {"name": name, **error.facts}) from error
    except Exception as error:
        # One file of thousands must not stop the others, whatever is wrong with it.
        raise Unreadable("damaged", {"name": name}) from error


def _bytes(path: Path, limits: Limits) -> bytes:
    """The file's bytes, at most one more than may be. Raises Unreadable: missing, no_access."""
    try:
        with path.open("rb") as file:
            return file.read(limits.file + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: NUL in it
        raise Unreadable("missing") from error
    except OSError as error:
        raise Unreadable("no_access") from error


def _sheets(data: bytes, name: str, limits: Limits) -> tuple[Sheet, ...]:
    if not data:
        raise Unreadable("empty")
    limit_bytes(name, len(data), limits.file)
    if data.startswith(_OLE2):
        raise Unreadable("password" if _ENCRYPTED in data else "legacy")
    if not data.startswith(_ZIP):
        raise Unreadable("not_a_spreadsheet")
    return read_sheets(data)
