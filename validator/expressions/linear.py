"""Formulas that add up: which cells with which weight, and exactly what they come to.

openpyxl's tokenizer reads the skeleton of a formula; the sums, differences, brackets, roundings and
guards against blanks in it become a small tree. Whatever else there is (look-ups, conditions on
other cells, products of cells) makes it none: of such a formula nothing is claimed.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException
from functools import lru_cache
from typing import Any, NamedTuple

from validator.expressions.cells import Cells, Spot
from validator.expressions.text import MARK, Formula

#: More brackets than any formula of an account has; deeper ones are not followed.
_MOST_BRACKETS = 200
#: Sums of doubles come with noise in their last digits: so much of the addends is noise.
_NOISE = Decimal("1e-12")
#: Decimal arithmetic that rounds nothing that matters: doubles reach from 1e-308 to 1e308.
_EXACT = Context(prec=700)
#: No number of a spreadsheet has more digits before its point, or zeros behind it.
_LARGEST = 308
#: Beyond this, digits are not asked of ROUND.
_MOST_DIGITS = 15


class Number(NamedTuple):
    """A constant."""

    value: Decimal


class Reference(NamedTuple):
    """An area of the formula, by its number."""

    area: int


class Added(NamedTuple):
    """A sum of parts; `skips` for SUM, which passes over text in the cells that it names."""

    parts: tuple["Tree", ...]
    skips: bool = False


class Scaled(NamedTuple):
    """A part times a constant."""

    weight: Decimal
    part: "Tree"


class Rounded(NamedTuple):
    """ROUND(part, digits), halves away from zero."""

    part: "Tree"
    digits: int


Tree = Number | Reference | Added | Scaled | Rounded


class Value(NamedTuple):
    """What a formula gives: the exact amount, and how far a program's own arithmetic with doubles
    may be from it. Where a rounding might go either way, `other` is what it then gives."""

    exact: Decimal
    noise: Decimal
    other: Decimal

    def gives(self, shown: Decimal) -> bool:
        """May a program have shown this?"""
        return any(abs(shown - value) <= self.noise for value in (self.exact, self.other))


def weights_of(formula: Formula, own: str, cells: Cells) -> Mapping[Spot, Decimal] | None:
    """Cell → the weight with which the formula, on the sheet `own`, adds it up; None for a formula
    that does anything else. Raises TooMany."""
    tree = _tree(formula.skeleton)
    if tree is None:
        return None
    weights: dict[Spot, Decimal] = {}
    for weight, index, _ in _terms(tree, Decimal(1), False):
        if index >= len(formula.areas) or cells.sheet(formula.areas[index].sheet or own) is None:
            return None
        for spot in cells.within(formula.areas[index], own):
            weights[spot] = weights.get(spot, Decimal(0)) + weight
    return weights


def value_of(formula: Formula, own: str, cells: Cells) -> Value | None:
    """What the formula on the sheet `own` gives for what the cells now hold; None for one that does
    not just add up, or where a cell has no value to be added. Raises TooMany."""
    tree = _tree(formula.skeleton)
    return None if tree is None else _value(tree, False, formula, own, cells)


def _terms(tree: Tree, weight: Decimal, summed: bool) -> Iterator[tuple[Decimal, int, bool]]:
    """(weight, number of the area, passes over text) of every area."""
    match tree:
        case Reference(index):
            yield weight, index, summed
        case Added(parts, skips):
            for part in parts:
                yield from _terms(part, weight, skips)
        case Scaled(factor, part):
            yield from _terms(part, weight * factor, False)
        case Rounded(part, _):
            yield from _terms(part, weight, False)


def _value(tree: Tree, summed: bool, formula: Formula, own: str, cells: Cells) -> Value | None:
    match tree:
        case Number(value):
            return Value(value, Decimal(0), value)
        case Reference(index):
            return _of_area(index, summed, formula, own, cells)
        case Added(parts, skips):
            values = []
            for each in parts:
                addend = _value(each, skips, formula, own, cells)
                if addend is None:
                    return None
                values.append(addend)
            return Value(*(sum(column, Decimal(0)) for column in zip(*values, strict=True)))
        case Scaled(weight, part):
            whole = _value(part, False, formula, own, cells)
            if whole is None:
                return None
            exact, noise, other = (_EXACT.multiply(weight, one) for one in whole)
            return Value(exact, abs(noise), other)
        case Rounded(part, digits):
            whole = _value(part, False, formula, own, cells)
            return None if whole is None else _rounded(whole, digits)


def _of_area(index: int, summed: bool, formula: Formula, own: str, cells: Cells) -> Value | None:
    if index >= len(formula.areas):
        return None
    area = formula.areas[index]
    single = (area.top, area.left) == (area.bottom, area.right)
    if cells.sheet(area.sheet or own) is None or not (single or summed):
        return None
    total, size = Decimal(0), Decimal(0)
    for spot in cells.within(area, own):
        number = cells.number(spot, summed=summed)
        if number is None:
            return None
        total = _EXACT.add(total, number)
        size = _EXACT.add(size, abs(number))
    return Value(total, size * _NOISE, total)


def _rounded(value: Value, digits: int) -> Value:
    step = Decimal(1).scaleb(-digits)

    def to_step(amount: Decimal) -> Decimal:
        return amount.quantize(step, ROUND_HALF_UP, _EXACT)

    exact = to_step(value.exact)
    candidates = [to_step(value.other + noise) for noise in (-value.noise, value.noise)]
    other = next((each for each in candidates if each != exact), exact)
    return Value(exact, abs(exact) * _NOISE, other)


# --- skeleton → tree ---------------------------------------------------------------------------


class _NotLinear(Exception):  # noqa: N818 - says what a formula is, not that something failed
    pass


@lru_cache(maxsize=4096)
def _tree(skeleton: str) -> Tree | None:
    """The tree of a skeleton; None where it does anything but adding up."""
    if not skeleton or skeleton.count("(") > _MOST_BRACKETS:
        return None
    from openpyxl.formula.tokenizer import Tokenizer, TokenizerError

    try:
        reader = _Reader(Tokenizer("=" + skeleton).items)
        tree = reader.sum()
        return tree if reader.at_end else None
    except (TokenizerError, _NotLinear, DecimalException, IndexError):
        return None


_INFIX, _PREFIX, _POSTFIX = "OPERATOR-INFIX", "OPERATOR-PREFIX", "OPERATOR-POSTFIX"
_FUNCTION, _BRACKET, _SEPARATOR = "FUNC", "PAREN", "SEP"
_COMPARED = frozenset({"=", "<>", ">", "<", ">=", "<="})


class _Reader:
    """The tokens of a formula from left to right."""

    def __init__(self, tokens: list[Any]) -> None:
        self._tokens = [token for token in tokens if token.type != "WHITE-SPACE"]
        self._next = 0

    @property
    def at_end(self) -> bool:
        return self._next == len(self._tokens)

    def sum(self) -> Tree:
        """A sum or difference."""
        parts = [self._product()]
        while sign := self._take(_INFIX, "+", "-"):
            part = self._product()
            parts.append(part if sign == "+" else _scaled(Decimal(-1), part))
        return parts[0] if len(parts) == 1 else Added(tuple(parts))

    def _product(self) -> Tree:
        tree = self._signed()
        while sign := self._take(_INFIX, "*", "/"):
            other = self._signed()
            if isinstance(other, Number):
                factor = other.value if sign == "*" else _EXACT.divide(Decimal(1), other.value)
                tree = _scaled(factor, tree)
            elif sign == "*" and isinstance(tree, Number):
                tree = _scaled(tree.value, other)
            else:
                raise _NotLinear
        return tree

    def _signed(self) -> Tree:
        factor = Decimal(1)
        while sign := self._take(_PREFIX, "+", "-"):
            factor = -factor if sign == "-" else factor
        tree = self._single()
        while self._take(_POSTFIX, "%"):
            factor /= 100
        return tree if factor == 1 else _scaled(factor, tree)

    def _single(self) -> Tree:
        token = self._tokens[self._next]
        self._next += 1
        if token.type == "OPERAND" and token.subtype == "NUMBER":
            return Number(_number(token.value))
        if token.type == "OPERAND" and (found := _MARKED.fullmatch(token.value)):
            return Reference(int(found[1]))
        if token.type == _BRACKET and token.subtype == "OPEN":
            tree = self.sum()
            self._close(_BRACKET)
            # A bracket around a reference makes no difference but to SUM, which sees it through.
            return tree
        if token.type == _FUNCTION and token.subtype == "OPEN":
            read = _FUNCTIONS.get(token.value.upper().lstrip("@").removesuffix("("))
            if read is not None:
                return read(self)
        raise _NotLinear

    def added_up(self) -> Tree:
        """What stands in the brackets of SUM."""
        parts = [self.sum()]
        while self._take(_SEPARATOR, ","):
            parts.append(self.sum())
        self._close(_FUNCTION)
        return Added(tuple(parts), skips=True)

    def rounded(self) -> Tree:
        """What stands in the brackets of ROUND."""
        tree = self.sum()
        self._expect(_SEPARATOR, ",")
        digits = self.sum()
        self._close(_FUNCTION)
        if isinstance(digits, Scaled) and isinstance(digits.part, Number):
            digits = Number(digits.weight * digits.part.value)
        if not isinstance(digits, Number) or digits.value % 1 or abs(digits.value) > _MOST_DIGITS:
            raise _NotLinear
        return Rounded(tree, int(digits.value))

    def unless_error(self) -> Tree:
        """IFERROR(x, nothing): x, where x can be calculated."""
        tree = self.sum()
        self._expect(_SEPARATOR, ",")
        if not self._nothing():
            raise _NotLinear
        self._close(_FUNCTION)
        return tree

    def unless_nothing(self) -> Tree:
        """IF(x=0,"",x) and IF(x<>0,x,""): x, printed as a blank where it is nothing."""
        asked = self.sum()
        sign = self._take(_INFIX, *_COMPARED)
        if sign not in ("=", "<>") or not self._nothing():
            raise _NotLinear
        self._expect(_SEPARATOR, ",")
        if sign == "=":
            blank = self._nothing()
            self._expect(_SEPARATOR, ",")
            tree = self.sum()
        else:
            tree = self.sum()
            self._expect(_SEPARATOR, ",")
            blank = self._nothing()
        self._close(_FUNCTION)
        if not blank or tree != asked:
            raise _NotLinear
        return tree

    def _nothing(self) -> bool:
        """Is the next operand 0 or ""?"""
        token = self._tokens[self._next]
        self._next += 1
        return token.type == "OPERAND" and token.value in ("0", '""')

    def _take(self, kind: str, *values: str) -> str:
        """The next token, if it is one of `values`; else ""."""
        if self.at_end:
            return ""
        token = self._tokens[self._next]
        if token.type != kind or token.value not in values:
            return ""
        self._next += 1
        return str(token.value)

    def _expect(self, kind: str, value: str) -> None:
        if not self._take(kind, value):
            raise _NotLinear

    def _close(self, kind: str) -> None:
        self._expect(kind, ")")


_MARKED = re.compile(rf"{MARK}(\d+)")
_FUNCTIONS: Mapping[str, Callable[[_Reader], Tree]] = {
    "SUM": operator.methodcaller("added_up"),
    "ROUND": operator.methodcaller("rounded"),
    "IF": operator.methodcaller("unless_nothing"),
    "IFERROR": operator.methodcaller("unless_error"),
}


def _number(text: str) -> Decimal:
    """A number of a formula: not NaN, which the tokenizer takes for one, and no larger than those
    of a spreadsheet."""
    value = Decimal(text)
    if not value.is_finite() or abs(value.adjusted()) > _LARGEST:
        raise _NotLinear
    return value


def _scaled(weight: Decimal, part: Tree) -> Tree:
    if isinstance(part, Number):
        return Number(_EXACT.multiply(weight, part.value))
    return Scaled(weight, part)
