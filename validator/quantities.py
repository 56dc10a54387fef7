"""Figures as people write them on scorecards: amounts with a unit in the cell, rates with and
without %, and the targets and results of indicators (≥90%, 30 分钟以内, 4 次，完成率 100%).

A target or result that cannot be compared as a quantity is qualitative, and `quantity` is None:
words, dates, ranges (10-15 次), and a figure in the middle of a sentence.
"""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from validator.amounts import UNITS, Unit, canonical


class Money(NamedTuple):
    """An amount of a scorecard, in 分.

    `half` is half of its last printed digit: by its unit's two decimals, or finer where more digits
    are written (234.0984 万); 0 where that digit is 分 or less. `loose` is the same by the digits
    that are written where those are fewer than two but some (2.3 万: 0.05 万); else it is `half`. A
    whole number (6, 78 万) is exact to the unit's two decimals.
    """

    fen: Decimal
    half: Decimal
    loose: Decimal
    unit: Unit


class Rate(NamedTuple):
    """A rate in per cent with the decimals that are written: 99.7 with 1. Of a cell that holds a
    fraction (0.997) or a figure without %, `percent` is the reading nearest to what it should be.
    """

    percent: Decimal
    decimals: int


class Sense(Enum):
    """Which way a target points."""

    AT_LEAST = "≥"
    MORE = ">"
    AT_MOST = "≤"
    LESS = "<"
    POINT = "="
    ABOUT = "≈"


class Quantity(NamedTuple):
    """What a target or a result says as a quantity.

    `value` is in `unit` ("" where none is written; 万 and 千 are multiplied out; minutes, hours and
    days are all in 分钟, money in 元) or in per cent, then `unit` is "%". A year's number is meant:
    次/年 is 次, 1 次/月 is 12 次. `completion` is the 完成率 that a result states (100 for 100%),
    None where it states none; where it states nothing else, `value` is the completion and `unit` is
    `COMPLETION`. `scale` is how many of `unit` the written unit is: 10,000 for 万人, 60 for 小时.
    """

    sense: Sense
    value: Decimal
    unit: str
    completion: Decimal | None = None
    scale: Decimal = Decimal(1)

    @property
    def rises(self) -> bool:
        """Does it point up (≥, >)?"""
        return self.sense in (Sense.AT_LEAST, Sense.MORE)

    @property
    def falls(self) -> bool:
        """Does it point down (≤, <)?"""
        return self.sense in (Sense.AT_MOST, Sense.LESS)


#: The unit of a result that states its completion and no figure.
COMPLETION = "完成率"
#: A target of “about” is met within this share of it.
ABOUT = Decimal("0.1")

_ONE, _HUNDRED = Decimal(1), Decimal(100)
#: A figure of a scorecard; longer ones are none, and what is computed of these stays exact.
_FIGURE = r"[+-]?(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,12})(?:\.\d{1,10})?"
_MONEY = re.compile(rf"(?:人民币|[¥])?({_FIGURE})(亿|千|万)?(元)?整?")
_RATE = re.compile(rf"({_FIGURE})(%?)")

