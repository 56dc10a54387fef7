"""检查 文件内容: what is in a submitted file beside its tables, never run, opened or followed.

A person who opens the file in Excel may meet macros, figures of other files and sheets that are out
of sight; gouji only says that they are there.
"""

from collections.abc import Iterator, Mapping

from validator.checks.context import Context
from validator.checks.outcome import Observation
from validator.forms.equations import CompiledCheck
from validator.forms.model import Rule, Severity
from validator.rounding import Verdict

#: What a reader notices → the kind of observation that says so.
_SAID: Mapping[str, str] = {
    "macros": "file_macros",
    "macro_sheets": "file_macro_sheets",
    "external_links": "file_external_links",
    "embedded": "file_embedded",
    "hidden_sheets": "file_hidden_sheets",
    "formulas_unread": "file_formulas_unread",
    "recalculated": "file_recalculated",
    "not_recalculated": "file_not_recalculated",
    "recalculation_refused": "file_recalculation_refused",
    "recalculation_slow": "file_recalculation_slow",
    "recalculation_failed": "file_recalculation_failed",
}
#: What can do something when the file is opened: a person should look at it.
_HEAVY = frozenset({"macros", "macro_sheets"})
#: Formulas without results stay so: a person must calculate them.
_NOT_DONE = frozenset(
    {
        "not_recalculated",
        "recalculation_refused",
        "recalculation_slow",
        "recalculation_failed",
    }
)
#: What the workbooks that gouji makes have themselves.
_OUR_OWN = frozenset({"hidden_sheets"})


def content(context: Context, rule: Rule, _: CompiledCheck) -> Iterator[Observation]:
    """A submitted file holds its tables and no macros, links to other files, hidden sheets with
    cells or objects of other programs. Each kind is said once a workbook."""
    for kind, facts in context.found.book.noticed:
        if kind in _OUR_OWN and context.found.template:
            continue
        severity = Severity.WARNING if kind in _HEAVY | _NOT_DONE else rule.severity
        yield Observation(rule, _SAID[kind], severity, Verdict.NOT_APPLICABLE, "", facts)
