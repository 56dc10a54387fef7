"""What a cell says, what it prints, what it may stand for (docs/amounts.md)."""

import random
from datetime import date, datetime, time
from decimal import Decimal, localcontext
from itertools import pairwise
from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validator.amounts import (
    COUNTED,
    EMPTY,
    NOTHING,
    PERCENT,
    QIAN_YUAN,
    UNITS,
    WAN_YUAN,
    YI_YUAN,
    YUAN,
    Amount,
    State,
    Unit,
    amount,
    are_fractions,
    canonical,
    per_cent,
    round_half_up,
    show,
)

EVERY_UNIT = pytest.mark.parametrize("unit", UNITS.values(), ids=list(UNITS))


class SlowFloat(float):
    """A float that `amount` reads by way of its 15 digits, never by the short cut."""


def prints_as(x: int, h: int) -> int:
    """四舍五入 by its definition: the nearest multiple of 2h 分, a tie going away from zero."""
    if h == 0:
        return x
    size = (abs(x) + h) // (2 * h) * (2 * h)
    return size if x > 0 else -size


# Canonical values of numbers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (1819.4600000000003, "1819.46"),
        (0.1 + 0.2, "0.3"),
        (100000.01 - 99999.99, "0.0199999999895226"),
        (1.005, "1.005"),
        (2.675, "2.675"),
        (-797.13, "-797.13"),
        (1e15, "1E+15"),
        (123456789012345.0, "123456789012345"),
        (1e-7, "1E-7"),
        (12, "12"),
        (-3, "-3"),
        (1234567890123456789, "1234567890123460000"),  # a spreadsheet keeps 15 digits, too
    ],
)
def test_a_number_is_the_decimal_of_fifteen_digits_that_the_spreadsheet_shows(
    raw: float, text: str
):
    state, value = canonical(raw)
    assert state is State.NUMBER
    assert value == Decimal(text)


@pytest.mark.parametrize("raw", [0, 0.0, -0.0])
def test_zero_has_its_own_state_and_no_sign(raw: float):
    assert canonical(raw) == (State.ZERO, Decimal(0))
    assert amount(raw, WAN_YUAN) == Amount(State.ZERO, 0, 5000)
    assert show(amount(raw, WAN_YUAN).printed, WAN_YUAN) == "0.00"


@pytest.mark.parametrize(
    "raw",
    [
        nan,
        inf,
        -inf,
        10**400,
        -(10**400),
        "9" * 310,  # Python refuses to print a whole number of more than 4,300 digits
        "-" + "9" * 30_000,
        True,
        False,
        date(2024, 6, 13),
        datetime(2024, 6, 13, 9, 30),
        time(9, 30),
        b"12",
        [1],
    ],
    ids=lambda raw: type(raw).__name__,
)
def test_what_is_no_number_and_no_text_is_text_without_a_value(raw: object):
    assert canonical(raw) == (State.TEXT, None)
    assert amount(raw, WAN_YUAN) == Amount(State.TEXT, 0, 5000)


@pytest.mark.parametrize("fault", ["#DIV/0!", "#N/A", "#REF!", "#NAME?"])
def test_an_error_reported_by_the_reader_wins_over_any_value(fault: str):
    for raw in (None, "", 12.5, "12.5"):
        assert canonical(raw, fault) == (State.ERROR, None)
        assert amount(raw, WAN_YUAN, fault) == Amount(State.ERROR, 0, 5000)


def test_a_formula_without_a_cached_value_is_not_computed():
    for raw in (None, "", 0.0, 12.5):
        assert canonical(raw, "") == (State.NOT_COMPUTED, None)
        assert amount(raw, WAN_YUAN, "") == Amount(State.NOT_COMPUTED, 0, 5000)


