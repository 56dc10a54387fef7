"""The shapes of the API's JSON, for its OpenAPI document. That of reports is the published one, as
`Report.as_json` gives it: it is described here, and never made from here.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from validator.findings import CellRef, Comparison, ScorecardReport


class _Shape(BaseModel):
    """Nothing but what is named stands in it."""

    model_config = ConfigDict(extra="forbid")


class Problem(_Shape):
    """Why something is not done: for people, and a word for programs."""

    message: str
    code: str


class Suspect(_Shape):
    """A cell that is likely wrong, and what it should be."""

    sheet: str
    address: str
    current: str
    expected: str
    explanation: str


class Finding(_Shape):
    """审核意见: a verdict that a person must see. Amounts are in the table's printed unit."""

    rule: str
    severity: Literal["error", "warning", "info"]
    verdict: str
    kind: str
    table: str
    left: str | None
    right: str | None
    difference: str | None
    unexplained: str | None
    cells: list[CellRef]
    suspects: list[Suspect]
    group: str
    message: str
    source: str


class Table(_Shape):
    """A recognised table or scorecard."""

    table: str
    title: str
    sheet: str
    range: str


class Level(_Shape):
    """A severity that a bureau's rules file sets."""

    name: str
    usual: str | None
    severity: str
    source: str


class Waiver(_Shape):
    """A waiver that covers findings of a workbook."""

    id: str
    rules: list[str]
    scope: str
    reason: str
    approved_by: str
    approved: str
    expires: str
    findings: list[Finding]


class Workbook(_Shape):
    """Everything there is to say of one workbook."""

    path: str
    sha256: str
    edition: str | None
    unit: str | None
    department: str | None
    year: int | None
    status: Literal["checked", "unrecognised", "unreadable"]
    tables: list[Table]
    counts: dict[str, int]
    findings: list[Finding]
    scorecards: list[ScorecardReport] | None = None
    comparisons: list[Comparison] | None = None
    levels: list[Level] | None = None
    waivers: list[Waiver] | None = None
    message: str | None = None


class Document(_Shape):
    """The JSON report."""

    gouji: str
    rules_digest: str
    workbooks: list[Workbook]


class Summary(_Shape):
    """How a checked workbook stands, in short."""

    status: Literal["checked", "unrecognised", "unreadable"]
    conclusion: str
    sentence: str
    errors: int
    warnings: int
    department: str | None
    year: int | None
    edition: str | None


class Check(_Shape):
    """An upload, and how far it is."""

    id: str
    name: str
    size: int
    state: Literal["waiting", "checking", "recalculating", "done"]
    ahead: int
    expires: datetime
    url: str
    summary: Summary | None


class Accepted(_Shape):
    """A file that is checked."""

    id: str
    name: str
    state: str
    url: str


class Checks(_Shape):
    """The files of one request, in their order."""

    checks: list[Accepted]


class FormSet(_Shape):
    """A form set: the tables of one kind for a year and place, or a scorecard."""

    name: str
    kind: str
    title: str
    title_en: str
    first_year: int
    last_year: int
    source: str
    template: str


class Editions(_Shape):
    """All form sets."""

    editions: list[FormSet]


class Health(_Shape):
    """That the server answers, and how busy it is."""

    status: Literal["ok", "stopping"]
    version: str
    waiting: int
    working: int
