"""The records that a form set is made of: edition, form, part, line, column, rule.

A form is the printed layout of one table and the identities that hold in it. Everything here is
read from the files beside it (`loader.py`) and never changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property


class Layout(Enum):
    """How a table is laid out on paper."""

    TWO_SIDED = "左右两半"  # income left, expenditure right, each with its own 行次
    SUBJECTS = "科目"  # 科目编码, 科目名称, amounts; any number of rows
    BLOCKS = "经济分类"  # fixed economic 科目 in blocks side by side
    SINGLE = "单行"  # one row of amounts


class Severity(Enum):
    """How heavy a finding is: 错误, 核实, 提示; the gravest first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


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

    The words are as printed, indentation (U+3000) included.
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
        """The words without their indentation."""
        return self.label.strip("　 ")


@dataclass(frozen=True, slots=True)
class Part:
    """A side, block or the whole of a table: its headings and, where they are fixed, its lines."""

    name: str
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]


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


#: Where an edition prints the sentence that declares a table empty.
EMPTY_PLACES = ("合计行", "表头上", "附注下")

#: Row keys of cells: a 行次, a 科目编码, a label ("合计"), or "" for the only row of a table.
RowKey = int | str
#: A cell of a form: (table, row, 栏次). Last year's tables are keyed "上年01".
CellKey = tuple[str, RowKey, int]

TOTAL = "合计"
ONLY_ROW = ""


@dataclass(frozen=True)
class Form:
    """The layout of one table in one edition. `subject` is its number in the 2022/2024 order.

    `banners` are printed above the parts, one a part, equal neighbours merged; empty: none.
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

    @property
    def name(self) -> str:
        """The table as the notation calls it: 表1."""
        return f"表{int(self.subject)}"

    @property
    def open(self) -> bool:
        """Has the table a row for each 科目 that a department has, any number of them?"""
        return self.layout is Layout.SUBJECTS

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
    def rows_by_code(self) -> Mapping[str, RowKey]:
        """科目编码 → row key, for the codes that the form itself prints."""
        return {line.code: line.key for part in self.parts for line in part.lines if line.code}

    @cached_property
    def columns_of_row(self) -> Mapping[RowKey, tuple[int, ...]]:
        """Row key → its 栏次, for the rows that the form itself prints."""
        found: dict[RowKey, tuple[int, ...]] = {}
        for part in self.parts:
            numbers = tuple(c.number for c in part.columns)
            for line in part.lines:
                found[line.key] = numbers
        for label in self.totals:
            found[label] = self.columns
        if self.layout is Layout.SINGLE:
            found[ONLY_ROW] = self.columns
        return found


@dataclass(frozen=True)
class Edition:
    """A form set: the tables of one kind for some years and a place.

    `caption` is the line above a table, with {year}, {title} and {mark} (which stands in a line of
    its own where the caption does not name it); `opening` the words of the line with the unit;
    `empty_place` is where the sentence that declares a table empty is printed; `scorecards` names
    the forms of the self-evaluation that is published with the tables.
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
    scorecards: tuple[str, ...] = ()

    @property
    def before_unit(self) -> str:
        """What stands before the unit above a table: 单位：, 金额单位：."""
        return "".join(self.opening[1].partition("：")[:2])

    @property
    def year(self) -> int:
        """The year whose 科目 names the forms print."""
        return self.first_year
