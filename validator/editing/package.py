"""An .xlsx or .xlsm file with some of its parts changed and some more.

The container is read by `reading.package`, within its limits, and written by zipfile: every part in
its old order under its old name and date, the unchanged ones with their bytes.
"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from validator.editing.elements import escaped, inside, listed, prefix, spliced
from validator.messages import Lang, text
from validator.reading.limits import LIMITS, Limits
from validator.reading.package import (
    Package,
    elements,
    open_package,
    read_binary_parts,
    read_parts,
    relations,
    relations_part,
)

_TYPES = "[Content_Types].xml"
_SIGNED = "_xmlsignatures/"
#: What the main part is → how a file must end for Excel to open it.
_ENDINGS = (
    ("sheet.macroEnabled", ".xlsm"), ("template.macroEnabled", ".xltm"), ("template.", ".xltx"),
)  # fmt: skip
#: How the names of files end that can be changed.
ENDINGS = (".xlsx", *(ending for _, ending in _ENDINGS))
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NEW_RELATIONS = (
    f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
).encode()


class NotEditable(Exception):  # noqa: N818 - a state of a file, not a fault of the program
    """A file of which no changed copy can be made; `MESSAGES["edit." + reason]` says why: format
    (no .xlsx or .xlsm), signed, changed_since."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)

    @property
    def reason(self) -> str:
        """What stands after `edit.` in MESSAGES."""
        return str(self.args[0])

    def said(self, lang: Lang, name: object) -> str:
        """Why there is no copy of the file `name`, and what to do."""
        return text(f"edit.{self.reason}", lang, name=name)


class ChangedSince(NotEditable):
    """The file is no longer the one that was checked."""

    def __init__(self, reason: str = "changed_since") -> None:
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Draft:
    """A workbook's package, its main part, and the parts that were changed or are new, by their
    full names."""

    package: Package
    workbook: str
    changed: Mapping[str, bytes] = field(default_factory=dict)


def draft(data: bytes, limits: Limits = LIMITS) -> Draft:
    """The workbook in `data`, open for changes. Raises NotEditable, Unreadable."""
    if not data.startswith(b"PK\x03\x04"):
        raise NotEditable("format")
    package = open_package(data, limits)
    roots = [r.target for r in relations(package, "").values() if r.kind == "officeDocument"]
    if not roots or roots[0].lower().endswith(".bin") or _TYPES.lower() not in package.entries:
        raise NotEditable("format")
    if any(name.startswith(_SIGNED) for name in package.entries):
        raise NotEditable("signed")
    if elements(read_parts(package, [roots[0]])[roots[0]])[0][0] != "workbook":
        raise NotEditable("format")
    return Draft(package, roots[0])


def checked_draft(data: bytes, digest: str, limits: Limits = LIMITS) -> Draft:
    """The workbook in `data`, open for changes, if its SHA-256 is still `digest`, as it was when it
    was checked. Raises ChangedSince, NotEditable, Unreadable."""
    if sha256(data).hexdigest() != digest:
        raise ChangedSince
    return draft(data, limits)


def ending(of: Draft) -> str:
    """How the name of the file must end for Excel to open it: .xlsx, .xlsm, …"""
    kind = content_type(of, of.workbook)
    return next((ending for word, ending in _ENDINGS if word in kind), ".xlsx")


def part(of: Draft, name: str) -> bytes:
    """The XML of a part as it now is. Raises Unreadable."""
    known = of.changed.get(name)
    return read_parts(of.package, [name])[name] if known is None else known


def changed(of: Draft, name: str, xml: bytes) -> Draft:
    """The workbook with other XML in a part."""
    return replace(of, changed={**of.changed, name: xml})


def has_part(of: Draft, name: str) -> bool:
    """Is there such a part?"""
    return name in of.changed or name.lower() in of.package.entries


def free_name(of: Draft, pattern: str) -> str:
    """The first name of the pattern ("xl/worksheets/sheet{}.xml") that no part has."""
    number = 1
    while has_part(of, pattern.format(number)):
        number += 1
    return pattern.format(number)


def content_type(of: Draft, name: str) -> str:
    """What the list of parts says that a part is, "" where it says nothing of it."""
    for kind, attributes in elements(part(of, _TYPES), "Override", limits=of.package.limits)[1:]:
        if kind == "Override" and attributes.get("PartName", "").lower() == f"/{name}".lower():
            return attributes.get("ContentType", "")
    return ""


def with_part(of: Draft, name: str, xml: bytes, kind: str) -> Draft:
    """The workbook with one more part, of the content type `kind`."""
    types = part(of, _TYPES)
    root = listed(types, "Types")[0]
    tag = prefix(types, root).decode()
    line = f'<{tag}Override PartName="/{escaped(name)}" ContentType="{escaped(kind)}"/>'
    return changed(
        changed(of, name, xml), _TYPES, spliced(types, [inside(types, root, line.encode())])
    )


def related(of: Draft, source: str, target: str, kind: str) -> tuple[Draft, str]:
    """The workbook with a relation from the part `source` to the part `target`, of the full type
    `kind`, and its id."""
    name = relations_part(source)
    xml = part(of, name) if has_part(of, name) else _NEW_RELATIONS
    root = listed(xml, "Relationships")[0]
    tag = prefix(xml, root).decode()
    taken = {line.attributes.get("Id", "") for line in listed(xml, "Relationship")}
    number = 1
    while f"rId{number}" in taken:
        number += 1
    way = posixpath.relpath(target, posixpath.dirname(source) or ".")
    line = (
        f'<{tag}Relationship Id="rId{number}" Type="{escaped(kind)}" Target="{escaped(way)}"/>'
    ).encode()
    return changed(of, name, spliced(xml, [inside(xml, root, line)])), f"rId{number}"


def relation_types(of: Draft, source: str) -> Mapping[str, str]:
    """Last word → full type of the relations of a part: strict files have other ones."""
    name = relations_part(source)
    if not has_part(of, name):
        return {}
    types = [line.attributes.get("Type", "") for line in listed(part(of, name), "Relationship")]
    return {kind.rpartition("/")[2]: kind for kind in types}


def written(of: Draft) -> bytes:
    """The file. Raises Unreadable where an old part cannot be copied."""
    package = of.package
    names = {name.lower(): name for name in of.changed}
    kept = {
        name: read_binary_parts(package, [name])[name]
        for name in package.entries
        if name not in names and not name.endswith("/")
    }
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, entry in package.entries.items():
            info = ZipInfo(entry.filename, entry.date_time)
            info.compress_type, info.external_attr = entry.compress_type, entry.external_attr
            content = of.changed[names.pop(name)] if name in names else kept.get(name, b"")
            archive.writestr(info, content)
        for name in names.values():
            info = ZipInfo(name)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, of.changed[name])
    return buffer.getvalue()
