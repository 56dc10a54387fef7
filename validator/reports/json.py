"""The JSON report (README, “JSON”): amounts are strings in the table's printed unit."""

import json
from collections.abc import Iterable

from validator.findings import VERSION, Report


def render(reports: Iterable[Report], digest: str) -> str:
    """One JSON document for all `reports`; `digest` is that of the rules."""
    shape = {
        "gouji": VERSION,
        "rules_digest": digest,
        "workbooks": [report.as_json() for report in reports],
    }
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"