_SENSES: Mapping[Sense, tuple[str, ...]] = {
    Sense.AT_LEAST: (
        *("≥", "≧", "⩾", "≮", ">=", "不少于", "不低于", "不小于", "不得少于", "不得低于"),
        *("至少", "最少", "大于等于", "大于或等于", "高于或等于"),
    ),
    Sense.MORE: (">", "﹥", "〉", "超过", "大于", "多于", "高于", "超"),
    Sense.AT_MOST: (
        *("≤", "≦", "⩽", "≯", "<=", "不超过", "不高于", "不大于", "不多于", "不得超过", "不得高于"),
        *("不得突破", "不突破", "至多", "最多", "小于等于", "小于或等于", "控制在"),
    ),
    Sense.LESS: ("<", "〈", "低于", "小于", "少于", "不足", "不到"),
    Sense.ABOUT: ("≈", "约", "大约", "约为", "接近", "近"),
    Sense.POINT: ("=", "等于"),
}
_AFTER: Mapping[Sense, tuple[str, ...]] = {
    Sense.AT_LEAST: ("以上", "及以上", "或以上", "含以上"),
    Sense.MORE: (),
    Sense.AT_MOST: ("以下", "及以下", "或以下", "含以下", "以内", "之内", "内"),
    Sense.LESS: (),
    Sense.ABOUT: ("左右", "上下"),
    Sense.POINT: (),
}
_FILLERS = (
    *("已", "实际", "共", "共计", "合计", "累计", "总计", "完成", "达到", "达", "为", "了", "全年"),
    *("开展", "举办", "组织", "保持", "保持在", "本年", "本年度", "实现"),
)
#: How often a year has it.
_TIMES = {"年": 1, "年度": 1, "半年": 2, "季度": 4, "季": 4, "月": 12}
_MULTIPLES = {"千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
#: Written units that are so many of another.
_MULTIPLE_UNITS: Mapping[str, tuple[str, Decimal]] = {
    word: (unit, Decimal(worth))
    for unit, words in {
        "%": {"%": "1", "‰": "0.1"},
        "元": {"元": "1"},
        "分钟": {"分钟": "1", "小时": "60", "天": "1440", "周": "10080"},
        "个月": {"个月": "1", "年": "12"},
        "克": {"克": "1", "公斤": "1000", "吨": "1000000"},
        "米": {"米": "1", "公里": "1000"},
        "平方米": {"平方米": "1", "平方公里": "1000000"},
    }.items()
    for word, worth in words.items()
}
#: Other ways to write a unit.
_SPELT = {"个小时": "小时", "日": "天", "星期": "周", "m2": "平方米", "个百分点": "百分点"} | {
    f"个{word}": word for word in ("工作日", "星期", "单位", "社区", "项目", "部门", "村", "企业")
}
#: Units that count the same; what is not here is of its own kind.
_KINDS = {
    word: words[0]
    for words in (
        ("次", "场", "场次", "回"),
        ("人", "名", "位"),
        ("件", "起", "宗", "例", "笔"),
        ("份", "册", "本"),
    )
    for word in words
}
_PLAIN_UNITS = (
    *"个家人次场期份件户名位批例起宗项条篇套台辆处所间座栋亩吨册本张块支只头棵株笔门倍岁床分回轮部",
    *("人次", "户次", "家次", "批次", "场次", "台次", "课时", "学时", "人天", "工作日", "百分点"),
    *("单位", "社区", "项目", "部门", "村", "企业", "秒", "立方米", "台套"),
)
#: What may be counted as none at all: 0 差错.
_NONE_OF = (
    *("差错", "事故", "投诉", "失误", "故障", "违规", "违纪", "上访", "遗漏", "缺陷", "伤亡"),
    *("案件", "纠纷", "发生", "逾期", "拖欠", "误差", "举报"),
)
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def _any_of(words: object) -> str:
    """A pattern of any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))  # type: ignore[call-overload]


_UNITS = frozenset((*_PLAIN_UNITS, *_MULTIPLE_UNITS, *_SPELT, *_NONE_OF))
_QUANTITY = re.compile(
    rf"""
    (?P<filler>(?:{_any_of(_FILLERS)})*)
    (?:(?:每个?|一)(?P<every>{_any_of(_TIMES)}))?
    (?:{_any_of(_FILLERS)})*
    (?P<before>{_any_of(word for words in _SENSES.values() for word in words)})?
    (?:{_any_of(_FILLERS)})*
    (?:(?P<figure>{_FIGURE})|(?P<numeral>[{"".join(_DIGITS)}十百]+))
    (?P<more>[余多]?)/?(?P<multiple>{_any_of(_MULTIPLES)})?(?P<more2>[余多]?)
    (?P<unit>{_any_of(_UNITS)})?
    (?:\(含\))?(?P<after>{_any_of(word for words in _AFTER.values() for word in words)})?
    (?:(?:/|每)(?P<per>{_any_of([*_TIMES, "周", "天", "日", "人", "户", "家", "件", "份"])}))?
    (?:\(含\))?(?P<after2>{_any_of(word for words in _AFTER.values() for word in words)})?
    """,
    re.VERBOSE,
)
_COMPLETION = re.compile(
    rf"(?P<rest>.*?)[,;、。(]?完成率[:为达到]*"
    rf"(?P<before>{_any_of(word for words in _SENSES.values() for word in words)})?"
    rf"(?P<figure>{_FIGURE})%\)?"
)
_PERCENT = re.compile(rf"百分之?(?:({_FIGURE})|([{''.join(_DIGITS)}十百]+))")
_SENSE_OF = {word: sense for sense, words in _SENSES.items() for word in words}
_SENSE_AFTER = {word: sense for sense, words in _AFTER.items() for word in words}
#: No target or result that is a quantity is longer.
_LONGEST = 60


def money(raw: object, unit: Unit, fault: str | None = None) -> Money | None:
    """The amount that a cell states in its own unit or else in `unit`; None where there is none."""
    found = _MONEY.fullmatch(_written(raw, fault))
    if found is None:
        return None
    figure, multiple, yuan = found.groups()
    if multiple or yuan:
        unit = UNITS[f"{multiple or ''}元"]
    value = _figure(figure)
    written = len(figure.partition(".")[2])
    half = _half(unit, max(written, unit.decimals))
    loose = _half(unit, written) if 0 < written < unit.decimals else half
    return Money(value * unit.fen, half, loose, unit)


def rate(raw: object, near: Decimal | None, fault: str | None = None) -> Rate | None:
    """The rate that a cell states; `near` is the quotient in per cent that decides how a figure
    without % is meant (98.64, 0.9864). None where there is no number."""
    found = _RATE.fullmatch(_written(raw, fault))
    if found is None:
        return None
    value, decimals = _figure(found[1]), len(found[1].partition(".")[2])
    if not found[2] and _is_fraction(value, near):
        return Rate(value * 100, max(decimals - 2, 0))
    return Rate(value, decimals)


def quantity(raw: object, like: "Quantity | None" = None) -> Quantity | None:
    """What a target or, with the target as `like`, a result says as a quantity; None for words.

    A figure without a unit is read as its target is written: 0.95 as 95% for a target in %, 35 as
    35 万人 for one in 万人, where that is nearer to the target.
    """
    words = _written(raw, None).strip(";。.,")
    if found := _COMPLETION.fullmatch(words):
        completion = _figure(found["figure"])
        stated = _read(found["rest"], like) if not found["before"] else None
        if stated is not None:
            return stated._replace(completion=completion)
        sense = _SENSE_OF.get(found["before"] or "=", Sense.POINT)
        return Quantity(sense, completion, COMPLETION, completion)
    return _read(words, like)


def says(said: Quantity) -> str:
    """How a parse is shown: ≥12 次, ≤24 小时, 4 次，完成率 100%. Reads back as the same."""
    sense = "" if said.sense is Sense.POINT else said.sense.value
    if said.unit == COMPLETION:
        return f"{COMPLETION} {sense}{number(said.value)}%"
    word = _word(said.unit, said.scale)
    gap = "" if word in ("", "%", "‰") else " "
    shown = f"{sense}{number(said.value / said.scale)}{gap}{word}"
    if said.completion is None:
        return shown
    return f"{shown}，{COMPLETION} {number(said.completion)}%"


def number(value: Decimal) -> str:
    """A figure without needless zeros: 90, 1.6."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def alike(target: Quantity, result: Quantity) -> bool:
    """Are both of one kind, so that they can be compared? One without a unit is of any kind but per
    cent; a result that states its completion can be compared with any target; none of anything (0
    差错) is none of everything.
    """
    if result.completion is not None or _value(target, result) == _value(result, target) == 0:
        return True
    kinds = {_kind(target), _kind(result)}
    if "%" in kinds and "" in kinds:
        bare = target if _kind(target) == "" else result
        return bare.unit == "" and bare.scale == 1 and -2 <= bare.value <= 2
    return len(kinds - {""}) < 2


def met(target: Quantity, result: Quantity) -> bool | None:
    """Does the result reach the target? None where that cannot be told: quantities of two kinds, a
    span of time without a direction that is not the same, a result that points the other way.
    """
    share = expected_share(target, result)
    if share is None or share < 1:
        return None if share is None else False
    if result.sense is Sense.POINT and _kind(result) == _kind(target) and result.completion is None:
        strict = target.sense in (Sense.MORE, Sense.LESS)
        return not (strict and _value(result, target) == target.value)
    return True


def expected_share(target: Quantity, result: Quantity) -> Decimal | None:
    """What of its weight an indicator scores by the printed rule: B/A for ≥ and >, A/B for ≤ and <,
    at most 1. A point target (617 家) is reached by itself and by what is beyond it, one of 0 by 0
    alone, one of “about” from 10 % less. None where it cannot be told.
    """
    if not alike(target, result):
        return None
    if (result.unit == COMPLETION) != (target.unit == COMPLETION) and result.completion is not None:
        return max(min(result.completion / _HUNDRED, _ONE), Decimal(0))
    goal, given = _value(target, result), _value(result, target)
    if goal == given:
        return _ONE
    if (target.rises and result.falls) or (target.falls and result.rises):
        return None
    if target.falls or (goal == 0 and not target.rises):
        return _ONE if given <= goal else _ratio(goal, given)
    if target.sense is Sense.POINT and target.unit in _SPANS:
        return None
    if target.sense is Sense.ABOUT:
        goal -= abs(goal) * ABOUT if abs(goal - given) <= abs(goal) * ABOUT else 0
    return _ONE if given >= goal else _ratio(given, goal)


#: Spans of time: whether more or less of one is better, a point target does not say.
_SPANS = frozenset({"分钟", "工作日", "秒"})


def _ratio(small: Decimal, large: Decimal) -> Decimal | None:
    """small / large; None where the sign makes it meaningless."""
    return max(small, Decimal(0)) / large if large > 0 else None


def _written(raw: object, fault: str | None) -> str:
    """The words of a cell; a number as it reads, to ten decimals; "" where there is none."""
    if fault is not None:
        return ""
    if isinstance(raw, str):
        return "".join(unicodedata.normalize("NFKC", raw).split()).replace("\u2212", "-")
    value = canonical(raw)[1]
    return "" if value is None or abs(value) >= 10**12 else number(round(value, 10))


def _figure(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _half(unit: Unit, decimals: int) -> Decimal:
    """Half of the last of `decimals` digits in 分; 0 where that digit is 分 or less."""
    step = Decimal(unit.fen).scaleb(-decimals)
    return step / 2 if step > 1 else Decimal(0)


def _is_fraction(value: Decimal, near: Decimal | None) -> bool:
    """Is a figure without % meant as a fraction of 1?"""
    if near is None:
        return abs(value) <= 2
    return abs(value * 100 - near) < abs(value - near)


def _numeral(text: str) -> Decimal | None:
    """A Chinese numeral below 1000 (三, 十二, 二十); None for what is none."""
    found = re.fullmatch(r"(?:(.)百零?)?(?:(.?)(十))?(.?)", text)
    if found is None or text in ("", "百"):
        return None
    hundreds, tens, ten, ones = found.groups()
    if any(digit and digit not in _DIGITS for digit in (hundreds, tens, ones)):
        return None
    value = 100 * _DIGITS.get(hundreds or "零", 0) + _DIGITS.get(ones or "零", 0)
    return Decimal(value + (10 * _DIGITS.get(tens or "一", 1) if ten else 0))


@lru_cache(maxsize=4096)
def _read(words: str, like: Quantity | None) -> Quantity | None:
    """A quantity without its completion."""
    if len(words) > _LONGEST:
        return None
    found = _QUANTITY.fullmatch(_PERCENT.sub(_as_percent, words))
    if found is None:
        return None
    value = _figure(found["figure"]) if found["figure"] else _numeral(found["numeral"])
    written = found["unit"] or ""
    sense = _sense(found)
    if value is None or sense is None or (found["numeral"] and not written):
        return None
    if _is_date(value, written, found) or (written in _NONE_OF and value):
        return None
    spelt = _SPELT.get(written, written)
    unit, scale = _MULTIPLE_UNITS.get(spelt, (spelt, _ONE))
    scale *= _MULTIPLES.get(found["multiple"] or "", 1)
    said = Quantity(sense, value * scale, unit, None, scale)
    return _as_target(_in_a_year(said, found), like, "完成" in found["filler"])


def _as_percent(found: re.Match[str]) -> str:
    """百分之九十 as 90%; what is no numeral is left."""
    value = _figure(found[1]) if found[1] else _numeral(found[2])
    if value is None and found[2] == "百":
        value = _HUNDRED
    return found[0] if value is None else f"{number(value)}%"


def _sense(found: re.Match[str]) -> Sense | None:
    """The sense of the words before and after the figure; None where they contradict."""
    senses = [_SENSE_OF[found["before"]]] if found["before"] else []
    senses += [_SENSE_AFTER[found[group]] for group in ("after", "after2") if found[group]]
    senses += [Sense.MORE] if found["more"] or found["more2"] else []
    senses = [sense for sense in senses if sense is not Sense.POINT] or [Sense.POINT]
    ways = {Sense.MORE: Sense.AT_LEAST, Sense.LESS: Sense.AT_MOST}
    return senses[0] if len({ways.get(sense, sense) for sense in senses}) == 1 else None


def _is_date(value: Decimal, written: str, found: re.Match[str]) -> bool:
    """Is it a year (2022 年) or a day of the month (15 日)?"""
    if written == "年":
        return 1900 <= value <= 2100
    return written == "日" and not (found["before"] or found["after"] or found["after2"])


def _in_a_year(said: Quantity, found: re.Match[str]) -> Quantity:
    """The number of a year: what happens every month twelve times; a price stays one for each."""
    per = found["every"] or found["per"]
    if per is None or _TIMES.get(per) == 1:
        return said
    if per in _TIMES and _KINDS.get(said.unit) == "次":
        return said._replace(value=said.value * _TIMES[per])
    return said._replace(unit=f"{said.unit}/{per}")


def _as_target(said: Quantity, like: Quantity | None, completed: bool) -> Quantity:
    """A result as its target is written: where it has no unit, or says 完成 100% of what is not in
    per cent."""
    if like is None:
        return said
    if said.unit == "%" and completed and like.unit not in ("%", COMPLETION):
        return Quantity(Sense.POINT, said.value, COMPLETION, said.value)
    if said.unit or said.scale != 1 or like.value <= 0 or said.value <= 0:
        return said._replace(unit="%") if like.unit == "%" and not said.unit else said
    if like.unit == "%":
        fraction = said.value <= 2 and _nearer(like.value, said.value * 100, said.value)
        return said._replace(unit="%", value=said.value * 100 if fraction else said.value)
    if like.scale > 1 and _nearer(like.value, said.value * like.scale, said.value):
        return said._replace(unit=like.unit, value=said.value * like.scale, scale=like.scale)
    return said


def _nearer(target: Decimal, first: Decimal, second: Decimal) -> bool:
    """Is `first` nearer to the target than `second`, by how many times it is too large or small?"""
    return max(first / target, target / first) <= max(second / target, target / second)


def _word(unit: str, scale: Decimal) -> str:
    """The written unit of a scale: 万人, 小时, 元/人."""
    base, slash, per = unit.partition("/")
    words = [(worth, word) for word, (of, worth) in _MULTIPLE_UNITS.items() if of == base]
    for worth, word in sorted(words or [(_ONE, base)], reverse=True):
        for multiple, times in {"": 1, **_MULTIPLES}.items():
            if worth * times == scale:
                return f"{multiple}{word}{slash}{per}"
    return unit


def _kind(said: Quantity) -> str:
    """Its unit, or the commonest of those that count the same; 个 is any."""
    if said.unit == COMPLETION:
        return "%"
    return "" if said.unit == "个" else _KINDS.get(said.unit, said.unit)


def _value(said: Quantity, other: Quantity) -> Decimal:
    """Its value; a fraction beside a percentage is one too."""
    fraction = said.unit == "" and _kind(other) == "%" and -2 <= said.value <= 2
    return said.value * 100 if fraction else said.value
