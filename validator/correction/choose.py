"""Which of the likely wrong cells are put right, and which are left to a person, with the reason.

Put right is only what leaves nothing open: one explanation of a group of findings, of which every
cell has one number that it should have and holds no formula. A formula is never replaced by a
number, a row never put in, and of several cells that may be wrong none is chosen.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal

from validator.amounts import COUNTED, State, canonical
from validator.expressions.cells import Spot
from validator.findings import Finding, Report, Suspect
from validator.forms.model import Severity
from validator.messages import Lang, text
from validator.reading import Book, parse_address
from validator.reports.likely import Choice, choices

#: So many of the cells of which one is wrong are listed.
_MOST_CHOICES = 8
_EXACT = Context(prec=400)


@dataclass(frozen=True, slots=True)
class Listed:
    """A cell that is put right, or left to a person: what it shows and should show, in the words of
    the report, why, the rules that are broken because of it, and the group of their findings.
    `number` is what is written there, None where nothing is; `blank` where that is nothing and the
    cell is left blank instead."""

    sheet: str
    address: str
    label: str
    current: str
    expected: str
    why: str
    rules: tuple[str, ...]
    group: str
    number: Decimal | None = None
    blank: bool = False

    @property
    def spot(self) -> Spot:
        """The cell. ValueError where `address` is that of none."""
        return Spot(self.sheet, *parse_address(self.address))


@dataclass(frozen=True, slots=True)
class Plan:
    """What is put right in a workbook, and what is not."""

    changes: tuple[Listed, ...]
    left: tuple[Listed, ...]

    @property
    def groups_left(self) -> int:
        """How many groups of findings nothing is done about."""
        return len({each.group for each in self.left})


def choose(report: Report, book: Book, covered: Callable[[Spot], bool]) -> Plan:
    """What is put right in `book`, of which `report` was made; no cell that is `covered`, hidden
    under others that it is merged with. Findings that are no errors and have
    no likely wrong cell are not spoken of: nothing need be done about them."""
    groups = [list(_of_group(group, book, covered, report.lang)) for group in _groups(report)]
    sure = [group for group in groups if all(each.number is not None for each in group)]
    numbers: dict[Spot, set[Decimal | None]] = {}
    for each in (each for group in sure for each in group):
        numbers.setdefault(each.spot, set()).add(each.number)
    changes: dict[Spot, Listed] = {}
    left: list[Listed] = []
    for group in groups:
        if group not in sure:
            left += _together(group, report.lang)
        elif any(len(numbers[each.spot]) > 1 for each in group):
            why = text("fix.contradiction", report.lang)
            left += (replace(each, number=None, why=why) for each in group)
        else:
            for each in group:
                known = changes.get(each.spot, each)
                rules = tuple(dict.fromkeys((*known.rules, *each.rules)))
                changes[each.spot] = replace(known, rules=rules)
    return Plan(tuple(changes.values()), tuple(left))


def _groups(report: Report) -> Iterable[list[Finding]]:
    """The findings of which something is to be said, by cause."""
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.suspects or finding.severity is Severity.ERROR:
            found.setdefault(finding.group, []).append(finding)
    return found.values()


def _of_group(
    group: list[Finding], book: Book, covered: Callable[[Spot], bool], lang: Lang
) -> Iterator[Listed]:
    """The cells of a group, each with its number or the reason why it gets none."""
    rules = tuple(dict.fromkeys(finding.rule for finding in group))
    about = rules, group[0].group
    found = choices(next((f.suspects for f in group if f.suspects), ()))
    if not found:
        first = group[0]
        cell = first.cells[0] if first.cells else None
        said = (cell.sheet, cell.address, cell.label, cell.raw) if cell else ("", "", "", "")
        why = text("fix.unexplained", lang, message=first.message)
        yield Listed(*said, "", why, *about)
    elif len(found) > 1:
        why = text("fix.one_of", lang, count=len(found))
        suspects = [
            (suspect, why + _which(number, choice, suspect, lang))
            for number, choice in enumerate(found, start=1)
            for suspect in choice
        ]
        for suspect, this in suspects[:_MOST_CHOICES]:
            yield _listed(suspect, this, *about, lang)
        if more := suspects[_MOST_CHOICES:]:
            count = text("fix.more", lang, count=len(more))
            yield Listed(more[0][0].sheet, "", count, "", "", why, *about)
    else:
        for suspect in found[0]:
            number, reason = _number(suspect, book)
            if number is not None and covered(_listed(suspect, "", *about, lang).spot):
                number, reason = None, "covered"
            why = suspect.explanation
            if reason:
                why = text(f"fix.{reason}", lang, why=why)
            each = replace(_listed(suspect, why, *about, lang), number=number)
            if number == 0 and _leaves_blank(book, each.spot):
                each = replace(each, blank=True, expected=text("fix.blank", lang))
            yield each


def _which(number: int, choice: Choice, suspect: Suspect, lang: Lang) -> str:
    """Which of several corrections a cell belongs to, and what explains it."""
    together = text("fix.choice_together", lang, count=len(choice)) if len(choice) > 1 else ""
    why = text("likely.why", lang, why=suspect.explanation) if suspect.explanation else ""
    return text("fix.choice", lang, number=number, said=together + why)


def _listed(suspect: Suspect, why: str, rules: tuple[str, ...], group: str, lang: Lang) -> Listed:
    label = f"{suspect.row}（{suspect.label}）" if suspect.row else suspect.label
    blank = text("fix.blank", lang) if suspect.kind == "cell" else ""
    shown = suspect.current or blank, suspect.expected
    return Listed(suspect.sheet, suspect.address, label, *shown, why, rules, group)


def _together(group: list[Listed], lang: Lang) -> Iterator[Listed]:
    """The cells of a group that is left: those that could be put right wait for the others."""
    waiting = [each for each in group if each.number is None]
    for each in group:
        if each.number is not None:
            places = "、".join(f"{other.sheet}!{other.address}" for other in waiting)
            each = replace(each, number=None, why=text("fix.together", lang, places=places))
        yield each


def _number(suspect: Suspect, book: Book) -> tuple[Decimal | None, str]:
    """The number to write in a cell, or None and the reason, the end of a message's key."""
    if suspect.kind != "cell":
        return None, suspect.kind
    expected = _read(suspect.expected)
    if expected is None:
        return None, "range" if suspect.expected else "unknown"
    sheets = [sheet for sheet in book.sheets if sheet.name == suspect.sheet]
    if len(sheets) != 1:
        return None, "not_found"
    try:
        row, column = parse_address(suspect.address)
    except ValueError:
        return None, "not_found"
    sheet = sheets[0]
    if (row, column) in sheet.formulas:
        return None, "formula"
    inside = row < len(sheet.rows) and column < len(sheet.rows[row])
    raw = sheet.faults.get((row, column)) or (sheet.rows[row][column] if inside else "")
    number = _in_terms_of(raw, suspect.current, expected)
    return (number, "") if number is not None else (None, "other_words")


