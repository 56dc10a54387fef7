"""What stands in workbooks, made fit to be shown: no control characters, no escape sequences, and
of a text of tens of thousands of characters its beginning and its end.

A cell, a sheet's name or a file's name may hold what moves a terminal's cursor, hides what follows
or turns the direction of writing. `plain` makes one text fit, `plain_report` those of a report.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from operator import is_
from typing import cast

from validator.findings import Report

#: A text of more characters is shown without its middle: so many of its beginning and its end.
_LONGEST, _BEGINNING, _END = 1000, 700, 200
#: Tabs and line breaks, of whatever kind.
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
#: Other control characters (C0, DEL, C1), those that turn the direction of writing, halves of
#: surrogate pairs, which no encoding has, and what no XML may hold.
UNSEEN = re.compile(
    "[\0-\x08\x0e-\x1b\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff"
    "\ufffe\uffff]"
)
_NOT_PLAIN = re.compile(f"{_BREAKS.pattern}|{UNSEEN.pattern}")


def plain(words: str) -> str:
    """The words in one line without control characters, and shortened where they are very long."""
    if len(words) <= _LONGEST and not _NOT_PLAIN.search(words):
        return words
    shown = UNSEEN.sub("", _BREAKS.sub(" ", words))
    if len(shown) > _LONGEST:
        return f"{shown[:_BEGINNING]} … {shown[-_END:]}"
    return shown


def plain_report(report: Report) -> Report:
    """The report with every text in it plain."""
    return cast(Report, _plain(report))


def _plain(value: object) -> object:
    """The value, or another one where a text in it is not plain."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, tuple):
        shown = tuple(map(_plain, value))
        return value if all(map(is_, shown, value)) else shown
    if isinstance(value, Mapping):
        return {_plain(key): _plain(each) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for field in fields(value):
            old = getattr(value, field.name)
            if (new := _plain(old)) is not old:
                changed[field.name] = new
        return replace(value, **changed) if changed else value
    return value
