"""The arithmetic of docs/rounding.md as Excel formulas, in whole printed steps.

A difference is rounding where it stays within half as many steps as there are figures, one less
where some of them point the other way; it is unusual where 99 in 100 sums of so many roundings come
closer, or where only a printed zero that is an amount rounded away explains it.
"""

from collections.abc import Iterator

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


def due_share(part: str, whole: str) -> str:
    """The per cent that `part` is of `whole` (both rounded to two decimals), to two decimals."""
    return f"IF(N({whole})>0,ROUND({_steps(part)}*10000/{_steps(whole)},0)/100,0)"


def share_bounds(part: str, whole: str) -> tuple[str, str]:
    """The least and the largest per cent, in its last digits, that amounts have which print as
    `part` and `whole`."""
    p, w, step = _steps(part), _steps(whole), _STEP.local
    half, less = _HALF.local, _LESS.local

    def end(above: str, below: str) -> str:
        return f"IF(N({whole})<=0,0,ROUND(({p}*{step}{above})*10000/({w}*{step}{below}),0))"

    def by_sign(positive: str, negative: str) -> str:
        return f"IF({p}>0,{positive},IF({p}<0,{negative},0))"

    low = end(f"-{by_sign(half, less)}", f"+IF({p}>0,{less},-{half})")
    high = end(f"+{by_sign(less, half)}", f"-IF({p}>0,{half},-{less})")
    return low, high


def judged_share(
    share: str, part: str, whole: str, due: str, filled: str, ends: tuple[str, str]
) -> str:
    """The state of a per cent: `filled` is how many of share and part hold numbers, `due` what it
    should be, `ends` the cells of `share_bounds`."""
    s, right = (f"ROUND(N({cell})*100,0)" for cell in (share, due))
    cut = f"INT({_steps(part)}*10000/{_steps(whole)})"
    coarser = f"ROUND({right},-1)={s},ROUND({right},-2)={s}"
    low, high = ends
    return (
        f"IF(AND({s}=0,{_steps(part)}=0),IF({filled}=0,{BLANK},{EXACT}),"
        f"IF(N({whole})<=0,{UNCHECKED},IF(AND({low}<={s},{s}<={high}),{EXACT},"
        f"IF(COUNT({share})=0,{BROKEN},IF(OR({cut}={s},{coarser}),{ROUNDING},{BROKEN})))))"
    )


def _steps(amount: str) -> str:
    return f"ROUND(N({amount})*100,0)"
