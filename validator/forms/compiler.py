"""Rules → equations, with every reference proved to exist.

Compiling is the proof that a form is sound: an unknown reference, a duplicate addend, a total among
its own addends, a cycle, a statement that binds to nothing is a FormError with file and line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from validator.forms.cycles import cell_name, refuse_cycles
from validator.forms.equations import (
    Compiled,
    CompiledCheck,
    CompiledComparison,
    CompiledInclusion,
    Equation,
    RuleSet,
    Term,
)
from validator.forms.loader import editions, load
from validator.forms.model import Edition, Rule
from validator.forms.references import References
from validator.forms.scorecard import scorecard_rules
from validator.forms.text import FormError
from validator.notation import (
    Beside,
    Identity,
    Inclusion,
    NamedCheck,
    Ref,
    RowKind,
    Share,
    parse,
)
from validator.notation.errors import NotationError
from validator.rounding import Relation

T = TypeVar("T", Equation, CompiledComparison)

#: 检查 NAME: what `validator.checks` has functions for, and whether it speaks of a table with 科目,
#: of the columns of 科目 tables that are named behind it, or of the whole workbook.
OF_TABLE, OF_COLUMNS, OF_WORKBOOK = "table", "columns", "workbook"
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
    "单位量级": OF_WORKBOOK,
    "重复栏": OF_WORKBOOK,
    "年度部门": OF_WORKBOOK,
    "上年工作簿": OF_WORKBOOK,
    "预算工作簿": OF_WORKBOOK,
    "近两年": OF_WORKBOOK,
    "单位汇总": OF_WORKBOOK,
    "项目资金": OF_COLUMNS,
    "空白工作簿": OF_WORKBOOK,
    "模板公式": OF_WORKBOOK,
    "模板版面": OF_WORKBOOK,
    "提交公式": OF_WORKBOOK,
    "版式差异": OF_WORKBOOK,
    "文件内容": OF_WORKBOOK,
}


@cache
def compiled(name: str) -> RuleSet:
    """All rules of the edition `name`, proved and ready to be bound. Raises FormError."""
    edition = load(name)
    return RuleSet(compile_rules(edition.rules, edition))


@cache
def known_ids() -> Mapping[str, None]:
    """The ids of the rules of every edition and of scorecards, in order: a bureau's own rules may
    go with any of them."""
    sets = (*(load(name).rules for name in editions()), scorecard_rules())
    return {rule.id: None for rules in sets for rule in rules}


def compile_rules(rules: Iterable[Rule], edition: Edition) -> tuple[Compiled, ...]:
    """`rules` over the forms of `edition`. Raises FormError naming file and line."""
    shipped = {rule.id: rule for rule in edition.rules}
    result: list[Compiled] = []
    for rule in rules:
        if shipped.get(rule.id) is not rule and rule.id.upper() in known_ids():
            raise FormError(rule.file, rule.line, f"{rule.id} 已是 gouji 的规则编号，请另取编号")
        try:
            statements = parse(rule.notation, rule.table, rule.file, rule.line, rule.column)
        except NotationError as error:
            wanted = f"；此处应为：{'、'.join(error.expected)}" if error.expected else ""
            problem = f"第 {error.column} 列：{error.problem}{wanted}"
            raise FormError(rule.file, error.line, problem) from error
        for statement in statements:
            compiler = _Compiler(rule, References(rule, edition))
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


_FETCHED = "取数 只能写在等式上，等号左边是一个单元格，右边是它取的数"


def _fetches(equation: Equation) -> bool:
    """Can a workbook fill the left side, one cell, from the right one?"""
    alone = len(equation.left) == 1 and equation.left[0].weight == 1
    return alone and equation.relation is Relation.EQUAL and bool(equation.right)


@dataclass(frozen=True)
class _Compiler:
    rule: Rule
    at: References

    def error(self, problem: str) -> FormError:
        return self.at.error(problem)

    def named(self, check: NamedCheck) -> CompiledCheck:
        scope = NAMED_CHECKS.get(check.name)
        if scope is None:
            if f"检查 {check.name}" in {rule.notation for rule in scorecard_rules()}:
                raise self.error(f"“检查 {check.name}”是自评表的规则，自定规则只能针对表")
            names = "、".join(NAMED_CHECKS)
            raise self.error(f"没有名为“{check.name}”的检查；可用：{names}")
        if (scope == OF_COLUMNS) != bool(check.refs):
            named = "，如 检查 项目资金 表3[科目]3栏、表5[科目]3栏" if scope == OF_COLUMNS else ""
            raise self.error(f"“检查 {check.name}”后面{'应' if named else '不'}写科目表的栏{named}")
        if scope != OF_TABLE and check.table:
            raise self.error(f"“检查 {check.name}”针对整本工作簿，不能写在一张表下")
        if scope == OF_TABLE:
            form = self.at.edition.forms.get(check.table)
            if form is None or not form.catalogue:
                raise self.error(
                    f"“检查 {check.name}”应写在一张科目表下，如 表3：检查 {check.name}"
                )
        columns = tuple((ref.table, self._column_of_codes(ref)) for ref in check.refs)
        return CompiledCheck(self.rule, check.name, check.table, columns)

    def _column_of_codes(self, ref: Ref) -> int:
        """The 栏次 of `表3[科目]3栏`."""
        form = self.at.form(ref)
        if not form.open or ref.row.value != "科目" or ref.workbook or ref.summed:
            raise self.error("“检查”后面应是科目表的一栏，写作 表3[科目]3栏")
        if not isinstance(ref.column, int) or ref.column not in form.columns:
            raise self.error(f"“检查”后面应写明{form.name}的哪一栏，它有 {form.columns[-1]} 栏")
        return ref.column

    def inclusion(self, statement: Inclusion) -> CompiledInclusion:
        for ref in statement.refs:
            if not self.at.form(ref).open or ref.row.value != "科目":
                raise self.error("⊇ 的两边都应是科目表，写作 表N[科目]")
            if ref.workbook:
                raise self.error(f"⊇ 不能与{ref.workbook}的表比较")
            if ref.column not in (None, *self.at.form(ref).columns):
                raise self.error(f"⊇ 右边只能写{self.at.form(ref).name}的一栏，或不写栏")
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
        """One for each row and column that the statement names."""
        found = []
        term = self.at.term
        for rows in self.at.rows(statement):
            for column in self.at.free_columns(statement, rows):
                left = tuple(term(weight, ref, rows, column) for weight, ref in statement.left)
                right = tuple(term(weight, ref, rows, column) for weight, ref in statement.right)
                self._refuse_doubles(left, right)
                found.append(
                    Equation(
                        self.rule,
                        statement.text,
                        left,
                        statement.relation,
                        right,
                        rows.level,
                        optional=self._optional(statement),
                        repeated=self._repeated(statement),
                    )
                )
        return self._bound(found, statement)

    def shares(self, statement: Share) -> list[Equation]:
        """A share of each row that the statement names."""
        self._refuse_sums(statement)
        found = []
        for rows in self.at.rows(statement):
            share, part, whole = (self.at.term(1, ref, rows) for ref in statement.refs)
            if share.column not in self.at.form(statement.share).shares:
                raise self.error(f"“{statement.text}”的左边应是占比栏")
            for ref, term in ((statement.part, part), (statement.whole, whole)):
                if term.column in self.at.form(ref).shares:
                    raise self.error(f"“{statement.text}”的右边应是金额，不是占比栏")
            found.append(
                Equation(
                    self.rule,
                    statement.text,
                    (share,),
                    Relation.EQUAL,
                    (part, whole),
                    rows.level,
                    share=True,
                    repeated=self._repeated(statement),
                )
            )
        return self._bound(found, statement)

    def comparisons(self, statement: Beside) -> list[CompiledComparison]:
        """One comparison for each row and column that the statement names."""
        self._refuse_sums(statement)
        found = [
            CompiledComparison(
                self.rule,
                statement.text,
                self.at.term(1, statement.left, rows, column),
                self.at.term(1, statement.right, rows, column),
                rows.level,
            )
            for rows in self.at.rows(statement)
            for column in self.at.free_columns(statement, rows)
        ]
        return self._bound(found, statement)

    def _bound(self, found: list[T], statement: Identity | Share | Beside) -> list[T]:
        """What a statement was made of, which is something."""
        if not found:
            raise self.error(f"“{statement.text}”没有落在任何单元格上")
        return found

    def _refuse_sums(self, statement: Share | Beside) -> None:
        if any(ref.summed or ref.every for ref in statement.refs):
            raise self.error("÷ 和 ～ 的两边都只能是一处，不能写 Σ")

    def _optional(self, statement: Identity) -> bool:
        """Does the left side name only 科目 of tables in which a department has those it uses?"""
        return all(
            ref.row.kind is RowKind.CODE and self.at.form(ref).open for _, ref in statement.left
        )

    def _repeated(self, statement: Identity | Share) -> frozenset[str]:
        """The tables of which there may be any number."""
        return frozenset(ref.table for ref in statement.refs if self.at.form(ref).repeated)

    def _refuse_doubles(self, left: tuple[Term, ...], right: tuple[Term, ...]) -> None:
        cells = [(t.table, t.row, t.column, t.parent) for t in (*left, *right)]
        for cell in cells:
            if cells.count(cell) > 1:
                where = cell_name(cell[:3])
                total = len(left) == 1 and cell == cells[0]
                raise self.error(f"{where}{'既是合计又是加数' if total else '出现了两次'}")
