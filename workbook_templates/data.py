"""data.json → the figures that fill a form set.

The file reads like the tables. `edition`, `department`, `year`, `unit` and `source` (where the
figures come from; may be missing) stand at the top, then `tables`, by the subject's number, the
tables of a form that may stand any number of times by "12-1", "12-2" …:

    "01": {"1": "1809.26", "38": "8.31"}                        行次 → amount
    "04": {"1": "1809.26", "40": ["8.31", "8.31", null, null]}  … or the amounts of its 栏次
    "02": [["", "合计", ["1819.46", …]], ["208", "社会保障和就业支出", ["8.31", …]]]
    "06": {"301": "150.37", "人员经费合计": "150.37"}           科目编码 or words → amount
    "09": ["0.80", null, …]                                     the amounts of the only row
    "12-1": {"fields": {…}, …}                                  a 申报表 (`declared.data`)
    "07": {"empty": "本部门2024年度无…支出。"}                   declared empty, in these words

Amounts are texts, as printed ("14.00", not 14.0), and null where the cell is blank. Lines and
economic 科目 that are blank may be left out.

`scorecards` is a list of cards (`cards.data`) and summaries (`cards.summary_data`), or of the names
of such files beside this one. A file that is itself a card or a summary (it has a `form`) fills a
workbook of scorecards alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from validator.amounts import UNITS
from validator.forms.equations import tables_of
from validator.forms.loader import editions, load
from validator.forms.model import Edition, Form
from validator.forms.scorecard import Kind
from validator.forms.workbook import number_in, tables
from workbook_templates.cards.data import CardData, form_of, read_card
from workbook_templates.cards.summary_data import SummaryData, read_summary
from workbook_templates.grid import Grid, lay_out
from workbook_templates.json_file import DataError, Part, Printed, parse_object
from workbook_templates.table_data import TableData, read_table

__all__ = ["Data", "DataError", "Printed", "TableData", "load_data", "parse_data"]

_KEYS = ("edition", "department", "year", "unit", "source", "tables", "scorecards")


@dataclass(frozen=True)
class Data:
    """The figures of one department and year. `tables` is by the tables' keys: the subject, as in
    `Edition.forms`, or 12-1; the edition of scorecards alone has none."""

    edition: Edition
    department: str
    year: int
    unit: str
    source: str
    tables: Mapping[str, TableData]
    cards: tuple[CardData, ...] = ()
    summaries: tuple[SummaryData, ...] = ()

    @property
    def scorecards(self) -> tuple[CardData | SummaryData, ...]:
        """The cards, and the summaries behind them."""
        return (*self.cards, *self.summaries)

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        """The forms of the tables by key, in printed order."""
        known = tables(self.edition, len(self.tables))
        return {key: form for key, form in known.items() if key in self.tables}

    def grid(self, key: str) -> Grid:
        """The table `key` as the edition prints it, filled."""
        form, table = self.forms[key], self.tables[key]
        if table.empty:
            form = replace(form, empty_sentence=table.empty)
        return lay_out(
            form,
            table.figures,
            subjects=table.subjects,
            texts=table.texts,
            number=number_in(form, key),
            department=self.department,
            year=self.year,
            unit=self.unit,
            empty=bool(table.empty),
        )


def load_data(path: Path) -> Data:
    """The data of a file. Raises DataError, and OSError where it cannot be opened."""
    return parse_data(path.read_text(encoding="utf-8-sig"), path.name, path.parent)


def parse_data(text: str, file: str = "data.json", folder: Path | None = None) -> Data:
    """The data of the text of a file named `file`, which names other files in `folder` (None: it
    may not). Raises DataError."""
    whole = Part(parse_object(text, file), file)
    if "form" in whole.raw:
        return _alone(whole)
    whole.only(_KEYS)
    name = whole.text("edition")
    if name not in editions():
        raise DataError(file, "", f"没有版本“{name}”；可用：{'、'.join(editions())}")
    edition = load(name)
    unit = whole.text("unit")
    if unit not in UNITS:
        raise DataError(file, "", f"金额单位不能是“{unit}”；可用：{'、'.join(UNITS)}")
    cards = [_read(part) for part in _scorecards(whole, folder)]
    return Data(
        edition=edition,
        department=whole.text("department"),
        year=whole.whole("year"),
        unit=unit,
        source=whole.text("source", ""),
        tables=_tables(edition, whole.part("tables").raw, file),
        cards=tuple(card for card in cards if isinstance(card, CardData)),
        summaries=tuple(card for card in cards if isinstance(card, SummaryData)),
    )


def _tables(edition: Edition, raw: Mapping[str, Any], file: str) -> Mapping[str, TableData]:
    """The tables of a file. Raises DataError."""
    known = tables(edition, len(raw))
    found = {}
    for key, content in raw.items():
        if key not in known:
            listed = "、".join(tables(edition))
            raise DataError(file, "", f"没有表“{key}”；可用：{listed}")
        found[key] = read_table(known[key], key, content, file)
    for subject in (s for s, form in edition.forms.items() if form.repeated):
        keys = tables_of(subject, found)
        if wrong := next((k for i, k in enumerate(keys, 1) if k != f"{subject}-{i}"), None):
            raise DataError(file, f"表{wrong}：", f"表号应从 {subject}-1 起连续编排")
    return found


def _alone(part: Part) -> Data:
    """The data of a file that is one card or summary."""
    card = _read(part)
    return Data(
        edition=card.form.edition,
        department=card.department,
        year=card.year,
        unit="万元",
        source=card.source,
        tables={},
        cards=(card,) if isinstance(card, CardData) else (),
        summaries=(card,) if isinstance(card, SummaryData) else (),
    )


def _read(part: Part) -> CardData | SummaryData:
    return read_summary(part) if form_of(part).kind is Kind.SUMMARY else read_card(part)


def _scorecards(whole: Part, folder: Path | None) -> list[Part]:
    """The scorecards of a file, also those that stand in files beside it."""
    found = []
    for value in whole.parts_or_names("scorecards"):
        if isinstance(value, Part):
            found.append(value)
            continue
        if folder is None or Path(value).name != value:
            raise whole.error(f"“scorecards”里的“{value}”不是同一文件夹里的文件名")
        try:
            text = (folder / value).read_text(encoding="utf-8-sig")
        except (OSError, ValueError) as problem:  # not there; no name; not UTF-8
            raise whole.error(f"“scorecards”里的“{value}”读不了") from problem
        found.append(Part(parse_object(text, value), value))
    return found
