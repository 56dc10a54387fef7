"""The text of a scorecard's form, before it is made a form: its layers and its directives."""

from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from validator.forms.text import FileKind, Text, cut, error, extended, refuse_others, stated

#: Every directive that a form of a scorecard may state.
DIRECTIVES = (
    *("继承", "名称", "英文", "年度", "种类", "来源", "表题", "表头", "栏目", "勾选"),
    *("预算执行", "执行栏", "目标版式", "目标", "指标栏", "分值", "固定分值", "一级指标"),
    *("约束", "总分", "表尾", "签批", "摘要行", "等级", "等级表", "备注"),
)
_FILE = FileKind("自评表", DIRECTIVES, rules_in="scorecards/rules.form")
#: A word in the heading of a column of indicators → what the column holds.
_COLUMNS = (
    *(("一级", "一级"), ("二级", "二级"), ("三级", "三级"), ("具体指标", "三级")),
    *(("目标值", "目标值"), ("完成值", "完成值"), ("得分", "得分")),
    *(("分值", "分值"), ("权重", "分值")),
)
E = TypeVar("E", bound=Enum)


def shipped(name: str) -> Traversable:
    """The file of the scorecard `name` that ships, which may not exist."""
    return files("validator.forms.scorecards").joinpath(f"{name}.form")


def layered(
    entry: Traversable, file: str, seen: Callable[[bytes], None], above: tuple[str, ...]
) -> Text:
    """The form's text, laid over that of the form which it extends; errors call it `file`, and
    `seen` gets the content of each layer. In its file, what it inherits stands at its 继承.

    `above` are the forms that extend it. Raises FormError.
    """
    seen(entry.read_bytes())
    own = cut(entry, file)
    refuse_others(own, _FILE)
    base = own.one("继承", "")
    if not base:
        return own
    if base in above or not shipped(base).is_file():
        raise error(own, "继承", f"继承的自评表 {base} 不存在或成环")
    below = layered(shipped(base), f"scorecards/{base}.form", seen, (*above, base))
    here = own.directives["继承"][0][0]
    inherited = {
        key: [(here, words) for _, words in said] for key, said in below.directives.items()
    }
    return extended(replace(below, directives=inherited, directive_files={}), own)


def one_of(text: Text, key: str, choices: type[E]) -> E:
    """The member of `choices` that a directive names. Raises FormError."""
    return choices(stated(text, key, tuple(choice.value for choice in choices)))


def column_of(heading: str) -> str:
    """What the column of indicators below a heading holds: 一级, 二级, 三级, 目标值, 完成值, 得分,
    分值; "" for a heading that says none of these."""
    return next((what for word, what in _COLUMNS if word in heading), "")


def rows(text: Text, key: str) -> tuple[tuple[str, ...], ...]:
    """The lines of a directive, each cut at its |."""
    lines = [line for _, line in text.directives.get(key, []) if line]
    return tuple(tuple(cell.strip(" ") for cell in line.split("|")) for line in lines)


def yes(text: Text, key: str) -> bool:
    """Does a directive say 是? Not where it does not stand. Raises FormError."""
    if (said := text.one(key, "否")) not in ("是", "否"):
        raise error(text, key, f"{key}只能是 是、否，不能是“{said}”")
    return said == "是"
