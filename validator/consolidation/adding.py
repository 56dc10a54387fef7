"""The units of a department added up, table by table, line by line and 科目 by 科目.

Amounts are whole 分 and added exactly; where the result is printed in a coarser unit than that of
some unit's workbook, each sum is rounded half-up once, at the end. Nothing is eliminated: what the
units may have paid each other is in the sum, and `internal` lists it for a person to decide.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from validator.amounts import Unit, round_half_up
from validator.checks.units.sums import Held, Place, added_up, hold, key_of_unit
from validator.forms.model import ONLY_ROW, TOTAL, Edition, Form, Layout, RowKey
from validator.recognition import Recognised

#: What a unit calls itself that is the department's own office.
_OWN_OFFICE = re.compile(r"[（(]?(?:机关)?本级[)）]?$|[（(](?:机关|本部)[)）]$")
#: How the name of a department ends.
_ENDS = re.compile(r".{2,}(?:委员会|人民政府|办公室|局|委|厅|办|部|院|会|社|中心|集团)")
#: Words of lines and columns under which units pay each other.
_INTERNAL = ("上级补助收入", "附属单位上缴收入", "上缴上级支出", "对附属单位补助支出", "其他收入")


class Sum(NamedTuple):
    """A table of the department: its figures in 分, the (code, name) of its 科目, and whether it is
    declared empty."""

    figures: Mapping[Place, int]
    subjects: tuple[tuple[str, str], ...]
    empty: bool


class Paid(NamedTuple):
    """An amount in 分 under words of `_INTERNAL`: the table, what the line or column is called, and
    the name of the unit."""

    table: str
    words: str
    unit: str
    fen: int


@dataclass(frozen=True)
class Added:
    """What adding up gave. `held` has, by table, the units' tables, None for a unit without it."""

    edition: Edition
    department: str
    year: int
    unit: Unit
    units: tuple[Recognised, ...]
    held: Mapping[str, tuple[Held | None, ...]]
    sums: Mapping[str, Sum]

    def converted(self) -> Iterator[tuple[str, str]]:
        """(unit, what it is in) of the workbooks that are in another unit than the result."""
        for number, unit in enumerate(self.units):
            names = {
                held[number].table.unit.name  # type: ignore[union-attr]
                for held in self.held.values()
                if held[number] is not None
            }
            if names - {self.unit.name}:
                yield unit.book.name, "、".join(sorted(names))

    def absent(self) -> Iterator[tuple[str, tuple[Form, ...], tuple[Form, ...]]]:
        """(unit, tables that it does not have, tables that it declares empty)."""
        for number, unit in enumerate(self.units):
            forms = {key: self.edition.forms[key] for key in self.held}
            lacking = tuple(forms[k] for k, held in self.held.items() if held[number] is None)
            empty = tuple(
                forms[key]
                for key, held in self.held.items()
                if (own := held[number]) is not None and own.table.empty
            )
            if lacking or empty:
                yield unit.book.name, lacking, empty

    def renamed(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """(code, names) of the 科目 that units call by different names; the first is taken."""
        names: dict[str, Counter[str]] = defaultdict(Counter)
        for held in self.held.values():
            for code, counted in _names(held).items():
                names[code].update(counted)
        for code, counted in sorted(names.items()):
            if len({"".join(name.split()) for name in counted}) > 1:
                yield code, tuple(name for name, _ in counted.most_common())

    def internal(self) -> Iterator[Paid]:
        """What units may have paid each other; it is in the sums."""
        told: set[str] = set()
        for key, held in self.held.items():
            for words, place in _internal(self.edition.forms[key]):
                if words in told:
                    continue  # the same amount stands in another table, too
                told.add(words)
                for number, own in enumerate(held):
                    if own is not None and (fen := own.figures.get(place)):
                        yield Paid(key, words, self.units[number].book.name, fen)

    def described(self) -> tuple[Form, ...]:
        """The tables that describe projects and are not added up, of which units have any."""
        subjects = {t.form.subject for unit in self.units for t in unit.tables.values()}
        return tuple(
            form for s, form in self.edition.forms.items() if s in subjects and not added_up(form)
        )


def add(units: Sequence[Recognised], department: str = "", unit: Unit | None = None) -> Added:
    """The units, all of one edition and without anything that keeps them from being added up
    (`obstacles`), as one department. `department` is its name, else the one that the units tell;
    `unit` that of its amounts, else the coarsest of the units'."""
    edition = units[0].edition
    chosen = unit or max((u.unit for u in units), key=lambda each: each.fen)
    held = {
        key: tuple(
            hold(table, form) if (table := own.tables.get(key_of_unit(n, key))) else None
            for n, own in enumerate(units, start=1)
        )
        for key, form in edition.forms.items()
        if added_up(form)
    }
    held = {key: every for key, every in held.items() if any(each is not None for each in every)}
    return Added(
        edition=edition,
        department=department or department_of([u.department or "" for u in units]),
        year=next((u.year for u in units if u.year), 0),
        unit=chosen,
        units=tuple(units),
        held=held,
        sums={key: _sum(edition.forms[key], every, chosen) for key, every in held.items()},
    )


def _sum(form: Form, every: Sequence[Held | None], unit: Unit) -> Sum:
    figures: Counter[Place] = Counter()
    for held in every:
        if held is not None:
            figures.update(held.figures)
    rounded = {place: round_half_up(fen, unit.step) for place, fen in figures.items()}
    names = {code: max(named, key=lambda n: named[n]) for code, named in _names(every).items()}
    empty = bool(form.empty_sentence) and not any(figures.values())
    declared = any(held is not None and held.table.empty for held in every)
    subjects = tuple(sorted(names.items()))
    if empty and declared:
        return Sum({}, (), True)
    return Sum(rounded, subjects if form.open else (), False)


def _names(every: Sequence[Held | None]) -> Mapping[str, Counter[str]]:
    """Code → its names in the units' tables."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for held in every:
        for entry in held.table.entries if held is not None else ():
            if entry.code:
                names[entry.code].update([entry.name] if entry.name else [])
                names[entry.code][""] += 0
    return {
        code: Counter({n: k for n, k in counted.items() if n}) or Counter({"": 1})
        for code, counted in names.items()
    }


def department_of(names: Sequence[str]) -> str:
    """The department that units with these names belong to: that of which one is 本级, or the name
    that all begin with; "" where they do not tell."""
    for name in names:
        bare = _OWN_OFFICE.sub("", name)
        if bare and bare != name:
            return bare
    common = "".join(each[0] for each in takewhile(_alike, zip(*names, strict=False)))
    if common and common in names:
        return common
    found = _ENDS.match(common)
    return found[0] if found else ""


def _alike(signs: Sequence[str]) -> bool:
    return len(set(signs)) == 1


def total_of(form: Form) -> tuple[Place, ...]:
    """The places that, added up, are the total of a table, as a person would tell it."""
    if form.layout is Layout.SINGLE:
        totals = [c.number for p in form.parts for c in p.columns if c.label.endswith("合计")]
        return ((ONLY_ROW, (totals or list(form.columns))[-1]),)
    if form.layout is Layout.TWO_SIDED:
        lines = [n for n, (line, _) in form.lines.items() if line.words.endswith("总计")]
        numbers = lines[:1] or list(form.lines)[-1:]
        return tuple((n, form.columns_of_row[n][0]) for n in numbers)
    rows: Sequence[RowKey] = form.totals or (TOTAL,)
    return tuple((row, form.columns[0]) for row in rows)


def _internal(form: Form) -> Iterator[tuple[str, Place]]:
    """(words, place) of the lines and of the columns' totals of a table under which units may pay
    each other."""
    for number, (line, _) in form.lines.items():
        if words := next((w for w in _INTERNAL if w in line.words), ""):
            yield words, (number, form.columns_of_row[number][0])
    if form.open:
        for column in form.columns:
            if words := next((w for w in _INTERNAL if w in form.column_label(column)), ""):
                yield words, (form.totals[0], column)
