"""The text of a form file, cut into its directives, parts and rules, each with its line.

A file that extends another is laid over it (`extended`). What the pieces mean is for `parts` and
`loader` to say; here stands which of them a kind of file may have (`FileKind`): a misspelt
directive would else be one that silently is not there.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from errno import EFBIG
from importlib.resources.abc import Traversable
from os import strerror
from pathlib import Path
from string import Formatter

from validator.forms.model import Rule, Severity

SEVERITIES = {
    "错误": Severity.ERROR,
    "核实": Severity.WARNING,
    "提示": Severity.INFO,
}


#: Larger files of a bureau's own hold no rules, waivers or codes.
_OWN_SIZE = 8 << 20


def own_bytes(path: Path) -> bytes:
    """What a file of a bureau's own holds. Raises OSError, also where it is too large to be one."""
    with path.open("rb") as file:
        data = file.read(_OWN_SIZE + 1)
    if len(data) > _OWN_SIZE:
        raise OSError(EFBIG, strerror(EFBIG), str(path))
    return data


class FormError(ValueError):
    """A form file that cannot be used: the message is `file:line: what is wrong`."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        self.file, self.line, self.problem = file, line, problem
        super().__init__(f"{file}:{line}: {problem}")

    def __reduce__(self) -> tuple[type["FormError"], tuple[str, int, str]]:
        return type(self), (self.file, self.line, self.problem)  # to go to another process


@dataclass(frozen=True)
class RuleText:
    """A rule as it is written: its notation, where it stands, and what is said of it. `notation` is
    "" of one that only says how heavy the rule of its id is: `X05  级别：核实`."""

    id: str
    notation: str
    file: str
    line: int
    column: int
    said: Mapping[str, str]

    @property
    def severity(self) -> Severity:
        """Its 级别, 错误 where none is stated. Raises FormError."""
        level = self.said.get("级别", "错误")
        if level not in SEVERITIES:
            problem = f"级别只能是 {'、'.join(SEVERITIES)}，不能是“{level}”"
            raise FormError(self.file, self.line, problem)
        return SEVERITIES[level]

    def rule(self, table: str) -> Rule:
        """The rule, standing under `table` ("" between tables)."""
        fetched = self.said.get("取数", "否")
        if fetched not in ("是", "否"):
            raise FormError(self.file, self.line, f"取数只能是 是、否，不能是“{fetched}”")
        return Rule(
            id=self.id,
            table=table,
            notation=self.notation,
            meaning=self.said.get("含义", ""),
            meaning_en=self.said.get("英文", ""),
            source=self.said.get("来源", ""),
            severity=self.severity,
            fetched=fetched == "是",
            file=self.file,
            line=self.line,
            column=self.column,
        )


@dataclass
class Text:
    """A form file, cut into its directives, parts and rules, each with its first line number."""

    file: str
    head: str = ""
    head_line: int = 0
    directives: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    directive_files: dict[str, str] = field(default_factory=dict)
    parts: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    part_files: dict[str, str] = field(default_factory=dict)
    rules: dict[str, RuleText] = field(default_factory=dict)

    def one(self, key: str, default: str | None = None) -> str:
        """The text of a directive that may stand once."""
        if key in self.directives:
            return " ".join(text for _, text in self.directives[key])
        if default is None:
            raise FormError(self.file, 1, f"缺少“{key}：”")
        return default

    def labels(self, key: str) -> tuple[str, ...]:
        """The labels of a directive that lists them: `合计行：人员经费合计 | 公用经费合计`."""
        return tuple(label.strip() for label in self.one(key, "").split("|") if label)


@dataclass(frozen=True)
class FileKind:
    """What a kind of form file may hold: `directives`, the 【parts】 of a table (`tables`), and
    rules, unless these stand elsewhere (`rules_in`). `name` is what errors call it."""

    name: str
    directives: tuple[str, ...] = ()
    tables: bool = False
    rules_in: str = ""


EDITION_FILE = FileKind(
    "版本",
    (
        *("继承", "名称", "英文", "年度", "种类", "表序", "表题", "表头", "零值"),
        *("空表位置", "自评表", "预算", "来源"),
    ),
    rules_in="各表的文件和 cross.form",
)
TABLE_FILE = FileKind(
    "表格",
    (
        *("版式", "标号", "科目", "栏目", "栏次", "张数", "占比栏", "合计行", "横栏", "序数"),
        *("又名", "表题", "来源", "空表", "缺表", "注"),
    ),
    tables=True,
)
#: Rules between tables, and those on workbooks.
RULES_FILE = FileKind("规则文件")


def refuse_others(text: Text, kind: FileKind) -> None:
    """Refuse what a file of the kind does not know. Raises FormError."""
    for key, lines in text.directives.items():
        if key not in kind.directives:
            known = f"，可用的有 {'、'.join(kind.directives)}" if kind.directives else ""
            raise FormError(text.file, lines[0][0], f"{kind.name}没有“{key}：”{known}")
    for part, lines in text.parts.items():
        if not kind.tables:
            raise FormError(text.file, lines[0][0], f"{kind.name}没有【{part}】")
    for rule in text.rules.values():
        if kind.rules_in:
            problem = f"{kind.name}的规则都写在 {kind.rules_in}"
            raise FormError(text.file, rule.line, problem)
    if text.head and not kind.tables:
        raise FormError(text.file, text.head_line, f"看不懂这一行：{text.head}")


def error(text: Text, key: str, problem: str) -> FormError:
    """The error at a directive, or at the first line where the form does not state it."""
    lines = text.directives.get(key)
    file = text.directive_files.get(key, text.file)
    return FormError(file, lines[0][0] if lines else 1, problem)


_DIRECTIVE = re.compile(r"(\w+)：\s*(.*)")
_PART = re.compile(r"【(.*?)】\s*(.*)")
_RULE = re.compile(r"(?P<id>[^\s：:]+)\s+(?P<notation>\S.*)")
#: A line of words and a colon, as people type it; `表3：…` goes on with the notation.
_SAID = re.compile(r"(?!上年表|预算表|表)(\w+)\s*[：:]\s*(.*)")
_ATTRIBUTES = ("含义", "英文", "来源", "级别", "取数")
_RULES = "勾稽"


def extended(base: Text, text: Text) -> Text:
    """`text` laid over the text of the form that it extends."""
    rules = dict(base.rules)
    for key, rule in text.rules.items():
        old = rules.get(key)
        said = {**old.said, **rule.said} if old else rule.said
        rules[key] = replace(old if old and not rule.notation else rule, said=said)
    return Text(
        file=text.file,
        head=text.head or base.head,
        head_line=text.head_line,
        directives={**base.directives, **text.directives},
        directive_files={**base.directive_files, **text.directive_files},
        parts={**base.parts, **text.parts},
        part_files={**base.part_files, **text.part_files},
        rules=rules,
    )


def cut(entry: Traversable, file: str) -> Text:
    """The text of a form file, which errors call `file`. Raises FormError."""
    try:
        content = entry.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise FormError(file, 1, "文件应存为 UTF-8 编码") from None
    text = Text(file)
    section: list[tuple[int, str]] | None = None
    rule_lines: list[tuple[int, str]] = []
    in_rules = False
    for number, raw in enumerate(content.splitlines(), start=1):
        line = raw.rstrip()
        if in_rules:
            rule_lines.append((number, line))
        elif not line.strip() or line.startswith("#"):
            continue
        elif line == f"【{_RULES}】":
            in_rules = True
        elif part := _PART.match(line):
            if part[1] in text.parts:
                raise FormError(file, number, f"【{part[1]}】写了两次")
            section = [(number, part[2])]
            text.parts[part[1]] = section
            text.part_files[part[1]] = file
        elif (directive := _DIRECTIVE.match(line)) and not line[0].isspace():
            if directive[1] in text.directives:
                raise FormError(file, number, f"“{directive[1]}：”写了两次")
            section = text.directives[directive[1]] = [(number, directive[2])]
            text.directive_files[directive[1]] = file
        elif line.startswith("表") and not text.head:
            text.head, text.head_line = line, number
        elif section is not None:
            section.append((number, line.lstrip(" ")))
        else:
            raise FormError(file, number, f"看不懂这一行：{line}")
    text.rules = {rule.id: rule for rule in parse_rules(rule_lines, file)}
    return text


def parse_rules(lines: Iterable[tuple[int, str]], file: str) -> list[RuleText]:
    """Rules from numbered lines: `ID  notation`, then indented attributes or more notation.

    A bureau's `--rules` file is the same text. Raises FormError.
    """
    found: list[RuleText] = []
    for number, line in lines:
        if is_comment(line):
            continue
        if not line[0].isspace():
            found.append(_rule_text(number, line.strip(), file))
            if any(rule.id == found[-1].id for rule in found[:-1]):
                raise FormError(file, number, f"规则编号 {found[-1].id} 写了两次")
            continue
        if not found:
            raise FormError(file, number, "缩进的行应当跟在一条规则之后")
        rule = found[-1]
        attribute = said_in(line)
        if attribute is None:
            found[-1] = replace(rule, notation=f"{rule.notation}\n{line}")
            continue
        key, said = attribute
        if key not in _ATTRIBUTES:
            known = "、".join(_ATTRIBUTES)
            raise FormError(file, number, f"没有“{key}：”，规则下可以写 {known}")
        if key in rule.said:
            raise FormError(file, number, f"“{key}”写了两次")
        found[-1] = replace(rule, said={**rule.said, key: said})
    return found


def said_in(line: str) -> tuple[str, str] | None:
    """The word before the colon of a line and what stands behind it, None for another line."""
    found = _SAID.fullmatch(line.strip())
    return (found[1], found[2].strip()) if found else None


def is_comment(line: str) -> bool:
    """Is it a line that says nothing: blank, or a note that begins with #?"""
    return not line.strip() or line.lstrip().startswith(("#", "＃"))


