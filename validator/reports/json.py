"""The JSON report (README, “JSON”): amounts are strings in the table's printed unit."""

import json
from collections.abc import Iterable

from validator.findings import VERSION, Report
from validator.reports.plain import UNSEEN


def render(reports: Iterable[Report], digest: str) -> str:
    """One JSON document for all `reports`; `digest` is that of the rules."""
    shape = {
        "gouji": VERSION,
        "rules_digest": digest,
        "workbooks": [report.as_json() for report in reports],
    }
    return _escaped(json.dumps(shape, ensure_ascii=False, indent=2)) + "\n"


def _escaped(document: str) -> str:
    """The document, with \\u… for what JSON may hold as it is but no terminal should be sent."""
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", document)
