"""The rows of boxes of a scorecard: their choices, and which of them are ticked.

People print a box behind its choice or before it, in the same cell or in one of its own, as a sign
of Unicode, as a character of a symbol font, as [√], or as the TRUE and FALSE of a check box.
"""

import re
from collections.abc import Iterator

from validator.recognition.block import Block, bare, labels, mark
from validator.recognition.card import Ticked

#: Signs of a ticked and of an open box. The private ones are what a text keeps of the fonts
#: Wingdings (U+F0FE ☑, U+F0FD ☒, U+F0FC ✓, U+F06E ■, U+F0A8 □, U+F06F □) and Wingdings 2
#: (U+F052 ☑, U+F053 and U+F054 ☒, U+F050 ✓, U+F0A3 □, U+F02A □).
_TICKED = "☑☒√✓✔■●✅🗹\uf052\uf053\uf054\uf050\uf0fe\uf0fd\uf0fc\uf06e"
_OPEN = "□○☐◻▢〇\uf0a3\uf0a8\uf06f\uf02a"
#: What stands in the cell itself where the font of its characters makes them boxes, and what people
#: type for a tick: R, þ, ü, V; £, ¨ (of which plain words keep U+0308), o. Beside other letters
#: of theirs they are letters too (VIP 项目, R&D).
_TYPED, _TYPED_OPEN = "RVvþü", "£\u0308o"
_APART, _FROM_LETTERS = "(?<![A-Za-z&])", "(?![A-Za-z&])"
_TICKED_BOX = rf"[\[(【][xX×{_TICKED}{_TYPED}][\])】]|[{_TICKED}]|{_APART}[{_TYPED}]{_FROM_LETTERS}"
_OPEN_BOX = rf"[\[(【][{_OPEN}]?[\])】]|[{_OPEN}]|{_APART}[{_TYPED_OPEN}]{_FROM_LETTERS}"
_TOKEN = re.compile(rf"(?P<ticked>{_TICKED_BOX})|(?P<open>{_OPEN_BOX})|(?P<number>\d+[、.)])")
#: Stands between two cells; no cell's plain words hold it.
_EDGE = "\n"


def read_ticks(block: Block, row: int) -> Ticked:
    """The boxes of the row whose first cell is the label, and of the rows below that go on with
    its choices."""
    column, label = block.line(row)[0]
    known = labels().ticks[bare(label)]
    text = _words(block, row, column + 1)
    below = row + 1
    while below < block.bottom and _goes_on(block.line(below), column, known):
        text += _EDGE + _words(block, below, column + 1)
        below += 1
    at = block.written(row, column, bare(label))
    parts = list(_parts(text, known))
    choices, ticked = _split(parts)
    if choices == tuple(parts) and len(choices) == 1 and choices[0] in known:
        ticked = (0,)  # the one choice was written down instead of ticked
    return Ticked(at, choices, ticked, sum(isinstance(part, bool) for part in parts))


def _words(block: Block, row: int, first: int) -> str:
    """The cells of a row; a check box linked to a cell leaves TRUE or FALSE there."""
    words = dict(block.line(row))
    cells = []
    for column in range(first, block.width()):
        raw = block.raw(row, column)
        said = {True: "☑", False: "□"}[raw] if isinstance(raw, bool) else words.get(column, "")
        if said:
            cells.append(said)
    return _EDGE.join(cells)


def _goes_on(line: list[tuple[int, str]], column: int, known: frozenset[str]) -> bool:
    """Does a row with nothing under the label begin with a box or a choice?"""
    if not line or line[0][0] <= column or mark(line) is not None:
        return False
    first = line[0][1]
    return first in known or bool(_TOKEN.match(first))


def _split(parts: list[str | bool]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The choices and the numbers of the ticked ones. Boxes stand before their choices where the
    first thing in the row is one."""
    before = bool(parts) and isinstance(parts[0], bool)
    choices: list[str] = []
    boxes: list[bool | None] = []
    waiting: bool | None = None
    for part in parts:
        if isinstance(part, str):
            choices.append(part)
            boxes.append(waiting)
            waiting = None
        elif before:
            waiting = part
        elif boxes:
            boxes[-1] = part
    return tuple(choices), tuple(i for i, box in enumerate(boxes) if box)


def _parts(text: str, known: frozenset[str]) -> Iterator[str | bool]:
    """The choices and the boxes (ticked or not) as they stand, from left to right."""
    place = 0
    for token in _TOKEN.finditer(text):
        yield from _choices(text[place : token.start()], known)
        if token.lastgroup != "number":
            yield token.lastgroup == "ticked"
        place = token.end()
    yield from _choices(text[place:], known)


def _choices(text: str, known: frozenset[str]) -> Iterator[str]:
    """The choices in words between two boxes or numbers: a cell each, and several in a cell where
    the form's words follow one another."""
    for words in text.split(_EDGE):
        said = words.strip(":;,、.")
        while said:
            begins = [choice for choice in known if said.startswith(choice)]
            first = max(begins, key=len, default=said)
            yield first if said[len(first) :].startswith(tuple(known)) else said
            said = said[len(first) :] if said[len(first) :].startswith(tuple(known)) else ""
