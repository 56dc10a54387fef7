"""A file of waivers → their records, each proved: who, why, until when, and where.

豁免 W2024-01
  规则：X05
  范围：表3 2080505 1栏
  理由：省财政厅通知〔2024〕15号，专户资金不列表一
  批准：张三，2024-11-02
  到期：2025-03-31
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from fnmatch import filter as matching
from pathlib import Path
from unicodedata import normalize

from validator.forms.compiler import known_ids
from validator.forms.model import Level, Rule
from validator.forms.own import read_lines
from validator.forms.text import FormError, is_comment, said_in
from validator.messages import Lang, text
from validator.waivers.record import Waiver
from validator.waivers.scope import NotAPlace, Scope, scope_of

#: What a waiver says; the first five must stand in each.
_KEYS = ("规则", "范围", "理由", "批准", "到期", "部门", "文件")
_NEEDED = _KEYS[:5]
_HEAD = re.compile(r"豁免\s*[：:]?\s*(\S+)")
_DATE = re.compile(r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?")
_APPROVAL = re.compile(rf"(\S.*?)\s*[,、;\s]\s*({_DATE.pattern})")
_LISTED = re.compile(r"\s*[、；;，,]\s*")


class WaiverError(ValueError):
    """A file of waivers that cannot be used: where, and the message that says why."""

    def __init__(self, file: str, line: int, key: str, **facts: object) -> None:
        self.file, self.line, self.key, self.facts = file, line, key, facts
        super().__init__(self.said("zh"))

    def said(self, lang: Lang) -> str:
        """`file:line: what is wrong`, in `lang`."""
        return f"{self.file}:{self.line}: {text(self.key, lang, **self.facts)}"


def read_waivers(
    path: Path, own: Iterable[Rule | Level] = (), today: date | None = None
) -> tuple[Waiver, ...]:
    """The waivers of a file: of shipped rules and a bureau's `own`. None may be approved after
    `today`, which is the day of the clock where it is not given.

    Raises WaiverError naming file, line and what was expected; OSError for a file that cannot be
    read.
    """
    written = _cut(path)
    if not written:
        raise WaiverError(path.name, 1, "waiver.none")
    rules = (*known_ids(), *(rule.id for rule in own if isinstance(rule, Rule)))
    return tuple(each.waiver(rules, today or date.today()) for each in written)


@dataclass
class _Written:
    """A waiver as it is written: what it says, and on which line."""

    id: str
    file: str
    line: int
    said: dict[str, tuple[int, str]] = field(default_factory=dict)

    def error(self, key: str, at: str = "", **facts: object) -> WaiverError:
        line = self.said[at][0] if at else self.line
        return WaiverError(self.file, line, key, **facts)

    def waiver(self, rules: Collection[str], today: date) -> Waiver:
        """The record. Raises WaiverError."""
        for key in _NEEDED:
            if not self.said.get(key, (0, ""))[1]:
                raise self.error("waiver.lacks", id=self.id, item=key)
        approval = _APPROVAL.fullmatch(normalize("NFKC", self.said["批准"][1]))
        if approval is None:
            raise self.error("waiver.approval", "批准", words=self.said["批准"][1])
        approved, expires = self._date("批准", approval[2]), self._date("到期")
        if expires < approved:
            facts = {"approved": approved, "expires": expires}
            raise self.error("waiver.expires_first", "到期", **facts)
        if approved > today:
            raise self.error("waiver.approved_later", "批准", approved=approved, today=today)
        return Waiver(
            id=self.id,
            rules=self._rules(rules),
            scopes=tuple(map(self._scope, self._listed("范围"))),
            words=self.said["范围"][1],
            reason=self.said["理由"][1],
            approved_by=approval[1],
            approved=approved,
            expires=expires,
            departments=self._listed("部门"),
            files=self._listed("文件"),
            file=self.file,
            line=self.line,
        )

    def _listed(self, key: str) -> tuple[str, ...]:
        return tuple(filter(None, _LISTED.split(self.said.get(key, (0, ""))[1])))

    def _rules(self, known: Collection[str]) -> tuple[str, ...]:
        found = tuple(normalize("NFKC", each) for each in self._listed("规则"))
        for pattern in found:
            if not pattern.strip("*?"):
                raise self.error("waiver.all_rules", "规则")
            if not matching(known, pattern):
                raise self.error("waiver.no_rule", "规则", rule=pattern)
        return found

    def _scope(self, words: str) -> Scope:
        try:
            return scope_of(words)
        except NotAPlace as problem:
            raise self.error(problem.key, "范围", **problem.facts) from None

    def _date(self, key: str, words: str = "") -> date:
        words = words or self.said[key][1]
        found = _DATE.fullmatch(normalize("NFKC", words))
        try:
            if found:
                return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:  # a day that no month has
            pass
        raise self.error("waiver.date", key, words=words)


def _cut(path: Path) -> list[_Written]:
    """The waivers as they are written. Raises WaiverError, OSError."""
    found: dict[str, _Written] = {}
    last: _Written | None = None
    key = ""
    try:
        lines = read_lines(path).lines
    except FormError:
        raise WaiverError(path.name, 1, "waiver.no_text") from None
    for number, line in lines:
        words = line.strip()
        if is_comment(line):
            continue
        if head := _HEAD.fullmatch(words):
            if head[1] in found:
                raise WaiverError(path.name, number, "waiver.twice", id=head[1])
            last = found[head[1]] = _Written(head[1], path.name, number)
            key = ""
            continue
        if last is None:
            raise WaiverError(path.name, number, "waiver.head", words=words)
        said = last.said
        told = said_in(words)
        if told is None and key:
            said[key] = (said[key][0], f"{said[key][1]}{words}")
        elif told is None:
            raise WaiverError(path.name, number, "waiver.head", words=words)
        elif told[0] not in _KEYS:
            facts = {"item": told[0], "items": "、".join(_KEYS)}
            raise WaiverError(path.name, number, "waiver.key", **facts)
        elif told[0] in said:
            raise WaiverError(path.name, number, "waiver.key_twice", item=told[0])
        else:
            key = told[0]
            said[key] = (number, told[1])
    return list(found.values())