# Canonical values of text ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("797.13", "797.13"),
        ("007", "7"),
        ("+1.5", "1.5"),
        ("-1.5", "-1.5"),
        ("１２．５", "12.5"),
        ("－１２．５", "-12.5"),
        ("＋３", "3"),
        ("\u221212.5", "-12.5"),  # U+2212 MINUS SIGN
        ("　12.50　", "12.50"),  # U+3000
        ("\u00a012.50\n", "12.50"),
        ("1,234", "1234"),
        ("1,234.50", "1234.50"),
        ("-1,234,567.89", "-1234567.89"),
        ("１，２３４．５０", "1234.50"),
        ("(1.2)", "-1.2"),
        ("（1.2）", "-1.2"),
        ("（１，２３４．５）", "-1234.5"),
        ("0.00", "0"),
        ("-0.00", "0"),
        ("０", "0"),
        ("0.1" + "0" * 60 + "1", "0.1" + "0" * 60 + "1"),
    ],
)
def test_text_that_is_a_number_has_its_value_and_says_that_it_is_text(raw: str, text: str):
    assert canonical(raw) == (State.TEXT_NUMBER, Decimal(text))


@pytest.mark.parametrize(
    "raw",
    [
        "1,23",
        "1,2345",
        "12,34,567",
        "1234,567",
        ",123",
        "1,234,",
        "1,234.5,6",
        "(1,23)",
        "(-1.2)",
        "(1.2",
        "()",
        "(.)",
        "-(1.2)",
        "12.",
        ".5",
        "1.2.3",
        "1e3",
        "１ｅ３",
        "1E+3",
        "0x10",
        "--1",
        "+-1",
        "+",
        ".",
        "٣٤",  # Arabic-Indic digits
        "१२",  # Devanagari digits
        "一百",
        "壹佰",
        "12.3%",
        "¥12",
        "12.3万元",
        "797.13*",
        "1_000",
        "nan",
        "inf",
        "待定",
        "#DIV",
        "TRUE",
    ],
)
def test_text_that_is_not_plainly_a_number_stays_text(raw: str):
    assert canonical(raw) == (State.TEXT, None)
    assert amount(raw, WAN_YUAN).state not in COUNTED


@pytest.mark.parametrize(
    "raw", ["123.45①", "①", "123.45²", "⑴", "1⒉5", "123½", "99.7①%", "１２３③", "🄁5", "⑴%"]
)
def test_a_numeral_that_is_a_mark_is_no_digit_of_an_amount(raw: str):
    """NFKC makes 123.451 of 123.45① and -1 of ⑴."""
    assert canonical(raw) == (State.TEXT, None)
    assert amount(raw, WAN_YUAN) == Amount(State.TEXT, 0, 5000)
    assert per_cent(raw, fraction=False).state is State.TEXT


@pytest.mark.parametrize("raw", ["-", "—", "–", "/", "无", "——", "－", "　— ", "\u2212", " 无 "])
def test_a_dash_says_that_nothing_is_here(raw: str):
    assert canonical(raw) == (State.DASH, None)
    assert amount(raw, WAN_YUAN) == Amount(State.DASH, 0, 5000)
    assert amount(raw, WAN_YUAN).state in EMPTY


@pytest.mark.parametrize("raw", [None, "", " ", "　", "\t\n", "\u00a0"])
def test_spaces_alone_are_a_blank(raw: str | None):
    assert canonical(raw) == (State.BLANK, None)
    assert amount(raw, WAN_YUAN).state in EMPTY


@pytest.mark.parametrize("raw", ["#DIV/0!", "#N/A", "#REF!", "#NAME?", "#VALUE!", "#NULL!"])
def test_the_text_of_an_error_is_an_error(raw: str):
    assert canonical(raw) == (State.ERROR, None)


# Units and printed figures -----------------------------------------------------------------------


def test_the_units_in_fen():
    """The units, and half of their last printed digit."""
    worth = {unit.name: (unit.fen, unit.step, unit.half) for unit in UNITS.values()}
    assert worth == {
        "元": (100, 1, 0),
        "千元": (10**5, 1000, 500),
        "万元": (10**6, 10**4, 5000),
        "亿元": (10**10, 10**8, 5 * 10**7),
    }
    assert Unit("万元", 10**6, 6).half == 0
    assert Unit("元", 100, 0).half == 50


def test_precision_comes_from_the_unit_never_from_the_value():
    assert amount(12.3, WAN_YUAN) == Amount(State.NUMBER, 12_300_000, 5000)
    assert amount("12.3", WAN_YUAN) == Amount(State.TEXT_NUMBER, 12_300_000, 5000)
    assert amount(12, WAN_YUAN) == Amount(State.NUMBER, 12_000_000, 5000)
    assert amount(12.3, YUAN) == Amount(State.NUMBER, 1230, 0)
    assert amount(1.5, YI_YUAN) == Amount(State.NUMBER, 15 * 10**9, 5 * 10**7)


