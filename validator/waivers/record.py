"""What a waiver says, and which findings it covers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import NamedTuple
from unicodedata import normalize

from validator.findings import Finding
from validator.forms.model import Form, Severity
from validator.rounding import Verdict
from validator.waivers.scope import Scope


class Workbook(NamedTuple):
    """What of a workbook decides whether a waiver is meant for it: its path, the department that it
    names, and the forms of its edition."""

    path: str
    department: str
    forms: Mapping[str, Form]


@dataclass(frozen=True)
class Waiver:
    """豁免: the findings of `rules` (ids; * and ? stand for what one likes) in one of `scopes` are
    accepted, for the `reason`, by whom and when, until the end of the day `expires`. `departments`
    and `files` say for which workbooks, all where empty; `words` is the scope as it is written."""

    id: str
    rules: tuple[str, ...]
    scopes: tuple[Scope, ...]
    words: str
    reason: str
    approved_by: str
    approved: date
    expires: date
    departments: tuple[str, ...]
    files: tuple[str, ...]
    file: str
    line: int

    def has_expired(self, today: date) -> bool:
        """Is its last day over?"""
        return today > self.expires

    def is_meant_for(self, workbook: Workbook) -> bool:
        """Is it for this department's file?"""
        own, path = _folded(workbook.department), PurePath(workbook.path)
        here = not self.departments or any(fnmatchcase(own, _folded(d)) for d in self.departments)
        return here and (not self.files or any(path.match(pattern) for pattern in self.files))

    def covers(self, finding: Finding, forms: Mapping[str, Form]) -> bool:
        """Is it the finding that is accepted? What could not be checked never is, and information
        needs no waiver."""
        return (
            finding.severity is not Severity.INFO
            and finding.verdict is not Verdict.NOT_EVALUATED
            and any(fnmatchcase(finding.rule, pattern) for pattern in self.rules)
            and any(scope.fits(finding, forms) for scope in self.scopes)
        )


def _folded(words: str) -> str:
    return "".join(normalize("NFKC", words).split()).casefold()
