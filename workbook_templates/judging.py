"""The arithmetic of docs/rounding.md as Excel formulas, in whole printed steps.

A difference is rounding where it stays within half as many steps as there are figures, one less
where some of them point the other way; it is unusual where 99 in 100 sums of so many roundings come
closer, or where only a printed zero that is an amount rounded away explains it.
"""

from collections.abc import Iterator, Sequence

from openpyxl.worksheet.worksheet import Worksheet

from validator.amounts import UNITS, WAN_YUAN
from validator.forms.workbook import IDENTITIES
from validator.rounding import Relation, usual_steps
from workbook_templates.identities import BLANK, BROKEN, EXACT, ROUNDING, UNCHECKED, UNUSUAL
from workbook_templates.plan import UNIT
from workbook_templates.spot import Spot, local_span

#: 1 where the unit of the tables rounds at all; the thresholds of usual rounding, side by side.
ROUNDS, _USUAL = Spot(IDENTITIES, 0, 0), Spot(IDENTITIES, 1, 0)
#: Of the last printed digit, in 分: the whole, the half, and one 分 less than that (0 of none).
_STEP, _HALF, _LESS = (Spot(IDENTITIES, 0, column) for column in (1, 2, 3))
#: No identity of a form adds up more figures: a 款 has 99 项 at most.
_MANY = 128


def write_arithmetic(sheet: Worksheet) -> None:
    """What the formulas of `judged` look up."""
    sheet[ROUNDS.local] = f'=IF({UNIT.ref}="元",0,1)'
    for i, least in enumerate(_thresholds()):
        sheet[_USUAL._replace(column=i).local] = least


def write_arithmetic_of_shares(sheet: Worksheet) -> None:
    """What the formulas of `judged_share` look up."""
    step = str(WAN_YUAN.step)  # before a unit is chosen
    for unit in UNITS.values():
        step = f'IF({UNIT.ref}="{unit.name}",{unit.step},{step})'
    sheet[_STEP.local] = f"={step}"
    sheet[_HALF.local] = f"=INT({_STEP.local}/2)"
    sheet[_LESS.local] = f"=MAX({_HALF.local}-1,0)"


def _thresholds() -> Iterator[int]:
    """The numbers of figures from which one more step of rounding is usual: 0, 2, 5, 12, …"""
    last = -1
    for n in range(_MANY):
        if (steps := usual_steps(n)) > last:
            last = steps
            yield n


def against(d: str, plus: str, minus: str) -> str:
    """How many of the figures that add to the difference `d` or take from it point against it."""
    return f"IF({d}>0,{minus},{plus})"


def bound(figures: str, opposite: str) -> str:
    """How many steps of a difference rounding explains; `opposite`: 1 where a figure points against
    the difference."""
    return f"INT(({figures}-{opposite})/2)"


def judged(
    d: str, relation: Relation, figures: str, filled: str, opposite: str, zeros_too: str
) -> str:
    """The state of a difference `d` (whole steps). `opposite` and `zeros_too`: 1 where a figure, or
    a figure or printed zero, points against the difference."""
    sign = {Relation.EQUAL: "=", Relation.AT_LEAST: ">=", Relation.AT_MOST: "<="}[relation]
    rounds = ROUNDS.fixed
    usual = local_span(_USUAL, _USUAL._replace(column=len(list(_thresholds())) - 1))
    within = f"ABS({d})<={rounds}*{bound(figures, opposite)}"
    with_zeros = f"ABS({d})<={rounds}*{bound(filled, zeros_too)}"
    rounding = str(ROUNDING)
    if relation is Relation.EQUAL:
        rounding = f"IF(ABS({d})>MATCH({figures}-1,{usual},1)-1,{UNUSUAL},{ROUNDING})"
    return f"IF({d}{sign}0,{EXACT},IF({within},{rounding},IF({with_zeros},{UNUSUAL},{BROKEN})))"


#: What is worked out of a per cent, side by side: the three figures in their last digits; the share
#: with the sign of its part taken off; the amounts in 分, without a sign, that print as the part
#: (the largest also where a printed zero is one that is rounded away) and as the whole.
SHARE, PART, WHOLE, _POSITIVE, _LEAST, _MOST, _MOST_OF_ZERO, _LOWEST, _HIGHEST = range(9)
SHARE_FIGURES = _HIGHEST + 1


def figures_of_share(share: str, part: str, whole: str, row: Sequence[Spot]) -> list[str]:
    """The formulas of these figures, for the cells of `row`."""
    s, p, w = (row[i].local for i in (SHARE, PART, WHOLE))
    step, half, less = _STEP.local, _HALF.local, _LESS.local
    most = f"ABS({p})*{step}+{less}"
    return [
        *(f"ROUND(N({cell})*100,0)" for cell in (share, part, whole)),
        f"IF(IF({p}=0,{s},{p})<0,-{s},{s})",
        f"MAX(ABS({p})*{step}-{half},0)",
        f"IF({p}=0,0,{most})",
        f"IF(AND({p}=0,COUNT({part})=0),0,{most})",
        f"{w}*{step}-{half}",
        f"{w}*{step}+{less}",
    ]


def due_share(row: Sequence[Spot]) -> str:
    """What the per cent should be, to two decimals."""
    p, w = row[PART].local, row[WHOLE].local
    return f"IF({w}>0,ROUND({p}*10000/{w},0)/100,0)"


def judged_share(row: Sequence[Spot], filled: str, missing: str) -> str:
    """The state of a per cent by the figures in `row`; `filled` is how many of share and part hold
    numbers, `missing` whether there is no share.

    As `validator.rounding.judge_share`, but for wholes under 100 元 that are printed rounded: there
    it takes every amount of money between two, not only whole 分."""
    s, p, w, t, least, most, most_of_zero, lowest, highest = (spot.local for spot in row)

    def some(low: str, high: str, scale: int, largest: str = most) -> str:
        """Are there x up to `largest` and y of the whole with low·y ≤ scale·x < high·y?"""
        first = f"MAX({lowest},INT({scale}*{least}/({high}))+1)"
        last = f"IF({low}>0,MIN({highest},INT({scale}*{largest}/({low}))),{highest})"
        return f"IF({high}<=0,FALSE,IFERROR({first}<={last},FALSE))"

    def rounds_to(digits: int, largest: str = most) -> str:
        return some(f"2*{t}/{digits}-1", f"2*{t}/{digits}+1", 20000 // digits, largest)

    fewer = [f"IF(MOD({s},{n})=0,{rounds_to(n)},FALSE)" for n in (10, 100)]
    lacking = f"OR({some(f'2*{t}', f'2*{t}+2', 20000)},{','.join(fewer)})"
    return (
        f"IF(AND({s}=0,{p}=0),IF({filled}=0,{BLANK},{EXACT}),IF({w}<=0,{UNCHECKED},"
        f"IF({rounds_to(1)},{EXACT},IF(IF({missing},FALSE,{lacking}),{ROUNDING},"
        f"IF({rounds_to(1, most_of_zero)},{UNUSUAL},{BROKEN})))))"
    )