def test_digits_beyond_the_printed_ones_are_stored():
    assert amount(15.195, WAN_YUAN) == Amount(State.NUMBER, 15_200_000, 5000, Decimal(15_195_000))
    assert amount(-15.195, WAN_YUAN).printed == -15_200_000
    assert amount(15.1949, WAN_YUAN).printed == 15_190_000
    assert amount("0.004", WAN_YUAN) == Amount(State.TEXT_NUMBER, 0, 5000, Decimal(4000))
    assert amount(1.005, YUAN) == Amount(State.NUMBER, 101, 0, Decimal("100.5"))


@pytest.mark.parametrize(
    ("raw", "unit"),
    [
        (100000.01 - 99999.99, WAN_YUAN),
        (100000.01 - 99999.99, YUAN),
        (1819.46000000001, WAN_YUAN),
        (0.1 + 0.2 - 0.3, WAN_YUAN),
        (0.1 + 0.2 - 0.3, YUAN),
    ],
)
def test_the_noise_of_a_formula_is_no_stored_digit(raw: float, unit: Unit):
    """Far less than 1 分, and less than a ten-thousandth of what is printed."""
    assert canonical(raw)[1] != Decimal(str(round(raw, 2)))
    assert amount(raw, unit) == Amount(State.NUMBER, round(raw * 100) * unit.step, unit.half)


def test_half_fen_are_no_noise_in_yuan():
    assert amount(0.615, YUAN).stored == Decimal("61.5")
    assert amount(0.6151, YUAN).stored == Decimal("61.51")


@EVERY_UNIT
@settings(derandomize=True, max_examples=400, deadline=None)
@given(fen=st.one_of(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(-(10**6), 10**6)))
def test_every_whole_number_of_fen_is_read_exactly_by_both_paths(unit: Unit, fen: int):
    """The short cut of `amount` for floats gives what the 15 digits give."""
    raw = fen / unit.fen
    found = amount(raw, unit)
    assert found == amount(SlowFloat(raw), unit)
    assert found.printed == prints_as(fen, unit.half)
    assert found.stored == (None if found.printed == fen else fen)
    assert found.state is (State.NUMBER if fen else State.ZERO)


@EVERY_UNIT
@settings(derandomize=True, max_examples=300, deadline=None)
@given(raw=st.floats(allow_nan=True, allow_infinity=True))
def test_both_paths_agree_on_every_float(unit: Unit, raw: float):
    assert amount(raw, unit) == amount(SlowFloat(raw), unit)


@EVERY_UNIT
def test_both_paths_agree_beside_every_two_decimal_figure(unit: Unit):
    """Random figures, and the floats next to them: noise does not change what is printed."""
    rng = random.Random(unit.fen)
    for _ in range(2000):
        steps = rng.randrange(1, 10 ** rng.randrange(1, 13))
        exact = steps / 100
        for raw in (exact, exact * (1 + 2**-52), exact * (1 - 2**-52), -exact):
            found = amount(raw, unit)
            assert found == amount(SlowFloat(raw), unit)
            assert abs(found.printed) == steps * unit.step
            assert found.stored is None


@EVERY_UNIT
def test_the_printed_figure_is_half_up_of_the_value(unit: Unit):
    """At ties, beside ties and between, as number and as text; halves go away from zero."""
    rng = random.Random(unit.fen)
    step, half = unit.step, unit.half
    for _ in range(500):
        at = rng.randrange(10**6) * step + half
        for fen in (at, at - 1, at + 1, at + rng.randrange(step)):
            for signed in (fen, -fen):
                text = f"{Decimal(signed) / unit.fen:f}"
                printed = prints_as(signed, half)
                assert round_half_up(signed, step) == printed
                assert amount(text, unit).printed == printed
                assert amount(float(text), unit).printed == printed


def test_half_up_decides_by_all_digits_of_a_long_text():
    """28 digits, Python's default, would make these ties."""
    below, at = "0.004" + "9" * 60, "0.005"
    assert amount(below, WAN_YUAN).printed == 0
    assert amount(at, WAN_YUAN).printed == 10_000
    assert amount("-" + below, WAN_YUAN).printed == 0
    assert amount("-" + at, WAN_YUAN).printed == -10_000
    assert round_half_up(Decimal("4999." + "9" * 60), 10_000) == 0
    assert round_half_up(Decimal("-5000." + "0" * 60 + "1"), 10_000) == -10_000


