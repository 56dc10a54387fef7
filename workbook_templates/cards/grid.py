"""The form of a scorecard + what one card prints → where every cell of it goes.

The layout is that of the published cards: the title, the line above the table, the fields, the rows
of boxes, the block of the execution, the goals with their indicators, the foot and the notes. A
blank card is laid out like a filled one in which nothing is written, so both have one layout.

The keys of the cells are (what, number): ("单位名称", 0) and the other fields and amounts by their
label, ("表头 填报日期", 0), ("表题", 0), ("勾选 项目类别", choice), ("预算数", 0), ("执行数", 0),
("执行率", 0), ("执行得分", 0), ("目标", goal), ("目标说明", goal), ("一级", i), ("二级", i),
("三级", i), ("目标值", i), ("完成值", i), ("得分", i), ("分值", i), ("约束", 0), ("总分", 0),
("偏差", 0), ("改进", 0), ("签批", 0). Goals, choices and indicators count from zero, indicators
over the whole card; of a merged cell the key is that of its first indicator.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from validator.forms.scorecard import GoalForm, GoalsIn, Scorecard, WeightIn
from workbook_templates.cards.data import (
    CardData,
    ConstraintData,
    ExecutionData,
    GoalData,
    IndicatorData,
    TicksData,
    printed,
)
from workbook_templates.paper import Grid, Paper, Placed

#: What is printed in a box that nobody has ticked.
BOX = "□"
#: How many indicators a block of a blank card has room for.
ROOM = 5

#: A word of a column heading → the key of the column's cells.
_COLUMNS = (
    ("一级", "一级"),
    ("二级", "二级"),
    ("三级", "三级"),
    ("具体指标", "三级"),
    ("目标值", "目标值"),
    ("完成值", "完成值"),
    ("得分", "得分"),
    ("分值", "分值"),
)


def lay_out_card(
    form: Scorecard,
    card: CardData | None,
    *,
    rows: int = ROOM,
    year: int = 0,
    name: str = "",
    live: bool = False,
) -> Grid:
    """The card as its form prints it; a blank one for None, with `rows` indicators in every block
    (a goal, or each group of it where the weights stand in the groups' cells), of the year and the
    department or project that its title names. `live` gives every choice and every box a cell of
    its own, so that a box can be ticked.

    Roles: title, opening, label and heading (printed words), choice, box, input, computed (what the
    other cells give), note.
    """
    card = card or blank_card(form, rows=rows, year=year, name=name)
    sheet = _Sheet(form)
    if card.title:
        sheet.paper.across(card.title, "title", ("表题", 0))
    _opening(sheet, card)
    _fields(sheet, card)
    for ticks in card.ticks:
        if live:
            _boxes(sheet, ticks)
        else:
            sheet.row(ticks.label, in_a_line(ticks), f"勾选 {ticks.label}")
    if card.execution is not None:
        _execution(sheet, card.execution)
    _goals(sheet, card, live)
    if card.constraint is not None:
        _constraint(sheet, card.constraint)
    _foot(sheet, card)
    cells = sorted(sheet.paper.cells, key=lambda cell: (cell.row, cell.column))
    merges = tuple(sorted(sheet.paper.merges))
    return Grid(tuple(cells), merges, sheet.paper.row, sheet.width)


def blank_card(form: Scorecard, *, rows: int = ROOM, year: int = 0, name: str = "") -> CardData:
    """A card of `form` in which nothing is written."""
    caption = form.caption
    if not year:
        caption = caption.replace("{year} 年度", "").replace("{year}年度", "")
    names = [label for row in form.fields for label in row]
    return CardData(
        form=form,
        title=caption.format(year=year, name=name),
        head={_label(words): words.partition("：")[2] for words in form.opening},
        fields=dict.fromkeys(names, ""),
        ticks=tuple(TicksData(ticks.label, ticks.choices, ()) for ticks in form.ticks),
        execution=ExecutionData(*form.execution, form.columns, "", "", "", ""),
        goals=tuple(
            GoalData(goal.heading, "", tuple(_blank_rows(form, rows))) for goal in goals(form)
        ),
        constraint=_blank_constraint(form),
        total="",
        deviation="",
        improvement="",
        sign=form.signature[1] if form.signature else None,
        notes=form.notes,
    )


def goals(form: Scorecard) -> tuple[GoalForm, ...]:
    """The blocks that the form prints; one without a heading where it prints none."""
    return form.goals or (GoalForm("", None, ""),)


def _blank_rows(form: Scorecard, rows: int) -> Iterator[IndicatorData]:
    labels = [group.label for group in form.groups] if form.weight_in is WeightIn.GROUP else [""]
    for label in labels:
        for _ in range(rows):
            yield IndicatorData(label, "", "", "", "", "")


def _blank_constraint(form: Scorecard) -> ConstraintData | None:
    own = form.constraint
    return ConstraintData(own.level1, own.level2, own.name, own.words) if own else None


def in_a_line(ticks: TicksData) -> str:
    """The choices and their boxes as one line: 1、部门预算项目 ☑ 2、区直专项 □."""
    return " ".join(
        f"{i + 1}、{choice} {ticks.glyph if i in ticks.ticked else BOX}"
        for i, choice in enumerate(ticks.choices)
    )


def _label(words: str) -> str:
    """填报日期 of 填报日期：."""
    return words.partition("：")[0]


# --- the columns -------------------------------------------------------------------------------


def columns(form: Scorecard) -> Mapping[str, tuple[int, int]]:
    """一级, 二级, 三级, 目标值, 完成值, 得分, 分值 → where the cells of that heading begin and how
    many columns they take, left to right. A heading beside the indicators stands in column 0."""
    found = {}
    at = int(form.goals_in is not GoalsIn.ACROSS)
    for heading in form.headings:
        key = next(key for words, key in _COLUMNS if words in heading)
        right = 2 if key == "三级" else 1
        found[key] = (at, right)
        at += right
    return found


@dataclass
class _Sheet:
    """A card in the making. `labels` is how many columns the words take that stand left of a row;
    `beside` how many stand left of the indicators."""

    form: Scorecard

    def __post_init__(self) -> None:
        self.columns = columns(self.form)
        self.beside = min(start for start, _ in self.columns.values())
        self.labels = 1 + self.beside
        self.width = sum(max(self.columns.values()))
        self.paper = Paper(self.width)

    def put(
        self,
        column: int,
        value: object,
        role: str,
        *,
        key: tuple[str, int] | None = None,
        down: int = 1,
        right: int = 1,
    ) -> None:
        """A cell of the row that is being written."""
        self.paper.add(Placed(self.paper.row, column, value, role, key), down, right)

    def row(self, label: str, value: str, what: str, role: str = "input") -> None:
        """A row of a label and what is written beside it."""
        self.put(0, label, "label", right=self.labels)
        right = self.width - self.labels
        self.put(self.labels, printed(value), role, key=(what, 0), right=right)
        self.paper.row += 1

    def parts(self, count: int) -> list[int]:
        """Where each of `count` equal parts of the width begins, and where the last one ends."""
        return [(2 * i * self.width + count) // (2 * count) for i in range(count + 1)]


# --- above the goals ---------------------------------------------------------------------------


def _opening(sheet: _Sheet, card: CardData) -> None:
    """单位名称：… 填报日期：…, as far as the card prints them."""
    if not card.head:
        return
    words = card.form.opening
    starts = sheet.parts(len(words))
    for start, end, said in zip(starts, starts[1:], words, strict=False):
        label = _label(said)
        text = f"{label}：{card.head.get(label, '')}"
        sheet.put(start, text, "opening", key=(f"表头 {label}", 0), right=end - start)
    sheet.paper.row += 1


def _fields(sheet: _Sheet, card: CardData) -> None:
    """The rows of fields; those of which the card prints none are left out."""
    written = {**card.fields, **card.amounts}
    for row in card.form.fields:
        if not any(label in written for label in row):
            continue
        starts = sheet.parts(len(row))
        for start, end, label in zip(starts, starts[1:], row, strict=False):
            sheet.put(start, label, "label", right=sheet.labels)
            value, at = printed(written.get(label, "")), start + sheet.labels
            sheet.put(at, value, "input", key=(label, 0), right=end - at)
        sheet.paper.row += 1


def _boxes(sheet: _Sheet, ticks: TicksData) -> None:
    """A cell for every choice and for every box, in as many rows as they need."""
    in_a_row = (sheet.width - sheet.labels) // 2
    rows = [ticks.choices[i : i + in_a_row] for i in range(0, len(ticks.choices), in_a_row)]
    sheet.put(0, ticks.label, "label", down=len(rows), right=sheet.labels)
    number = 0
    for row in rows:
        at = sheet.labels
        for choice in row:
            sheet.put(at, f"{number + 1}、{choice}", "choice")
            box = ticks.glyph if number in ticks.ticked else BOX
            sheet.put(at + 1, box, "box", key=(f"勾选 {ticks.label}", number))
            at += 2
            number += 1
        if at < sheet.width:
            sheet.put(at, "", "label", right=sheet.width - at)
        sheet.paper.row += 1


def _execution(sheet: _Sheet, execution: ExecutionData) -> None:
    """The heading beside two rows: the four column headings, and the four values."""
    paper, first = sheet.paper, sheet.width - len(execution.columns)
    sheet.put(0, execution.heading, "label", down=2, right=sheet.labels)
    sheet.put(sheet.labels, "", "label", right=first - sheet.labels)
    for i, heading in enumerate(execution.columns):
        sheet.put(first + i, heading, "heading")
    paper.row += 1
    sheet.put(sheet.labels, execution.label, "label", right=first - sheet.labels)
    values = (
        ("预算数", execution.budget, "input"),
        ("执行数", execution.executed, "input"),
        ("执行率", execution.rate, "computed"),
        ("执行得分", execution.score, "computed"),
    )
    for i, (what, value, role) in enumerate(values):
        sheet.put(first + i, printed(value), role, key=(what, 0))
    paper.row += 1


# --- goals and indicators ----------------------------------------------------------------------


def _goals(sheet: _Sheet, card: CardData, live: bool) -> None:
    """The goals, each with its heading, the column headings and its indicators."""
    form, first = card.form, 0
    if form.goals_in is GoalsIn.ACROSS and card.goals:
        _headings(sheet)
    for number, goal in enumerate(card.goals):
        down = 1 + len(goal.indicators)
        if form.goals_in is GoalsIn.SIDE:
            sheet.put(0, goal.heading, "label", key=("目标", number), down=down)
            _headings(sheet)
        elif form.goals_in is GoalsIn.DESCRIBED:
            _heading_row(sheet, number, goal, sheet.labels)
            sheet.put(0, form.goals[min(number, len(form.goals) - 1)].side, "label", down=down)
            _headings(sheet)
        elif goal.heading or goal.text:
            _heading_row(sheet, number, goal, 2 if goal.text or live else sheet.width)
        _indicators(sheet, goal, first)
        first += len(goal.indicators)


def _heading_row(sheet: _Sheet, number: int, goal: GoalData, right: int) -> None:
    """The heading of a goal, `right` columns wide, and its description."""
    sheet.put(0, goal.heading, "label", key=("目标", number), right=right)
    if right < sheet.width:
        key, left = ("目标说明", number), sheet.width - right
        sheet.put(right, goal.text, "input", key=key, right=left)
    sheet.paper.row += 1


def _headings(sheet: _Sheet) -> None:
    """The column headings of the indicators."""
    for heading, (column, right) in zip(sheet.form.headings, sheet.columns.values(), strict=True):
        sheet.put(column, heading, "heading", right=right)
    sheet.paper.row += 1


def _indicators(sheet: _Sheet, goal: GoalData, first: int) -> None:
    """The rows of a goal; `first` is the number of its first indicator."""
    for i, indicator in enumerate(goal.indicators, start=first):
        for what, value in (
            ("三级", indicator.name),
            ("目标值", indicator.target),
            ("完成值", indicator.result),
            ("得分", indicator.score),
            ("分值", indicator.weight),
        ):
            if what in sheet.columns:
                column, right = sheet.columns[what]
                shown = value if what == "三级" else printed(value)
                sheet.put(column, shown, "input", key=(what, i), right=right)
        sheet.paper.row += 1
    top = sheet.paper.row - len(goal.indicators)
    role = "label" if sheet.form.fixed else "input"
    for members in _runs(goal.indicators, by_second=False):
        _over(sheet, "一级", goal.indicators, members, top, first, role)
    singly = [range(i, i + 1) for i in range(len(goal.indicators))]
    for members in _runs(goal.indicators, by_second=True) if goal.merged else singly:
        _over(sheet, "二级", goal.indicators, members, top, first, "input")


def _over(
    sheet: _Sheet,
    what: str,
    indicators: Sequence[IndicatorData],
    members: range,
    top: int,
    first: int,
    role: str,
) -> None:
    """A cell over the rows of `members`, which are numbers within the goal."""
    indicator = indicators[members.start]
    words = indicator.level1 if what == "一级" else indicator.level2
    key = (what, first + members.start)
    cell = Placed(top + members.start, sheet.columns[what][0], words, role, key)
    sheet.paper.add(cell, down=len(members))


def _runs(indicators: Sequence[IndicatorData], *, by_second: bool) -> Iterator[range]:
    """The numbers of neighbours under one 一级指标 (and one 二级指标); a blank stands alone."""

    def place(i: int) -> tuple[object, ...]:
        indicator = indicators[i]
        words = (indicator.level1, indicator.level2) if by_second else (indicator.level1,)
        return words if words[-1] else (i,)

    for _, numbers in groupby(range(len(indicators)), key=place):
        found = list(numbers)
        yield range(found[0], found[-1] + 1)


# --- below the goals ---------------------------------------------------------------------------


def _constraint(sheet: _Sheet, constraint: ConstraintData) -> None:
    """The row of the 约束性指标: its words stand where the others have a target and a result."""
    words = {
        "一级": constraint.level1,
        "二级": constraint.level2,
        "三级": constraint.name,
        "目标值": constraint.text,
    }
    if sheet.beside:
        sheet.put(0, "", "label", right=sheet.beside)
    for what, (column, right) in sheet.columns.items():
        if what == "得分":
            sheet.put(column, printed(constraint.score), "input", key=("约束", 0))
        elif what != "完成值":
            sheet.put(column, words.get(what, ""), "label", right=right + (what == "目标值"))
    sheet.paper.row += 1


def _foot(sheet: _Sheet, card: CardData) -> None:
    """The total, the reasons, the signature and the notes."""
    form = card.form
    if card.total is not None:
        sheet.row(form.total, card.total, "总分", "computed")
    for label, value, what in zip(
        form.footer, (card.deviation, card.improvement), ("偏差", "改进"), strict=True
    ):
        if value is not None:
            sheet.row(label, value, what)
    if form.signature and card.sign is not None:
        sheet.row(form.signature[0], card.sign, "签批")
    for note in ("备注：", *card.notes) if card.notes else ():
        sheet.paper.across(note, "note")
