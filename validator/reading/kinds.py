"""What a file is that is no workbook, told by its content: the reason why it is refused.

Each reason has a sentence of its own (`unreadable.…` in MESSAGES) with what to do about it: a page
of a web system saved as .xls is opened and saved again, an archive is unpacked first.
"""

import re
from collections.abc import Set

ZIP = b"PK\x03\x04"
OLE2 = bytes.fromhex("D0CF11E0A1B11AE1")

#: How much of a file is looked at to tell texts apart.
_LOOK = 4_096
_SIGNATURES = (
    (b"PK\x05\x06", "archive"),  # with nothing in it
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b\x08", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\0", "archive"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"{\\rtf", "document"),
    # The first record of Excel 2 to 5, which had no container around it.
    (b"\x09\x00\x04\x00", "old_excel"),
    (b"\x09\x02\x06\x00", "old_excel"),
    (b"\x09\x04\x06\x00", "old_excel"),
    (b"\x09\x08\x08\x00", "old_excel"),
)
_XML_WORKBOOK = re.compile(r"urn:schemas-microsoft-com:office:spreadsheet|<office:document\b")
_WEB_PAGE = re.compile(r"<!doctype html|<html|<table|<head|<body|<meta|^mime-version:", re.M)
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

#: A stream of an OLE2 file → what the file is.
_STREAMS = (
    ("EncryptedPackage", "password"),
    ("EncryptionInfo", "password"),
    ("WordDocument", "document"),
    ("PowerPoint Document", "slides"),
)
#: A part of a zip archive, in lower case → what the archive is.
_PARTS = (
    ("word/document.xml", "document"),
    ("ppt/presentation.xml", "slides"),
    ("ofd.xml", "pdf"),
)
_OF_A_PACKAGE = frozenset({"_rels/.rels", "[content_types].xml", "meta-inf/manifest.xml"})
#: The mimetype of an OpenDocument file begins so → what it is.
_OPEN_DOCUMENTS = (
    (b"application/vnd.oasis.opendocument.text", "document"),
    (b"application/vnd.oasis.opendocument.presentation", "slides"),
)


def of_bytes(data: bytes) -> str:
    """What a file is that is neither a zip archive nor an OLE2 file."""
    head = data[:_LOOK]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for signature, reason in _SIGNATURES:
        if head.startswith(signature):
            return reason
    if data[257:262] == b"ustar":
        return "archive"
    text = _as_text(head)
    if text is None:
        return "not_a_spreadsheet"
    text = text.lstrip("\ufeff \t\r\n").lower()
    if _XML_WORKBOOK.search(text):
        return "xml_workbook"
    if _WEB_PAGE.search(text):
        return "web_page"
    return "not_a_spreadsheet" if text.startswith("<") else "plain_text"


def of_streams(names: Set[str]) -> str:
    """What an OLE2 file is whose streams and storages have these names, if no workbook."""
    return next((reason for name, reason in _STREAMS if name in names), "not_a_spreadsheet")


def of_parts(names: Set[str], mimetype: bytes) -> str:
    """What a zip archive is with entries of these names, in lower case, if no workbook."""
    for part, reason in _PARTS:
        if part in names:
            return reason
    for beginning, reason in _OPEN_DOCUMENTS:
        if mimetype.startswith(beginning):
            return reason
    packaged = mimetype or not names.isdisjoint(_OF_A_PACKAGE)
    return "not_a_spreadsheet" if packaged else "archive"


def _as_text(head: bytes) -> str | None:
    """`head` as text, or None where it is none."""
    encodings = ("utf-16",) if head[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "gb18030")
    for encoding in encodings:
        for cut in range(4):  # the last character may be cut
            try:
                text = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return None if _NO_TEXT.search(text) else text
    return None
