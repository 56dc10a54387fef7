"""What stands in a workbook's main part: the list of its sheets, and how it is calculated."""

from collections.abc import Iterator, Mapping

from validator.editing.elements import (
    Element,
    Splice,
    below_root,
    children,
    escaped,
    in_front,
    inside,
    listed,
    prefix,
    spliced,
    start_tag,
    whole,
)
from validator.editing.package import (
    Draft,
    changed,
    free_name,
    has_part,
    part,
    related,
    relation_types,
    with_part,
)
from validator.reading import Unreadable
from validator.reading.package import elements, parts_by_kind, relations
from validator.reading.xlsx import Listed, worksheets

#: What may stand before <calcPr>, in the order of the format.
_BEFORE_CALCULATION = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames",
)  # fmt: skip
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: No name of a sheet is longer.
_LONGEST_NAME = 31
#: The name by which programs know the rows that a filter is over; people are not shown it.
_FILTERED = "_xlnm._FilterDatabase"
#: The kinds of parts that are sheets.
_SHEETS = ("worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")


def sheets(of: Draft) -> list[Listed]:
    """The worksheets of the file as it was opened, in order. Raises Unreadable."""
    found = elements(part(of, of.workbook), "sheet", limits=of.package.limits)
    return worksheets(found, relations(of.package, of.workbook))


def free_sheet_name(of: Draft, wanted: str) -> str:
    """The name, or one like it, that no sheet has."""
    lines = listed(part(of, of.workbook), "sheet")
    taken = {line.attributes.get("name", "").casefold() for line in lines}
    name, number = wanted, 1
    while name.casefold() in taken:
        number += 1
        end = f" ({number})"
        name = wanted[: _LONGEST_NAME - len(end)] + end
    return name


def main_namespace(of: Draft) -> str:
    """The namespace of the workbook's own parts: strict files have another one than others."""
    xml = part(of, of.workbook)
    root = children(xml)[0]
    tag = prefix(xml, root).decode().rstrip(":")
    return root.attributes.get(f"xmlns:{tag}" if tag else "xmlns", "")


def of_workbook(of: Draft, kind: str) -> str | None:
    """The part of a kind (styles, …) that the file has, None where it has none. Raises
    Unreadable."""
    return parts_by_kind(of.package, relations(of.package, of.workbook).values()).get(kind)


def with_workbook_part(of: Draft, kind: str, pattern: str, xml: str) -> tuple[Draft, str, str]:
    """The workbook with one more part that it refers to, its name and the id of that relation.
    `kind` is worksheet, styles, …; `pattern` the name beside the main part, with {} for a number.
    Raises Unreadable."""
    types = relation_types(of, of.workbook)
    if "worksheet" not in types:
        raise Unreadable("damaged")
    folder = of.workbook.rpartition("/")[0]
    name = free_name(of, f"{folder}/{pattern}".lstrip("/"))
    of = with_part(of, name, _DECLARATION + xml.encode(), _TYPE.format(kind))
    of, identity = related(of, of.workbook, name, types["worksheet"][: -len("worksheet")] + kind)
    return of, name, identity


def with_sheet(of: Draft, name: str, xml: str) -> Draft:
    """The workbook with one more worksheet, its last one, called `name`, which must be free. What
    counts sheets (names, the one that is shown first) stays true. Raises Unreadable."""
    of, lists, line = _listed_sheet(of, name, xml)
    main = part(of, of.workbook)
    return changed(of, of.workbook, spliced(main, [inside(main, lists, line)]))


def with_first_sheet(of: Draft, name: str, xml: str, names: Mapping[str, str]) -> Draft:
    """The workbook with one more worksheet before all others, the one that is shown when the file
    is opened; it is called `name`, which must be free. `names` are defined names of its own
    (_xlnm.Print_Titles, …) with what they stand for. What counts sheets is counted anew. Raises
    Unreadable."""
    of, lists, line = _listed_sheet(of, name, xml)
    main = part(of, of.workbook)
    others = [element for element in listed(main, "sheet") if lists.start < element.start]
    first = in_front(others[0], line) if others else inside(main, lists, line)
    of = changed(of, of.workbook, spliced(main, [first, *_counted_anew(main, names)]))
    # Two sheets that are both selected would both take what is typed into one of them.
    for relation in relations(of.package, of.workbook).values():
        if relation.kind in _SHEETS and has_part(of, relation.target):
            shown = part(of, relation.target)
            if b"tabSelected" not in shown:
                continue
            of = changed(of, relation.target, spliced(shown, _not_selected(shown)))
    return of


