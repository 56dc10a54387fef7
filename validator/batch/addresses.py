"""Workbooks at an address (s3://…, https://…, any that fsspec knows): a file, an archive, or all
that is below a folder.

fsspec is imported only here, and only for an address. What is shown of an address holds no secret:
neither a password before the host nor keys and signatures behind a "?".
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import unquote

from validator.batch.archives import is_submitted
from validator.reading import Limits, Unreadable

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

#: One letter is a drive of Windows.
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*::)*([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
#: Who asks, before the host; without a password and not on the web "@" may be part of a name, as
#: of Azure's containers.
_USER = re.compile(r"(?<=://)[^/?#\s:]*:[^/?#\s]*@|(?i:(?<=http://)|(?<=https://))[^/?#\s]*@")
#: The names of what lets one in, behind a "?".
_SECRET = re.compile(r"(?i)x-[a-z]+-.*|.*(?:sig|token|key|secret|pass|pwd|auth|credential).*")
#: Under which names file systems have the time of the last change.
_TIMES = ("mtime", "LastModified", "last_modified", "updated", "created")
#: A message has so many letters at most of what another program says.
_LONGEST = 300


class Found(NamedTuple):
    """A file below a folder: its name there, with "/" between folders, and its whole address."""

    name: str
    address: str


def is_address(path: str) -> bool:
    """Is this an address, and no path?"""
    return _ADDRESS.match(path) is not None


def shown(address: str) -> str:
    """The address without what lets one in."""
    place, _, query = _USER.sub("", address).partition("?")
    if _is_web(address) and (read := unquote(place)).isprintable():
        place = read  # %E5%86%B3 is what programs write
    asked = [each for each in query.split("&") if each]
    kept = [each for each in asked if not _SECRET.fullmatch(each.partition("=")[0])]
    return f"{place}?{'&'.join(kept)}" if kept else place


def name_of(address: str) -> str:
    """The name of the file at an address."""
    place = shown(address).partition("?")[0].rstrip("/")
    name = place.rpartition("/")[2] or place
    return unquote(name) if _is_web(address) else name


def below(address: str) -> list[Found] | None:
    """What is to be checked below a folder, in order; None for the address of a file. A web address
    is that of a folder if it ends in "/", and what its page links to is in it.

    Raises Unreadable: missing, no_access, address, address_package.
    """
    place, mark, query = address.partition("?") if _is_web(address) else (address, "", "")
    if "::" in address or (
        not place.endswith("/") and (_is_web(address) or is_submitted(name_of(address)))
    ):
        return None
    with _said(address):
        system, root = _system(address)
        if not place.endswith("/"):
            if not system.isdir(root):
                return None
            place += "/"
        root = root.partition("?")[0].rstrip("/") + "/"
        names = [each.removeprefix(root) for each in system.find(root) if each.startswith(root)]
    names = sorted(name for name in names if is_submitted(unquote(name).rpartition("/")[2]))
    return [
        Found(unquote(name) if _is_web(address) else name, f"{place}{name}{mark}{query}")
        for name in names
    ]


def fetched(address: str, limits: Limits) -> tuple[bytes, int, float | None]:
    """The bytes of a file, one more at most than may be read; its size, and when it was last
    changed, in seconds since 1970, where that is known.

    Raises Unreadable: missing, no_access, address, address_package.
    """
    with _said(address):
        system, root = _system(address)
        with system.open(root, "rb") as file:
            data = _read(file, limits.file + 1)
        known = system.info(root)
    return data, known.get("size") or len(data), _changed(known)


def opened(address: str, limits: Limits) -> IO[bytes]:
    """An archive, of which parts are read as they are needed; fetched whole, as far as a file may
    be read, where that cannot be.

    Raises Unreadable: as `fetched`, and address_archive.
    """
    with _said(address):
        system, root = _system(address)
        file: IO[bytes] = system.open(root, "rb")
        try:
            file.seek(-1, 2)
            file.read(1)
            return cast(IO[bytes], _Remote(file, address))
        except (ValueError, OSError):  # a stream, or from a place that gives no parts
            file.close()
        with system.open(root, "rb") as file:
            data = _read(file, limits.file + 1)
    if len(data) > limits.file:
        raise Unreadable("address_archive", {"limit": f"{limits.file >> 20} MB"})
    return BytesIO(data)


class _Remote:
    """A file at an address, of which whatever goes wrong is said as that of an address."""

    def __init__(self, file: IO[bytes], address: str) -> None:
        self._file, self._address = file, address
        self.tell, self.seekable, self.close = file.tell, file.seekable, file.close

    def seek(self, offset: int, whence: int = 0) -> int:
        with _said(self._address):
            return self._file.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        with _said(self._address):
            return self._file.read(size)


def _system(address: str) -> "tuple[AbstractFileSystem, str]":
    """What reads from there, and what it calls the place."""
    from fsspec.core import url_to_fs

    found: tuple[AbstractFileSystem, str] = url_to_fs(address)
    return found


def _read(file: IO[bytes], most: int) -> bytes:
    """So many bytes at most; a stream gives a few at a time."""
    parts: list[bytes] = []
    while most > 0 and (part := file.read(most)):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def _changed(known: Mapping[str, Any]) -> float | None:
    when = next((known[name] for name in _TIMES if known.get(name)), None)
    if isinstance(when, str):
        try:
            when = datetime.fromisoformat(when)
        except ValueError:
            return None
    if isinstance(when, datetime):
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    return float(when) if isinstance(when, int | float) else None


def _is_web(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))


@contextmanager
def _said(address: str) -> Iterator[None]:
    """Raises Unreadable for whatever goes wrong with an address, without its secrets."""
    try:
        yield
    except (Unreadable, MemoryError):
        raise
    except FileNotFoundError as error:
        # This is what a web address that does not answer is, too; its cause says more.
        cause = error.__cause__
        if isinstance(cause, Exception) and getattr(cause, "status", 0) not in (404, 410):
            raise Unreadable("address", {"problem": _problem(cause, address)}) from None
        raise Unreadable("missing") from None
    except PermissionError:
        raise Unreadable("no_access") from None
    except ImportError as error:
        facts = {"problem": _plain(error, address), "package": _package(address)}
        raise Unreadable("address_package", facts) from None
    except Exception as error:  # each kind of address has its own
        raise Unreadable("address", {"problem": _problem(error, address)}) from None


def _problem(error: Exception, address: str) -> str:
    return f"{type(error).__name__}: {_plain(error, address)}".removesuffix(": ")


def _plain(error: Exception, address: str) -> str:
    """What another program says, without the secrets of the address."""
    said = f"{error}".replace(address, shown(address))
    users = [match[0][:-1] for match in _USER.finditer(address)]
    secrets = [user.partition(":")[2] or user for user in users]
    for each in address.partition("?")[2].split("&"):
        name, _, value = each.partition("=")
        if _SECRET.fullmatch(name):
            secrets.append(value)
    for secret in secrets:
        for form in {secret, unquote(secret)} - {""}:
            said = said.replace(form, "***")
    return _USER.sub("", " ".join(said.split()))[:_LONGEST]


def _package(address: str) -> str:
    """The package that is needed for the address."""
    try:
        from fsspec.registry import known_implementations
    except ImportError:
        return '"gouji[cluster]"'
    match = _ADDRESS.match(address)
    protocol = match[1].lower() if match else ""
    module = str(known_implementations.get(protocol, {}).get("class", "")).partition(".")[0]
    return f'"fsspec[{protocol.removesuffix("s")}]"' if module in ("", "fsspec") else module