# Intervals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("h", [1, 2, 3, 5, 8])
def test_an_interval_holds_exactly_the_amounts_that_print_so(h: int):
    """Intervals against the definition of 四舍五入, every amount near every small figure."""
    for v in range(-8 * h, 8 * h + 1, 2 * h):
        figure = Amount(State.NUMBER if v else State.ZERO, v, h)
        low, high = figure.interval(zero_rounded=True)
        inside = {x for x in range(-12 * h, 12 * h + 1) if prints_as(x, h) == v}
        assert inside == set(range(low, high + 1))
        assert figure.interval() == ((low, high) if v else (0, 0))


@pytest.mark.parametrize("unit", [QIAN_YUAN, WAN_YUAN, YI_YUAN], ids=lambda unit: unit.name)
def test_every_amount_lies_in_the_interval_of_its_print_and_no_other_does(unit: Unit):
    rng = random.Random(unit.fen)
    for _ in range(3000):
        x = rng.randrange(-(10**6) * unit.step, 10**6 * unit.step)
        if rng.random() < 0.3:
            x = x // unit.step * unit.step + unit.half + rng.choice((-1, 0, 1))
        v = round_half_up(x, unit.step)
        low, high = Amount(State.NUMBER, v, unit.half).interval(zero_rounded=True)
        assert low <= x <= high
        assert round_half_up(low, unit.step) == round_half_up(high, unit.step) == v
        assert round_half_up(low - 1, unit.step) != v != round_half_up(high + 1, unit.step)


def test_the_intervals_of_wan_yuan_as_written_in_the_design():
    assert amount(797.13, WAN_YUAN).interval() == (797_125_000, 797_134_999)
    assert amount(-797.13, WAN_YUAN).interval() == (-797_134_999, -797_125_000)
    assert amount(797.14, WAN_YUAN).interval() == (797_135_000, 797_144_999)


def test_the_intervals_of_neighbouring_figures_meet_without_overlap():
    """So one amount has one print, and two copies of it cannot differ."""
    figures = [Amount(State.NUMBER, v, 5000) for v in range(-50_000, 50_001, 10_000)]
    spans = [figure.interval(zero_rounded=True) for figure in figures]
    assert all(high + 1 == low for (_, high), (low, _) in pairwise(spans))


def test_only_a_printed_zero_can_be_an_amount_rounded_away():
    for zero in (0.0, "0.00", "０"):
        assert amount(zero, WAN_YUAN).interval() == (0, 0)
        assert amount(zero, WAN_YUAN).interval(zero_rounded=True) == (-4999, 4999)
    for empty in (None, "", "-", "—", "无"):
        assert amount(empty, WAN_YUAN).interval(zero_rounded=True) == (0, 0)
    assert NOTHING.interval(zero_rounded=True) == (0, 0)


def test_where_fen_are_printed_a_figure_stands_for_itself_alone():
    for figure in (0.0, 0.01, -12.34, 1e9):
        found = amount(figure, YUAN)
        assert found.interval() == found.interval(zero_rounded=True) == (found.printed,) * 2


# Showing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fen", "unit", "text"),
    [
        (797_130_000, WAN_YUAN, "797.13"),
        (-10_000, WAN_YUAN, "-0.01"),
        (12_300_000, WAN_YUAN, "12.30"),
        (0, WAN_YUAN, "0.00"),
        (15_195_000, WAN_YUAN, "15.195"),
        (1, WAN_YUAN, "0.000001"),
        (Decimal("61.5"), YUAN, "0.615"),
        (10**12, WAN_YUAN, "1000000.00"),
        (1, YUAN, "0.01"),
        (10**40 + 1, YUAN, "1" + "0" * 38 + ".01"),
        (10**38, WAN_YUAN, "1" + "0" * 32 + ".00"),
    ],
)
def test_show_gives_the_printed_decimals_and_more_only_where_there_are_more(
    fen: Decimal | int, unit: Unit, text: str
):
    assert show(fen, unit) == text


