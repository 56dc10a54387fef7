"""The records that a form set is made of: edition, form, part, line, column, rule.

A form is the printed layout of one table and the identities that hold in it. Everything here is
read from the files beside it (`loader.py`) and never changes.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from validator.messages import Lang
from validator.notation import BUDGET, LAST_YEAR, UNIT


class Layout(Enum):
    """How a table is laid out on paper."""

    TWO_SIDED = "左右两半"  # income left, expenditure right, each with its own 行次
    SUBJECTS = "科目"  # 科目编码, 科目名称, amounts; any number of rows
    BLOCKS = "经济分类"  # fixed economic 科目 in blocks side by side
    SINGLE = "单行"  # one row of amounts
    DECLARED = "申报表"  # sections one below the other: fields, lines, lists of any length


class Severity(Enum):
    """How heavy a finding is: 错误, 核实, 提示; the gravest first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @cached_property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)

    def at_most(self, other: "Severity") -> "Severity":
        """The lighter one of the two."""
        return max(self, other, key=lambda severity: severity.rank)


class FindingClass(Enum):
    """A class of what identities find, of which a bureau may say how heavy it takes it."""

    ROUNDING = "尾差"  # what rounding explains
    IMPROBABLE = "存疑"  # what it explains, but hardly ever produces
    COPY = "同数末位差"  # copies of one figure that differ by one in the last printed digit
    SUM = "合计末位差"  # a sum that is off by one last printed digit more than rounding explains


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading cell: its words, the 栏次 where it heads a column of amounts, what it spans."""

    label: str
    number: int | None
    children: tuple["Heading", ...] = ()

    @property
    def leaves(self) -> int:
        """How many columns it takes."""
        return sum(heading.leaves for heading in self.children) or 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column of amounts: its 栏次 and the headings above it, outermost first."""

    number: int
    path: tuple[str, ...]

    @property
    def label(self) -> str:
        """The heading next to the figures."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Line:
    """A printed row: its 行次 (0 where none is printed), words and 科目编码 ("" where none).

    The words are as printed, indentation (U+3000) included. In a table that prints no 行次 the
    number is only the notation's.
    """

    number: int
    label: str
    code: str = ""

    @property
    def key(self) -> int | str:
        """The row's key among the cells: its 行次, or its code where none is printed."""
        return self.number or self.code

    @property
    def words(self) -> str:
        """The words without their indentation, and without the spaces of 收 入 总 计."""
        return "".join(self.label.split())


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled cell of a 申报表; `number` is the line of one that holds an amount, else 0."""

    label: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A side, block or section of a table: its headings and, where they are fixed, its lines.

    Of a 申报表: `fields` are the rows of a section of labelled cells; `listed` is what a row of a
    list is called, `room` how many rows a blank form has for it; `goals` is how often the list
    stands there, each under a row that begins with `goal` and a number; `sides` are the words left
    of so many of its lines; `name_at` is where its name is printed: 左 or 上, "" for nowhere.
    """

    name: str
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    fields: tuple[tuple[Field, ...], ...] = ()
    listed: str = ""
    room: int = 0
    goal: str = ""
    goals: int = 1
    sides: tuple[tuple[str, int], ...] = ()
    name_at: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the catalogue shows it. `table` is "" for rules between tables; `fetched` says that
    a workbook takes the left side from the right one (取数) instead of having it typed twice."""

    id: str
    table: str
    notation: str
    meaning: str
    meaning_en: str
    source: str
    severity: Severity
    fetched: bool
    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Level:
    """How heavy a bureau takes what a shipped rule or a `FindingClass` (by its words, `name`)
    finds; `source` is why."""

    name: str
    severity: Severity
    source: str
    file: str
    line: int


#: What an edition's tables are.
FINAL_ACCOUNTS, BUDGETS = KINDS = ("决算", "预算")
#: … and what a form set without tables is.
CARDS = "自评表"

#: Where an edition prints the sentence that declares a table empty.
EMPTY_PLACES = ("合计行", "表头上", "附注下")

#: How an edition prints zero.
ZEROS = ("空白", "0.00")

#: Row keys of cells: a 行次, a 科目编码, a label ("合计"), "项目#1" for the first row of a list, or
#: "" for the only row of a table.
RowKey = int | str
#: A cell of a form: (table, row, 栏次). Last year's tables are keyed "上年01", those of the budget
#: "预算01", those of the third unit "单位3·01"; the tables of a form that may stand any number of
#: times "12-1", "12-2" ….
CellKey = tuple[str, RowKey, int]

TOTAL = "合计"
ONLY_ROW = ""

#: The words for years before the workbook's → how many before: 〈前年〉年 in a heading is one.
YEARS_BEFORE: Mapping[str, int] = {"前年": 2, "上年": 1}
#: What the column of 行次 is headed.
_OF_LINE_NUMBERS = ("行次", "行")


def row_key(name: str, number: int) -> str:
    """The key of a row of a list, counted from one: 项目#1."""
    return f"{name}#{number}"


