"""The sheet 更正说明 of a corrected copy: what was put right, what was not and why."""

from collections.abc import Mapping, Sequence

from validator.correction.choose import Listed, Plan
from validator.editing.new_sheet import LOOKS, Cell, NewSheet, Row
from validator.editing.styles import Style
from validator.messages import Lang, text
from validator.reports.listed import target
from validator.reports.plain import plain

#: How the cells of the sheet look.
STYLES: Mapping[str, Style] = {
    **LOOKS,
    "note": LOOKS["note"]._replace(wrapped=False),  # it runs over the columns beside it
    "number": LOOKS["figure"]._replace(wrapped=True, figures=False, format=49),
    "place": LOOKS["link"]._replace(horizontal="center", wrapped=False, indent=0),
    "plain": Style(),
}
#: The columns: what their heading is called, how wide they are, how their cells look.
_COLUMNS = (
    ("number", 6, "count"), ("place", 30, "words"), ("cell", 9, "place"), ("label", 32, "words"),
    ("before", 15, "number"), ("after", 15, "number"), ("why", 46, "words"), ("rules", 28, "words"),
)  # fmt: skip
#: The headings that are others in the list of what was not put right.
_OF_LEFT = {"before": "current", "after": "expected", "why": "why_not", "rules": "broken"}


def listing(plan: Plan, origin: Sequence[str], protected: Sequence[str], lang: Lang) -> NewSheet:
    """The sheet; `origin` are the lines that say what the copy was made of, `protected` the changed
    sheets that are protected."""
    rows = [
        Row([Cell(text("fix.title", lang), "title")]),
        Row([Cell(_intro(plan, lang), "note")]),
        _headings({}, lang),
        *_rows(plan.changes),
    ]
    if plan.left:
        rows += [Row(), Row([Cell(text("fix.left", lang, count=plan.groups_left), "section")])]
        rows += [_headings(_OF_LEFT, lang), *_rows(plan.left)]
    rows.append(Row())
    about = [*origin]
    if protected:
        about.append(text("fix.protected", lang, names="、".join(protected)))
    rows += (Row([Cell("", "plain"), Cell(plain(line), "note")]) for line in about)
    return NewSheet(rows, STYLES, [width for _, width, _ in _COLUMNS], frozen=3)


def _intro(plan: Plan, lang: Lang) -> str:
    said = text("fix.intro", lang, count=len(plan.changes))
    return said + (text("fix.intro_left", lang, count=plan.groups_left) if plan.left else "")


def _headings(other: Mapping[str, str], lang: Lang) -> Row:
    names = (other.get(name, name) for name, *_ in _COLUMNS)
    return Row([Cell(text(f"fix.column.{name}", lang), "heading") for name in names])


def _rows(listed: Sequence[Listed]) -> list[Row]:
    """A row for each cell, with a link to it."""
    rows = []
    for number, each in enumerate(listed, start=1):
        shown = (
            str(number), each.sheet, each.address, each.label, each.current, each.expected,
            each.why, "、".join(each.rules),
        )  # fmt: skip
        link = target((each.sheet, each.address)) if each.address else ""
        cells = [
            Cell(plain(words), look, link=link if name == "cell" else "")
            for words, (name, _, look) in zip(shown, _COLUMNS, strict=True)
        ]
        rows.append(Row(cells))
    return rows
