"""Words as people print them → words that can be compared.

Spaces, line breaks, full-width signs, ordinals, the year and the number of the table vary from
document to document and decide nothing.
"""

import re
from functools import lru_cache

from validator.amounts import without_spaces
from validator.remembered import LONGEST, remembered

_ORDINAL = re.compile(
    r"^(\(?[一二三四五六七八九十廿]+\)?[、.]|\([一二三四五六七八九十廿]+\)|\d+[、.])"
)
#: 2020年度, 某局2020年, and in a blank form 　　年度.
_BEFORE_YEAR = re.compile(
    r"^(.*?\d{4}年度?|.*?二[〇○零][〇○零一二三四五六七八九]{2}年度?|.{0,6}年度)"
)
#: 表5-1, 公开01表, 附表一: the number of a table alone, before its title, or behind it.
_NUMBER = r"(附件?|公开|预算)?(\d+表|表(\d+|[一二三四五六七八九十]+(?!般))(-\d+)*)"
_NUMBER_ALONE = re.compile(rf"\(?{_NUMBER}\)?")
_NUMBER_BEFORE = re.compile(rf"^\(?{_NUMBER}\)?[.、:]?")
_FIGURES = re.compile(r"\d+")
_MARK = re.compile(r"\(?(公开)?\d*表\d*(-\d+)?\)?$")
#: The signs of 二〇二四年, as digits.
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = re.compile(r"(20\d{2}|二[〇○零][〇○零一二三四五六七八九]{2})\s*年")
_BARE_YEAR = re.compile(r"(20\d{2})年?度?")
_UNIT = re.compile(r"单位[:：]?\(?(?:人民币)?(千元|万元|亿元|元)")
#: … and 决算数（万元）, behind a heading or a title.
_UNIT_BEHIND = re.compile(r"\((?:单位:?)?(?:人民币)?(千元|万元|亿元|元)\)$")
#: What may follow a title in its cell.
_AFTER = re.compile(r"\(?(金额单位|单位|部门|编制单位)[:：].*$")
#: How the name of a department ends.
_OFFICE = re.compile(
    r"(局|委|委员会|办|办公室|中心|院|校|学校|所|站|会|厅|部|队|处|馆|社|团|区|县|市|镇|乡|街道|单位)(\(.*\))?$"
)
_DEPARTMENT = re.compile(
    r"(?:部门(?:/单位|\(单位\))?(?:名称)?|(?:编制|填报|公开|预算)(?:单位|部门)(?:名称)?|单位名称"
    r"|^单位(?=[:：](?!(?:人民币)?[千万亿]?元)))(?:\((?:盖章|公章|签章)\))?[:：]"
    r"(.*?)(?=金额单位|单位[:：]|20\d\d年|$)"
)
#: No sentence that declares a table empty is so short.
SHORTEST_SENTENCE = 6
_EMPTY = re.compile(r"(无|没有|未)[^，。；]{0,40}(收入|支出|经费|收支|拨款|安排|发生)")
_QUOTES = re.compile("[\"'“”‘’「」]")
#: What labels of one line differ in.
_BEHIND = re.compile(r"\([^()]*\)$")
_AND = re.compile("[和与及]")
_OF_TOTAL = re.compile("^(收入|支出)(?=总计$)")
#: What the titles of several tables have in common.
_GENERIC = re.compile("(收入支出|支出|收入)?决算(明细)?表|财政拨款|预算|总表")
_NOTE = re.compile(r"^(注|备注|说明)[:：]")
#: 审核人：…　填表人：…　联系电话：…
_SIGNED = re.compile(
    r"((单位|部门|财务|分管)?(负责人|领导)|(审核|复核|审批|制表|制单|填表|填报|编制|经办|联系)人?"
    r"|(联系)?电话|联系方式|((填报|填表|编制|制表|报送)?日期|(填报|填表|编制|制表)时间)):"
)


def of_cell(value: object) -> str:
    """A cell as plain words: text without spaces, a number as it reads, "" for anything else."""
    if type(value) is str:
        return plain(value)
    if isinstance(value, float | int) and not isinstance(value, bool):
        try:
            return f"{value:.15g}"
        except OverflowError:  # a whole number longer than any float
            return ""
    return ""


def line_number(words: str) -> int | None:
    """The words as a printed 行次; what has many more than its two digits is none."""
    return int(words) if words.isdecimal() and len(words) < 9 else None


@remembered(32768)
def plain(text: str) -> str:
    """NFKC, without any white space, visible or not."""
    return without_spaces(text)


