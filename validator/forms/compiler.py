"""Rules → equations, with every reference proved to exist.

Compiling is the proof that a form is sound: an unknown reference, a duplicate addend, a total among
its own addends, a cycle, a statement that binds to nothing is a FormError with file and line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from validator.forms.catalogue import LENGTHS
from validator.forms.cycles import cell_name, refuse_cycles
from validator.forms.equations import (
    BELOW,
    OPEN,
    Compiled,
    CompiledCheck,
    CompiledComparison,
    CompiledInclusion,
    Equation,
    RuleSet,
    Term,
)
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
from validator.notation import (
    BUDGET,
    LEVELS,
    Beside,
    Identity,
    Inclusion,
    NamedCheck,
    NotationError,
    Ref,
    RowKind,
    Share,
    parse,
)
from validator.rounding import Relation

#: 检查 NAME: what `validator.checks` has functions for, and whether it speaks of a table with 科目
#: or of the whole workbook.
OF_TABLE, OF_WORKBOOK = "table", "workbook"
NAMED_CHECKS: Mapping[str, str] = {
    "科目编码": OF_TABLE,
    "下级科目": OF_TABLE,
    "表格齐全": OF_WORKBOOK,
    "表格重复": OF_WORKBOOK,
    "空表声明": OF_WORKBOOK,
    "行次齐全": OF_WORKBOOK,
    "金额": OF_WORKBOOK,
    "单位": OF_WORKBOOK,
    "小数位数": OF_WORKBOOK,
    "年度部门": OF_WORKBOOK,
    "上年工作簿": OF_WORKBOOK,
    "预算工作簿": OF_WORKBOOK,
    "近两年": OF_WORKBOOK,
    "项目资金": OF_WORKBOOK,
    "空白工作簿": OF_WORKBOOK,
    "模板公式": OF_WORKBOOK,
    "模板版面": OF_WORKBOOK,
}


@cache
def compiled(name: str) -> RuleSet:
    """All rules of the edition `name`, proved and ready to be bound. Raises FormError."""
    edition = load(name)
    return RuleSet(compile_rules(edition.rules, edition))


def compile_rules(rules: Iterable[Rule], edition: Edition) -> tuple[Compiled, ...]:
    """`rules` over the forms of `edition`. Raises FormError naming file and line."""
    shipped = {rule.id: rule for rule in edition.rules}
    result: list[Compiled] = []
    for rule in rules:
        if shipped.get(rule.id, rule) is not rule:
            raise FormError(rule.file, rule.line, f"{rule.id} 已是本版本的规则编号，请另取编号")
        try:
            statements = parse(rule.notation, rule.table, rule.file, rule.line, rule.column)
        except NotationError as error:
            wanted = f"；此处应为：{'、'.join(error.expected)}" if error.expected else ""
            problem = f"第 {error.column} 列：{error.problem}{wanted}"
            raise FormError(rule.file, error.line, problem) from error
        for statement in statements:
            compiler = _Compiler(rule, edition)
            if isinstance(statement, Identity):
                equations = compiler.equations(statement)
                if rule.fetched and any(not _fetches(equation) for equation in equations):
                    raise compiler.error(_FETCHED)
                result.extend(equations)
            elif rule.fetched:
                raise compiler.error(_FETCHED)
            elif isinstance(statement, Share):
                result.extend(compiler.shares(statement))
            elif isinstance(statement, Beside):
                result.extend(compiler.comparisons(statement))
            elif isinstance(statement, Inclusion):
                result.append(compiler.inclusion(statement))
            else:
                result.append(compiler.named(statement))
    refuse_cycles([e for e in result if isinstance(e, Equation)])
    return tuple(result)


#: The level of a statement that speaks of every row.
_EACH = "各行"
_FETCHED = "取数 只能写在等式上，等号左边是一个单元格，右边是它取的数"


def _fetches(equation: Equation) -> bool:
    """Can a workbook fill the left side, one cell, from the right one?"""
    alone = len(equation.left) == 1 and equation.left[0].weight == 1
    return alone and equation.relation is Relation.EQUAL and bool(equation.right)


@dataclass(frozen=True)
class _Compiler:
    rule: Rule
    edition: Edition

    def error(self, problem: str) -> FormError:
        return FormError(self.rule.file, self.rule.line, f"{self.rule.id}：{problem}")

    def form(self, ref: Ref) -> Form:
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
            raise self.error(f"{form.name}只有一张，前面不能写 Σ")
        return form

    def named(self, check: NamedCheck) -> CompiledCheck:
        scope = NAMED_CHECKS.get(check.name)
        if scope is None:
            names = "、".join(NAMED_CHECKS)
            raise self.error(f"没有名为“{check.name}”的检查；可用：{names}")
        if scope == OF_WORKBOOK and check.table:
            raise self.error(f"“检查 {check.name}”针对整本工作簿，不能写在一张表下")
        if scope == OF_TABLE:
            form = self.edition.forms.get(check.table)
            if form is None or not form.catalogue:
                raise self.error(
                    f"“检查 {check.name}”应写在一张科目表下，如 表3：检查 {check.name}"
                )
        return CompiledCheck(self.rule, check.name, check.table)

    def inclusion(self, statement: Inclusion) -> CompiledInclusion:
        for ref in statement.refs:
            if not self.form(ref).open or ref.row.value != "科目":
                raise self.error("⊇ 的两边都应是科目表，写作 表N[科目]")
            if ref.workbook:
                raise self.error(f"⊇ 不能与{ref.workbook}的表比较")
            if ref.column is not None and ref.column not in self.form(ref).columns:
                raise self.error(f"{self.form(ref).name}没有 {ref.column} 栏")
        if statement.whole.column is not None:
            raise self.error("⊇ 左边的表不写栏")
        return CompiledInclusion(
            self.rule,
            statement.whole.table,
            tuple(
                (ref.table, ref.column if isinstance(ref.column, int) else None)
                for ref in statement.parts
            ),
        )

    def equations(self, statement: Identity) -> list[Equation]:
        found = []
        for row, level in self._rows(statement):
            for column in self._free_columns(statement, row):
                left = tuple(self._term(w, ref, row, column) for w, ref in statement.left)
                right = tuple(self._term(w, ref, row, column) for w, ref in statement.right)
                self._refuse_doubles(left, right)
                found.append(
                    Equation(
                        self.rule,
                        statement.text,
                        left,
                        statement.relation,
                        right,
                        level,
                        self._optional(statement),
                    )
                )
        if not found:
            raise self.error(f"“{statement.text}”没有落在任何单元格上")
        return found

    def shares(self, statement: Share) -> list[Equation]:
        """A share of each row that the statement speaks of."""
        found = []
        for row, level in self._rows(statement):
            share, part, whole = (self._term(1, ref, row, None) for ref in statement.refs)
            if share.column not in self.form(statement.share).shares:
                raise self.error(f"“{statement.text}”的左边应是占比栏")
            equal, right = Relation.EQUAL, (part, whole)
            found.append(
                Equation(self.rule, statement.text, (share,), equal, right, level, share=True)
            )
        return found

    def comparisons(self, statement: Beside) -> list[CompiledComparison]:
        """One comparison for each row and column that the statement names."""
        if statement.left.workbook or not statement.right.workbook:
            raise self.error(
                "～ 的左边是本工作簿的表，右边是上年或预算的表，如 表3[科目]～上年表3[科目]"
            )
        return [
            CompiledComparison(
                self.rule,
                statement.text,
                self._term(1, statement.left, row, column),
                self._term(1, statement.right, row, column),
                level,
            )
            for row, level in self._rows(statement)
            for column in self._free_columns(statement, row)
        ]

    def _optional(self, statement: Identity) -> bool:
        """Does the left side name only 科目 of tables in which a department has those it uses?"""
        return all(
            ref.row.kind is RowKind.CODE and self.form(ref).open for _, ref in statement.left
        )

    def _rows(self, statement: Identity | Share | Beside) -> list[tuple[RowKey | None, str]]:
        """The rows that the statement speaks of, each with the level of what fills it: None where
        it names them itself."""
        levels = {
            str(ref.row.value)
            for ref in statement.refs
            if (ref.row.kind is RowKind.LEVEL or self._is_list(ref)) and not ref.summed
        }
        if any(ref.row.kind is RowKind.EACH for ref in statement.refs):
            levels.add(_EACH)
        if len(levels) > 1:
            raise self.error(f"一条关系里只能有一种逐项的行，这里有 {'、'.join(sorted(levels))}")
        level = next(iter(levels), "")
        return self._each_rows(statement) if level == _EACH else [(None, level)]

    def _is_list(self, ref: Ref) -> bool:
        return ref.row.kind is RowKind.LABEL and ref.row.value in self.form(ref).lists

    def _each_rows(self, statement: Identity | Share | Beside) -> list[tuple[RowKey | None, str]]:
        """各行: the lines and lists that have every column named, or OPEN in a 科目 table."""
        refs = [ref for ref in statement.refs if ref.row.kind is RowKind.EACH]
        form = self.form(refs[0])
        if form.open:
            return [(OPEN, _EACH)]
        if form.layout is Layout.SINGLE:
            return [(ONLY_ROW, "")]
        exceptions = statement.exceptions if isinstance(statement, Identity) else ()
        unknown = [n for n in exceptions if n not in form.lines]
        if unknown:
            raise self.error(f"{unknown[0]}行不存在，不能除外")
        wanted = {ref.column for ref in refs if isinstance(ref.column, int)}
        lines: list[tuple[RowKey | None, str]] = [
            (row, "")
            for row, columns in form.columns_of_row.items()
            if wanted <= set(columns)
            and row not in exceptions
            and (not isinstance(row, int) or form.lines[row][0].words)
        ]
        lists = (p for p in form.lists.values() if wanted <= {c.number for c in p.columns})
        return [*lines, *((OPEN, part.listed) for part in lists)]

    def _free_columns(self, statement: Identity | Beside, row: RowKey | None) -> list[int | None]:
        """各栏, or a line without 栏次 in a table with several columns: one equation a column."""
        sets = []
        for ref in statement.refs:
            if isinstance(ref.column, int):
                continue
            columns = self._columns(ref, row)
            if len(columns) > 1 or ref.column == "each":
                sets.append(columns)
        if not sets:
            return [None]
        if any(s != sets[0] for s in sets):
            raise self.error(f"“{statement.text}”各部分的栏数不同，应写明是哪一栏")
        return list(sets[0])

    def _columns(self, ref: Ref, row: RowKey | None) -> tuple[int, ...]:
        form = self.form(ref)
        kind, value = ref.row.kind, ref.row.value
        if kind is RowKind.EACH:
            key: RowKey = row if row is not None else OPEN
        elif kind is RowKind.LEVEL:
            key = next(iter(form.rows_by_code.values()), OPEN) if form.rows_by_code else OPEN
        elif kind is RowKind.ONLY:
            key = ONLY_ROW
        elif self._is_list(ref):
            return tuple(column.number for column in form.lists[str(value)].columns)
        else:
            key = self._row(ref, form, str(value) if kind is not RowKind.LINE else value)
        return form.columns_of_row.get(key, form.columns)

    def _row(self, ref: Ref, form: Form, value: RowKey) -> RowKey:
        """The row key of a line, code or label, proved to exist."""
        kind = ref.row.kind
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

    def _term(self, weight: int, ref: Ref, row: RowKey | None, free: int | None) -> Term:
        form = self.form(ref)
        kind, value = ref.row.kind, ref.row.value
        key: RowKey
        if kind is RowKind.EACH:
            key = row if row is not None else OPEN
        elif kind is RowKind.ONLY:
            if form.layout is not Layout.SINGLE:
                raise self.error(f"{form.name}不止一行，应写明哪一行，或写“各行”")
            key = ONLY_ROW
        elif kind is RowKind.LEVEL or self._is_list(ref):
            key = BELOW if ref.summed else OPEN
            if kind is RowKind.LEVEL and LEVELS[str(value)] not in (None, *_lengths(form)):
                raise self.error(f"{form.name}没有“{value}”这一级")
        else:
            key = self._row(ref, form, value)
            if ref.workbook and kind is RowKind.LABEL:
                key = value  # last year's edition may number the line otherwise
        columns = self._columns(ref, row)
        if isinstance(ref.column, int):
            column = ref.column
        elif len(columns) == 1 and ref.column is None:
            column = columns[0]
        else:
            assert free is not None
            column = free
        if column not in columns:
            raise self.error(f"{form.name}的这一行没有 {column} 栏")
        parent: RowKey = ""
        if key == BELOW:
            parent = TOTAL if LEVELS.get(str(value)) == 3 else OPEN
            parent = value if self._is_list(ref) else parent
        return Term(weight, ref.workbook + ref.table, key, column, parent, ref.every)

    def _refuse_doubles(self, left: tuple[Term, ...], right: tuple[Term, ...]) -> None:
        cells = [(t.table, t.row, t.column, t.parent) for t in (*left, *right)]
        for cell in cells:
            if cells.count(cell) > 1:
                where = cell_name(cell[:3])
                total = len(left) == 1 and cell == cells[0]
                raise self.error(f"{where}{'既是合计又是加数' if total else '出现了两次'}")


def _lengths(form: Form) -> tuple[int, ...]:
    """The lengths of the codes that may stand in the table."""
    return LENGTHS[form.catalogue] if form.catalogue else tuple({len(c) for c in form.rows_by_code})
