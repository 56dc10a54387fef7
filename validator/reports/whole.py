"""The forms of a report of any number of workbooks as a whole, each by its name. What one of them
needs is imported when it is asked for, so that none waits for another's."""

from collections.abc import Sequence

from validator.findings import Report
from validator.messages import Lang


def whole(form: str, reports: Sequence[Report], digest: str, lang: Lang) -> str | bytes:
    """The report in this form: json or html as text, csv or xlsx as the bytes of its file; `digest`
    is that of the rules. KeyError for any other form."""
    match form:
        case "json":
            from validator.reports import json

            return json.render(reports, digest)
        case "html":
            from validator.reports import html

            return html.render(reports, digest)
        case "csv":
            from validator.reports import csv

            return csv.render(reports, lang)
        case "xlsx":
            from validator.reports import excel

            return excel.render(reports, lang)
    raise KeyError(form)