def _rule_text(number: int, line: str, file: str) -> RuleText:
    """A rule from its first line. Raises FormError."""
    head = _RULE.fullmatch(line)
    if head is None:
        raise FormError(file, number, f"规则应写作“编号  关系式”：{line}")
    level = said_in(head["notation"])
    if level and level[0] == "级别":
        return RuleText(head["id"], "", file, number, 1, dict([level]))
    column = line.index(head["notation"], len(head["id"])) + 1
    return RuleText(head["id"], head["notation"], file, number, column, {})


def stated(text: Text, key: str, known: Sequence[str], default: str | None = None) -> str:
    """What a directive says, which is one of `known`. Raises FormError."""
    said = text.one(key, default)
    if said not in known:
        raise error(text, key, f"{key}只能是 {'、'.join(known)}，不能是“{said}”")
    return said


def years(text: Text) -> tuple[int, int]:
    """The first and the last year. Raises FormError."""
    found = [int(year) for year in re.findall(r"[0-9]{4}", text.one("年度"))]
    if not found or found != sorted(found):
        raise error(text, "年度", "年度应写作“2024”或“2024-2025”")
    return found[0], found[-1]


#: What may stand in braces in a directive.
_BRACED = {"year": "年度", "title": "表名", "mark": "标号", "name": "名称"}


def with_names(text: Text, key: str, known: Sequence[str], default: str | None = None) -> str:
    """What a directive says; in braces it may name one of `known`, no other. Raises FormError."""
    said = text.one(key, default)
    try:
        held = {name for _, name, _, _ in Formatter().parse(said) if name is not None}
    except ValueError:
        held = {said}
    if held - set(known):
        names = "、".join(f"{{{name}}} {_BRACED[name]}" for name in known)
        raise error(text, key, f"{key}里的花括号只能是 {names}")
    return said
