"""What must hold of a table's form so that it can be laid out, filled in and found again.

A line of a form file is proved where it is read (`parts.py`); here stands what its lines are
together: each layout has the parts that it needs and no others, and nothing stands twice.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from validator.forms.model import Form, Heading, Layout, Part
from validator.forms.text import FormError, Text, error

#: The layouts whose headings stand in 栏目, with rows that the form does not print.
_WITHOUT_PARTS = frozenset({Layout.SUBJECTS, Layout.SINGLE})
#: Those of 科目, which therefore say of which kind.
_OF_SUBJECTS = frozenset({Layout.SUBJECTS, Layout.BLOCKS})
#: What must be asked of codes that a person types: sums by level presume it.
_CODES = "检查 科目编码"
T = TypeVar("T")


def refuse_unsound(form: Form, text: Text) -> None:
    """Refuse a form that its layout does not allow. Raises FormError."""
    _refuse_wrong_parts(form, text)
    for part in form.parts:
        _refuse_unsound_part(part, form, text)
    if form.layout in _OF_SUBJECTS and not form.catalogue:
        raise error(text, "版式", f"{form.layout.value}版式的表应写明“科目：”")
    if form.open and not any(_CODES in rule.notation for rule in form.rules):
        raise error(text, "版式", f"{form.layout.value}版式的表，规则里应有“{_CODES}”")
    if form.banners and len(form.banners) != len(form.parts):
        problem = f"横栏有 {len(form.banners)} 个，【】有 {len(form.parts)} 个，应当一一对应"
        raise error(text, "横栏", problem)
    if form.repeated and form.layout is not Layout.DECLARED:
        raise error(text, "张数", f"只有{Layout.DECLARED.value}版式的表可以有许多张")
    if unknown := sorted(form.shares - set(form.columns)):
        raise error(text, "占比栏", f"占比栏里的 {unknown[0]} 栏不在表头里")
    lines = [line for part in form.parts for line in part.lines]
    for what, held in (
        ("行次", (line.number for line in lines if line.number)),
        ("科目", (line.code for line in lines if line.code)),
        ("清单", (part.listed for part in form.parts if part.listed)),
        ("合计行", form.totals),
    ):
        if (twice := _twice(held)) is not None:
            raise FormError(text.file, 1, f"{what} {twice} 写了两次")
    words = {line.words for line in lines} | set(form.totals)
    if both := next((name for name in form.lists if name in words), None):
        raise FormError(text.file, 1, f"清单与一行同名：{both}，关系式里就分不清了")


def _refuse_wrong_parts(form: Form, text: Text) -> None:
    """Are the headings where the layout has them: in 栏目, or in 【parts】?"""
    wanted = f"{form.layout.value}版式的表，"
    if form.layout in _WITHOUT_PARTS:
        if text.parts:
            name = next(iter(text.parts))
            raise _at(text, name, f"{wanted}没有【】：表头写在“栏目：”里")
        unnumbered = sum(1 for heading in _leaves(form.parts[0].headings) if heading.number is None)
        if form.layout is Layout.SUBJECTS and unnumbered < 2:
            raise error(text, "栏目", f"{wanted}应先有编码、名称两栏，再是有栏次的栏")
        return
    if not text.parts:
        raise error(text, "版式", f"{wanted}应有【】")
    if "栏目" in text.directives:
        raise error(text, "栏目", f"{wanted}表头写在【】那一行，不写“栏目：”")
    if form.layout is Layout.TWO_SIDED and len(form.parts) != 2:
        raise error(text, "版式", f"{wanted}应有两个【】，这里有 {len(form.parts)} 个")


def _refuse_unsound_part(part: Part, form: Form, text: Text) -> None:
    numbers = [column.number for column in part.columns]
    if (twice := _twice(numbers)) is not None:
        raise _at(text, part.name, f"栏次 {twice} 在一个表头里写了两次")
    if part.fields:
        if form.layout is not Layout.DECLARED:
            raise _at(text, part.name, f"只有{Layout.DECLARED.value}版式的表有栏格")
        return
    if form.layout is Layout.DECLARED:
        _refuse_unsound_section(part, text)
        return
    if part.listed or part.goal or part.sides or part.name_at:
        problem = f"左、上、清单、目标、侧栏只能写在{Layout.DECLARED.value}版式的表里"
        raise _at(text, part.name, problem)
    if not numbers:
        raise _at(text, part.name, "表头里没有栏次，金额写在哪一栏？")
    if form.layout is Layout.BLOCKS and not (part.lines and all(line.code for line in part.lines)):
        raise _at(text, part.name, f"{form.layout.value}版式的表，行都是科目编码")


def _refuse_unsound_section(part: Part, text: Text) -> None:
    """A section of a 申报表 has lines with amounts, or a list."""
    if not part.lines and not part.listed:
        raise _at(text, part.name, "下面没有行，也没有清单")
    if part.lines and not part.columns:
        raise _at(text, part.name, "有行，表头里却没有栏次")
    if part.goal and not part.listed:
        raise _at(text, part.name, "有目标，却没有清单")
    if part.goal and part.columns:
        raise _at(text, part.name, "各目标之下的清单里不能有金额")


def _at(text: Text, part: str, problem: str) -> FormError:
    """The error at a part, or at 栏目 where the form has none."""
    if part not in text.parts:
        return error(text, "栏目", problem)
    return FormError(text.part_files[part], text.parts[part][0][0], f"【{part}】{problem}")


def _leaves(headings: Iterable[Heading]) -> Iterator[Heading]:
    for heading in headings:
        yield from _leaves(heading.children) if heading.children else (heading,)


def _twice(held: Iterable[T]) -> T | None:
    """The first of them that stands twice."""
    seen: list[T] = []
    for each in held:
        if each in seen:
            return each
        seen.append(each)
    return None
