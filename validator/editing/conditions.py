"""Conditional formats of a worksheet: more of them, which are seen before all others, and away
again.

A cell's own style is not touched by them. They come before those of the workbook in the file and in
their numbers (`priority`): programs go by the one or by the other where two formats would colour
one cell.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from validator.editing.elements import (
    Element,
    Splice,
    children,
    content,
    each,
    escaped,
    listed,
    prefix,
    spliced,
    start_tag,
    whole,
)
from validator.editing.worksheet import put_below_root

#: So many cells are named by one format.
_MOST = 400


class Coloured(NamedTuple):
    """Cells, by their addresses, that have a fill (its number among those of `styles.with_fills`)
    where the formula `when` gives TRUE."""

    when: str
    fill: int
    cells: Sequence[str]


def with_colours(xml: bytes, colours: Sequence[Coloured]) -> bytes:
    """The worksheet with these formats, the first of which counts most. Raises Unreadable."""
    tag = prefix(xml, children(xml)[0]).decode()
    rules = [
        colour._replace(cells=colour.cells[start : start + _MOST])
        for colour in colours
        for start in range(0, len(colour.cells), _MOST)
    ]
    # Where pivot tables name formats by their numbers, these have to stay.
    free = not any("pivot" in rule.attributes for rule in listed(xml, "cfRule"))
    first = 1 if free else 1 + max(_numbers(xml), default=0)
    new = "".join(
        f'<{tag}conditionalFormatting sqref="{escaped(" ".join(rule.cells))}"><{tag}cfRule '
        f'type="expression" dxfId="{rule.fill}" priority="{number}"><{tag}formula>'
        f"{escaped(rule.when)}</{tag}formula></{tag}cfRule></{tag}conditionalFormatting>"
        for number, rule in enumerate(rules, start=first)
    ).encode()
    place = put_below_root(xml, "conditionalFormatting", new)
    return spliced(xml, [place, *(_later(xml, len(rules)) if free else ())])


def without(xml: bytes, sign: str) -> bytes:
    """The worksheet without the formats that have `sign` in their formula. Raises Unreadable."""
    gone: list[Element] = []
    rules: list[tuple[Element, bool]] = []
    signs: list[bool] = []

    def found(element: Element) -> None:
        match element.name:
            case "formula":
                signs.append(sign in content(xml, element))
            case "cfRule":
                rules.append((element, any(signs)))
                signs.clear()
            case _:
                ours = [rule for rule, signed in rules if signed]
                gone.extend([element] if ours and len(ours) == len(rules) else ours)
                rules.clear()

    if b"cfRule" in xml:
        each(xml, ("conditionalFormatting", "cfRule", "formula"), found)
    return spliced(xml, [(element.start, element.end, b"") for element in gone])


def _numbers(xml: bytes) -> Iterator[int]:
    """The numbers of all formats, those in extensions too."""
    for rule in listed(xml, "cfRule"):
        if (number := whole(rule.attributes.get("priority"))) is not None:
            yield number


def _later(xml: bytes, by: int) -> Iterator[Splice]:
    """Other numbers for the formats that are there, so that they come after `by` more."""
    for rule in listed(xml, "cfRule"):
        if (number := whole(rule.attributes.get("priority"))) is not None:
            tag = start_tag(xml, rule, {"priority": str(number + by)})
            yield rule.start, rule.inner, tag
