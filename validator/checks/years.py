"""Do the years that a workbook names fit its year: those in headings (the check 近两年), and those
on its cover and in its file's name (part of 年度部门)?"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from validator.checks.context import Context, at
from validator.checks.outcome import Observation
from validator.forms.model import YEARS_BEFORE, Form, Heading, Rule
from validator.recognition import Recognised, Table
from validator.recognition.words import bare_year, plain

#: A cover has no more rows than this, and a workbook no more sheets before its tables.
_COVER_ROWS, _COVERS = 40, 5
#: A sentence longer than this is no title.
_TITLE = 60
_NAMES_YEAR = re.compile(r"20\d{2}")


class _Pair(NamedTuple):
    """Headings of years beside each other: their row on the sheet, their columns with the years
    that they name, and how many years before the workbook's each should be."""

    table: Table
    row: int
    named: tuple[tuple[int, int], ...]
    before: tuple[int, ...]

    def year(self) -> int | None:
        """The year of the workbook for which all of them fit."""
        years = {year + ago for (_, year), ago in zip(self.named, self.before, strict=True)}
        return years.pop() if len(years) == 1 else None


def last_years(context: Context, rule: Rule, _: object) -> Iterator[Observation]:
    """The years that a form prints as the last ones (〈前年〉年, 〈上年〉年) are those before the
    workbook's; where its own year is not known, before the one that most of these headings fit."""
    found = context.found
    pairs = [pair for table in found.tables.values() for pair in _pairs(table)]
    fitting = Counter(year for pair in pairs if (year := pair.year()))
    year = found.year or (fitting.most_common(1)[0][0] if fitting else None)
    for pair in pairs:
        if year is None or pair.year() == year:
            continue
        table = pair.table
        facts = {
            "title": table.called,
            "goal": _goal(table, pair.row),
            "named": "、".join(str(own) for _, own in pair.named),
            "year": year,
            "wanted": "、".join(str(year - ago) for ago in pair.before),
        }
        kind = "years_differ" if facts["goal"] else "years_differ_above"
        (first, _), *others = pair.named
        seen = at(rule, kind, table, facts, (pair.row, first))
        yield seen._replace(also=tuple((table, pair.row, column) for column, _ in others))


def _pairs(table: Table) -> Iterator[_Pair]:
    """The headings of a table's years that are filled in: below the words of the heading that the
    form prints over them."""
    above = _over_years(table.form)
    for row in range(table.top, table.bottom):
        starts = [(c, words) for c, words in _words(table, row) if words in above]
        if not starts:
            continue
        under = next((r for r in range(row + 1, table.bottom + 1) if _words(table, r)), row)
        for i, (column, words) in enumerate(starts):
            before = above[words]
            end = starts[i + 1][0] if i + 1 < len(starts) else table.right + 1
            below = [(c, said) for c, said in _words(table, under) if column <= c < end]
            years = tuple(
                (c, year) for c, said in below[: len(before)] if (year := bare_year(said))
            )
            if len(years) == len(before):
                yield _Pair(table, under, years, before)


def _words(table: Table, row: int) -> list[tuple[int, str]]:
    """The plain words of a row of the table, each with its column."""
    found = ((c, table.words_at(row, c)) for c in range(table.left, table.right + 1))
    return [(column, words) for column, words in found if words]


def _over_years(form: Form) -> dict[str, tuple[int, ...]]:
    """The words of a heading over years → how many years before the workbook's each of them is."""
    found: dict[str, tuple[int, ...]] = {}

    def look(headings: tuple[Heading, ...]) -> None:
        for heading in headings:
            below = tuple(
                ago
                for child in heading.children
                for word, ago in YEARS_BEFORE.items()
                if f"〈{word}〉" in child.label
            )
            if below:
                found[plain(heading.label)] = below
            look(heading.children)

    for part in form.parts:
        look(part.headings)
    return found


def _goal(table: Table, row: int) -> str:
    """The goal that a row stands under, as it is printed (年度目标3); "" above all of them."""
    goals = tuple(plain(part.goal) for part in table.form.parts if part.goal)
    for above in range(row, table.top, -1):
        for _, words in _words(table, above)[:1]:
            if goals and words.startswith(goals):
                return words.rstrip(":")
    return ""


def year_elsewhere(found: Recognised) -> tuple[str, int] | None:
    """Where the file's name or a cover says that the workbook is of another year than its tables
    are, and of which; None where nothing says so, or two places name two years."""
    said: dict[int, str] = {}
    stem = Path(found.book.name).stem
    for where, text in ((stem, stem), *_on_covers(found)):
        if year := _year_of_workbook(text, found.edition.kind):
            said.setdefault(year, where)
    if len(said) != 1 or found.year is None or found.year in said:
        return None
    ((year, where),) = said.items()
    return where, year


def _on_covers(found: Recognised) -> Iterator[tuple[str, str]]:
    """The texts of the sheets without a table, with the sheet's name."""
    others = frozenset(found.other_sheets[:_COVERS])
    for sheet in found.book.sheets if others else ():
        if sheet.name in others:
            for row in sheet.rows[:_COVER_ROWS]:
                yield from ((sheet.name, cell) for cell in row if isinstance(cell, str) and cell)


def _year_of_workbook(text: str, kind: str) -> int | None:
    """The one year that a title such as 某局2024年度部门决算 names."""
    if len(text) > _TITLE or kind not in text:
        return None
    words = plain(text)
    years = _NAMES_YEAR.findall(words)
    certain = len(years) == 1 and re.search(rf"20\d{{2}}年度?\D{{0,20}}{kind}", words)
    return int(years[0]) if certain else None