def in_list(row: RowKey) -> tuple[str, int]:
    """The list and the number of a row that is one of a list; "" and 0 of any other."""
    name, sign, number = str(row).rpartition("#")
    return (name, int(number)) if sign else ("", 0)


def dated(words: str, year: int | None) -> str:
    """Words of a form with the years that 〈前年〉 and 〈上年〉 stand for; without a year, 前年."""
    for word, ago in YEARS_BEFORE.items() if "〈" in words else ():
        words = words.replace(f"〈{word}〉年", f"{year - ago}年" if year else word)
    return words


#: What the key of a table of a unit begins with.
_OF_UNIT = re.compile(rf"{UNIT}\d+·")


def split_key(key: str) -> tuple[str, str]:
    """The other workbook that the key of a table begins with, "" for none, and the key there."""
    if of_unit := _OF_UNIT.match(key):
        return of_unit[0], key[of_unit.end() :]
    workbook = next((word for word in (LAST_YEAR, BUDGET) if key.startswith(word)), "")
    return workbook, key.removeprefix(workbook)


def name_of_table(key: str) -> str:
    """A table as the notation calls it, by its subject or key: 表1, 表5-1, 上年表1."""
    workbook, own = split_key(key)
    return f"{workbook}表{own.lstrip('0')}"


