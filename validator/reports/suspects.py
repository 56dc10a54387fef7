"""The cells that are likely wrong, as notes, the list and the explanation of a cell tell of them.

The words are those of every report (`validator.reports.likely`). Here stands what belongs to a
workbook that is looked at: which cells a suspect is, and that a note on one of them says 本格 for
its place.
"""

from collections.abc import Iterable, Sequence

from validator.findings import Finding, Suspect
from validator.messages import Lang, text
from validator.reading import LIMITS, address
from validator.reading.walk import spread
from validator.reports.likely import Sentence, choices, likely, place, places

#: So many choices are named where another cell refers to them, and so many findings of a group.
_CAUSES, _RESOLVED = 3, 8


def cells(suspect: Suspect) -> tuple[str, ...]:
    """The addresses of a suspect in reading order, the first of which stands for all: several for
    an area (C8:E9), none where it names no cell."""
    found = sorted(spread((suspect.address,), LIMITS.array_cells))
    return tuple(address(row, column) for row, column in found)


def is_suspected(sheet: str, cell: str, suspects: Iterable[Suspect]) -> bool:
    """Is the cell one of those that are likely wrong?"""
    return any(suspect.sheet == sheet and cell in cells(suspect) for suspect in suspects)


def told(suspects: Sequence[Suspect], lang: Lang, sheet: str = "", cell: str = "") -> str:
    """What is said of the suspects of a finding, in lines; "" where it has none. The cell on which
    it is said is called 本格, unless a row belongs before it."""
    said = likely(suspects, lang)
    if said is None:
        return ""
    first = choices(suspects)[0][0].sheet
    own: dict[str, str] = {}
    for suspect in suspects:
        if suspect.kind != "row" and is_suspected(sheet, cell, (suspect,)):
            own[place(suspect)] = text("mark.suspect.here", lang)
            if sheet == first:  # then the place may be named without it
                own[suspect.address] = own[place(suspect)]

    def line(sentence: Sentence) -> str:
        return "".join(own.get(p.words, p.words) if p.place else p.words for p in sentence)

    items = [line(item) for item in said.items]
    if said.numbered:
        items = [f"{number}. {item}" for number, item in enumerate(items, start=1)]
    return "\n".join(filter(None, (line(said.opening), *items, said.closing.strip())))


def caused_by(suspects: Sequence[Suspect], lang: Lang) -> str:
    """Which cells are likely the reason, as another cell of the finding refers to them."""
    found = choices(suspects)
    named = [places(choice, lang) for choice in found[:_CAUSES]]
    if len(found) > len(named):
        named.append(text("mark.suspect.others", lang))
    either = text("mark.suspect.or", lang)
    return text("mark.suspect.cause", lang, places=either.join(named))


def resolved(findings: Sequence[Finding], lang: Lang) -> str:
    """Which findings go when the suspects are put right; "" where it is only the one."""
    if len(findings) < 2:
        return ""
    named = "、".join(f"{f.rule} {f.place}".strip() for f in findings[:_RESOLVED])
    if len(findings) > _RESOLVED:
        named += text("likely.and_others", lang)
    return text("mark.suspect.resolved", lang, count=len(findings), findings=named)
