"""A file, or the bytes of one → `Book`, told apart by what is in it, never by its name."""

import hashlib
from pathlib import Path

from validator.reading import kinds
from validator.reading.book import Book, Content, Unreadable
from validator.reading.later import Generated
from validator.reading.limits import LIMITS, Limits, within
from validator.reading.package import Package, open_package, read_parts, relations
from validator.reading.xlsx import read_xlsx

#: What the names of workbooks end in, the usual first: to look for them in a folder. What a file is
#: its name does not tell.
ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods")

_MIMETYPE = "mimetype"


def read(
    source: Path | str | bytes,
    name: str = "",
    limits: Limits = LIMITS,
    generated: Generated | None = None,
) -> Book:
    """The workbook at the path `source`, or in its bytes; `name` is shown to people. The sheets
    that are `generated` may be left unread until somebody asks for their cells, which then raises
    Unreadable as this does, but for the name.

    Raises Unreadable, and but for MemoryError nothing else, with one of the reasons

    missing, no_access    there is no such file; it cannot be opened, or is a directory
    empty                 the file has no bytes
    too_large             a limit is exceeded (facts: part, what, size, limit, name_of_limit)
    password              an encrypted workbook
    old_excel             Excel 95 and older
    web_page, xml_workbook, plain_text, document, slides, pdf, picture, archive
                          what it is instead of a workbook; not_a_spreadsheet for anything else
    damaged               truncated, corrupted, or not what the format allows
    no_worksheets         chart sheets only
    """
    if not isinstance(source, bytes):
        name = name or Path(source).name
    try:
        data = source if isinstance(source, bytes) else bytes_at(Path(source), limits)
        content = _content(data, name, limits, generated)
        digest = hashlib.sha256(data).hexdigest()
        return Book(name, content.sheets, digest, content.format, content.noticed)
    except Unreadable as error:
        raise Unreadable(error.reason, {"name": name, **error.facts}) from error
    except MemoryError:  # whoever bounds the memory says so
        raise
    except Exception as error:
        # One file of thousands must not stop the others, whatever is wrong with it.
        raise Unreadable("damaged", {"name": name}) from error


def same_bytes(source: Path | str | bytes | Book, book: Book, limits: Limits) -> bytes | None:
    """The bytes from which the workbook `book` was read; None where they are there no more, or
    where it was not read from a file."""
    if isinstance(source, Book):
        return None
    try:
        data = source if isinstance(source, bytes) else bytes_at(Path(source), limits)
    except Unreadable:
        return None
    return data if hashlib.sha256(data).hexdigest() == book.sha256 else None


def bytes_at(path: Path, limits: Limits) -> bytes:
    """The file's bytes, at most one more than may be. Raises Unreadable: missing, no_access."""
    try:
        with path.open("rb") as file:
            return file.read(limits.file + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: NUL in it
        raise Unreadable("missing") from error
    except OSError as error:
        raise Unreadable("no_access") from error


def _content(data: bytes, name: str, limits: Limits, generated: Generated | None) -> Content:
    if not data:
        raise Unreadable("empty")
    within(limits, "file", len(data), name)
    if data.startswith(kinds.ZIP):
        return _of_package(open_package(data, limits), generated)
    if data.startswith(kinds.OLE2):
        from validator.reading.xls import read_xls

        return read_xls(data, limits)
    raise Unreadable(kinds.of_bytes(data))


def _of_package(package: Package, generated: Generated | None) -> Content:
    """The workbook in a zip archive: .xlsx, .xlsb or .ods."""
    roots = [
        item.target for item in relations(package, "").values() if item.kind == "officeDocument"
    ]
    mimetype = b""
    if _MIMETYPE in package.entries:
        mimetype = read_parts(package, [_MIMETYPE])[_MIMETYPE]
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        from validator.reading.ods import read_ods

        return read_ods(package)
    reason = kinds.of_parts(package.entries.keys(), mimetype)
    if roots and roots[0].lower().endswith(".bin"):
        from validator.reading.xlsb import read_xlsb

        return read_xlsb(package, roots[0])
    if roots and reason == "not_a_spreadsheet":
        return read_xlsx(package, roots[0], generated)
    raise Unreadable(reason)
