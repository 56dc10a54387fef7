"""A bureau's own rules file: rules in the notation, and how heavy it takes the shipped ones.

It is written by hand, on any machine: `read_lines` takes what Notepad saves. Severities stand among
the rules, `X05  级别：核实`, for the id of a shipped rule or a class of findings (`FindingClass`).
"""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from validator.forms.compiler import known_ids
from validator.forms.model import FindingClass, Level, Rule
from validator.forms.text import FormError, RuleText, own_bytes, parse_rules

#: What text files begin with → how they are encoded.
_MARKS = {BOM_UTF8: "utf-8-sig", BOM_UTF16_LE: "utf-16", BOM_UTF16_BE: "utf-16"}
#: How a text file may be encoded that says nothing of it, the likelier first.
UTF_8, _CHINESE_WINDOWS = _ENCODINGS = ("utf-8", "gb18030")
#: The heading of the rules in a form file, which a file of rules alone need not have.
_HEADING = "【勾稽】"
_CLASSES = tuple(each.value for each in FindingClass)


class Lines(NamedTuple):
    """The lines of a text file, counted from 1; `guessed` is the encoding that was taken where the
    file says none and it is not UTF-8, "" for any other."""

    lines: tuple[tuple[int, str], ...]
    guessed: str


def read_lines(path: Path) -> Lines:
    """The lines of a text file, in UTF-8, UTF-16 with its mark, or GB18030 (GBK).

    Raises FormError for what is no text, OSError for a file that cannot be read.
    """
    data = own_bytes(path)
    marked = next((own for mark, own in _MARKS.items() if data.startswith(mark)), None)
    for encoding in (marked,) if marked else _ENCODINGS:
        try:
            content = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in content:
            lines = tuple(enumerate(content.splitlines(), start=1))
            return Lines(lines, "GBK" if encoding == _CHINESE_WINDOWS else "")
    raise FormError(
        path.name, 1, "这不是文本文件（Word、Excel 文件不行）。请用记事本另存为 .txt，编码选 UTF-8"
    )


def read_rules(path: Path) -> tuple[Rule | Level, ...]:
    """A bureau's rules and levels from a text file (docs/forms.md).

    Raises FormError naming file, line and what was expected; OSError for a file not readable.
    """
    lines = read_lines(path).lines
    texts = parse_rules((each for each in lines if each[1].strip() != _HEADING), path.name)
    if not texts:
        raise FormError(path.name, 1, "规则文件里没有规则")
    return tuple(_level(each) if not each.notation else _rule(each) for each in texts)


def _rule(written: RuleText) -> Rule:
    if written.id in _CLASSES:
        problem = f"{written.id} 是意见的类别，只能写级别，如“{written.id}  级别：核实”"
        raise FormError(written.file, written.line, problem)
    return written.rule("")


def _level(written: RuleText) -> Level:
    """Raises FormError for a name that is neither a rule's nor a class's."""
    plain = normalize("NFKC", written.id)
    name = next((known for known in (plain, plain.upper()) if known in _known()), None)
    if name is None:
        close = "、".join(get_close_matches(plain.upper(), _known(), n=3))
        near = f"；相近的有 {close}" if close else ""
        problem = f"没有规则 {written.id}{near}；意见的类别有 {'、'.join(_CLASSES)}"
        raise FormError(written.file, written.line, problem)
    if others := set(written.said) - {"级别", "来源"}:
        problem = f"改级别的下面只能写 来源，不能写 {'、'.join(sorted(others))}"
        raise FormError(written.file, written.line, problem)
    try:
        severity = written.severity
    except FormError as error:
        problem = f"{error.problem}；规则不能关闭，最轻是提示"
        raise FormError(error.file, error.line, problem) from None
    return Level(name, severity, written.said.get("来源", ""), written.file, written.line)


def _known() -> Iterable[str]:
    return (*known_ids(), *_CLASSES)
