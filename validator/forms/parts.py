"""The parts of a form as a file writes them: headings, lines, and the sections of a 申报表.

【支出】 项目 | 行次 | 2 决算数            headings; a number is the 栏次 of a column of amounts
31-56 类 201 202 …                        lines 31 to 56, a 类 each, with ordinals
57 本年支出合计                           line 57
301 30101 30102 …                         lines without 行次, a 科目 each

【基本情况】 栏格                         a section of labelled cells, a row of them a line;
项目名称 | 项目编码                       a number is the line of a cell that holds an amount
1 项目总预算 | 2 项目当年预算
【项目资金来源】 左 来源项目 | 1 金额     a section with its name 左 of it, or 上 it
侧栏 3-7 收入构成                         what stands left of lines 3 to 7
【项目采购】 上 品名 | 数量 | 1 金额
清单 采购 4                               a list, with 4 rows in a blank form
【年度绩效指标】 左 一级指标 | 指标值
清单 年度指标 5
目标 年度目标 3                           … that stands there 3 times, each under its 年度目标
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from validator.forms.catalogue import FUNCTIONAL, catalogue, is_code, ordinal
from validator.forms.model import Column, Field, Heading, Line, Part
from validator.forms.text import FormError, Text, error

#: How a section of labelled cells begins, and where the name of another section may stand.
_FIELDS, NAME_AT = "栏格", ("左", "上")
#: The column of the amounts in labelled cells.
_ONLY = Column(1, ("金额",))
#: How the 21st ordinal is printed, unless the form says otherwise.
_ORDINAL = "二十一、"
_TWENTY_ONE = re.compile("廿一|二十一")


_NUMBERED = re.compile(r"([1-9]\d{0,3})\s+(.+)")


def parse_headings(text: str, file: str, line: int) -> tuple[Heading, ...]:
    """`项目{科目编码 | 科目名称} | 1 合计 | 本年支出{2 小计 | 3 基本支出}` → headings."""
    tokens = re.findall(r"[{}|]|[^{}|]+", text)
    position = 0

    def items() -> tuple[Heading, ...]:
        nonlocal position
        found: list[Heading] = []
        while position < len(tokens) and tokens[position] != "}":
            words = tokens[position].strip()
            position += 1
            if words == "{":
                raise FormError(file, line, "花括号前面应是它下面各栏共有的名称")
            if not words or words == "|":
                continue
            numbered = _NUMBERED.fullmatch(words)
            number, label = (int(numbered[1]), numbered[2]) if numbered else (None, words)
            if label.isdigit():
                raise FormError(file, line, f"栏次 {label} 后面没有名称")
            children: tuple[Heading, ...] = ()
            if position < len(tokens) and tokens[position] == "{":
                position += 1
                children = items()
                if position >= len(tokens):
                    raise FormError(file, line, "栏目的花括号没有配对")
                position += 1
                if not children or number is not None:
                    problem = "应有下级的栏，自己没有栏次"
                    raise FormError(file, line, f"“{label}”后面有花括号，{problem}")
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


_SPAN = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?(?:\s(.*))?")


def parts_of(text: Text, year: int, kind: str) -> tuple[Part, ...]:
    """The parts of a form; `kind` is that of its 科目. Raises FormError."""
    if not text.parts:
        headings = parse_headings(text.one("栏目"), text.file, text.directives["栏目"][0][0])
        return (Part("", headings, (), _columns(headings)),)
    sample = text.one("序数", _ORDINAL)
    if not _TWENTY_ONE.search(sample):
        raise error(text, "序数", f"序数应写作第 21 个的样子，如“{_ORDINAL}”，不能是“{sample}”")
    found = []
    for name, lines in text.parts.items():
        file = text.part_files[name]
        (first, header), *rest = lines
        if not header:
            raise FormError(file, first, f"【{name}】后面应写表头")
        if header.strip() == _FIELDS:
            found.append(_fields(name, first, rest, file))
            continue
        name_at = header[:1] if header.startswith(tuple(f"{at} " for at in NAME_AT)) else ""
        headings = parse_headings(header.removeprefix(name_at), file, first)
        part = Part(name, headings, (), _columns(headings), name_at=name_at)
        found.append(_filled(part, rest, file, year, kind, sample))
    return tuple(found)


def _fields(name: str, first: int, lines: list[tuple[int, str]], file: str) -> Part:
    rows = []
    for number, text in lines:
        cells = [cell.strip() for cell in text.split("|")]
        if any(not cell or cell.isdigit() for cell in cells):
            raise FormError(file, number, f"栏格应写作“名称 | 名称”或“行次 名称”：{text}")
        numbered = [(_NUMBERED.fullmatch(cell), cell) for cell in cells]
        rows.append(tuple(Field(n[2], int(n[1])) if n else Field(cell) for n, cell in numbered))
    if not rows:
        raise FormError(file, first, f"【{name}】下面没有栏格")
    lines_of = tuple(Line(f.number, f.label) for row in rows for f in row if f.number)
    return Part(name, (), lines_of, (_ONLY,) if lines_of else (), fields=tuple(rows))


def _filled(
    part: Part, lines: list[tuple[int, str]], file: str, year: int, kind: str, sample: str
) -> Part:
    """The part with what stands below its headings."""
    sided: list[int] = []
    for number, text in lines:
        words = text.split()
        if words and words[0] in _WRITTEN:
            if len(words) != 3:
                problem = f"{words[0]}应写作“{words[0]} {_WRITTEN[words[0]]}”：{text}"
                raise FormError(file, number, problem)
            if words[0] == "侧栏":
                side = _side(words[1], file, number)
                sided += side
                part = replace(part, sides=(*part.sides, (words[2], len(side))))
            else:
                part = _listed(part, words, file, number)
        elif words and all(is_code(word) for word in words) and kind:
            found = (Line(0, _name(code, kind, year, file, number), code) for code in words)
            part = replace(part, lines=(*part.lines, *found))
        else:
            part = replace(part, lines=(*part.lines, *_lines(text, file, number, year, sample)))
    if sided and sided != [line.number for line in part.lines]:
        problem = f"【{part.name}】的侧栏应当从上到下盖满各行，一行一次"
        raise FormError(file, lines[0][0], problem)
    return part


#: What stands in a section besides lines, and how it is written.
_WRITTEN = {"清单": "名称 行数", "目标": "名称 个数", "侧栏": "起-止 名称"}
_COUNT = re.compile(r"[1-9]\d{0,2}")


def _side(words: str, file: str, number: int) -> range:
    """The lines of `侧栏 FIRST-LAST WORDS`."""
    span = _SPAN.fullmatch(words)
    if span is None or not span[2]:
        raise FormError(file, number, f"侧栏应写明起止行次，如 1-4，不能是“{words}”")
    return range(int(span[1]), int(span[2]) + 1)


def _listed(part: Part, words: list[str], file: str, number: int) -> Part:
    """The part with its `清单 NAME ROWS` or `目标 NAME TIMES`."""
    what, name, count = words
    if _COUNT.fullmatch(count) is None:
        raise FormError(file, number, f"{what}的行数或个数应是数字，不能是“{count}”")
    if part.listed if what == "清单" else part.goal:
        raise FormError(file, number, f"一块里只能有一个{what}")
    if what == "清单":
        return replace(part, listed=name, room=int(count))
    return replace(part, goal=name, goals=int(count))


def _lines(text: str, file: str, number: int, year: int, sample: str) -> list[Line]:
    """The lines of `31-56 类 201 202 …`, of `9-26` without words, or of `57 本年支出合计`."""
    span = _SPAN.fullmatch(text)
    if span is None:
        raise FormError(file, number, f"应为“行次 名称”或科目编码：{text}")
    low, high = int(span[1]), int(span[2] or span[1])
    if not 0 < low <= high:
        raise FormError(file, number, f"行次应从 1 起，由小到大：{text}")
    label = (span[3] or "").strip(" ")
    if not label.startswith("类 "):
        return [Line(n, label) for n in range(low, high + 1)]
    codes = label.split()[1:]
    if len(codes) != high - low + 1:
        raise FormError(file, number, f"{low}-{high} 应有 {high - low + 1} 个类的编码")
    before, after = _TWENTY_ONE.split(sample, maxsplit=1)
    ordinals = (ordinal(i, short="廿一" in sample) for i in range(1, len(codes) + 1))
    return [
        Line(
            low + i, f"{before}{printed}{after}{_name(code, FUNCTIONAL, year, file, number)}", code
        )
        for i, (printed, code) in enumerate(zip(ordinals, codes, strict=True))
    ]


def _name(code: str, kind: str, year: int, file: str, line: int) -> str:
    names: Mapping[str, str] = catalogue(kind, year)
    if code not in names:
        raise FormError(file, line, f"{year} 年的{kind}科目里没有 {code}")
    return names[code]
