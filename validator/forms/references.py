"""References of a statement → the cells that they name in the forms, each proved to exist.

A statement speaks of one family of rows: rows that each reference names itself, or one row after
the other (各行), or the codes of a level ([类]), or the rows of a list ([项目]). Two tables can be
compared row by row only where they have the same rows. Every fault is a FormError at the rule.
"""

from dataclasses import dataclass
from typing import NamedTuple

from validator.forms.catalogue import FUNCTIONAL, LEVELS_OF
from validator.forms.equations import BELOW, OPEN, Term
from validator.forms.loader import load
from validator.forms.model import (
    ONLY_ROW,
    TOTAL,
    Edition,
    Form,
    Layout,
    RowKey,
    Rule,
    name_of_table,
)
from validator.forms.text import FormError
from validator.notation import BUDGET, Beside, Identity, Ref, RowKind, Share

#: The level of a statement that speaks of every row.
EACH = "各行"
#: The level that stands for every one of a table of 科目.
_ANY = "科目"


class Rows(NamedTuple):
    """Rows that a statement speaks of: `key` is the row, None where each reference names its own;
    `level` is what fills OPEN (`Equation.open_level`)."""

    key: RowKey | None
    level: str


@dataclass(frozen=True)
class References:
    """The references of a rule's statements, over the forms of an edition."""

    rule: Rule
    edition: Edition

    def error(self, problem: str) -> FormError:
        """The error at the rule."""
        return FormError(self.rule.file, self.rule.line, f"{self.rule.id}：{problem}")

    def form(self, ref: Ref) -> Form:
        """The form of the table that a reference speaks of."""
        edition = self.edition
        if ref.workbook == BUDGET:
            if not edition.budget:
                raise self.error(f"{edition.name} 没有写明与哪个版本的预算比较")
            edition = load(edition.budget)
        form = edition.forms.get(ref.table)
        if form is None:
            raise self.error(f"没有{ref.workbook}{name_of_table(ref.table)}")
        if form.repeated and ref.workbook:
            raise self.error(f"{form.name}可以有许多张，不能与{ref.workbook}的比较")
        if ref.every and not form.repeated:
            problem = "前面不能写 Σ；各级、清单之和写在表号之后，如 表3Σ[类]1栏"
            raise self.error(f"{form.name}只有一张，{problem}")
        return form

    def rows(self, statement: Identity | Share | Beside) -> list[Rows]:
        """The rows that the statement speaks of."""
        refs = tuple(statement.refs)
        opened = [ref for ref in refs if self._is_open(ref)]
        levels = sorted({_level(ref) for ref in opened})
        if len(levels) > 1:
            raise self.error(f"一条关系里只能有一种逐项的行，这里有 {'、'.join(levels)}")
        level = levels[0] if levels else ""
        kinds = {self._rows_of(ref) for ref in opened}
        if len(kinds) > 1:
            raise self.error(f"“{statement.text}”各表的行不同，不能逐行相比")
        for ref in refs:
            if ref.every and ref in opened:
                raise self.error("Σ表N 后面应是一行，不能是逐项的行")
            if ref.summed:
                self._refuse_sum(ref, level)
        several = sorted({self.form(r).name for r in refs if self.form(r).repeated and not r.every})
        if len(several) > 1:
            raise self.error(f"{'、'.join(several)}各有许多张，一条关系里只能有一种")
        exceptions = statement.exceptions if isinstance(statement, Identity) else ()
        if level == EACH:
            return self._each_rows(opened, exceptions)
        if exceptions:
            raise self.error(f"只有“{EACH}”的关系可以有除外的行")
        return [Rows(None, level)]

    def free_columns(self, statement: Identity | Beside, rows: Rows) -> list[int | None]:
        """各栏, or a line without 栏次 in a table with several columns: one equation a column."""
        sets = []
        for ref in statement.refs:
            if isinstance(ref.column, int):
                continue
            columns = self._columns(ref, rows)
            if len(columns) > 1 or ref.column == "each":
                sets.append(columns)
        if not sets:
            return [None]
        if any(s != sets[0] for s in sets):
            raise self.error(f"“{statement.text}”各部分的栏数不同，应写明是哪一栏")
        return list(sets[0])

    def term(self, weight: int, ref: Ref, rows: Rows, free: int | None = None) -> Term:
        """The cell of a reference on `rows`, in the column `free` where it names none."""
        form = self.form(ref)
        columns = self._columns(ref, rows)
        key = self._key(ref, form, rows)
        if isinstance(ref.column, int):
            column = ref.column
        elif len(columns) == 1 and ref.column is None:
            column = columns[0]
        elif free is not None:
            column = free
        else:
            raise self.error(f"{form.name}的这一行有几栏，应写明是哪一栏")
        if column not in columns:
            raise self.error(f"{form.name}的这一行没有 {column} 栏")
        parent: RowKey = ""
        if key == BELOW:
            top = not self._is_list(ref) and _level(ref) == _levels(form)[0]
            parent = str(ref.row.value) if self._is_list(ref) else TOTAL if top else OPEN
        return Term(weight, ref.workbook + ref.table, key, column, parent, ref.every)

    def _is_list(self, ref: Ref) -> bool:
        return ref.row.kind is RowKind.LABEL and ref.row.value in self.form(ref).lists

    def _is_open(self, ref: Ref) -> bool:
        """Does it stand for one row after the other?"""
        if ref.row.kind is RowKind.LEVEL and _level(ref) not in (*self._levels(ref), _ANY):
            raise self.error(f"{self.form(ref).name}没有“{_level(ref)}”这一级")
        kind = ref.row.kind
        return not ref.summed and (kind in (RowKind.EACH, RowKind.LEVEL) or self._is_list(ref))

    def _levels(self, ref: Ref) -> tuple[str, ...]:
        levels = _levels(self.form(ref))
        if not levels:
            raise self.error(f"{self.form(ref).name}不列{_ANY}")
        return levels

    def _rows_of(self, ref: Ref) -> object:
        """What two tables must have in common to be compared row by row."""
        form = self.form(ref)
        if self._is_list(ref):  # its rows have nothing by which another table's could be known
            return ref.workbook, form.subject, ref.row.value
        if ref.row.kind is RowKind.LEVEL or form.open:
            return _kind(form)
        lines = tuple((number, line.words) for number, (line, _) in form.lines.items())
        return form.layout, lines, form.totals

    def _refuse_sum(self, ref: Ref, level: str) -> None:
        """Σ stands before a list, or before the level below that of the statement."""
        if self._is_list(ref):
            return
        form = self.form(ref)
        if ref.row.kind is RowKind.LABEL:
            known = f"，它的有金额的清单是 {'、'.join(form.lists)}" if form.lists else ""
            raise self.error(f"{form.name}没有清单“{ref.row.value}”{known}")
        if ref.row.kind is not RowKind.LEVEL or _level(ref) == _ANY:
            raise self.error("Σ 后面应是一级或清单，如 Σ[款]")
        levels = _levels(form)
        at = levels.index(_level(ref))
        above = levels[at - 1] if at else ""
        if level != above:
            wanted = f"[{above}]" if above else f"[{TOTAL}]"
            raise self.error(f"Σ[{_level(ref)}] 是{wanted}所属各项之和，这里的行不是{wanted}")

    def _each_rows(self, refs: list[Ref], exceptions: tuple[int, ...]) -> list[Rows]:
        """各行: the lines and lists that have every column named, or OPEN in a 科目 table."""
        form = self.form(refs[0])
        unknown = [n for n in exceptions if n not in form.lines]
        if unknown:
            raise self.error(f"{unknown[0]}行不存在，不能除外")
        if form.open:
            return [Rows(OPEN, EACH)]
        wanted = {ref.column for ref in refs if isinstance(ref.column, int)}
        lines = [
            Rows(key, "")
            for key, columns in form.columns_of_row.items()
            if wanted <= set(columns)
            and key not in exceptions
            and (not isinstance(key, int) or form.lines[key][0].words)
        ]
        lists = (p for p in form.lists.values() if wanted <= {c.number for c in p.columns})
        return [*lines, *(Rows(OPEN, part.listed) for part in lists)]

    def _columns(self, ref: Ref, rows: Rows) -> tuple[int, ...]:
        """The columns that the row of a reference has."""
        form = self.form(ref)
        each_of_list = ref.row.kind is RowKind.EACH and rows.key == OPEN and not form.open
        if each_of_list or self._is_list(ref):
            listed = form.lists[rows.level if each_of_list else str(ref.row.value)]
            return tuple(column.number for column in listed.columns)
        if ref.row.kind is RowKind.LEVEL:
            first = next(iter(form.rows_by_code.values()), OPEN)
            return form.columns_of_row.get(first, form.columns)
        named = ref.row.kind not in (RowKind.EACH, RowKind.ONLY)  # by its words in last year's too
        key = self._own_row(ref, form) if named else self._key(ref, form, rows)
        return form.columns_of_row.get(key, form.columns)

    def _key(self, ref: Ref, form: Form, rows: Rows) -> RowKey:
        """The row key of a reference."""
        kind = ref.row.kind
        if kind is RowKind.EACH:
            return OPEN if rows.key is None else rows.key
        if kind is RowKind.ONLY:
            if form.layout is not Layout.SINGLE:
                raise self.error(f"{form.name}不止一行，应写明哪一行，或写“{EACH}”")
            return ONLY_ROW
        if kind is RowKind.LEVEL or self._is_list(ref):
            return BELOW if ref.summed else OPEN
        own = self._own_row(ref, form)
        # Last year's edition may number the line otherwise.
        return ref.row.value if ref.workbook and kind is RowKind.LABEL else own

    def _own_row(self, ref: Ref, form: Form) -> RowKey:
        """The row key of a line, code or label, proved to exist."""
        kind, value = ref.row.kind, ref.row.value
        if kind is RowKind.LINE:
            if value not in form.lines:
                raise self.error(f"{form.name}没有 {value} 行")
            return value
        if kind is RowKind.CODE:
            if form.open:
                return value
            if str(value) not in form.rows_by_code:
                raise self.error(f"{form.name}没有科目 {value}")
            return form.rows_by_code[str(value)]
        if value in form.totals:
            return value
        matches = [n for n, (line, _) in form.lines.items() if line.words == value]
        if len(matches) != 1:
            found = "没有" if not matches else "不止一行"
            raise self.error(f"{form.name}{found}“{value}”")
        return matches[0]


def _level(ref: Ref) -> str:
    """What fills the rows of an open reference."""
    return EACH if ref.row.kind is RowKind.EACH else str(ref.row.value)


def _kind(form: Form) -> str:
    """Of which kind the codes in the table are: of the lines of classes, 功能分类."""
    return form.catalogue or FUNCTIONAL


def _levels(form: Form) -> tuple[str, ...]:
    """The levels of the codes that may stand in the table, from the highest down."""
    printed = {len(code) for code in form.rows_by_code}
    levels = LEVELS_OF[_kind(form)].items()
    return tuple(name for name, length in levels if form.catalogue or length in printed)