@dataclass(frozen=True)
class Form:
    """The layout of one table in one edition. `subject` is its number: of final accounts that of
    the 2022/2024 order, of a budget the printed one, "05-1".

    `caption` is the line above it, "" for that of the edition. `banners` are printed above the
    parts, one a part, equal neighbours merged; empty: none.
    `numbering`: is the row of 栏次 printed? `repeated`: may it stand any number of times, its
    tables keyed "12-1", "12-2" …? `shares` are the columns of per cents, which are no amounts.
    `absence` is how heavy it is that a workbook lacks the table, None: as the rule for it says.
    `source` is where its layout is from, where that is not the document that the edition names;
    `other_titles` are those that it also has in workbooks.
    """

    subject: str
    title: str
    mark: str
    layout: Layout
    parts: tuple[Part, ...]
    totals: tuple[str, ...]
    banners: tuple[str, ...]
    catalogue: str
    notes: tuple[str, ...]
    empty_sentence: str
    rules: tuple[Rule, ...]
    file: str
    numbering: bool = True
    repeated: bool = False
    shares: frozenset[int] = frozenset()
    absence: Severity | None = None
    caption: str = ""
    source: str = ""
    other_titles: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The table as the notation calls it: 表1, 表5-1."""
        return name_of_table(self.subject)

    @property
    def open(self) -> bool:
        """Has the table a row for each 科目 that a department has, any number of them?"""
        return self.layout is Layout.SUBJECTS

    @property
    def optional(self) -> bool:
        """Is it a table that not every place publishes?"""
        return self.absence is Severity.INFO

    @cached_property
    def numbered(self) -> bool:
        """Are the 行次 of its lines printed?"""
        return any(h.label in _OF_LINE_NUMBERS for part in self.parts for h in part.headings)

    @cached_property
    def lists(self) -> Mapping[str, Part]:
        """What a row of a list is called → the list, for lists with amounts."""
        return {part.listed: part for part in self.parts if part.listed and part.columns}

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """Every 栏次 of the table, each once."""
        return tuple(dict.fromkeys(c.number for part in self.parts for c in part.columns))

    def column_label(self, number: int) -> str:
        """The heading of a column: 基本支出, or 本年支出·小计 where its own words do not tell."""
        columns = [column for part in self.parts for column in part.columns]
        own = next(column for column in columns if column.number == number)
        alike = sum(1 for column in columns if column.label == own.label)
        if alike > 1 or own.label in ("小计", "合计"):
            return "·".join(own.path[-2:])
        return own.label

    def has_columns(self, row: RowKey) -> bool:
        """Has the row several amounts, so that a column must be named with it?"""
        return len(self.columns_of_row.get(row, self.columns)) > 1

    @cached_property
    def lines(self) -> Mapping[int, tuple[Line, Part]]:
        """行次 → line and the part it stands in."""
        return {line.number: (line, part) for part in self.parts for line in part.lines}

    @cached_property
    def line_words(self) -> Mapping[int, str]:
        """行次 → the words that tell a line from the others: where no 行次 are printed and the same
        words stand twice, with what stands left of them or, failing that, above them."""
        counts = Counter(line.words for line, _ in self.lines.values())
        found: dict[int, str] = {}
        for part in self.parts:
            sides = [name for name, count in part.sides for _ in range(count)]
            above = ""
            for i, line in enumerate(part.lines):
                twice = counts[line.words] > 1 and line.words and not self.numbered
                before = (sides[i] if i < len(sides) else above) if twice else ""
                found[line.number] = f"{before} {line.words}".strip()
                above = above if counts[line.words] > 1 else line.words
        return found

    @cached_property
    def rows_by_code(self) -> Mapping[str, RowKey]:
        """科目编码 → row key, for the codes that the form itself prints."""
        return {line.code: line.key for part in self.parts for line in part.lines if line.code}

    @cached_property
    def columns_of_row(self) -> Mapping[RowKey, tuple[int, ...]]:
        """Row key → its 栏次, for the rows that the form itself prints."""
        found: dict[RowKey, tuple[int, ...]] = {}
        for part in self.parts:
            numbers = tuple(c.number for c in part.columns)
            found.update((line.key, numbers) for line in part.lines)
        for label in self.totals:
            found[label] = self.columns
        if self.layout is Layout.SINGLE:
            found[ONLY_ROW] = self.columns
        return found


@dataclass(frozen=True)
class Edition:
    """A form set: the tables of one `kind` (`KINDS`, `CARDS`) for some years and a place.

    `caption` is the line above a table, with {year}, {title} and {mark} (which stands in a line of
    its own where the caption does not name it); `opening` the words of the line with the unit;
    `empty_place` is where the sentence that declares a table empty is printed; `scorecards` names
    the forms of the self-evaluation that is published with the tables, `budget` the form set of the
    budget that they are compared with ("" for none).
    """

    name: str
    title: str
    title_en: str
    first_year: int
    last_year: int
    order: tuple[str, ...]
    caption: str
    opening: tuple[str, ...]
    zero: str
    empty_place: str
    source: str
    forms: Mapping[str, Form]
    rules: tuple[Rule, ...]
    digest: str
    kind: str = FINAL_ACCOUNTS
    scorecards: tuple[str, ...] = ()
    budget: str = ""

    def title_in(self, lang: Lang) -> str:
        """The title in this language."""
        return self.title if lang == "zh" else self.title_en

    @property
    def before_unit(self) -> str:
        """What stands before the unit above a table: 单位：, 金额单位：."""
        return "".join(self.opening[1].partition("：")[:2])

    def caption_of(self, form: Form) -> str:
        """The line above a table, with {year}, {title} and {mark} as in `caption`."""
        return form.caption or self.caption

    def captioned(self, form: Form, mark: str = "") -> tuple[str, str]:
        """The line above a table whose printed number is `mark` (that of the form, if not given):
        how it begins with the year, as "{year}年度" or "" where it does not, and the rest."""
        caption = self.caption_of(form)
        found = re.match(r"\{year\}年度?", caption)
        dated = found[0] if found else ""
        rest = caption.removeprefix(dated)
        return dated, rest.format(title=form.title, mark=mark or form.mark)

    @property
    def year(self) -> int:
        """The year whose 科目 names the forms print."""
        return self.first_year
