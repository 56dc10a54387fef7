"""The container of an .xlsx file: a zip archive of parts that refer to one another.

Everything in it is untrusted, and the reader of cell values, calamine, can end the whole process on
a hostile file, beyond any `except`. So only this module touches the archive: it takes out the parts
that are needed, within the limits of `Limits`, and packs them anew for calamine, which therefore
reads the very bytes that were checked, whatever a second zip reader would make of the file.
"""

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.parsers import expat

from validator.reading.book import Unreadable
from validator.reading.limits import LIMITS, Limits, within

_ENCRYPTED = 0x1
#: Of a part smaller than this nobody asks how far it was compressed.
_SMALL = 1 << 20
#: Bytes before the name of an entry; its last two numbers are the lengths of name and extra.
_LOCAL_HEADER = 30
_DECLARED_ENCODING = re.compile(rb"\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)")


@dataclass(frozen=True, slots=True)
class Package:
    """An opened archive; `entries` finds a part by its name in lower case, as the format asks.

    Names of parts are only ever looked up in it: none becomes a path on a disk.
    """

    data: bytes
    entries: Mapping[str, zipfile.ZipInfo]
    limits: Limits


@dataclass(frozen=True, slots=True)
class Relation:
    """One line of a .rels part; `target` is the full name of a part, without a leading slash."""

    kind: str  # the last word of the type: officeDocument, worksheet, sharedStrings, …
    target: str


def open_package(data: bytes, limits: Limits = LIMITS) -> Package:
    """The archive in `data`. Raises Unreadable: damaged, too_large."""
    # Before zipfile, which builds a record of each directory entry before one can count them.
    within(limits, "entries", data.count(b"PK\x01\x02"), "ZIP")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
        raise Unreadable("damaged") from error
    found = {}
    for entry in archive.infolist():
        found[entry.filename.replace("\\", "/").lstrip("/").lower()] = entry
    # Of two entries with one name, each program shows another one.
    if len(found) != len(archive.infolist()) or _overlap(archive.infolist()):
        raise Unreadable("damaged")
    return Package(data, found, limits)


def _overlap(entries: Iterable[zipfile.ZipInfo]) -> bool:
    """Do two entries share bytes, so that a small archive unpacks to a large one?"""
    end = 0
    for start, size in sorted((e.header_offset, e.compress_size) for e in entries):
        if start < end:
            return True
        end = start + _LOCAL_HEADER + size
    return False


def read_parts(package: Package, names: Iterable[str]) -> dict[str, bytes]:
    """The unpacked XML of the named parts. Raises Unreadable: damaged, too_large, password."""
    parts = read_binary_parts(package, names)
    for xml in parts.values():
        plain_xml(xml)
    hold_tags(parts.values(), sum(map(len, parts.values())), package.limits)
    return parts


def hold_tags(parts: Iterable[bytes], most: int, limits: Limits) -> None:
    """Raises Unreadable (too_large) if there are more tags than may be in `parts`, which are known
    to have no more than `most` of them, so that only those of a large file are counted."""
    if most > limits.tags:
        within(limits, "tags", sum(xml.count(b"<") for xml in parts), "XML")


