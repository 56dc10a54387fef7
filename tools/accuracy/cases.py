"""Cases in the workbooks of departments: a workbook with mistakes, whether its identities can tell
which cells are wrong, and what `validator.check` named."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum
from random import Random
from typing import NamedTuple

from tests.rich import names
from tools.accuracy.books import Place, Slip, Sound, book_of
from tools.accuracy.mistakes import MAKERS, several
from tools.accuracy.telling import Telling
from validator import checks
from validator.findings import Report, Suspect
from validator.forms.catalogue import parent_of
from validator.forms.compiler import compiled
from validator.forms.loader import editions, load
from validator.forms.model import CellKey, Severity
from validator.notation import LAST_YEAR
from validator.reading import Book, address, parse_address
from validator.recognition import Recognised, recognise
from validator.rounding import Relation
from validator.run import Options, check

#: What several mistakes at once are called → how many they are.
SEVERAL = {"two": 2, "three": 3}
#: No mistake at all: nothing may be suspected.
SOUND = "sound"
KINDS = (*MAKERS, *SEVERAL, SOUND)
#: The editions that print tables.
EDITIONS = tuple(name for name in editions() if load(name).forms)


class State(Enum):
    """Can the identities tell which cells are wrong? The values are the reasons why not."""

    SURE = "sure"
    WITHIN = "within"  # the figure moved among the addends of one sum
    UNREAD = "unread"  # no sum and no copy reads the cell
    HIDDEN = "hidden"  # rounding could have made the difference
    CHECKED = "checked"  # no identity is broken, but a named check says what is wrong
    LONE = "lone"  # one identity alone is broken: each of its figures could be wrong
    SHARED = "shared"  # other cells stand in all that is broken too
    MIXED = "mixed"  # of several mistakes, one could not be told alone

    @property
    def broken(self) -> bool:
        """Is an identity broken?"""
        return self not in (State.WITHIN, State.UNREAD, State.HIDDEN, State.CHECKED)


class Case(NamedTuple):
    """What came of one case. `first`: the cells named first are those that are wrong, and no
    others; `named`: they are among all that are named. Of the wrong cells that are named first,
    so many were given a number, and so many of these were right; so many a range, and so many of
    these hold the right figure. `told` says it in words, and `suspects` how many there were."""

    kind: str
    edition: str
    seed: int
    state: State
    first: bool
    named: bool
    numbers: int = 0
    numbers_right: int = 0
    ranges: int = 0
    ranges_right: int = 0
    suspects: int = 0
    told: str = ""

    @property
    def wrong_value(self) -> bool:
        """Was a number or a range given that is not so?"""
        return self.numbers_right < self.numbers or self.ranges_right < self.ranges

    @property
    def failed(self) -> bool:
        """Do the tables count it against gouji?"""
        if self.kind == SOUND or self.state is State.SURE:
            return not self.first or self.wrong_value
        unnamed = self.state.broken and self.state is not State.MIXED and not self.named
        return unnamed or (self.first and self.wrong_value)

    @property
    def again(self) -> str:
        """What makes it again."""
        return f"--edition {self.edition} --kind {self.kind} --seed {self.seed} --count 1 --card"


def of(edition: str, seed: int, kinds: Iterable[str]) -> list[Case]:
    """A case of each kind in the workbook of department `seed`, where it has a place for it."""
    return list(_made(edition, seed, kinds))


def _made(edition: str, seed: int, kinds: Iterable[str]) -> Iterator[Case]:
    sound = Sound.of(edition, seed)
    for kind in kinds:
        rng = Random(f"{seed} {edition} {kind}")
        if kind == SOUND:
            yield _of_sound(sound)
            continue
        if kind in SEVERAL:
            slips = several(sound, rng, SEVERAL[kind])
            complete = len(slips) == SEVERAL[kind]
        else:
            slip = MAKERS[kind](sound, rng)
            slips, complete = (slip,) if slip else (), slip is not None
        if complete:
            yield case(sound, kind, slips)


def case(sound: Sound, kind: str, slips: Sequence[Slip]) -> Case:
    """What comes of these mistakes."""
    book, stand = book_of(sound.book, slips)
    previous = sound.previous if any(s.kind == "last_year" for s in slips) else None
    report = check(book, Options(previous=previous))
    state = _state(sound, slips, book, stand, previous)
    heavy = {f.group for f in report.findings if f.severity is Severity.ERROR}
    suspects = _suspects(report, heavy)
    first = [s for s in suspects if s.choice == 1]
    wrong, spared = _wrong(sound, slips, stand)
    scored = Case(
        kind,
        sound.edition,
        sound.seed,
        state,
        first=_covers(first, wrong) and _only(first, wrong, spared),
        named=_covers(suspects, wrong),
        suspects=len(suspects),
        told=_told(stand, first, suspects, report),
    )
    return _valued(scored, first, {p: v for s in stand for p, v in s.right.items()})


def _of_sound(sound: Sound) -> Case:
    """A workbook without mistakes, in which nothing may be suspected."""
    report = check(sound.book, Options(previous=sound.previous))
    suspects = _suspects(report, {finding.group for finding in report.findings})
    told = _told((), suspects, suspects, report)
    none = not suspects
    return Case(SOUND, sound.edition, sound.seed, State.SURE, none, none, told=told)


# --- can the identities tell? --------------------------------------------------------------------


def _state(
    sound: Sound, slips: Sequence[Slip], book: Book, stand: Sequence[Slip], previous: Book | None
) -> State:
    if len(slips) > 1:
        for slip in slips:
            alone, (own,) = book_of(sound.book, [slip])
            beside = sound.previous if slip.kind == "last_year" else None
            if _state(sound, [slip], alone, [own], beside) is not State.SURE:
                return State.MIXED
    found = recognise(book)
    last = recognise(previous, prefix=LAST_YEAR) if previous else None
    edition = sound.edition
    results = checks.run(found, compiled(edition), names(edition), last)
    telling = Telling.of(results.outcomes)
    keys = _keys(found)
    wrong = {keys[place] for slip in stand for place in slip.right if place in keys}
    if not telling.broken:
        if any(o.severity is Severity.ERROR for o in results.observations):
            return State.CHECKED
        return _why_unbroken(telling, wrong)
    single = telling.cells()
    if [key for key in single if {key} != wrong]:
        return State.LONE if len(telling.broken) == 1 else State.SHARED
    if len(slips) > 1 or single:
        return State.SURE
    others: set[frozenset[CellKey]] = set()
    if len(wrong) == 2:
        others = telling.pairs()
    elif slips[0].kind == "exchanged":
        others = telling.exchanges(found.tables.values())
    if others - {frozenset(wrong)}:
        return State.SHARED
    if slips[0].kind == "exchanged" and telling.exchanges(found.tables.values()) - {
        frozenset(wrong)
    }:
        return State.SHARED
    return State.SURE


def _why_unbroken(telling: Telling, wrong: set[CellKey]) -> State:
    read = [
        {id(o) for o in telling.at.get(key, ()) if o.relation is Relation.EQUAL} for key in wrong
    ]
    if not any(read):
        return State.UNREAD
    if len(read) > 1 and any(one & other for one in read for other in read if one is not other):
        return State.WITHIN
    return State.HIDDEN


def _keys(found: Recognised) -> dict[Place, CellKey]:
    return {
        Place(table.sheet, cell.row, cell.column): (table.key, row, column)
        for table in found.tables.values()
        for (row, column), cell in table.cells.items()
    }


# --- what was named ------------------------------------------------------------------------------

#: Places of which one must be named: a cell, or the rows where a missing or doubled one is.
Spot = frozenset[tuple[str, int, int | None]]


def _wrong(sound: Sound, slips: Sequence[Slip], stand: Sequence[Slip]) -> tuple[list[Spot], Spot]:
    """What must be named, and what may be named as well: all of a row that stands there twice. A
    missing row is named anywhere among the rows of its 科目: where no other table has its code,
    nothing says between which of them it stood."""
    wrong: list[Spot] = []
    for slip, now in zip(slips, stand, strict=True):
        wrong += [frozenset({(place.sheet, place.row, place.column)}) for place in now.right]
        if slip.left_out and now.left_out:
            first, last = _branch(sound, slip.left_out)
            by = now.left_out.row - slip.left_out.row
            rows = range(first + by, last + by + 1)
            wrong.append(frozenset((now.left_out.sheet, row, None) for row in rows))
        if now.twice:
            sheet, row, _ = now.twice
            wrong.append(frozenset({(sheet, row, None), (sheet, row + 1, None)}))
    return wrong, frozenset().union(*wrong)


def _branch(sound: Sound, place: Place) -> tuple[int, int]:
    """The first and the last row of all that stands under the same 科目 as the row of a code."""
    table = next(t for t in sound.found.tables.values() if t.sheet == place.sheet)
    above = parent_of(table.entry_at[place.row, place.column].code)
    rows = [entry.row for entry in table.entries if entry.code.startswith(above)]
    return min(rows) + bool(above), max(rows)


def _suspects(report: Report, groups: set[str]) -> list[Suspect]:
    """The suspects of some groups of findings, each once."""
    every = (s for f in report.findings if f.group in groups for s in f.suspects)
    return list(dict.fromkeys(every))


def _spots(suspect: Suspect) -> set[tuple[str, int, int | None]]:
    """The cells that a suspect is, and their rows."""
    start, _, end = suspect.address.partition(":")
    (top, left), (bottom, right) = parse_address(start), parse_address(end or start)
    cells = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
    whole = {(suspect.sheet, row, None) for row, _ in cells}
    return whole | {(suspect.sheet, *cell) for cell in cells}


def _covers(suspects: Iterable[Suspect], wrong: Iterable[Spot]) -> bool:
    """Are all that is wrong among the suspects?"""
    spots: set[tuple[str, int, int | None]] = set().union(*map(_spots, suspects))
    return all(spots & each for each in wrong)


def _only(suspects: Iterable[Suspect], wrong: Iterable[Spot], spared: Spot) -> bool:
    """Is nothing suspected but what is wrong?"""
    return all(_spots(suspect) & spared for suspect in suspects)


def _valued(scored: Case, first: Iterable[Suspect], right: dict[Place, str]) -> Case:
    numbers = numbers_right = ranges = ranges_right = 0
    for suspect in first:
        row, column = parse_address(suspect.address.partition(":")[0])
        due = right.get(Place(suspect.sheet, row, column))
        if due is None or suspect.kind != "cell":
            continue
        value = Decimal(due)
        low, between, high = suspect.expected.partition("～")
        if between:
            ranges += 1
            ranges_right += Decimal(low) <= value <= Decimal(high)
        elif low:
            numbers += 1
            numbers_right += Decimal(low) == value
    return scored._replace(
        numbers=numbers, numbers_right=numbers_right, ranges=ranges, ranges_right=ranges_right
    )


def _told(
    slips: Sequence[Slip], first: Sequence[Suspect], suspects: Sequence[Suspect], report: Report
) -> str:
    """The case in words: what is wrong, what is suspected, and what is broken."""
    lines = []
    for slip in slips:
        rows = {"left out": slip.left_out, "twice": slip.twice}
        lines += [f"  wrong  {slip.kind}: {p.sheet}!R{p.row + 1} {k}" for k, p in rows.items() if p]
        for place, due in slip.right.items():
            typed = slip.typed[place]
            at = f"{place.sheet}!{address(place.row, place.column)}"
            lines.append(f"  wrong  {slip.kind}: {at} {typed!r}, should be {due}")
    for suspect in suspects[:12]:
        lines.append(
            f"  {'FIRST' if suspect in first else suspect.choice!s:<6} {suspect.sheet}!"
            f"{suspect.address} {suspect.label} {suspect.current} → {suspect.expected or '?'}"
            f" {suspect.explanation} [{suspect.kind}]"
        )
    broken = dict.fromkeys(
        f"{f.rule} {f.place}" for f in report.findings if f.severity is Severity.ERROR
    )
    lines.append(f"  broken {'; '.join(list(broken)[:8])}")
    return "\n".join(lines)