def _listed_sheet(of: Draft, name: str, xml: str) -> tuple[Draft, Element, bytes]:
    """The workbook with the part of one more worksheet, the list of its sheets, and the line that
    is still to be put there."""
    kind = relation_types(of, of.workbook).get("worksheet", "")
    of, _, identity = with_workbook_part(of, "worksheet", "worksheets/sheet{}.xml", xml)
    main = part(of, of.workbook)
    lists = [element for element in children(main) if element.name == "sheets"]
    if not lists:
        raise Unreadable("damaged")
    numbers = [whole(line.attributes.get("sheetId")) or 0 for line in listed(main, "sheet")]
    tag = prefix(main, lists[0]).decode()
    # Its own declaration: the prefix of the others may be declared in their own lines only.
    line = (
        f'<{tag}sheet name="{escaped(name)}" sheetId="{max(numbers, default=0) + 1}" '
        f'xmlns:r="{escaped(kind.removesuffix("/worksheet"))}" r:id="{identity}"/>'
    )
    return of, lists[0], line.encode()


def _counted_anew(main: bytes, names: Mapping[str, str]) -> Iterator[Splice]:
    """Each name of a sheet belongs to the next one, and the first one is shown; the names of the
    new one."""
    for element in listed(main, "definedName"):
        if (number := whole(element.attributes.get("localSheetId"))) is not None:
            head = start_tag(main, element, {"localSheetId": str(number + 1)})
            yield element.start, element.inner, head
    for element in listed(main, "workbookView"):
        head = start_tag(main, element, {"activeTab": None, "firstSheet": None})
        yield element.start, element.inner, head
    root, *rest = children(main)
    tag = prefix(main, root).decode()
    lines = "".join(_own_name(tag, name, words) for name, words in names.items())
    known = [element for element in rest if element.name == "definedNames"]
    if known:
        yield inside(main, known[0], lines.encode())
    elif lines:
        made = f"<{tag}definedNames>{lines}</{tag}definedNames>".encode()
        before = _BEFORE_CALCULATION[: _BEFORE_CALCULATION.index("definedNames")]
        yield below_root(main, "definedNames", made, before)


def _own_name(tag: str, name: str, words: str) -> str:
    """A defined name of the first sheet."""
    hidden = ' hidden="1"' if name == _FILTERED else ""
    head = f'<{tag}definedName name="{escaped(name)}" localSheetId="0"{hidden}>'
    return f"{head}{escaped(words)}</{tag}definedName>"


def _not_selected(sheet: bytes) -> Iterator[Splice]:
    for element in listed(sheet, "sheetView"):
        if "tabSelected" in element.attributes:
            tag = start_tag(sheet, element, {"tabSelected": None})
            yield element.start, element.inner, tag


def calculated_when_opened(of: Draft) -> Draft:
    """The workbook, of which programs calculate all formulas as they open it. Raises Unreadable."""
    xml = part(of, of.workbook)
    asked = {"fullCalcOnLoad": "1"}
    root, *rest = children(xml)
    for element in rest:
        if element.name == "calcPr":
            tag = start_tag(xml, element, asked)
            return changed(of, of.workbook, spliced(xml, [(element.start, element.inner, tag)]))
    line = f'<{prefix(xml, root).decode()}calcPr fullCalcOnLoad="1"/>'.encode()
    splice = below_root(xml, "calcPr", line, _BEFORE_CALCULATION)
    return changed(of, of.workbook, spliced(xml, [splice]))


def structure_is_protected(of: Draft) -> bool:
    """May no sheet be put in by hand? Raises Unreadable."""
    return any(
        element.attributes.get("lockStructure") in ("1", "true")
        for element in listed(part(of, of.workbook), "workbookProtection")
    )


def has_macros(of: Draft) -> bool:
    """Are there macros in VBA? Raises Unreadable."""
    return of_workbook(of, "vbaProject") is not None


def is_protected(of: Draft, sheet: str) -> bool:
    """Is the worksheet in the part `sheet` protected? Raises Unreadable."""
    found = elements(part(of, sheet), "sheetProtection", limits=of.package.limits)
    return any(
        name == "sheetProtection" and said.get("sheet") in ("1", "true") for name, said in found
    )