@EVERY_UNIT
@settings(derandomize=True, max_examples=200, deadline=None)
@given(fen=st.one_of(st.integers(-(10**20), 10**20), st.integers(-(10**5), 10**5)))
def test_what_is_shown_reads_back_as_the_same_amount(unit: Unit, fen: int):
    text = show(fen, unit)
    assert Decimal(text) * unit.fen == fen
    read = amount(text, unit)
    assert read.printed == prints_as(fen, unit.half)
    assert read.stored == (None if read.printed == fen else fen)
    printed = show(read.printed, unit)
    assert amount(printed, unit).printed == read.printed
    assert len(printed.split(".")[1]) == unit.decimals


@EVERY_UNIT
@pytest.mark.parametrize("raw", [1e16, 1e30, -1.7e308, 5e-324, "9" * 60, "0." + "3" * 60])
def test_absurd_numbers_are_read_and_shown_without_failing(unit: Unit, raw: float | str):
    found = amount(raw, unit)
    assert found.printed % unit.step == 0
    for fen in (found.printed, found.stored):
        if fen is not None:
            text = show(fen, unit)
            with localcontext(prec=400):
                assert Decimal(text) * unit.fen == fen


# Per cents ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "fraction", "state", "shown"),
    [
        ("99.70%", False, State.TEXT_NUMBER, "99.70"),
        ("99.70％", True, State.TEXT_NUMBER, "99.70"),
        (" 0.3 % ", True, State.TEXT_NUMBER, "0.30"),
        ("1,250%", False, State.TEXT_NUMBER, "1250.00"),
        ("-3%", False, State.TEXT_NUMBER, "-3.00"),
        ("99.7", True, State.TEXT_NUMBER, "99.70"),
        (99.7, False, State.NUMBER, "99.70"),
        (0.997, True, State.NUMBER, "99.70"),
        (0.0699, True, State.NUMBER, "6.99"),
        (1, True, State.NUMBER, "100.00"),
        (1, False, State.NUMBER, "1.00"),
        (0, True, State.ZERO, "0.00"),
        ("", True, State.BLANK, "0.00"),
        ("%", True, State.BLANK, "0.00"),
        ("—", True, State.DASH, "0.00"),
        ("5%0", False, State.TEXT, "0.00"),
        ("约三成", False, State.TEXT, "0.00"),
        (True, True, State.TEXT, "0.00"),
        (nan, True, State.TEXT, "0.00"),
        (inf, True, State.TEXT, "0.00"),
    ],
)
def test_a_cell_of_per_cents(raw: object, fraction: bool, state: State, shown: str):
    found = per_cent(raw, fraction=fraction)
    assert (found.state, show(found.printed, PERCENT)) == (state, shown)
    assert found.stored is None


def test_a_per_cent_that_a_formula_computed_keeps_its_digits():
    found = per_cent(7628.8 / 7651.8, fraction=True)
    assert show(found.printed, PERCENT) == "99.70"
    assert found.stored is not None and abs(found.stored - Decimal(99_699_417)) < 1


@pytest.mark.parametrize("raw", [0.5, "50%", ""])
def test_the_error_of_a_per_cent_wins_over_any_value(raw: object):
    assert per_cent(raw, "#DIV/0!", fraction=True).state is State.ERROR
    assert per_cent(raw, "", fraction=True).state is State.NOT_COMPUTED


@pytest.mark.parametrize(
    ("column", "fractions"),
    [
        ([0.997, 0.003, 1], True),
        ([99.7, 0.3, 100], False),
        ([0.3, "99.70%", 100.0], False),
        (["99.70%", "0.30%"], False),
        (["", None, True], False),
        ([-0.5, 0], True),
        ([-50, 0], False),
        ([0.997, 0.003, 1, 67.5, 0.072, 0.253, 1], True),
        ([99.7, 0.3, 100, 0.675, 7.2, 25.3, 100], False),
        ([0.4, 99.6, 100, 0.2, 0.3, 99.5, 100], False),
        ([0, 0, 100, 100, 0, 0, 100, 100], False),
    ],
)
def test_a_column_of_per_cents_is_of_fractions_where_the_middle_number_is_not_beyond_one(
    column: list[object], fractions: bool
):
    assert are_fractions(column) is fractions
