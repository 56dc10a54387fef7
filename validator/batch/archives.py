"""The workbooks in an archive (.zip), read one by one: nothing of it is unpacked to a disk.

Archives come from everywhere, and are as little trusted as workbooks: what is in one is listed
before zipfile builds a record of each entry, names become paths only by `safe`, and a workbook is
unpacked as far as one may be read, whatever it declares.
"""

import struct
import unicodedata
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path, PurePosixPath
from re import compile as pattern
from typing import IO, NamedTuple, cast
from zipfile import ZipFile, ZipInfo

from validator.reading import ENDINGS, Limits, Unreadable

#: What the names of archives end in: the first kind is looked into, the others are said.
PACKED = (".zip", ".rar", ".7z")
#: Bytes of the list of what is in an archive, for each entry that it may have; as many as these
#: are read in any case.
_LISTED, _LEAST = 256, 1 << 20
_DIRECTORY_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER = 30
#: So many bytes may stand before the first entry. After more of them the end of the archive is
#: lost, and what was found is that of a workbook in it.
_BEFORE = 4
#: Bits of an entry: encrypted, in either of two ways; and its name is UTF-8.
_ENCRYPTED, _UTF8 = 0x1 | 0x40, 0x800
#: Extra fields of an entry: the time of its last change, and its name in UTF-8.
_TIMES, _UNICODE_NAME = 0x5455, 0x7075
#: An archive has the time that a clock on the wall showed, in China, where it was packed.
_CHINA = timezone(timedelta(hours=8))
#: What some system does not take in the name of a file.
_FORBIDDEN = pattern(r'[<>:"|?*\x00-\x1f\x7f]')


