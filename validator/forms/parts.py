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
from validator.forms.text import FormError, Text

#: How a section of labelled cells begins, and where the name of another section may stand.
_FIELDS, NAME_AT = "栏格", ("左", "上")
#: The column of the amounts in labelled cells.
_ONLY = Column(1, ("金额",))
#: How the 21st ordinal is printed, unless the form says otherwise.
_ORDINAL = "二十一、"


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


def parts_of(text: Text, year: int, kind: str) -> tuple[Part, ...]:
    """The parts of a form; `kind` is that of its 科目. Raises FormError."""
    if not text.parts:
        headings = parse_headings(text.one("栏目"), text.file, text.directives["栏目"][0][0])
        return (Part("", headings, (), _columns(headings)),)
    sample = text.one("序数", _ORDINAL)
    found = []
    for name, lines in text.parts.items():
        file = text.part_files[name]
        (first, header), *rest = lines
        if header.strip() == _FIELDS:
            found.append(_fields(name, rest, file))
            continue
        name_at = header[:1] if header.startswith(tuple(f"{at} " for at in NAME_AT)) else ""
        headings = parse_headings(header.removeprefix(name_at), file, first)
        part = Part(name, headings, (), _columns(headings), name_at=name_at)
        found.append(_filled(part, rest, file, year, kind, sample))
    return tuple(found)


def _fields(name: str, lines: list[tuple[int, str]], file: str) -> Part:
    rows = []
    for number, text in lines:
        cells = [_SPAN.fullmatch(cell.strip()) or cell.strip() for cell in text.split("|")]
        if "" in cells:
            raise FormError(file, number, f"栏格应写作“名称 | 名称”：{text}")
        rows.append(
            tuple(
                Field(cell) if isinstance(cell, str) else Field(cell[3] or "", int(cell[1]))
                for cell in cells
            )
        )
    lines_of = tuple(Line(f.number, f.label) for row in rows for f in row if f.number)
    return Part(name, (), lines_of, (_ONLY,) if lines_of else (), fields=tuple(rows))


def _filled(
    part: Part, lines: list[tuple[int, str]], file: str, year: int, kind: str, sample: str
) -> Part:
    """The part with what stands below its headings."""
    for number, text in lines:
        words = text.split()
        if words and words[0] in ("清单", "目标", "侧栏"):
            part = _section(part, words, file, number)
        elif words and all(is_code(word) for word in words) and kind:
            found = (Line(0, _name(code, kind, year, file, number), code) for code in words)
            part = replace(part, lines=(*part.lines, *found))
        else:
            part = replace(part, lines=(*part.lines, *_lines(text, file, number, year, sample)))
    return part


def _section(part: Part, words: list[str], file: str, number: int) -> Part:
    """清单 NAME ROWS, 目标 NAME TIMES or 侧栏 FIRST-LAST WORDS."""
    what, *rest = words
    if len(rest) != 2:
        raise FormError(
            file, number, f"{what}应写作“清单 名称 行数”“目标 名称 个数”或“侧栏 起-止 名称”"
        )
    if what == "侧栏":
        span = _SPAN.fullmatch(rest[0])
        if span is None or not span[2]:
            raise FormError(file, number, f"侧栏应写明起止行次，如 1-4，不能是“{rest[0]}”")
        count = int(span[2]) - int(span[1]) + 1
        return replace(part, sides=(*part.sides, (rest[1], count)))
    if not rest[1].isdigit() or not int(rest[1]):
        raise FormError(file, number, f"{what}的行数或个数应是数字，不能是“{rest[1]}”")
    if what == "清单":
        return replace(part, listed=rest[0], room=int(rest[1]))
    return replace(part, goal=rest[0], goals=int(rest[1]))


def _lines(text: str, file: str, number: int, year: int, sample: str) -> list[Line]:
    """The lines of `31-56 类 201 202 …`, of `9-26` without words, or of `57 本年支出合计`."""
    span = _SPAN.fullmatch(text)
    if span is None:
        raise FormError(file, number, f"应为“行次 名称”或科目编码：{text}")
    low, high = int(span[1]), int(span[2] or span[1])
    label = (span[3] or "").strip(" ")
    if not label.startswith("类 "):
        return [Line(n, label) for n in range(low, high + 1)]
    codes = label.split()[1:]
    if len(codes) != high - low + 1:
        raise FormError(file, number, f"{low}-{high} 应有 {high - low + 1} 个类的编码")
    short, after = "廿一" in sample, sample.replace("廿一", "{}").replace("二十一", "{}")
    found = []
    for i, code in enumerate(codes):
        printed = after.format(ordinal(i + 1, short=short))
        found.append(Line(low + i, printed + _name(code, FUNCTIONAL, year, file, number), code))
    return found


def _name(code: str, kind: str, year: int, file: str, line: int) -> str:
    names: Mapping[str, str] = catalogue(kind, year)
    if code not in names:
        raise FormError(file, line, f"{year} 年的{kind}科目里没有 {code}")
    return names[code]
