"""The hidden sheet of figures: what the cells of every scorecard say as numbers.

People write 234.0984 万, 98.64 without %, and the weight of an indicator behind its name （8 分）.
Each such cell has a row here that reads it step by step as `validator.quantities` does, as far as
formulas can; what they cannot read is `WORDS`. The indicators of a goal are read by position, so
that deleting and inserting their rows breaks nothing.
"""

from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from validator.forms.workbook import FIGURES
from workbook_templates.cards.plan import AMOUNTS, OF_A_LINE, Block, CardPlan
from workbook_templates.cards.words import (
    WORDS,
    core,
    half_width,
    is_number,
    money_unit,
    points,
    scale,
    tail,
    weight,
    written,
)
from workbook_templates.formulas import ANY, fill_down, next_key
from workbook_templates.plan import Plan
from workbook_templates.spot import Spot, span

#: A cell that holds one figure: as written, without spaces and full-width signs, its unit, its
#: digits, the number (in 万元, in per cent), its decimals, half of its last printed digit.
RAW, PLAIN, UNIT, BARE, NUMBER, DECIMALS, HALF = range(1, 8)
#: An indicator: its name, whether it has a target and a result, the words of its 一级指标, the row
#: in which these begin, whether it is one, its weight in three steps, that of its group in three
#: steps, the group's words without it, those of its group; its score in two steps, whether that is
#: too high, or missing.
(
    NAME, TARGET, RESULT, GROUP, GROUP_ROW, PRESENT, CORE, TAIL, WEIGHT, GROUP_CORE, GROUP_TAIL,
    GROUP_WEIGHT, GROUP_NAME, GROUP_BEGINS, SCORE_WORDS, SCORE, OVER, MISSING,
) = range(1, 19)  # fmt: skip
#: A goal or a group: the row in which it begins, its words, its weight in three steps; how many
#: indicators it has, how many with a weight, those weights together, how many with a score, those
#: scores together, how many with both, how many scores are none, are words, are too high, how many
#: results there are; of a group whether its weights, or what it weighs by the form, are wrong.
(
    START, TITLE, TITLE_CORE, TITLE_TAIL, OWN, COUNT, WEIGHED, WEIGHTS, SCORED, SCORES, RATED,
    BLANKS, WORDY, TOO_HIGH, RESULTS, WEIGHTS_WRONG, NOT_AS_FIXED,
) = range(20, 37)  # fmt: skip
#: What a whole card has, in its first row: how many of its cells are filled, its name, how many
#: scores stand in rows that are not read.
FILLED, CARD_NAME, UNREAD = 38, 39, 40
#: How cells are to be marked: in the row of an indicator its score and its group, and from the
#: first row of a card on those of its cells that stand still.
MARK_SCORE, MARK_GROUP, MARK = 42, 43, 44

_HEADINGS = {
    RAW: "原文", PLAIN: "去空格", UNIT: "单位", BARE: "数字", NUMBER: "数（万元、%、分）",
    DECIMALS: "小数位", HALF: "末位之半",
    START: "起始行", TITLE: "目标、一级指标", OWN: "分值", COUNT: "指标数", WEIGHED: "有分值的",
    WEIGHTS: "分值合计", SCORED: "有得分的", SCORES: "得分合计", BLANKS: "缺得分的",
    RATED: "可比的", WORDY: "得分非数的", TOO_HIGH: "得分超分值的", RESULTS: "有完成值的",
    WEIGHTS_WRONG: "分值合计不符", NOT_AS_FIXED: "与表式分值不符", FILLED: "已填格数",
    CARD_NAME: "名称", UNREAD: "读不到的得分",
}  # fmt: skip
_SECOND_HEADINGS = {
    NAME: "三级指标", TARGET: "有目标值", RESULT: "有完成值", GROUP: "一级指标",
    GROUP_ROW: "一级起始行", PRESENT: "是指标", WEIGHT: "分值", GROUP_WEIGHT: "一级分值",
    SCORE: "得分", OVER: "超分值", MISSING: "缺得分",
}  # fmt: skip

_RATE = "执行率"


def at(row: int, column: int) -> Spot:
    """A cell of the sheet of figures."""
    return Spot(FIGURES, row, column)


def indicators(block: Block, column: int) -> str:
    """A column of the indicators of a goal, for a formula anywhere."""
    return span(at(block.first_indicator, column), at(block.last_indicator, column))


def groups(block: Block, column: int) -> str:
    """A column of the groups of a goal, for a formula anywhere."""
    return span(at(block.first_group, column), at(block.first_indicator - 1, column))


def single(card: CardPlan, what: str, column: int = NUMBER) -> Spot:
    """What is read of a cell that holds one figure."""
    return card.single[what]._replace(column=column)


def filled(card: CardPlan) -> Spot:
    """How many cells of a card are filled in."""
    return at(card.top, FILLED)


