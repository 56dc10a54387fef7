"""Form files → forms. A file reads like the printed form; `docs/forms.md` describes it.

An edition is a folder: `edition.form` names it, `01.form` … `09.form` hold a table each, and
`cross.form` the rules between tables. An edition that extends another states only what differs:
a directive or a 【part】 that it gives replaces the extended one's, and a rule replaces the rule of
the same id (what the rule does not restate, its meaning or source, stays).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from validator.forms.catalogue import FUNCTIONAL, catalogue, is_code, ordinal
from validator.forms.model import (
    EMPTY_PLACES,
    Column,
    Edition,
    Form,
    Heading,
    Layout,
    Line,
    Part,
    Rule,
    Severity,
)

SEVERITIES = {
    "错误": Severity.ERROR,
    "核实": Severity.WARNING,
    "提示": Severity.INFO,
}


class FormError(ValueError):
    """A form file that cannot be used: the message is `file:line: what is wrong`."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        self.file, self.line, self.problem = file, line, problem
        super().__init__(f"{file}:{line}: {problem}")


@dataclass(frozen=True)
class RuleText:
    """A rule as it is written: its notation, where it stands, and what is said of it."""

    id: str
    notation: str
    file: str
    line: int
    column: int
    said: Mapping[str, str]

    def rule(self, table: str) -> Rule:
        """The rule, standing under `table` ("" between tables)."""
        level = self.said.get("级别", "错误")
        if level not in SEVERITIES:
            problem = f"级别只能是 {'、'.join(SEVERITIES)}，不能是“{level}”"
            raise FormError(self.file, self.line, problem)
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
            severity=SEVERITIES[level],
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


_DIRECTIVE = re.compile(r"(\w+)：\s*(.*)")
_PART = re.compile(r"【(.*?)】\s*(.*)")
_RULE = re.compile(r"(?P<id>[^\s：]+)\s+(?P<notation>\S.*)")
_ATTRIBUTES = ("含义", "英文", "来源", "级别", "取数")
_RULES = "勾稽"


@cache
def editions() -> tuple[str, ...]:
    """The names of the form sets that ship, in order."""
    root = files("validator.forms")
    return tuple(
        sorted(entry.name for entry in root.iterdir() if entry.joinpath("edition.form").is_file())
    )


@cache
def load(name: str) -> Edition:
    """The edition `name`. Raises FormError for a file that cannot be used, KeyError for a name
    that is none of `editions()`."""
    if name not in editions():
        raise KeyError(name)
    chain = _chain(name)
    texts = _merged([{e.name: cut(e, f"{n}/{e.name}") for e in _files(n)} for n in chain])
    digest = sha256()
    for folder in chain:
        for entry in _files(folder):
            digest.update(entry.read_bytes())
    about = texts.pop("edition.form")
    years = [int(year) for year in re.findall(r"\d{4}", about.one("年度"))]
    forms = {}
    for file, text in sorted(texts.items()):
        if file != "cross.form":
            form = _form(text, years[0])
            forms[form.subject] = form
    order = tuple(f"{int(n):02d}" for n in about.one("表序").split())
    if sorted(order) != sorted(forms):
        raise FormError(about.file, 1, f"表序 {order} 与表格文件 {tuple(forms)} 不一致")
    cross = texts.get("cross.form")
    rules = [rule for subject in sorted(forms) for rule in forms[subject].rules]
    rules += [rule.rule("") for rule in cross.rules.values()] if cross else []
    return Edition(
        name=name,
        title=about.one("名称"),
        title_en=about.one("英文"),
        first_year=years[0],
        last_year=years[-1],
        order=order,
        caption=about.one("表题"),
        opening=about.labels("表头"),
        zero=about.one("零值"),
        empty_place=_empty_place(about),
        source=about.one("来源"),
        forms=forms,
        rules=tuple(rules),
        digest=digest.hexdigest(),
        scorecards=about.labels("自评表"),
    )


def _empty_place(about: Text) -> str:
    place = about.one("空表位置")
    if place not in EMPTY_PLACES:
        line = about.directives["空表位置"][0][0]
        raise FormError(about.file, line, f"空表位置只能是 {'、'.join(EMPTY_PLACES)}")
    return place


