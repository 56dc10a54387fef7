"""What a person must know of a file beside its cells: macros, external links, hidden sheets, …

Nothing of it is ever run, opened or followed; it is only said to be there.
"""

import posixpath
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from validator.reading.book import Noticed, Sheet
from validator.reading.package import Package, Relation, external_targets

_MACRO_SHEETS = frozenset({"xlMacrosheet", "xlIntlMacrosheet", "dialogsheet"})
#: Folders of a package, .xlsx or .ods, in which programs put objects of other programs.
_EMBEDDED = ("/embeddings/", "/activex/")
#: So many names are told of each kind.
_TOLD = 5


def in_package(
    package: Package,
    related: Sequence[Relation],
    hidden: Sequence[str],
    *,
    formulas_unread: bool = False,
) -> tuple[Noticed, ...]:
    """What is noticed in an .xlsx or .xlsb file whose workbook has the relations `related`;
    `hidden` names its hidden sheets."""
    kinds = [item.kind for item in related]
    links = [item.target for item in related if item.kind == "externalLink"]
    files = [target for link in links for target in external_targets(package, link)]
    names = "/" + "\n/".join(package.entries)
    return noticed(
        macros="vbaProject" in kinds,
        macro_sheets=any(kind in _MACRO_SHEETS for kind in kinds),
        linked=[file_name(target) for target in files] or ["?" for _ in links],
        embedded=any(folder in names for folder in _EMBEDDED),
        hidden=hidden,
        formulas_unread=formulas_unread,
    )


def noticed(
    *,
    macros: bool,
    macro_sheets: bool,
    linked: Sequence[str],
    embedded: bool,
    hidden: Sequence[str],
    formulas_unread: bool = False,
) -> tuple[Noticed, ...]:
    """The records of what was found. `linked`: names of other files; `hidden`: names of sheets."""
    found = []
    if macros:
        found.append(Noticed("macros"))
    if macro_sheets:
        found.append(Noticed("macro_sheets"))
    if linked:
        found.append(Noticed("external_links", _named(list(dict.fromkeys(linked)))))
    if embedded:
        found.append(Noticed("embedded"))
    if hidden:
        found.append(Noticed("hidden_sheets", _named(hidden)))
    if formulas_unread:
        found.append(Noticed("formulas_unread"))
    return tuple(found)


def with_cells(sheets: Iterable[Sheet], hidden: Sequence[str]) -> Sequence[str]:
    """Those of the sheets called `hidden` that hold anything."""
    filled = {sheet.name for sheet in sheets if sheet.rows or sheet.faults}
    return [name for name in hidden if name in filled]


def file_name(target: str) -> str:
    """The name of the file to which a link goes, without its folders."""
    return posixpath.basename(unquote(target).replace("\\", "/").rstrip("/")) or target


def _named(names: Sequence[str]) -> dict[str, object]:
    more = "…" if len(names) > _TOLD else ""
    return {"names": "、".join(names[:_TOLD]) + more, "count": len(names)}