@remembered(16384)
def label(text: str) -> str:
    """A line's words without its ordinal and without quotes, which documents print in any shape:
    一、外交支出 → 外交支出, “三公”经费 → 三公经费."""
    return _ORDINAL.sub("", _QUOTES.sub("", plain(text)))


def ordinal(text: str) -> str:
    """The ordinal before a line's words, as printed: 一、; "" for none."""
    found = _ORDINAL.match(plain(text))
    return found[0] if found else ""


def alike(words: str, wanted: str) -> bool:
    """Has one label the other's words but for what documents vary: a bracket behind them, 和 or 与,
    收入 or 支出 before 总计, or a few signs that only one of them has?"""
    known = _alike if len(words) <= LONGEST else _alike.__wrapped__
    return known(words, wanted)


@lru_cache(maxsize=16384)
def _alike(words: str, wanted: str) -> bool:
    one, other = (
        _AND.sub("", _OF_TOTAL.sub("", _BEHIND.sub("", each))) for each in (words, wanted)
    )
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    signs = iter(long)
    few = len(short) > 3 and 3 * len(short) >= 2 * len(long)
    return few and all(sign in signs for sign in short)


@remembered(16384)
def title(text: str) -> str:
    """A table's title without ordinal, department, year and number of the table."""
    words = _ORDINAL.sub("", _QUOTES.sub("", plain(text)))
    words = _NUMBER_BEFORE.sub("", _BEFORE_YEAR.sub("", _AFTER.sub("", words)))
    words = _UNIT_BEHIND.sub("", words)
    shorter = _MARK.sub("", words)
    whole = shorter.endswith("表") or (shorter.endswith(")") and not words.endswith(")表"))
    return shorter if whole else words


@remembered(4096)
def mark_number(text: str) -> str:
    """The number of a table that a cell prints, alone or before or behind a title: 7 for 公开07表,
    5-1 for （表5-1）; "" for a text without one."""
    words = plain(text)
    behind, before = _MARK.search(words), _NUMBER_BEFORE.match(words)
    found = behind or (before if words.endswith("表") else None)
    return "-".join(number.lstrip("0") for number in _FIGURES.findall(found[0])) if found else ""


def is_mark(words: str) -> bool:
    """Are the plain words the number of a table and nothing else: 表12-1?"""
    return bool(_NUMBER_ALONE.fullmatch(words))


def ends_with_office(text: str) -> bool:
    """Does the text end like the name of a department?"""
    return bool(_OFFICE.search(text))


@remembered(16384)
def year(text: str) -> int | None:
    """The first year that the text names."""
    found = _YEAR.search(text)
    return int(found[1].translate(_DIGITS)) if found else None


def bare_year(words: str) -> int | None:
    """The year, where the plain words name one and nothing else."""
    found = _BARE_YEAR.fullmatch(words)
    return int(found[1]) if found else None


@remembered(16384)
def unit(text: str) -> str | None:
    """元, 千元, 万元 or 亿元 where the text states the unit of amounts."""
    found = _UNIT.search(plain(text))
    return found[1] if found else None


@remembered(16384)
def unit_behind(text: str) -> str | None:
    """The unit in a bracket behind a heading or a title: 决算数（万元）."""
    found = _UNIT_BEHIND.search(plain(text))
    return found[1] if found else None


@remembered(16384)
def department(text: str) -> str | None:
    """The department after 部门：, without the unit that may follow it."""
    found = _DEPARTMENT.search(plain(text))
    return (found[1] or None) if found else None


@remembered(16384)
def says_empty(text: str) -> bool:
    """Is this the sentence that declares a table empty (本部门…无…支出)?"""
    words = plain(text)
    return (
        len(words) > SHORTEST_SENTENCE
        and not words.startswith("注:本表反映")
        and bool(_EMPTY.search(words))
    )


def declares_empty(text: str, table: str) -> bool:
    """Does the sentence say that the whole of `table` (its title) is empty? One about a single item
    (本单位无因公出国（境）支出) is common under a table with figures."""
    if len(text) <= SHORTEST_SENTENCE or not says_empty(text):
        return False
    own = _GENERIC.sub("", title(table))
    sentence = _QUOTES.sub("", plain(text))
    return any(own[i : i + 4] in sentence for i in range(len(own) - 3))


def is_note(text: str) -> bool:
    """Does a note under the table begin here?"""
    return bool(_NOTE.match(plain(text)))


def ends_table(text: str) -> bool:
    """Does a note under the table begin here, or the line of those who answer for it, in which the
    number of a telephone is no amount?"""
    words = plain(text)
    return ":" in words and bool(_NOTE.match(words) or _SIGNED.match(words))