class Member(NamedTuple):
    """What is to be checked in an archive: its number there, and its name, which no other one
    has, with "/" between folders."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Archive:
    """An opened archive, and the names of what is to be checked in it by their numbers.
    `is_workbook` says that it is itself one, under the name of an archive."""

    zip: ZipFile
    names: Mapping[int, str]
    is_workbook: bool

    def members(self) -> list[Member]:
        """What is to be checked, in the order of the names."""
        return sorted((Member(*each) for each in self.names.items()), key=lambda each: each.name)


def is_archive(name: str) -> bool:
    """Does the name say that this is an archive that can be looked into?"""
    return name.lower().endswith(PACKED[0])


def is_submitted(name: str) -> bool:
    """Does the name of a file say that it is a workbook to check, or an archive of some? Not one
    that Office or macOS keeps beside a workbook."""
    beside = name.startswith(("~$", ".~", "._"))
    return name.lower().endswith((*ENDINGS, *PACKED)) and not beside


def safe(name: str) -> Path:
    """A name out of an archive, or of an address, as a path below a folder: it leads nowhere else,
    and every system takes it."""
    parts = [_FORBIDDEN.sub("_", part).rstrip(". ") for part in _parts(name)]
    return Path(*(part or "_" for part in parts))


def opened(file: IO[bytes], limits: Limits) -> Archive:
    """The archive in `file`, which is kept open by it. Raises Unreadable: archive_damaged,
    archive_many, no_access."""
    bounded = _Bounded(file, limits)
    try:
        archive = ZipFile(cast(IO[bytes], bounded))
        entries = archive.infolist()
        first = min((each.header_offset for each in entries), default=0)
        if first > _BEFORE or _overlap(entries):
            raise Unreadable("archive_damaged")
    except (Unreadable, MemoryError):
        raise
    except PermissionError as error:
        raise Unreadable("no_access") from error
    except Exception as error:  # zipfile raises what it likes on what is none
        raise Unreadable("archive_damaged") from error
    bounded.is_listed = True
    names = _names(entries)
    roots = {entry.filename for entry in entries}
    is_workbook = not names and not roots.isdisjoint({"[Content_Types].xml", "mimetype"})
    return Archive(archive, names, is_workbook)


def unpacked(archive: Archive, member: Member, limits: Limits) -> tuple[bytes, int, float | None]:
    """The bytes of a member, one more at most than may be read; its size, and when it was last
    changed, in seconds since 1970.

    Raises Unreadable: archive_changed, archive_inside, archive_password, archive_method,
    archive_member.
    """
    if archive.names.get(member.number) != member.name:
        raise Unreadable("archive_changed")
    if member.name.lower().endswith(PACKED):
        raise Unreadable("archive_inside")
    entry = archive.zip.infolist()[member.number]
    if entry.flag_bits & _ENCRYPTED:
        raise Unreadable("archive_password")
    try:
        with archive.zip.open(entry) as file:
            data = file.read(limits.file + 1)
    except NotImplementedError as error:
        raise Unreadable("archive_method") from error
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # of zlib, bz2, lzma, zipfile, the disk
        raise Unreadable("archive_member") from error
    return data, entry.file_size, _changed(entry)


class _Bounded:
    """A file of which zipfile takes the list of what is in it, if that is not too much: it reads
    the list as a whole, and makes a record of each entry."""

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        self._file, self._limits, self.is_listed = file, limits, False
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable
        self.close = file.close

    def read(self, size: int = -1) -> bytes:
        if self.is_listed:
            return self._file.read(size)
        allowed = self._limits.archive
        most = max(allowed * _LISTED, _LEAST)
        if size > most:
            raise _too_many(f"> {allowed:,}", self._limits)
        data = self._file.read(most if size < 0 else size)
        if (count := data.count(_DIRECTORY_ENTRY)) > allowed:
            raise _too_many(f"{count:,}", self._limits)
        return data


def _too_many(count: str, limits: Limits) -> Unreadable:
    return Unreadable("archive_many", {"count": count, "limit": f"{limits.archive:,}"})


def _overlap(entries: Iterable[ZipInfo]) -> bool:
    """Do two entries share bytes, so that a small archive holds many large files?"""
    end = 0
    for start, size in sorted((each.header_offset, each.compress_size) for each in entries):
        if start < end:
            return True
        end = start + _LOCAL_HEADER + size
    return False


def _names(entries: Iterable[ZipInfo]) -> dict[int, str]:
    """Number → name of what is to be checked. One that another has too, for whatever system, gets
    a number of its own."""
    found: dict[int, str] = {}
    taken: set[str] = set()
    last: dict[str, int] = {}
    for number, entry in enumerate(entries):
        parts = _parts(_name(entry))
        if not parts or entry.is_dir() or "__MACOSX" in parts or not is_submitted(parts[-1]):
            continue
        name = first = "/".join(parts)
        path = PurePosixPath(first)
        while (known := _known(name)) in taken:
            last[first] = count = last.get(first, 1) + 1
            name = str(path.with_name(f"{path.stem} ({count}){path.suffix}"))
        taken.add(known)
        found[number] = name
    return found


def _known(name: str) -> str:
    """What is the same for two names that some system takes for one."""
    return unicodedata.normalize("NFC", str(safe(name))).casefold()


def _parts(name: str) -> list[str]:
    return [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]


def _name(entry: ZipInfo) -> str:
    """The name of an entry as whoever packed it saw it. Programs for Chinese Windows write GBK and
    do not say so; zipfile takes for CP437 what is not said to be UTF-8."""
    if entry.flag_bits & _UTF8:
        return entry.orig_filename
    raw = entry.orig_filename.encode("cp437", "replace")
    field = _extra(entry, _UNICODE_NAME)
    if len(field) > 5 and field[1:5] == struct.pack("<I", zlib.crc32(raw)):
        raw = field[5:]
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.orig_filename


def _changed(entry: ZipInfo) -> float | None:
    """When the file was last changed; None where the archive has no such time."""
    times = _extra(entry, _TIMES)
    if len(times) >= 5 and times[0] & 1:
        return float(struct.unpack("<I", times[1:5])[0])
    try:
        return datetime(*entry.date_time, tzinfo=_CHINA).timestamp()
    except ValueError:  # a day that is none
        return None


def _extra(entry: ZipInfo, kind: int) -> bytes:
    """An extra field of an entry, b"" where it has none of this kind."""
    at = 0
    while at + 4 <= len(entry.extra):
        found, size = struct.unpack_from("<2H", entry.extra, at)
        if found == kind:
            return entry.extra[at + 4 : at + 4 + size]
        at += 4 + size
    return b""
