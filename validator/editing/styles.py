"""More styles of cells in a workbook. What is there keeps its place: cells name it by number."""

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
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
#: What comes first in a list that has to be begun, for programs give it a meaning of its own; {0}
#: is the prefix of tags.
_FIRST = {
    "fonts": ["<{0}font/>"],
    "fills": [f'<{{0}}fill><{{0}}patternFill patternType="{kind}"/></{{0}}fill>'
              for kind in ("none", "gray125")],
    "borders": ["<{0}border/>"],
    "cellXfs": ["<{0}xf/>"],
}  # fmt: skip
_SIDES = ("left", "right", "top", "bottom")
_CHANGED = "".join(
    f' apply{what}="1"' for what in ("NumberFormat", "Font", "Fill", "Border", "Alignment")
)


class Style(NamedTuple):
    """How a cell looks. Colours are RRGGBB, "" for none; `frame` is that of a thin line around it;
    `format` the id of a number format that every program knows (0 general, 49 text)."""

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


def with_styles(of: Draft, styles: Sequence[Style]) -> tuple[Draft, tuple[int, ...]]:
    """The workbook with these styles too, and their numbers, by which cells name them. Raises
    Unreadable."""
    name = of_workbook(of, "styles")
    if name is None:
        xml = f'<styleSheet xmlns="{main_namespace(of)}"/>'
        of, name, _ = with_workbook_part(of, "styles", "styles{}.xml", xml)
    content = part(of, name)
    tag = prefix(content, children(content)[0]).decode()
    fonts, content = _appended(content, "fonts", [_font(style, tag) for style in styles])
    fills, content = _appended(content, "fills", [_fill(style, tag) for style in styles])
    borders, content = _appended(content, "borders", [_border(style, tag) for style in styles])
    formats = [
        f'<{tag}xf numFmtId="{style.format}" fontId="{font}" fillId="{fill}" borderId="{border}"'
        f'{_CHANGED}><{tag}alignment horizontal="{style.horizontal}" '
        f'vertical="{style.vertical}" wrapText="{int(style.wrapped)}" '
        f'indent="{style.indent}"/></{tag}xf>'
        for style, font, fill, border in zip(styles, fonts, fills, borders, strict=True)
    ]
    numbers, content = _appended(content, "cellXfs", formats)
    return changed(of, name, content), tuple(numbers)


def _appended(xml: bytes, name: str, new: Sequence[str]) -> tuple[range, bytes]:
    """The numbers of the elements `new` at the end of the list `name`, and the part with them."""
    root, *rest = children(xml)
    tag = prefix(xml, root).decode()
    found = next((element for element in rest if element.name == name), None)
    if found is None:
        first = [line.format(tag) for line in _FIRST[name]]
        numbers = range(len(first), len(first) + len(new))
        lines = "".join((*first, *new))
        made = f'<{tag}{name} count="{numbers.stop}">{lines}</{tag}{name}>'.encode()
        before = _ORDER[: _ORDER.index(name)]
        return numbers, spliced(xml, [below_root(xml, name, made, before)])
    numbers = range(_length(xml[found.place]), _length(xml[found.place]) + len(new))
    head = start_tag(xml, found, {"count": str(numbers.stop)})
    opened = spliced(xml, [(found.start, found.inner, head)])
    found = next(element for element in children(opened) if element.name == name)
    return numbers, spliced(opened, [inside(opened, found, "".join(new).encode())])


def _length(listing: bytes) -> int:
    """How many elements a list holds, whatever it says of it."""
    return len(children(listing)) - 1


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
