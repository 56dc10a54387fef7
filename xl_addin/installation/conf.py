"""The user's settings of the add-in, `gouji.conf`: one setting a line, `"NAME","value"`.

The add-in reads the file with VBA's `Input #`: in the code page of the system, and without any way
to write a quotation mark. Lines are kept as bytes, so that a change of one setting leaves the
others as they are, whoever wrote them in whatever encoding.
"""

import re
from collections.abc import Mapping

from xl_addin.refusal import Refused

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_SETTING = re.compile(r'\s*"?([^",]*?)"?\s*(?:,\s*(?:"([^"]*)|([^,]*))|$)')


def read_settings(content: bytes, encoding: str) -> Mapping[str, str]:
    """name → value; a later line for a name does not count, as VBA stops at the first."""
    found: dict[str, str] = {}
    for line in _lines(content):
        match = _SETTING.match(line.decode(encoding, errors="replace"))
        if match and match[1]:
            found.setdefault(match[1].upper(), (match[2] or match[3] or "").strip())
    return found


def with_setting(content: bytes, name: str, value: str, *, encoding: str, line_end: bytes) -> bytes:
    """The settings with this one first and every line of another name as it was.

    Refused for a path with signs that no command line can carry, or that the encoding does not
    have.
    """
    if any(sign in '"%|' or not sign.isprintable() for sign in value):
        raise Refused("install.sign", {"name": value})
    try:
        line = f'"{name}","{value}"'.encode(encoding)
    except UnicodeEncodeError:
        raise Refused("install.encoding", {"name": value}) from None
    others = [old for old in _lines(content) if _name(old) != name]
    return b"".join(entry + line_end for entry in (line, *others))


def _lines(content: bytes) -> list[bytes]:
    return [line for line in content.removeprefix(_BYTE_ORDER_MARK).splitlines() if line.strip()]


def _name(line: bytes) -> str:
    match = _SETTING.match(line.decode("latin-1"))  # names are ASCII, whatever the encoding
    return match[1].upper() if match else ""