def _leaves_blank(book: Book, spot: Spot) -> bool:
    """Is nothing left blank in the column of a cell? The cell above or below it is, and a zero
    stands nowhere in the column."""
    rows = next(sheet.rows for sheet in book.sheets if sheet.name == spot.sheet)
    column = [canonical(row[spot.column]) for row in rows]
    around = column[max(spot.row - 1, 0) : spot.row + 2]
    return (State.BLANK, None) in around and all(value != 0 for _, value in column)


def _read(shown: str) -> Decimal | None:
    """A single number, of a per cent that before its sign; None for anything else."""
    state, value = canonical(shown.removesuffix("%"))
    return value if state is State.TEXT_NUMBER else None


def _in_terms_of(raw: object, current: str, expected: Decimal) -> Decimal | None:
    """What is written for `expected` in a cell that holds `raw`, where the report says `current`: a
    per cent may be kept as a fraction. None where the one is not the other."""
    if isinstance(raw, str) and raw == current:
        return None if "%" in raw or "％" in raw else expected
    state, value = canonical(raw)
    shown = _read(current)
    if state not in COUNTED:
        return None
    if value is None:  # blank, or a dash
        return expected if canonical(current)[0] in COUNTED and not shown else None
    if shown is None:
        return None
    last = Decimal(1).scaleb(int(shown.as_tuple().exponent))
    for factor in (Decimal(1), Decimal(100)):
        scaled = _EXACT.multiply(value, factor)
        if shown in (scaled, scaled.quantize(last, ROUND_HALF_UP, _EXACT)):
            return _EXACT.divide(expected, factor)
    return None
