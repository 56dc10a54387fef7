"""The mistakes that people make with a figure are known by what they make of it, and nothing else
is taken for one: made here anew with strings and decimals."""

from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validator.amounts import PERCENT, QIAN_YUAN, UNITS, WAN_YUAN, YI_YUAN, YUAN, Unit
from validator.localisation.mistakes import PRIORS, explained, mistakes, unexplained

UNIT = st.sampled_from((*UNITS.values(), PERCENT))


def fen(figure: str | Decimal, unit: Unit = WAN_YUAN) -> int:
    """What a figure prints as, in 分."""
    steps = Decimal(figure).scaleb(unit.decimals).to_integral_value(ROUND_HALF_UP)
    return int(steps) * unit.step


def typed(right: int, unit: Unit) -> str:
    """A positive figure as a person types it."""
    return f"{Decimal(right) / unit.fen:.{unit.decimals}f}"


@st.composite
def figures(draw: st.DrawFn, unit: Unit) -> int:
    """Printed figures of every size, round ones among them."""
    digits = draw(st.integers(1, 9))
    figure = draw(st.integers(1, 10**digits))
    return figure * draw(st.sampled_from((1, 1, 10, 100))) * unit.step


# --- the makers ----------------------------------------------------------------------------------


def swapped(text: str, _: Unit) -> Iterator[str]:
    bare, point = text.replace(".", ""), text.index(".")
    for at in range(len(bare) - 1):
        one, other = bare[at], bare[at + 1]
        if not (at == 0 and other == "0" and point > 1):  # a zero in front is left out
            made = bare[:at] + other + one + bare[at + 2 :]
            yield f"{made[:point]}.{made[point:]}"


def mistyped(text: str, _: Unit) -> Iterator[str]:
    for at, sign in enumerate(text):
        for digit in "0123456789" if sign != "." else "":
            if not (at == 0 and digit == "0" and text.index(".") > 1):
                yield text[:at] + digit + text[at + 1 :]


def dropped(text: str, _: Unit) -> Iterator[str]:
    yield from (text[:at] + text[at + 1 :] for at, sign in enumerate(text) if sign != ".")


def doubled(text: str, _: Unit) -> Iterator[str]:
    yield from (
        text[:at] + 2 * sign + text[at + 1 :] for at, sign in enumerate(text) if sign != "."
    )


def inserted(text: str, unit: Unit) -> Iterator[str]:
    twice = set(doubled(text, unit))
    for at in range(len(text)):
        for digit in "0123456789":
            if (made := text[:at] + digit + text[at:]) not in twice:
                yield made


def point(text: str, _: Unit) -> Iterator[Decimal]:
    yield from (Decimal(text).scaleb(places) for places in (-3, -2, -1, 1, 2, 3))
    yield Decimal(text.replace(".", ""))
    whole, part = text.split(".")
    yield Decimal(whole + part.rstrip("0"))


def unit_(text: str, unit: Unit) -> Iterator[Decimal]:
    for other in UNITS.values() if unit.name in UNITS else ():
        if other.fen != unit.fen:
            yield Decimal(text) * unit.fen / other.fen


MAKERS: Mapping[str, Callable[[str, Unit], Iterator[str] | Iterator[Decimal]]] = {
    "swapped": swapped,
    "mistyped": mistyped,
    "dropped": dropped,
    "doubled": doubled,
    "inserted": inserted,
    "point": point,
    "unit": unit_,
}


def made_of(right: int, unit: Unit) -> Mapping[str, set[int]]:
    """Kind → all figures that such a mistake makes of `right`, in 分."""
    sign = -1 if right < 0 else 1
    text = typed(abs(right), unit)
    made = {
        kind: {sign * fen(each, unit) for each in maker(text, unit)}
        for kind, maker in MAKERS.items()
    }
    made["sign"], made["missing"] = {-right}, {0}
    made["one_step"] = {right - unit.step, right + unit.step}
    return {kind: wrong - {right} for kind, wrong in made.items()}


def kinds(right: int, wrong: int, unit: Unit) -> set[str]:
    return {mistake.kind for mistake in mistakes(right, wrong, unit)}


# --- what is known -------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.data())
def test_each_mistake_is_known_by_what_it_makes_of_a_figure(data: st.DataObject) -> None:
    unit = data.draw(UNIT)
    right = data.draw(figures(unit)) * data.draw(st.sampled_from((1, 1, -1)))
    for kind, made in made_of(right, unit).items():
        for wrong in made:
            assert kind in kinds(right, wrong, unit), (kind, right, wrong)


@settings(max_examples=60)
@given(st.data())
def test_what_no_mistake_makes_is_not_explained(data: st.DataObject) -> None:
    """… but for a figure in a smaller unit, which may have digits that this one rounds away."""
    unit = data.draw(UNIT)
    right = data.draw(figures(unit)) * data.draw(st.sampled_from((1, 1, -1)))
    made = made_of(right, unit)
    every = sorted(set().union(*made.values()))
    near = data.draw(st.integers(-(10**6), 10**6)) * unit.step
    for wrong in (*data.draw(st.lists(st.sampled_from(every), max_size=9)), near, right + near):
        known = kinds(right, wrong, unit)
        if wrong != right:
            assert known - {"unit"} == {k for k in made if k != "unit" and wrong in made[k]}
            if "unit" in known and wrong not in made["unit"]:
                assert any(
                    fen(Decimal(wrong) / unit.fen * other.fen / unit.fen, unit) == right
                    for other in UNITS.values()
                    if other.fen < unit.fen
                )