def _files(name: str) -> list[Traversable]:
    folder = files("validator.forms").joinpath(name)
    return sorted((e for e in folder.iterdir() if e.name.endswith(".form")), key=lambda e: e.name)


def _chain(name: str) -> list[str]:
    """The editions that `name` extends, farthest first, and itself."""
    chain = [name]
    while True:
        file = files("validator.forms").joinpath(chain[0]).joinpath("edition.form")
        base = cut(file, f"{chain[0]}/edition.form").one("继承", "")
        if not base:
            return chain
        if base in chain or base not in editions():
            raise FormError(f"{chain[0]}/edition.form", 1, f"继承的版本 {base} 不存在或成环")
        chain.insert(0, base)


def _merged(layers: list[dict[str, Text]]) -> dict[str, Text]:
    result: dict[str, Text] = {}
    for layer in layers:
        for name, text in layer.items():
            result[name] = extended(result[name], text) if name in result else text
    return result


def extended(base: Text, text: Text) -> Text:
    """`text` laid over the text of the form that it extends."""
    rules = dict(base.rules)
    for key, rule in text.rules.items():
        old = rules.get(key)
        rules[key] = replace(rule, said={**old.said, **rule.said}) if old else rule
    return Text(
        file=text.file,
        head=text.head or base.head,
        head_line=text.head_line,
        directives={**base.directives, **text.directives},
        parts={**base.parts, **text.parts},
        part_files={**base.part_files, **text.part_files},
        rules=rules,
    )


def cut(entry: Traversable, file: str) -> Text:
    """The text of a form file, which errors call `file`. Raises FormError."""
    text = Text(file)
    section: list[tuple[int, str]] | None = None
    rule_lines: list[tuple[int, str]] = []
    in_rules = False
    for number, raw in enumerate(entry.read_text(encoding="utf-8").splitlines(), start=1):
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
        elif line.startswith("表") and not text.head:
            text.head, text.head_line = line, number
        elif section is not None:
            section.append((number, line.lstrip(" ")))
        else:
            raise FormError(file, number, f"看不懂这一行：{line}")
    text.rules = {rule.id: rule for rule in parse_rules(rule_lines, file)}
    return text


def parse_rules(lines: list[tuple[int, str]], file: str) -> list[RuleText]:
    """Rules from numbered lines: `ID  notation`, then indented attributes or more notation.

    A bureau's `--rules` file is the same text. Raises FormError.
    """
    found: list[RuleText] = []
    for number, line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace():
            head = _RULE.fullmatch(line.strip())
            if head is None:
                raise FormError(file, number, f"规则应写作“编号  关系式”：{line.strip()}")
            if any(rule.id == head["id"] for rule in found):
                raise FormError(file, number, f"规则编号 {head['id']} 写了两次")
            column = line.index(head["notation"], len(head["id"])) + 1
            found.append(RuleText(head["id"], head["notation"], file, number, column, {}))
            continue
        if not found:
            raise FormError(file, number, "缩进的行应当跟在一条规则之后")
        rule = found[-1]
        attribute = _DIRECTIVE.fullmatch(line.strip())
        if attribute is None or attribute[1] not in _ATTRIBUTES:
            found[-1] = replace(rule, notation=f"{rule.notation}\n{line}")
        elif attribute[1] in rule.said:
            raise FormError(file, number, f"“{attribute[1]}”写了两次")
        else:
            found[-1] = replace(rule, said={**rule.said, attribute[1]: attribute[2]})
    return found


