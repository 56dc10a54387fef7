"""data.json → the figures that fill a form set.

The file reads like the tables. `edition`, `department`, `year`, `unit` and `source` (where the
figures come from; may be missing) stand at the top, then `tables`, by the subject's number:

    "01": {"1": "1809.26", "38": "8.31"}                        行次 → amount
    "04": {"1": "1809.26", "40": ["8.31", "8.31", null, null]}  … or the amounts of its 栏次
    "02": [["", "合计", ["1819.46", …]], ["208", "社会保障和就业支出", ["8.31", …]]]
    "06": {"301": "150.37", "人员经费合计": "150.37"}           科目编码 or words → amount
    "09": ["0.80", null, …]                                     the amounts of the only row
    "07": {"empty": "本部门2024年度无…支出。"}                   declared empty, in these words

Amounts are texts, as printed ("14.00", not 14.0), and null where the cell is blank. Lines and
economic 科目 that are blank may be left out.

`scorecards` is a list of cards (`cards.data`) and summaries (`cards.summary_data`), or of the names
of such files beside this one. A file that is itself a card or a summary (it has a `form`) fills a
workbook of scorecards alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from validator.amounts import UNITS, State, canonical
from validator.forms.catalogue import is_code
from validator.forms.loader import editions, load
from validator.forms.model import ONLY_ROW, Edition, Form, Layout, RowKey
from validator.forms.scorecard import Kind
from workbook_templates.cards.data import CardData, form_of, read_card
from workbook_templates.cards.summary_data import SummaryData, read_summary
from workbook_templates.grid import Grid, lay_out
from workbook_templates.json_file import UNPRINTABLE, DataError, Part, parse_object

__all__ = ["Data", "DataError", "Printed", "TableData", "load_data", "parse_data"]

Printed = Decimal | str
_KEYS = ("edition", "department", "year", "unit", "source", "tables", "scorecards")


@dataclass(frozen=True, slots=True)
class TableData:
    """What one table prints. Amounts keep their printed decimals; a dash stays a text.

    `subjects` are the (code, name) rows of a 科目 table below 合计; `empty` is the sentence that
    declares the table empty.
    """

    figures: Mapping[tuple[RowKey, int], Printed]
    subjects: tuple[tuple[str, str], ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Data:
    """The figures of one department and year. `tables` is by subject, as in `Edition.forms`; the
    edition of scorecards alone has none."""

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

    def grid(self, subject: str) -> Grid:
        """The table of `subject` as the edition prints it, filled."""
        form, table = self.edition.forms[subject], self.tables[subject]
        if table.empty:
            form = replace(form, empty_sentence=table.empty)
        return lay_out(
            form,
            table.figures,
            subjects=table.subjects,
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
    tables = {}
    for subject, content in whole.part("tables").raw.items():
        if subject not in edition.forms:
            listed = "、".join(edition.forms)
            raise DataError(file, "", f"没有表“{subject}”；可用：{listed}")
        tables[subject] = _Reader(edition.forms[subject], file).table(content)
    cards = [_read(part) for part in _scorecards(whole, folder)]
    return Data(
        edition=edition,
        department=whole.text("department"),
        year=whole.whole("year"),
        unit=unit,
        source=whole.text("source", ""),
        tables=tables,
        cards=tuple(card for card in cards if isinstance(card, CardData)),
        summaries=tuple(card for card in cards if isinstance(card, SummaryData)),
    )


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


@dataclass(frozen=True, slots=True)
class _Reader:
    """One table's part of the file, read by its form."""

    form: Form
    file: str

    def error(self, place: str, problem: str) -> DataError:
        return DataError(self.file, f"表{self.form.subject}{place}：", problem)

    def table(self, content: Any) -> TableData:
        if isinstance(content, dict) and "empty" in content:
            return self.empty(content)
        if self.form.open:
            return self.subjects(content)
        if self.form.layout is Layout.SINGLE:
            return TableData(self.amounts("", content, ONLY_ROW, self.form.columns))
        if not isinstance(content, dict):
            raise self.error("", "应是 行次或科目 → 金额 的对象 { … }")
        figures: dict[tuple[RowKey, int], Printed] = {}
        for written, value in content.items():
            key = self.row(written)
            values = value if isinstance(value, list) else [value]
            figures |= self.amounts(f" {written}", values, key, self.form.columns_of_row[key])
        return TableData(figures)

    def empty(self, content: Mapping[str, Any]) -> TableData:
        sentence = content["empty"]
        if len(content) > 1:
            raise self.error("", "写了“empty”就不能再有金额")
        if not isinstance(sentence, str) or not sentence:
            raise self.error("", "“empty”应是注明空表的那句话")
        if UNPRINTABLE.search(sentence):
            raise self.error("", "“empty”里有不能打印的字符")
        if not self.form.empty_sentence:
            raise self.error("", "这张表的版式不印空表说明")
        return TableData({}, empty=sentence)

    def subjects(self, content: Any) -> TableData:
        if not isinstance(content, list):
            raise self.error("", "应是由 [科目编码, 名称, [金额, …]] 组成的列表")
        figures: dict[tuple[RowKey, int], Printed] = {}
        subjects: list[tuple[str, str]] = []
        for i, row in enumerate(content, start=1):
            place = f"第 {i} 行"
            if not (isinstance(row, list) and len(row) == 3):
                raise self.error(place, "应写作 [科目编码, 名称, [金额, …]]")
            code, name, values = row
            if not isinstance(code, str) or not isinstance(name, str):
                raise self.error(place, "科目编码和名称应是带引号的文字")
            if UNPRINTABLE.search(name):
                raise self.error(place, "科目名称里有不能打印的字符")
            if code and not is_code(code):
                raise self.error(place, f"“{code}”不是 3、5 或 7 位的科目编码")
            if not code and name not in self.form.totals:
                listed = "、".join(self.form.totals)
                raise self.error(place, f"没有科目编码的行只能是{listed}，不能是“{name}”")
            key = code or name
            if any(row == key for row, _ in figures) or any(code == c for c, _ in subjects):
                raise self.error(place, f"{key} 写了两次")
            if code:
                subjects.append((code, name))
            figures |= self.amounts(place, values, key, self.form.columns)
        return TableData(figures, tuple(subjects))

    def row(self, written: str) -> RowKey:
        """The row key that a table with fixed rows has for "27", "30101" or "人员经费合计"."""
        two_sided = self.form.layout is Layout.TWO_SIDED
        key: RowKey = int(written) if two_sided and written.isdecimal() else written
        if key not in self.form.columns_of_row:
            raise self.error("", f"没有“{written}”这一行")
        return key

    def amounts(
        self, place: str, values: Any, key: RowKey, columns: tuple[int, ...]
    ) -> dict[tuple[RowKey, int], Printed]:
        """The amounts of a row, a value for every column. Blanks are left out."""
        if not isinstance(values, list) or len(values) != len(columns):
            raise self.error(place, f"应有 {len(columns)} 个金额")
        found: dict[tuple[RowKey, int], Printed] = {}
        for column, value in zip(columns, values, strict=True):
            if value is None:
                continue
            if not isinstance(value, str):
                raise self.error(place, f'金额应写成带引号的文字，如 "{value}"')
            state, amount = canonical(value)
            if amount is not None:
                found[key, column] = amount
            elif state is State.DASH:
                found[key, column] = value
            elif state is not State.BLANK:
                raise self.error(place, f"“{value}”不是金额")
        return found