@settings(max_examples=60)
@given(st.data())
def test_in_a_range_every_figure_is_found_that_a_mistake_turns_into_the_printed_one(
    data: st.DataObject,
) -> None:
    unit = data.draw(UNIT)
    right = data.draw(figures(unit)) * data.draw(st.sampled_from((1, 1, -1)))
    made = sorted(set().union(*made_of(right, unit).values()))
    wrong = data.draw(st.sampled_from([*made, right + 17 * unit.step]))
    width, offset = data.draw(st.integers(1, 40)), data.draw(st.integers(0, 40))
    low = right - min(offset, width - 1) * unit.step
    high = low + (width - 1) * unit.step
    found = explained(wrong, low, high, unit)
    each = {
        figure: known[0]
        for figure in range(low, high + 1, unit.step)
        if (known := mistakes(figure, wrong, unit))
    }
    assert dict(found) == each
    assert [m.chance for _, m in found] == sorted((m.chance for _, m in found), reverse=True)


@settings(max_examples=40)
@given(st.data())
def test_a_known_mistake_is_likelier_than_none(data: st.DataObject) -> None:
    unit = data.draw(UNIT)
    right = data.draw(figures(unit))
    for made in made_of(right, unit).values():
        for wrong in made:
            likeliest = mistakes(right, wrong, unit)[0]
            assert unexplained(right, wrong, unit) < likeliest.chance <= PRIORS[likeliest.kind]


@pytest.mark.parametrize(
    ("right", "wrong", "kind", "said"),
    [
        ("117.18", "171.18", "swapped", "相邻两位数字颠倒，17 打成了 71"),
        ("1.38", "1.83", "swapped", "相邻两位数字颠倒，38 打成了 83"),
        ("1.98", "19800.00", "unit", "按元填写，没有换算成万元"),
        ("1.98", "19812.34", "unit", "按元填写，没有换算成万元"),
        ("117.18", "0.01", "unit", "按亿元填写，没有换算成万元"),
        ("8.31", "83.10", "point", "小数点右移了 1 位"),
        ("10.20", "1.02", "point", "小数点左移了 1 位"),
        ("117.18", "11718.00", "point", "小数点漏打"),
        ("12.30", "123.00", "point", "小数点漏打"),
        ("10.20", "-10.20", "sign", "多了一个负号"),
        ("-10.20", "10.20", "sign", "漏了负号"),
        ("1819.46", "1849.46", "mistyped", "把数字 1 错打成 4"),
        ("1809.26", "1809.27", "one_step", "末位差 0.01 万元"),
        ("117.18", "117.80", "dropped", "漏打一位数字 1"),
        ("117.18", "17.18", "dropped", "漏打一位数字 1"),
        ("1007.18", "7.18", "dropped", "漏打一位数字 1"),
        ("117.18", "1177.18", "doubled", "数字 7 重复输入"),
        ("117.18", "1147.18", "inserted", "多打一位数字 4"),
        ("10.20", "0.00", "missing", "此格漏填"),
    ],
)
def test_a_mistake_is_said_in_words(right: str, wrong: str, kind: str, said: str) -> None:
    first = mistakes(fen(right), fen(wrong), WAN_YUAN)[0]
    assert (first.kind, first.said[0]) == (kind, said)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("1819.46", "1831.64"),  # an addend too many
        ("117.18", "117.18"),  # nothing is wrong
        ("0", "22.39"),  # nothing should stand there
        ("74.28", "-47.28"),  # two mistakes
    ],
)
def test_nothing_is_explained_by_force(right: str, wrong: str) -> None:
    assert mistakes(fen(right), fen(wrong), WAN_YUAN) == ()


@pytest.mark.parametrize(
    ("right", "wrong", "unit", "other"),
    [
        ("19812.34", "1.98", YUAN, "万元"),
        ("198.12", "1981234.00", YI_YUAN, "万元"),
        ("1.98", "1981.23", YI_YUAN, None),
        ("19.81", "19812.34", QIAN_YUAN, "元"),
        ("98.12", "0.98", PERCENT, None),
    ],
)
def test_a_figure_in_another_unit_is_known_in_both_directions(
    right: str, wrong: str, unit: Unit, other: str | None
) -> None:
    known = mistakes(fen(right, unit), fen(wrong, unit), unit)
    assert [m.facts["other"] for m in known if m.kind == "unit"] == ([other] if other else [])


def test_among_several_originals_the_one_that_lost_no_digit_comes_first() -> None:
    found = explained(fen("1.02"), fen("10.15"), fen("10.24"), WAN_YUAN)
    assert [mistake.kind for _, mistake in found] == ["point"] * 10
    assert found[0][0] == fen("10.20")


def test_without_any_bounds_the_originals_are_found_that_lost_no_digits() -> None:
    for right, wrong in (("117.18", "171.18"), ("1.98", "19800"), ("10.20", "1.02")):
        originals = dict(explained(fen(wrong), -(10**18), 10**18, WAN_YUAN))
        assert fen(right) in originals
        assert len(originals) < 250


def test_the_kinds_of_mistakes_make_up_all_wrong_figures() -> None:
    least = unexplained(fen("1.00"), fen("2.00"), WAN_YUAN)
    assert sum(PRIORS.values()) + 2 * 10**3 * least == pytest.approx(1)
