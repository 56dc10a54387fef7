"""gouji (勾稽): finds every figure in published accounts that does not agree with another.

    >>> from validator import check
    >>> report = check("决算.xlsx")
    >>> report.status, report.errors
    ('checked', 0)

`check` takes a path, the bytes of a file, or a `Book`, and returns a `Report`; a `Checker` does so
in a process of its own, so that no file can take the program with it. The names below are the whole
public interface; importing this package loads nothing until one of them is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from validator.findings import CellRef, CellReport, Finding, Report, Statement, Suspect
    from validator.forms.catalogue import read_catalogue
    from validator.forms.own import read_rules
    from validator.isolated import Checker
    from validator.reading import Book, Limits, Sheet, read
    from validator.run import NotChecked, Options, about, check, rules_digest
    from validator.waivers import read_waivers

_HOMES = {
    "Book": "reading",
    "CellRef": "findings",
    "CellReport": "findings",
    "Checker": "isolated",
    "Finding": "findings",
    "Limits": "reading",
    "NotChecked": "run",
    "Options": "run",
    "Report": "findings",
    "Sheet": "reading",
    "Statement": "findings",
    "Suspect": "findings",
    "about": "run",
    "check": "run",
    "read": "reading",
    "read_catalogue": "forms.catalogue",
    "read_rules": "forms.own",
    "read_waivers": "waivers",
    "rules_digest": "run",
}

__all__ = [
    "Book",
    "CellRef",
    "CellReport",
    "Checker",
    "Finding",
    "Limits",
    "NotChecked",
    "Options",
    "Report",
    "Sheet",
    "Statement",
    "Suspect",
    "about",
    "check",
    "read",
    "read_catalogue",
    "read_rules",
    "read_waivers",
    "rules_digest",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"validator.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
