"""A 申报表 of a data.json → its figures and its words.

    {"fields": {"填报人": "…"},                       the cells beside labels, the gaps in headings
     "lines": {"1": ["7628.8", "99.70%", …]},         行次 → the amounts of its 栏次
     "lists": {"项目": [["…", null, "650", …], …]},   the rows of a list, every leaf column
     "goals": {"年度目标": [{"text": "…", "years": ["2020", "2021"], "rows": [[…], …]}]}}

`years` are those in the headings of a goal where they are not the two before the budget's. What is
blank may be left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from validator.forms.model import Form, row_key
from validator.forms.model import Part as Section
from workbook_templates.declared.grid import blanks
from workbook_templates.json_file import Part, Printed, amount_of, printable
from workbook_templates.paper import Key, columns

_FIELDS, _LINES, _LISTS, _GOALS = _KEYS = ("fields", "lines", "lists", "goals")
_OF_GOAL = ("text", "years", "rows")


def read_declared(form: Form, part: Part) -> tuple[dict[Key, Printed], dict[Key, str]]:
    """The figures and the words of the table `form`, which `part` holds. Raises DataError."""
    reader = _Reader(form, part.only(_KEYS))
    reader.fields()
    reader.lines()
    reader.lists()
    reader.goals()
    return reader.figures, reader.texts


@dataclass(frozen=True, slots=True)
class _Reader:
    """The table being read."""

    form: Form
    part: Part
    figures: dict[Key, Printed] = field(default_factory=dict)
    texts: dict[Key, str] = field(default_factory=dict)

    def below(self, key: str) -> Part:
        """What the table holds under `key`, nothing where it is missing."""
        return self.part.optional_part(key) or Part({}, self.part.file, self.part.place)

    def fields(self) -> None:
        """What stands beside labels and in the gaps of headings."""
        said = self.part.words(_FIELDS, blanks(self.form))
        self.texts.update({(label, 0): words for label, words in said.items() if words})

    def lines(self) -> None:
        """The amounts of the printed lines, and of labelled cells."""
        part = self.below(_LINES)
        for written, values in part.raw.items():
            row = int(written) if written.isdecimal() else 0
            numbers = self.form.columns_of_row.get(row)
            if numbers is None:
                raise part.error(f"没有“{written}”这一行")
            own = part.at(written)
            if not isinstance(values, list) or len(values) != len(numbers):
                raise own.error(f"应有 {len(numbers)} 个金额")
            for number, value in zip(numbers, values, strict=True):
                self.amount((row, number), value, own)

    def lists(self) -> None:
        """The rows of the lists that stand under no goal."""
        part = self.below(_LISTS)
        sections = {s.listed: s for s in self.form.parts if s.listed and not s.goal}
        for name in part.only(tuple(sections)).raw:
            self.rows(sections[name], name, part, name)

    def goals(self) -> None:
        """The goals, each with its words, its years and the rows of its list."""
        part = self.below(_GOALS)
        sections = {s.goal: s for s in self.form.parts if s.goal}
        for name in part.only(tuple(sections)).raw:
            for number, goal in enumerate(part.parts(name), start=1):
                goal.only(_OF_GOAL)
                years = goal.texts("years")
                if years and len(years) != 2:
                    raise goal.error("“years”应是前年、上年两个年份")
                said = (goal.text("text", ""), *years)
                key = f"{name}{number}"
                self.texts.update({(key, i): words for i, words in enumerate(said) if words})
                self.rows(sections[name], f"{sections[name].listed}{number}", goal, "rows")

    def rows(self, section: Section, name: str, part: Part, key: str) -> None:
        """The rows of a list, whose keys begin with `name`; they stand under `key` of `part`."""
        numbers = list(columns(section.headings))
        rows = [] if part.raw.get(key) is None else part.raw[key]
        if not isinstance(rows, list):
            raise part.error(f"“{key}”应是由行组成的列表")
        for i, row in enumerate(rows, start=1):
            own = part.at(f"{key}第 {i} 行")
            if not isinstance(row, list) or len(row) != len(numbers):
                raise own.error(f"应有 {len(numbers)} 格")
            self.row(row_key(name, i), numbers, row, own)

    def row(
        self, key: str, numbers: Sequence[int | None], cells: Sequence[Any], part: Part
    ) -> None:
        """One row of a list: amounts in the columns with a 栏次, words in the others."""
        for i, (number, value) in enumerate(zip(numbers, cells, strict=True)):
            if number is not None:
                self.amount((key, number), value, part)
            elif value is not None and (words := printable(value, part.error, f"第 {i + 1} 格")):
                self.texts[key, i] = words

    def amount(self, key: Key, value: Any, part: Part) -> None:
        """One amount, left out where it is blank."""
        amount = amount_of(value, part.error, share=key[1] in self.form.shares)
        if amount is not None:
            self.figures[key] = amount
