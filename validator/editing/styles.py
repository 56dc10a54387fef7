"""More styles of cells in a workbook. What is there keeps its place: cells name it by number; what
is there already is not put in again."""

from collections.abc import Sequence
from typing import NamedTuple

from validator.editing.elements import (
    below_root,
    children,
    inside,
    prefix,
    spliced,
    start_tag,
)
from validator.editing.package import Draft, changed, part
from validator.editing.workbook import main_namespace, of_workbook, with_workbook_part

#: What stands below the root of the part, in the order of the format.
_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
)  # fmt: skip
#: What comes first in a list that has to be begun, for programs give it a meaning of its own; {0}
#: is the prefix of tags.
_FIRST = {
    "fonts": ["<{0}font/>"],
    "fills": [f'<{{0}}fill><{{0}}patternFill patternType="{kind}"/></{{0}}fill>'
              for kind in ("none", "gray125")],
    "borders": ["<{0}border/>"],
    "cellXfs": ["<{0}xf/>"],
    "dxfs": [],
}  # fmt: skip
_SIDES = ("left", "right", "top", "bottom")
_CHANGED = "".join(
    f' apply{what}="1"' for what in ("NumberFormat", "Font", "Fill", "Border", "Alignment")
)
_QUOTED = ' quotePrefix="1"'


class Style(NamedTuple):
    """How a cell looks. Colours are RRGGBB, "" for none; `frame` is that of a thin line around it;
    `format` the id of a number format that every program knows (0 general, 49 text). `figures`: it
    is that of numbers; else what begins with = stays words when somebody edits the cell."""

    font: str = "宋体"
    size: int = 10
    bold: bool = False
    underlined: bool = False
    colour: str = ""
    fill: str = ""
    frame: str = ""
    horizontal: str = "left"
    vertical: str = "center"
    wrapped: bool = False
    indent: int = 0
    format: int = 0
    figures: bool = False


def with_styles(of: Draft, styles: Sequence[Style]) -> tuple[Draft, tuple[int, ...]]:
    """The workbook with these styles too, and their numbers, by which cells name them. Raises
    Unreadable."""
    of, name, content, tag = _styles_part(of)
    fonts, content = _appended(content, "fonts", [_font(style, tag) for style in styles])
    fills, content = _appended(content, "fills", [_fill(style, tag) for style in styles])
    borders, content = _appended(content, "borders", [_border(style, tag) for style in styles])
    formats = [
        f'<{tag}xf numFmtId="{style.format}" fontId="{font}" fillId="{fill}" borderId="{border}"'
        f"{'' if style.figures else _QUOTED}{_CHANGED}>{_alignment(style, tag)}</{tag}xf>"
        for style, font, fill, border in zip(styles, fonts, fills, borders, strict=True)
    ]
    numbers, content = _appended(content, "cellXfs", formats)
    return changed(of, name, content), numbers


def with_fills(of: Draft, colours: Sequence[str]) -> tuple[Draft, tuple[int, ...]]:
    """The workbook with a fill of each colour (RRGGBB) for conditional formats, with words in black
    that can be read on it, and their numbers, by which such formats name them. Raises
    Unreadable."""
    of, name, content, tag = _styles_part(of)
    lines = []
    for colour in colours:
        # Of a solid fill, Excel shows here the background, other programs the foreground.
        both = "".join(f'<{tag}{ground}Color rgb="FF{colour}"/>' for ground in ("fg", "bg"))
        pattern = f'<{tag}patternFill patternType="solid">{both}</{tag}patternFill>'
        font = f'<{tag}font><{tag}color rgb="FF000000"/></{tag}font>'
        lines.append(f"<{tag}dxf>{font}<{tag}fill>{pattern}</{tag}fill></{tag}dxf>")
    numbers, content = _appended(content, "dxfs", lines)
    return changed(of, name, content), numbers


def _styles_part(of: Draft) -> tuple[Draft, str, bytes, str]:
    """The workbook with a part for styles, its name, its XML, and the prefix of its tags."""
    name = of_workbook(of, "styles")
    if name is None:
        xml = f'<styleSheet xmlns="{main_namespace(of)}"/>'
        of, name, _ = with_workbook_part(of, "styles", "styles{}.xml", xml)
    content = part(of, name)
    return of, name, content, prefix(content, children(content)[0]).decode()


def _appended(xml: bytes, name: str, lines: Sequence[str]) -> tuple[tuple[int, ...], bytes]:
    """The numbers of the elements `lines` in the list `name`, and the part in which those of them
    that were not there are at its end."""
    root, *rest = children(xml)
    tag = prefix(xml, root).decode()
    found = next((element for element in rest if element.name == name), None)
    if found is None:
        known = [line.format(tag) for line in _FIRST[name]]
    else:
        listing = xml[found.place]
        known = [listing[each.place].decode() for each in children(listing)[1:]]
    first = len(known)
    places: dict[str, int] = {line: number for number, line in reversed([*enumerate(known)])}
    for line in lines:
        if line not in places:
            places[line] = len(known)
            known.append(line)
    numbers = tuple(places[line] for line in lines)
    if found is None:
        made = f'<{tag}{name} count="{len(known)}">{"".join(known)}</{tag}{name}>'.encode()
        before = _ORDER[: _ORDER.index(name)]
        return numbers, spliced(xml, [below_root(xml, name, made, before)])
    if first == len(known):
        return numbers, xml
    head = start_tag(xml, found, {"count": str(len(known))})
    opened = spliced(xml, [(found.start, found.inner, head)])
    found = next(element for element in children(opened) if element.name == name)
    return numbers, spliced(opened, [inside(opened, found, "".join(known[first:]).encode())])


def _alignment(style: Style, tag: str) -> str:
    return (
        f'<{tag}alignment horizontal="{style.horizontal}" vertical="{style.vertical}" '
        f'wrapText="{int(style.wrapped)}" indent="{style.indent}"/>'
    )


def _font(style: Style, tag: str) -> str:
    said = f"<{tag}b/>" * style.bold + f"<{tag}u/>" * style.underlined
    said += f'<{tag}sz val="{style.size}"/>'
    said += f'<{tag}color rgb="FF{style.colour}"/>' if style.colour else ""
    return f'<{tag}font>{said}<{tag}name val="{style.font}"/></{tag}font>'


def _fill(style: Style, tag: str) -> str:
    if not style.fill:
        return _FIRST["fills"][0].format(tag)
    colours = f'<{tag}fgColor rgb="FF{style.fill}"/><{tag}bgColor indexed="64"/>'
    pattern = f'<{tag}patternFill patternType="solid">{colours}</{tag}patternFill>'
    return f"<{tag}fill>{pattern}</{tag}fill>"


def _border(style: Style, tag: str) -> str:
    if not style.frame:
        return f"<{tag}border/>"
    colour = f'<{tag}color rgb="FF{style.frame}"/>'
    lines = (f'<{tag}{side} style="thin">{colour}</{tag}{side}>' for side in _SIDES)
    return f"<{tag}border>{''.join(lines)}</{tag}border>"
