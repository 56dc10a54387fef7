"""The 勾稽 notation: text as it is printed under the tables → statements.

    27行=（1+2+3+4+5+6+7+8）行；30行=（27+28+29）行
    1栏各行=（2+3+4+5+6+7）栏各行
    表2[合计]1栏=表1 27行
    [类]各栏=Σ[款]各栏
    表9 12栏≥表6[30217]
    表3[科目]⊇表5[科目]、表7[科目]
    1行2栏=1行1栏÷4行1栏                  a share, in per cent
    表3[合计]3栏=Σ表12[项目当年预算]      over every 表12 of the workbook
    Σ[项目]6栏=表3[合计]3栏               over the rows of a list
    表3[科目]1栏～预算表3[科目]1栏        shown beside each other, not judged
    检查 科目编码
    检查 项目资金 表3[科目]3栏、表5[科目]3栏

A statement knows nothing of any form: whether line 27 exists is for `validator.forms` to say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from validator.notation.errors import NotationError, explained
from validator.rounding import Relation


class RowKind(Enum):
    """How a reference names its row."""

    LINE = "line"  # 27行: the printed 行次
    EACH = "each"  # 各行
    CODE = "code"  # [30217]: a 科目编码
    LEVEL = "level"  # [类] [款] [项] [科目]: every code of that level
    LABEL = "label"  # [合计] [人员经费合计]: by its printed words; or a list of the form, [项目]
    ONLY = "only"  # 12栏 of a table with one row

    __hash__ = object.__hash__


#: Words that stand for every code of a level, with the length of its codes (科目: any level).
LEVELS: dict[str, int | None] = {"类": 3, "款": 5, "项": 7, "科目": None, "部门": 3, "单位": 6}

#: What goes before a table of another workbook: last year's, and the budget of the same year.
LAST_YEAR, BUDGET = "上年", "预算"
#: What the keys of the tables of a unit begin with, before its number: 单位3·07.
UNIT = "单位"


@dataclass(frozen=True, slots=True)
class Row:
    """The row part of a reference; `value` is a line number, a code, a level or a label."""

    kind: RowKind
    value: int | str = ""


@dataclass(frozen=True, slots=True)
class Ref:
    """One cell, or one family of cells: `表4 59行3栏`, `[类]各栏`.

    `table` is the subject's number ("04", "05-1"), `workbook` the other workbook that it is in
    (LAST_YEAR, BUDGET) or "", `column` a printed 栏次, "each" for 各栏, or None where the text
    gives none. `summed`: Σ over the rows of a level or list; `every`: over all tables of this form.
    """

    table: str
    workbook: str
    row: Row
    column: int | str | None
    summed: bool
    every: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """`left relation right`: each side a tuple of (sign, Ref); an empty side is 0."""

    left: tuple[tuple[int, Ref], ...]
    relation: Relation
    right: tuple[tuple[int, Ref], ...]
    exceptions: tuple[int, ...]
    text: str

    @property
    def refs(self) -> Iterator[Ref]:
        """Every reference, left to right."""
        yield from (ref for _, ref in self.left)
        yield from (ref for _, ref in self.right)


@dataclass(frozen=True, slots=True)
class Inclusion:
    """`whole ⊇ parts`: every code of the parts stands in the whole as well."""

    whole: Ref
    parts: tuple[Ref, ...]
    text: str

    @property
    def refs(self) -> Iterator[Ref]:
        """Every reference, left to right."""
        yield self.whole
        yield from self.parts


@dataclass(frozen=True, slots=True)
class Share:
    """`share = part ÷ whole`: what a column of per cents prints."""

    share: Ref
    part: Ref
    whole: Ref
    text: str

    @property
    def refs(self) -> Iterator[Ref]:
        """Every reference, left to right."""
        yield from (self.share, self.part, self.whole)


@dataclass(frozen=True, slots=True)
class Beside:
    """`left ～ right`: figures that a person compares, row by row; neither is held to the other."""

    left: Ref
    right: Ref
    text: str

    @property
    def refs(self) -> Iterator[Ref]:
        """Every reference, left to right."""
        yield from (self.left, self.right)


@dataclass(frozen=True, slots=True)
class NamedCheck:
    """`检查 NAME`: a condition that no equation says, done by a function; `refs` is what it is told
    to look at."""

    name: str
    table: str
    refs: tuple[Ref, ...]
    text: str


Statement = Identity | Inclusion | Share | Beside | NamedCheck


#: No form has more lines or columns.
_HIGHEST = 9999
_FOLD = str.maketrans(
    "（）［］＋－−＝＞＜；：～０１２３４５６７８９\u3000", "()[]+--=><;:~0123456789 "
)


@cache
def _parser() -> Lark:
    grammar = files(__name__).joinpath("notation.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", maybe_placeholders=False, propagate_positions=True)


def parse(
    text: str, table: str = "", file: str = "<text>", line: int = 1, column: int = 1
) -> tuple[Statement, ...]:
    """The statements of `text`; `table` is the form that the text stands under, if any.

    `file`, `line` and `column` say where the text begins, for the errors.
    Raises NotationError.
    """
    folded = text.translate(_FOLD)

    def at(offset: int) -> tuple[int, int]:
        before = text[:offset]
        newlines = before.count("\n")
        return line + newlines, (offset - before.rfind("\n") if newlines else column + offset)

    try:
        tree = _parser().parse(folded)
    except UnexpectedInput as error:
        signs = {terminal.name: terminal.pattern.value for terminal in _parser().terminals}
        raise explained(error, text, file, at, signs) from None
    prefix = next((c for c in tree.children if isinstance(c, Tree) and c.data == "prefix"), None)
    default, workbook = _table(_tokens(prefix)[0]) if prefix else (table, "")
    if workbook:
        raise NotationError(f"{workbook}表只能写在单个引用前", file, line, column)
    statements = []
    for node in tree.children:
        if node is prefix or not isinstance(node, Tree):
            continue
        where = at(node.meta.start_pos)
        own = text[node.meta.start_pos : node.meta.end_pos].strip()
        builder = _Builder(default, file, *where)
        statements.append(builder.statement(node, own))
    return tuple(statements)


def _tokens(tree: Tree[Token]) -> list[Token]:
    return [child for child in tree.children if isinstance(child, Token)]


def _table(token: Token) -> tuple[str, str]:
    """The number of a table, and the other workbook that it is in."""
    workbook, _, number = token.partition("表")
    return key_of(number), workbook


def key_of(number: str) -> str:
    """The key of a table by its printed number: 1 → 01, 5-1 → 05-1."""
    first, dash, rest = number.partition("-")
    return f"{int(first):02d}{dash}{rest}"


@dataclass(frozen=True)
class _Builder:
    """Turns the parse tree of one statement into records."""

    table: str
    file: str
    line: int
    column: int

    def error(self, problem: str) -> NotationError:
        return NotationError(problem, self.file, self.line, self.column)

    def statement(self, node: Tree[Token], text: str) -> Statement:
        trees = [child for child in node.children if isinstance(child, Tree)]
        if node.data == "named_check":
            looked_at = tuple(map(self.alone, trees))
            return NamedCheck(str(node.children[1]), self.table, looked_at, text)
        if node.data == "inclusion":
            whole, *parts = (self.refs(1, tree)[0][1] for tree in trees)
            return Inclusion(whole, tuple(parts), text)
        if node.data == "share":
            if node.children[1] != "=":
                raise self.error("÷ 前面只能是等号：占比等于两个数相除")
            share, part, divisor = map(self.alone, trees)
            return Share(share, part, divisor, text)
        if node.data == "beside":
            return Beside(self.alone(trees[0]), self.alone(trees[1]), text)
        relation = str(node.children[1]).replace(">=", "≥").replace("<=", "≤")
        exceptions = tuple(int(t) for t in _tokens(trees[2])) if len(trees) > 2 else ()
        left, right = self.side(trees[0]), self.side(trees[1])
        if not left:
            raise self.error("左边不能只是一个数")
        return Identity(left, Relation(relation), right, exceptions, text)

    def alone(self, node: Tree[Token]) -> Ref:
        """The only reference of a side or of a `ref` node, which is not weighted."""
        terms = self.side(node) if node.data == "side" else tuple(self.refs(1, node))
        if len(terms) != 1 or terms[0][0] != 1:
            raise self.error("÷、～ 和检查的每一处都只能是一个引用，不能是几处之和")
        return terms[0][1]

    def side(self, node: Tree[Token]) -> tuple[tuple[int, Ref], ...]:
        terms: list[tuple[int, Ref]] = []
        sign = 1
        for child in node.children:
            if isinstance(child, Token):
                sign = -1 if child == "-" else 1
            elif child.data == "constant":
                if int(child.children[0]) != 0:  # type: ignore[arg-type]
                    raise self.error("勾稽关系里的常数只能是 0")
            else:
                terms.extend(self.refs(sign, child))
        return tuple(terms)

    def refs(self, sign: int, node: Tree[Token]) -> list[tuple[int, Ref]]:
        """The references of one `ref` node: a group in brackets gives several."""
        table, workbook, summed, every = self.table, "", False, False
        for child in node.children[:-1]:
            if isinstance(child, Tree):
                table, workbook = _table(_tokens(child)[1])
                every = True
            elif child.type == "TABLE":
                table, workbook = _table(child)
            else:
                summed = True
        if not table:
            raise self.error("没有写明是哪张表：每处前面写表号，如 表1 27行，或整条以“表1：”开头")
        place = node.children[-1]
        assert isinstance(place, Tree)
        return [
            (sign * weight, Ref(table, workbook, row, column, summed, every))
            for weight, row, column in self.place(place)
        ]

    def place(self, node: Tree[Token]) -> list[tuple[int, Row, int | str | None]]:
        subtrees = [child for child in node.children if isinstance(child, Tree)]
        if node.data == "columns":
            row = Row(RowKind.EACH) if _tokens(node) else Row(RowKind.ONLY)
            return [(w, row, n) for w, n in self.group(subtrees[0])]
        if node.data == "lines":
            lines, *rest = subtrees
            columns = self.columns(rest)
            return [
                (w * v, Row(RowKind.LINE, n), c) for w, n in self.group(lines) for v, c in columns
            ]
        if node.data == "each_line":
            return [(w, Row(RowKind.EACH), c) for w, c in self.columns(subtrees)]
        row = _bracketed(str(node.children[0])[1:-1].strip())
        return [(w, row, c) for w, c in self.columns(subtrees)]

    def columns(self, trees: list[Tree[Token]]) -> list[tuple[int, int | str | None]]:
        if not trees:
            return [(1, None)]
        if trees[0].data == "each_column":
            return [(1, "each")]
        return list(self.group(trees[0].children[0]))  # type: ignore[arg-type]

    def group(self, node: Tree[Token]) -> list[tuple[int, int]]:
        """`1+2+…+8` as (weight, number); `…` stands for every number between its neighbours."""
        members: list[tuple[int, int]] = []
        sign, before = 1, 0
        for token in _tokens(node):
            if token.type == "SIGN":
                sign = -1 if token == "-" else 1
            elif token.type == "ELLIPSIS":
                before = sign
            else:
                number = int(token)
                if number > _HIGHEST:
                    raise self.error(f"没有 {number} 这样大的行次、栏次")
                if before:
                    weight, last = members[-1]
                    if number <= last or not sign == before == weight:
                        raise self.error(f"“…”之后的 {number} 应当大于之前的 {last}，符号相同")
                    members.extend((weight, between) for between in range(last + 1, number))
                    before = 0
                members.append((sign, number))
        numbers = [number for _, number in members]
        if len(set(numbers)) < len(numbers):
            twice = next(n for n in numbers if numbers.count(n) > 1)
            raise self.error(f"{twice} 在同一个括号里出现了两次")
        return members


def _bracketed(name: str) -> Row:
    if name in LEVELS:
        return Row(RowKind.LEVEL, name)
    if name.isascii() and name.isdigit():
        return Row(RowKind.CODE, name)
    return Row(RowKind.LABEL, name)
