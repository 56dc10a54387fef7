"""What stands in a workbook's main part: the list of its sheets, and how it is calculated."""

from validator.editing.elements import (
    below_root,
    children,
    escaped,
    inside,
    listed,
    prefix,
    spliced,
    start_tag,
)
from validator.editing.package import (
    Draft,
    changed,
    free_name,
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
    kind = relation_types(of, of.workbook).get("worksheet", "")
    of, _, identity = with_workbook_part(of, "worksheet", "worksheets/sheet{}.xml", xml)
    main = part(of, of.workbook)
    lists = [element for element in children(main) if element.name == "sheets"]
    if not lists:
        raise Unreadable("damaged")
    numbers = [int(line.attributes.get("sheetId", "0")) for line in listed(main, "sheet")]
    tag = prefix(main, lists[0]).decode()
    # Its own declaration: the prefix of the others may be declared in their own lines only.
    line = (
        f'<{tag}sheet name="{escaped(name)}" sheetId="{max(numbers, default=0) + 1}" '
        f'xmlns:r="{escaped(kind.removesuffix("/worksheet"))}" r:id="{identity}"/>'
    )
    return changed(of, of.workbook, spliced(main, [inside(main, lists[0], line.encode())]))


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


def is_protected(of: Draft, sheet: str) -> bool:
    """Is the worksheet in the part `sheet` protected? Raises Unreadable."""
    found = elements(part(of, sheet), "sheetProtection", limits=of.package.limits)
    return any(
        name == "sheetProtection" and said.get("sheet") in ("1", "true") for name, said in found
    )