def read_binary_parts(
    package: Package, names: Iterable[str], known: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """The unpacked bytes of the named parts; `known` are those of them that were unpacked before.
    Raises Unreadable: damaged, too_large, password."""
    known = known or {}
    entries = {}
    total = 0
    limits = package.limits
    for name in names:
        entry = package.entries.get(name.lower())
        if entry is None:
            raise Unreadable("damaged")
        within(limits, "part", entry.file_size, name)
        if entry.file_size > _SMALL:
            within(limits, "ratio", entry.file_size // max(entry.compress_size, 1), name)
        entries[name] = entry
        total += entry.file_size
    within(limits, "unpacked", total, "XML")
    return {
        name: known[name] if name in known else _unpack(package.data, entry)
        for name, entry in entries.items()
    }


def packed_bytes(package: Package, name: str) -> bytes | None:
    """The compressed bytes of the named part; None for one that is not there, or is stored as it
    is. Raises Unreadable: damaged, password."""
    entry = package.entries.get(name.lower())
    if entry is None or entry.compress_type != zipfile.ZIP_DEFLATED:
        return None
    return _packed(package.data, entry)


def _packed(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """The entry's bytes as they stand in the archive."""
    if entry.flag_bits & _ENCRYPTED:
        raise Unreadable("password")
    head = data[entry.header_offset : entry.header_offset + _LOCAL_HEADER]
    if len(head) < _LOCAL_HEADER or not head.startswith(b"PK\3\4"):
        raise Unreadable("damaged")
    start = entry.header_offset + _LOCAL_HEADER + sum(struct.unpack("<2H", head[-4:]))
    return data[start : start + entry.compress_size]


def _unpack(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """The entry's bytes, exactly as many as it declares.

    By hand, because `ZipFile.open` takes longer than the unpacking itself.
    """
    xml = _packed(data, entry)
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        try:
            # One byte more than declared is enough to see that there is more.
            xml = zlib.decompressobj(-zlib.MAX_WBITS).decompress(xml, entry.file_size + 1)
        except zlib.error as error:
            raise Unreadable("damaged") from error
    elif entry.compress_type != zipfile.ZIP_STORED:
        raise Unreadable("damaged")
    if len(xml) != entry.file_size or zlib.crc32(xml) != entry.CRC:
        raise Unreadable("damaged")
    return xml


def plain_xml(xml: bytes) -> None:
    """Raises Unreadable (damaged) where `xml` is anything but plain XML in UTF-8."""
    # A document type never belongs here and can make entities that grow without end. UTF-16 (with
    # its zero bytes) and other encodings would be read as blank sheets or wrong characters.
    encoding = _DECLARED_ENCODING.match(xml.removeprefix(b"\xef\xbb\xbf")[:200])
    if (
        b"<!DOCTYPE" in xml
        or b"\0" in xml
        or (encoding and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"))
    ):
        raise Unreadable("damaged")


def elements(data: bytes, *names: str, limits: Limits = LIMITS) -> list[tuple[str, dict[str, str]]]:
    """(name, attributes) of the elements called one of `names`, all without namespace prefix.

    The root element comes first whatever its name. Raises Unreadable: damaged, too_large.
    """
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if not found or name in names:
            if len(found) > limits.relations:
                within(limits, "relations", len(found), f"<{name}>")
            found.append((name, {key.rpartition(":")[2]: attributes[key] for key in attributes}))

    parse(data, start)
    return found


def parse(
    xml: bytes,
    start: Callable[[str, dict[str, str]], None] | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
    *,
    namespaces: bool = False,
) -> None:
    """Calls `start`, `end` and `text` for all of `xml`, in order, with tags as they are written,
    or, with `namespaces`, each as its namespace, a space and its name.

    Raises Unreadable (damaged) where it is not well-formed.
    """
    parser = expat.ParserCreate("utf-8", " " if namespaces else None)
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Unreadable("damaged") from error


def relations(package: Package, part: str) -> dict[str, Relation]:
    """Id → relation of `part` ('' for the package itself), external ones left out.

    {} where the part has no relations. Raises Unreadable as `read_parts`.
    """
    folder = posixpath.dirname(part)
    result = {}
    for line in _relation_lines(package, part):
        if line.get("TargetMode") != "External":
            target = line.get("Target", "")
            # Some writers give 'xl/…' from the root without the slash that would say so.
            for base in ("/" + folder, "/"):
                full = posixpath.normpath(posixpath.join(base, target)).lstrip("/")
                if full.lower() in package.entries:
                    break
            kind = line.get("Type", "").rpartition("/")[2]
            result[line.get("Id", "")] = Relation(kind, full)
    return result


def parts_by_kind(package: Package, related: Iterable[Relation]) -> dict[str, str]:
    """Kind → the last part of that kind that is there: some writers name a part for texts or styles
    and, having none, leave it out."""
    return {item.kind: item.target for item in related if item.target.lower() in package.entries}


def external_targets(package: Package, part: str) -> list[str]:
    """Where the relations of `part` go that leave the package, as they are written there."""
    lines = _relation_lines(package, part)
    return [line.get("Target", "") for line in lines if line.get("TargetMode") == "External"]


def relations_part(part: str) -> str:
    """The name of the part that holds the relations of `part`."""
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", file + ".rels")


def _relation_lines(package: Package, part: str) -> list[dict[str, str]]:
    name = relations_part(part)
    if name.lower() not in package.entries:
        return []
    xml = read_parts(package, [name])[name]
    return [line for _, line in elements(xml, "Relationship", limits=package.limits)[1:]]


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A zip archive of `parts`, uncompressed. Names are ASCII; all together are below 4 GB."""
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, data in parts.items():
        # Version 2.0, no flags, stored, 1980-01-01; checksum, both sizes, two lengths.
        fields = struct.pack(
            "<5H3I2H", 20, 0, 0, 0, 33, zlib.crc32(data), len(data), len(data), len(name), 0
        )
        local = b"PK\3\4" + fields + name.encode("ascii")
        body += (local, data)
        directory.append(
            b"PK\1\2\x14\0" + fields + struct.pack("<3H2I", 0, 0, 0, 0, offset) + name.encode()
        )
        offset += len(local) + len(data)
    tail = b"".join(directory)
    count = len(parts)
    end = b"PK\5\6" + struct.pack("<4H2IH", 0, 0, count, count, len(tail), offset, 0)
    return b"".join((*body, tail, end))