def _form(text: Text, year: int) -> Form:
    head = text.head.split(maxsplit=1)
    if len(head) != 2 or not head[0].removeprefix("表").isdigit():
        raise FormError(text.file, text.head_line or 1, "表格文件应以“表N  标题”开头")
    subject = f"{int(head[0].removeprefix('表')):02d}"
    layouts = {layout.value: layout for layout in Layout}
    if (name := text.one("版式")) not in layouts:
        raise FormError(text.file, 1, f"版式只能是 {'、'.join(layouts)}，不能是“{name}”")
    layout = layouts[name]
    kind = text.one("科目", "")
    if text.parts:
        parts = tuple(
            _part(name, lines, text.part_files[name], year, kind)
            for name, lines in text.parts.items()
        )
    else:
        headings = parse_headings(text.one("栏目"), text.file, text.directives["栏目"][0][0])
        parts = (Part("", headings, (), _columns(headings)),)
    form = Form(
        subject=subject,
        title=head[1].strip(),
        mark=text.one("标号"),
        layout=layout,
        parts=parts,
        totals=text.labels("合计行"),
        banners=text.labels("横栏"),
        catalogue=kind,
        notes=tuple(line for _, line in text.directives.get("注", [])),
        empty_sentence=text.one("空表", ""),
        rules=tuple(rule.rule(subject) for rule in text.rules.values()),
        file=text.file,
    )
    if form.banners and len(form.banners) != len(parts):
        problem = f"横栏有 {len(form.banners)} 个，【】有 {len(parts)} 个，应当一一对应"
        raise FormError(text.file, text.directives["横栏"][0][0], problem)
    numbers = [line.number for part in parts for line in part.lines if line.number]
    if twice := next((n for n in numbers if numbers.count(n) > 1), None):
        raise FormError(text.file, 1, f"行次 {twice} 写了两次")
    return form


def parse_headings(text: str, file: str, line: int) -> tuple[Heading, ...]:
    """`项目{科目编码 | 科目名称} | 1 合计 | 本年支出{2 小计 | 3 基本支出}` → headings."""
    tokens = re.findall(r"[{}|]|[^{}|]+", text)
    position = 0

    def items() -> tuple[Heading, ...]:
        nonlocal position
        found: list[Heading] = []
        while position < len(tokens) and tokens[position] != "}":
            if tokens[position] == "|":
                position += 1
                continue
            words = tokens[position].strip()
            position += 1
            if not words:
                continue
            numbered = re.fullmatch(r"(\d+)\s+(.+)", words)
            number, label = (int(numbered[1]), numbered[2]) if numbered else (None, words)
            children: tuple[Heading, ...] = ()
            if position < len(tokens) and tokens[position] == "{":
                position += 1
                children = items()
                if position >= len(tokens):
                    raise FormError(file, line, "栏目的花括号没有配对")
                position += 1
            found.append(Heading(label, number, children))
        return tuple(found)

    headings = items()
    if position < len(tokens):
        raise FormError(file, line, "栏目的花括号没有配对")
    return headings


def _columns(headings: tuple[Heading, ...], path: tuple[str, ...] = ()) -> tuple[Column, ...]:
    found: list[Column] = []
    for heading in headings:
        here = (*path, heading.label)
        if heading.number is not None:
            found.append(Column(heading.number, here))
        found.extend(_columns(heading.children, here))
    return tuple(found)


_SPAN = re.compile(r"(\d+)(?:-(\d+))?(?:\s(.*))?")


def _part(name: str, lines: list[tuple[int, str]], file: str, year: int, kind: str) -> Part:
    (first, header), *rest = lines
    headings = parse_headings(header, file, first)
    found: list[Line] = []
    for number, text in rest:
        words = text.split()
        if words and all(is_code(word) for word in words) and kind:
            found.extend(Line(0, _name(code, kind, year, file, number), code) for code in words)
            continue
        span = _SPAN.fullmatch(text)
        if span is None:
            raise FormError(file, number, f"应为“行次 名称”或科目编码：{text}")
        low, high = int(span[1]), int(span[2] or span[1])
        label = (span[3] or "").strip(" ")
        if label.startswith("类 "):
            codes = label.split()[1:]
            if len(codes) != high - low + 1:
                raise FormError(file, number, f"{low}-{high} 应有 {high - low + 1} 个类的编码")
            for i, code in enumerate(codes):
                printed = f"{ordinal(i + 1)}、{_name(code, FUNCTIONAL, year, file, number)}"
                found.append(Line(low + i, printed, code))
        else:
            found.extend(Line(n, label) for n in range(low, high + 1))
    return Part(name, headings, tuple(found), _columns(headings))


def _name(code: str, kind: str, year: int, file: str, line: int) -> str:
    names: Mapping[str, str] = catalogue(kind, year)
    if code not in names:
        raise FormError(file, line, f"{year} 年的{kind}科目里没有 {code}")
    return names[code]