def card_name(card: CardPlan) -> Spot:
    """What a card evaluates; the sheet's name where that is not written."""
    return at(card.top, CARD_NAME)


def write_figures(book: Workbook, plan: Plan) -> Worksheet:
    """The hidden sheet of figures."""
    sheet = book.create_sheet(FIGURES)
    sheet.sheet_state = "hidden"
    for row, headings in ((1, _HEADINGS), (2, _SECOND_HEADINGS)):
        for column, words in headings.items():
            sheet[at(row, column).local] = words
    for card in plan.cards:
        _write_card(sheet, card)
    return sheet


def _write_card(sheet: Worksheet, card: CardPlan) -> None:
    for what, spot in card.single.items():
        sheet[spot.local] = f"{card.sheet} {what}"
        _write_single(sheet, card, what)
    entered = "+".join(
        f'({single(card, what, PLAIN).local}<>"")*({single(card, what).local}<>0)'
        for what in card.single
        if what != "预算数"  # which may stand there from the year's beginning on
    )
    if card.is_summary:
        sheet[filled(card).local] = f"=COUNT({','.join(_scores(card))})"
        sheet[card_name(card).local] = card.sheet
        return
    for block in card.blocks:
        _write_block(sheet, card, block)
        entered += "".join(f"+{at(block.top, c).local}" for c in (RESULTS, SCORED, WORDY))
    sheet[filled(card).local] = f"={entered}"
    sheet[at(card.top, UNREAD).local] = f"={_unread(card)}"
    name = card.name.ref
    sheet[card_name(card).local] = f'=IFERROR(IF({name}&""="","{card.sheet}",{name}&""),"")'


def _unread(card: CardPlan) -> str:
    """How many scores stand in rows that are not read: inserted below a goal, or too many."""
    read = [card.read(block, "得分") for block in card.blocks]
    counted = "".join(f"-IFERROR(COUNT({cells}),0)" for cells in read)
    beyond = "".join(
        f"+IFERROR(MAX(ROWS({cells})-{1 + block.closed + block.room},0),0)"
        for cells, block in zip(read, card.blocks, strict=True)
    )
    return f"MAX(COUNT({card.whole('得分')}){counted},0){beyond}"


def _scores(card: CardPlan) -> list[str]:
    """The scores of a summary."""
    return [single(card, what).local for what in card.single if what.startswith(OF_A_LINE[1])]


# --- one figure --------------------------------------------------------------------------------


def _write_single(sheet: Worksheet, card: CardPlan, what: str) -> None:
    own = card.cell_of(what).ref
    cells = {column: single(card, what, column).local for column in range(RAW, HALF + 1)}
    raw, plain, unit, bare = (cells[column] for column in (RAW, PLAIN, UNIT, BARE))
    formulas = {
        RAW: f'IF(ISERROR({own}),"{WORDS}",IF({own}="","",{own}))',
        PLAIN: f'IF(ISNUMBER({raw}),ROUND({raw},10)&"",{written(raw)})',
        BARE: f'SUBSTITUTE(LEFT({plain},LEN({plain})-LEN({unit})),",","")',
    }
    value = f"VALUE({bare})"
    decimals = f'IF(ISNUMBER(FIND(".",{bare})),LEN({bare})-FIND(".",{bare}),0)'
    if what in AMOUNTS:
        formulas[UNIT] = money_unit(plain)
        value = f"{value}*{scale(unit)}"
        formulas[HALF] = _half(cells)
    elif what == _RATE:
        formulas[UNIT] = f'IF(RIGHT({plain},1)="%","%","")'
        fraction = f'AND({unit}="",{_is_fraction(card, value)})'
        decimals = f"IF({fraction},MAX({decimals}-2,0),{decimals})"
        value = f"IF({fraction},ROUND({value}*100,12),{value})"
    else:
        formulas[UNIT] = '""'
        formulas[BARE] = points(plain)
    formulas[NUMBER] = f'IF({plain}="","",IF({is_number(bare)},{value},"{WORDS}"))'
    formulas[DECIMALS] = f"IF(ISNUMBER({cells[NUMBER]}),{decimals},0)"
    for column, formula in formulas.items():
        sheet[cells[column]] = f"={formula}"


def _half(cells: dict[int, str]) -> str:
    """Half of the last printed digit in 万元; 0 where that is 分 or less, and of a zero."""
    step = f"{scale(cells[UNIT])}*10^-MAX({cells[DECIMALS]},2)"
    return f"IF(N({cells[NUMBER]})=0,0,IF({step}>0.0000015,{step}/2,0))"


def _is_fraction(card: CardPlan, value: str) -> str:
    """Is a rate without % meant as a fraction of 1? (`quantities.rate`)"""
    budget, executed = (single(card, what).local for what in ("预算数", "执行数"))
    near = f"100*{executed}/{budget}"
    return f"IFERROR(ABS({value}*100-{near})<ABS({value}-{near}),ABS({value})<=2)"


