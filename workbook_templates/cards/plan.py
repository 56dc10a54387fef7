"""Where everything of a live scorecard stands: its printed cells, its blocks of indicators, and its
rows on the hidden sheet of figures.

A person may delete and insert rows of indicators, and delete a whole goal. So a block is read by
position, from the locked row above its first indicator, and what helps the rules stands on a sheet
of its own that nobody changes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from validator.forms.scorecard import EXPENDITURES, Kind, Scorecard, WeightIn
from validator.forms.workbook import DEPARTMENT_CARD, FIGURES, PROJECT_CARD, SUMMARY_CARD
from workbook_templates.cards.data import GoalData, IndicatorData
from workbook_templates.cards.grid import blank_card, lay_out_card
from workbook_templates.cards.summary_grid import lay_out_summary
from workbook_templates.grid import Grid
from workbook_templates.spot import Spot, span

#: What a cell of a card says and which of them: ("预算数", 0), ("得分", 3). See `card_grid`.
Key = tuple[str, int]
#: How many rows of indicators a block has at first: a group that has its own weight, a goal among
#: several, the only goal of a card.
_OF_GROUPS = {"成本": 2, "产出": 6, "效益": 4, "满意度": 2}
_OF_A_GROUP, _OF_A_GOAL, _OF_THE_GOAL = 4, 10, 14
#: So many rows may be inserted into a goal, and so many groups of it are checked beyond the form's.
SPARE, SPARE_GROUPS = 12, 2
#: So many project scorecards fit in a workbook.
MOST_PROJECTS = 60
#: The cells of a card that hold one figure, amounts first, in the order of their rows on the sheet
#: of figures; and those of each line of a summary. So many rows more a summary has there for its
#: marks.
AMOUNTS = (*EXPENDITURES, "预算数", "执行数")
SINGLE = (*AMOUNTS, "执行率", "执行得分", "总分")
OF_A_LINE = ("摘要权重", "摘要得分")
_MARKS = 12
#: The first row of the sheet of figures that belongs to a card, from zero.
FIRST = 3


@dataclass(frozen=True)
class Block:
    """The indicators of a goal: `first` is the number of the first on the card, `count` how many
    rows there are. `above` is the row over the first one, `last` is the last that is read: the row
    below the last indicator where that cannot be deleted. `top` is its first row on the sheet of
    figures, where `room` rows of indicators follow one for the goal and those for its groups.
    """

    goal: int
    first: int
    count: int
    above: int
    last: int
    top: int
    groups: int

    @property
    def closed(self) -> bool:
        """Is the last row that is read none of an indicator?"""
        return self.last > self.above + self.count

    @property
    def room(self) -> int:
        """How many indicators are read."""
        return self.count + SPARE

    @property
    def first_group(self) -> int:
        """The row of the first group on the sheet of figures."""
        return self.top + 1

    @property
    def first_indicator(self) -> int:
        """The row of the first indicator on the sheet of figures."""
        return self.first_group + self.groups

    @property
    def last_indicator(self) -> int:
        """The row of the last indicator on the sheet of figures."""
        return self.first_indicator + self.room - 1


@dataclass(frozen=True)
class CardPlan:
    """A scorecard of a workbook on its sheet. `rows` is how many rows of indicators a block gets
    at first (None: by the form); `top` is its first row on the sheet of figures."""

    form: Scorecard
    sheet: str
    rows: int | None = None
    top: int = FIRST

    @cached_property
    def grid(self) -> Grid:
        """The printed part."""
        if self.is_summary:
            return lay_out_summary(self.form, None)
        card = blank_card(self.form)
        goals = tuple(
            GoalData(goal.heading, "", tuple(self._blank_rows(len(card.goals))))
            for goal in card.goals
        )
        return lay_out_card(self.form, replace(card, goals=goals), live=True)

    def _blank_rows(self, goals: int) -> Iterator[IndicatorData]:
        rows = _OF_A_GOAL if goals > 1 else _OF_THE_GOAL
        labels = {"": self.rows or rows}
        if self.form.weight_in is WeightIn.GROUP:
            labels = {group.label: self.rows or _rows(group.name) for group in self.form.groups}
        for label, count in labels.items():
            for _ in range(count):
                yield IndicatorData(label, "", "", "", "", "")

    @cached_property
    def cells(self) -> Mapping[Key, Spot]:
        """What a cell says → where it stands."""
        return {
            (str(cell.key[0]), cell.key[1]): Spot(self.sheet, cell.row, cell.column)
            for cell in self.grid.cells
            if cell.key is not None
        }

    @property
    def is_project(self) -> bool:
        """Is it a project's?"""
        return self.form.kind is Kind.PROJECT

    @property
    def is_summary(self) -> bool:
        """Is it the summary that is published of the others?"""
        return self.form.kind is Kind.SUMMARY

    @property
    def name(self) -> Spot:
        """The cell that names what it evaluates; a summary has none."""
        return self.cells["项目名称" if self.is_project else "单位名称", 0]

    def column(self, what: str) -> int:
        """The column of the sheet that holds 一级, 得分 … of the indicators."""
        return self.cells[what, 0].column

    @cached_property
    def indicators(self) -> int:
        """How many rows of indicators there are."""
        return sum(what == "三级" for what, _ in self.cells)

    @cached_property
    def body(self) -> tuple[int, int]:
        """The row above the first indicator and the one below the last: both cannot be deleted."""
        rows = [spot.row for (what, _), spot in self.cells.items() if what == "三级"]
        return min(rows) - 1, max(rows) + 1

    def whole(self, what: str) -> str:
        """A column of the indicators with the rows around it, for a formula anywhere."""
        column = self.column(what)
        first, last = (Spot(self.sheet, row, column) for row in self.body)
        return span(first, last)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The goals."""
        found: list[Block] = []
        rows = sorted(spot.row for (what, _), spot in self.cells.items() if what == "三级")
        top, start = self.top + len(self.single), 0
        groups = 0
        if self.form.weight_in is WeightIn.GROUP:
            groups = len(self.form.groups) + SPARE_GROUPS
        for i, row in enumerate(rows):
            if i + 1 < len(rows) and rows[i + 1] == row + 1:
                continue
            closed = i + 1 == len(rows)
            count = i + 1 - start
            block = Block(len(found), start, count, rows[start] - 1, row + closed, top, groups)
            found.append(block)
            top, start = block.last_indicator + 1, i + 1
        return tuple(found)

    @cached_property
    def single(self) -> Mapping[str, Spot]:
        """The cells that hold one figure each → where they are read on the sheet of figures. Those
        of line 2 of a summary are called 摘要权重 2 and 摘要得分 2."""
        known = [what for what in SINGLE if (what, 0) in self.cells]
        if self.is_summary:
            lines = range(len(self.form.lines))
            known = [f"{what} {line}" for line in lines for what in OF_A_LINE]
        return {what: Spot(FIGURES, self.top + i, 0) for i, what in enumerate(known)}

    def cell_of(self, what: str) -> Spot:
        """The cell of a figure of `single`."""
        label, _, line = what.partition(" ")
        return self.cells[label, int(line or 0)]

    @property
    def bottom(self) -> int:
        """The first row of the sheet of figures that no longer belongs to the card."""
        blocks = self.blocks
        return blocks[-1].last_indicator + 1 if blocks else self.top + len(self.single) + _MARKS

    def read(self, block: Block, what: str) -> str:
        """A column of a block from the row above it, for a formula anywhere."""
        column = self.column(what)
        return span(Spot(self.sheet, block.above, column), Spot(self.sheet, block.last, column))


def _rows(group: str) -> int:
    return next((n for words, n in _OF_GROUPS.items() if group.startswith(words)), _OF_A_GROUP)


def card_plans(
    forms: Sequence[Scorecard], projects: int = 1, rows: int | None = None
) -> tuple[CardPlan, ...]:
    """The scorecards of a workbook: one of each form, `projects` of those for projects. Raises
    ValueError for more than MOST_PROJECTS, or none."""
    if not 1 <= projects <= MOST_PROJECTS:
        raise ValueError(projects)
    found: list[CardPlan] = []
    for form in forms:
        for number in range(1, projects + 1 if form.kind is Kind.PROJECT else 2):
            top = found[-1].bottom if found else FIRST
            found.append(CardPlan(form, _sheet_name(form, number), rows, top))
    return tuple(found)


def _sheet_name(form: Scorecard, number: int) -> str:
    if form.kind is Kind.PROJECT:
        return f"{PROJECT_CARD}{number}"
    return DEPARTMENT_CARD if form.kind is Kind.DEPARTMENT else SUMMARY_CARD