# --- indicators, their groups and goals --------------------------------------------------------


def _write_block(sheet: Worksheet, card: CardPlan, block: Block) -> None:
    _write_indicators(sheet, card, block)
    _write_goal(sheet, card, block)
    if block.groups:
        _write_groups(sheet, card, block)


def _write_indicators(sheet: Worksheet, card: CardPlan, block: Block) -> None:
    first, last = block.first_indicator, block.last_indicator
    here = {column: at(first, column).local for column in range(NAME, MISSING + 1)}
    position = f"ROW()-{first - 1}"  # 2 for the first indicator: the row above it is read, too

    def read(what: str, formula: str, otherwise: str = '""') -> str:
        """`formula` of the indicator's cell in a column of the card; "{}" stands for it."""
        cells = card.read(block, what)
        beyond = f"{position}>ROWS({cells}){'-1' if block.closed else ''}"
        own = formula.format(f"INDEX({cells},{position})")
        return f"IFERROR(IF({beyond},{otherwise},{own}),{otherwise})"

    formulas = {
        NAME: read("三级", half_width("{}")),
        TARGET: read("目标值", "IF(LEN({})>0,1,0)", "0"),
        RESULT: read("完成值", "IF(LEN({})>0,1,0)", "0"),
        GROUP: read("一级", half_width("{}")),
        GROUP_ROW: _group_row(block, here),
        PRESENT: f'IF(OR({here[NAME]}<>"",{here[TARGET]}=1),1,0)',
        CORE: core(here[NAME]),
        TAIL: tail(here[CORE]),
        WEIGHT: weight(here[CORE], here[TAIL]),
        GROUP_CORE: core(here[GROUP]),
        GROUP_TAIL: tail(here[GROUP_CORE]),
        GROUP_WEIGHT: weight(here[GROUP_CORE], here[GROUP_TAIL]),
        GROUP_NAME: f'IF({here[GROUP_WEIGHT]}="",{here[GROUP]},'
        f'SUBSTITUTE(LEFT({here[GROUP_CORE]},LEN({here[GROUP_CORE]})-{here[GROUP_TAIL]}),"(",""))',
        GROUP_BEGINS: f'IF({here[GROUP_ROW]}=0,"",'
        f"INDEX({_absolute(block, GROUP_NAME)},{here[GROUP_ROW]}-{first}))",
        SCORE_WORDS: read("得分", _errors_too(written("{0}"))),
        SCORE: _score(here[PRESENT], here[SCORE_WORDS]),
        OVER: _over(here[SCORE], here[WEIGHT]),
        MISSING: _missing(block, here),
    }
    if ("分值", 0) in card.cells:
        formulas[CORE] = read("分值", f'SUBSTITUTE({half_width("{}")},"分","")')
        formulas[TAIL] = f"LEN({here[CORE]})"
    for column, formula in formulas.items():
        fill_down(sheet, at(first, column), last, formula)


def _group_row(block: Block, here: dict[int, str]) -> str:
    """The row in which the group of an indicator begins; 0 for none. The words of the group above,
    written again, do not begin another."""
    above = f"N({at(block.first_indicator - 1, GROUP_ROW).local})"

    def of_above(column: int) -> str:
        return f"INDEX({_absolute(block, column)},{above}-{block.first_indicator})"

    same = (
        f'AND({here[GROUP_NAME]}={of_above(GROUP_NAME)},OR({here[GROUP_WEIGHT]}="",'
        f"{here[GROUP_WEIGHT]}={of_above(GROUP_WEIGHT)}))"
    )
    return f'IF({here[GROUP]}="",{above},IF({above}=0,ROW(),IF({same},{above},ROW())))'


def _score(present: str, words: str) -> str:
    bare = points(words)
    return f'IF(OR({present}=0,{words}=""),"",IF({is_number(bare)},VALUE({bare}),"{WORDS}"))'


def _errors_too(words: str) -> str:
    """`words` of a cell, which it calls {0}; WORDS for an error."""
    return f'IF(ISERROR({{0}}),"{WORDS}",{words})'


def _over(score: str, own: str) -> str:
    """Is a score negative, or above the indicator's own weight?"""
    high = f"IF(ISNUMBER({own}),{score}>{own}+1E-9,FALSE)"
    return f"IF(ISNUMBER({score}),IF(OR({score}<0,{high}),1,0),0)"


def _missing(block: Block, here: dict[int, str]) -> str:
    """Is there no score where there should be one? Blanks beside scores that already come to the
    weight of their goal or group are one merged cell."""
    goal = (at(block.top, column).fixed for column in (OWN, SCORES))
    holders = [_complete(*goal)]
    if block.groups:
        slot = f"MATCH({here[GROUP_ROW]},{_slots(block, START)},0)"
        group = (f"INDEX({_slots(block, column)},{slot})" for column in (OWN, SCORES))
        holders.append(f"IFERROR({_complete(*group)},FALSE)")
    merged = f'AND({here[WEIGHT]}="",OR({",".join(holders)}))'
    return f'IF(AND({here[PRESENT]}=1,{here[SCORE]}=""),IF({merged},0,1),0)'


def _complete(own: str, scores: str) -> str:
    return f"IF(ISNUMBER({own}),ROUND({scores}-{own},6)=0,FALSE)"


def _write_goal(sheet: Worksheet, card: CardPlan, block: Block) -> None:
    """What the goal weighs, and its indicators together."""
    row = block.top
    heading = card.cells.get(("目标", block.goal))
    words = f'IFERROR({half_width(heading.ref)},"")' if heading else '""'
    title, title_core, title_tail = (
        at(row, column).local for column in (TITLE, TITLE_CORE, TITLE_TAIL)
    )
    formulas = {
        START: "0",
        TITLE: words,
        TITLE_CORE: core(title),
        TITLE_TAIL: tail(title_core),
        OWN: weight(title_core, title_tail),
        **_together(block, ""),
    }
    for column, formula in formulas.items():
        sheet[at(row, column).local] = f"={formula}"


def _write_groups(sheet: Worksheet, card: CardPlan, block: Block) -> None:
    """The groups of the goal in order, what each weighs, and its indicators together."""
    first, last = block.first_group, block.first_indicator - 1
    here = {column: at(first, column).local for column in range(START, NOT_AS_FIXED + 1)}
    start = at(first, START).in_row
    found = f"{start}-{block.first_indicator}"

    def read(column: int) -> str:
        return f'IF({start}="","",INDEX({_absolute(block, column)},{found}))'

    formulas = {
        START: next_key(at(block.top, START).local, _absolute(block, GROUP_ROW)),
        TITLE: read(GROUP),
        OWN: read(GROUP_WEIGHT),
        **{
            column: f'IF({start}="",0,{formula})'
            for column, formula in _together(block, start).items()
        },
        WEIGHTS_WRONG: f"IF(AND({here[WEIGHED]}>0,ISNUMBER({here[OWN]})),"
        f'IF(ROUND({here[WEIGHTS]}-{here[OWN]},6)=0,0,1),"")',
        NOT_AS_FIXED: _not_as_fixed(card, block, start, here[OWN], here[COUNT]),
    }
    for column, formula in formulas.items():
        fill_down(sheet, at(first, column), last, formula)


def _not_as_fixed(card: CardPlan, block: Block, start: str, own: str, count: str) -> str:
    """Does a group weigh something else than a form says that fixes it?"""
    if not card.form.fixed:
        return "0"
    name = f"INDEX({_absolute(block, GROUP_NAME)},{start}-{block.first_indicator})"
    due = own
    for group in card.form.groups:
        due = f'IF({name}="{group.name}",{group.weight},{due})'
    return f"IF({count}=0,0,IF(ISNUMBER({own}),IF({own}={due},0,1),0))"


def _slots(block: Block, column: int) -> str:
    """A column of the groups, for a formula on the sheet of figures."""
    return groups(block, column).rpartition("!")[2]


def _absolute(block: Block, column: int) -> str:
    """A column of the indicators, for a formula on the sheet of figures."""
    return indicators(block, column).rpartition("!")[2]


def _together(block: Block, start: str) -> dict[int, str]:
    """What is counted and added up over the indicators of a goal, or of the group in `start`."""

    def count(*asked: Any) -> str:
        """How many indicators meet every condition: column, condition, …"""
        group = f"{_absolute(block, GROUP_ROW)},{start}," if start else ""
        pairs = zip(asked[::2], asked[1::2], strict=True)
        said = "".join(f",{_absolute(block, column)},{words}" for column, words in pairs)
        return f"COUNTIFS({group}{_absolute(block, PRESENT)},1{said})"

    def add(column: int) -> str:
        group = f"{_absolute(block, GROUP_ROW)},{start}," if start else ""
        present = f"{_absolute(block, PRESENT)},1"
        return f"SUMIFS({_absolute(block, column)},{group}{present})"

    return {
        COUNT: count(),
        WEIGHED: count(WEIGHT, ANY),
        WEIGHTS: add(WEIGHT),
        SCORED: count(SCORE, ANY),
        SCORES: add(SCORE),
        RATED: count(SCORE, ANY, WEIGHT, ANY),
        BLANKS: count(MISSING, "1"),
        WORDY: count(SCORE, f'"{WORDS}"'),
        TOO_HIGH: count(OVER, "1"),
        RESULTS: count(RESULT, "1"),
    }
