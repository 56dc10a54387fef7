"""One table of a data.json → its figures and words, read by its form; see `data`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from validator.forms.catalogue import LENGTHS, called_codes, is_code
from validator.forms.model import ONLY_ROW, Form, Layout, RowKey
from workbook_templates.codes import lengths
from workbook_templates.declared.data import read_declared
from workbook_templates.json_file import DataError, Part, Printed, amount_of, why_not_printed
from workbook_templates.paper import Key


@dataclass(frozen=True, slots=True)
class TableData:
    """What one table prints. Amounts keep their printed decimals; a dash stays a text.

    `subjects` are the (code, name) rows of a 科目 table below 合计; `empty` is the sentence that
    declares the table empty; `texts` are the words of a 申报表, as `declared.grid` keys them.
    """

    figures: Mapping[Key, Printed]
    subjects: tuple[tuple[str, str], ...] = ()
    empty: str = ""
    texts: Mapping[Key, str] = field(default_factory=dict)


def read_table(form: Form, key: str, content: Any, file: str) -> TableData:
    """The table `key` of the file, which holds `content` for it. Raises DataError."""
    return _Reader(form, key, file).table(content)


@dataclass(frozen=True, slots=True)
class _Reader:
    """One table's part of the file, read by its form."""

    form: Form
    key: str
    file: str

    def error(self, place: str, problem: str) -> DataError:
        return DataError(self.file, f"表{self.key}{place}：", problem)

    def table(self, content: Any) -> TableData:
        if isinstance(content, dict) and "empty" in content:
            return self.empty(content)
        if self.form.open:
            return self.subjects(content)
        if self.form.layout is Layout.SINGLE:
            return TableData(self.amounts("", content, ONLY_ROW, self.form.columns))
        if not isinstance(content, dict):
            raise self.error("", "应是 行次或科目 → 金额 的对象 { … }")
        if self.form.layout is Layout.DECLARED:
            figures, texts = read_declared(self.form, Part(content, self.file, f"表{self.key}"))
            return TableData(figures, texts=texts)
        figures = {}
        for written, value in content.items():
            row = self.row(written)
            values = value if isinstance(value, list) else [value]
            figures |= self.amounts(f" {written}", values, row, self.form.columns_of_row[row])
        return TableData(figures)

    def empty(self, content: Mapping[str, Any]) -> TableData:
        sentence = content["empty"]
        if len(content) > 1:
            raise self.error("", "写了“empty”就不能再有金额")
        if not isinstance(sentence, str) or not sentence:
            raise self.error("", "“empty”应是注明空表的那句话")
        if reason := why_not_printed(sentence):
            raise self.error("", f"“empty”{reason}")
        if not self.form.empty_sentence:
            raise self.error("", "这张表的版式不印空表说明")
        return TableData({}, empty=sentence)

    def subjects(self, content: Any) -> TableData:
        if not isinstance(content, list):
            raise self.error("", "应是由 [科目编码, 名称, [金额, …]] 组成的列表")
        figures: dict[Key, Printed] = {}
        subjects: list[tuple[str, str]] = []
        for i, row in enumerate(content, start=1):
            place = f"第 {i} 行"
            if not (isinstance(row, list) and len(row) == 3):
                raise self.error(place, "应写作 [科目编码, 名称, [金额, …]]")
            code, name, values = row
            if not isinstance(code, str) or not isinstance(name, str):
                raise self.error(place, "科目编码和名称应是带引号的文字")
            if reason := why_not_printed(name):
                raise self.error(place, f"科目名称{reason}")
            self.code(place, code, name)
            key = code or name
            if any(row == key for row, _ in figures) or any(code == c for c, _ in subjects):
                raise self.error(place, f"{key} 写了两次")
            if code:
                subjects.append((code, name))
            figures |= self.amounts(place, values, key, self.form.columns)
        return TableData(figures, tuple(subjects))

    def code(self, place: str, code: str, name: str) -> None:
        """Refuse a row that is neither that of a code nor one of the totals."""
        kind = self.form.catalogue
        if code and not is_code(code, LENGTHS[kind]):
            what = f"{lengths(kind)} 位的{called_codes(kind)}编码"
            raise self.error(place, f"“{code}”不是 {what}")
        if not code and name not in self.form.totals:
            listed = "、".join(self.form.totals)
            raise self.error(place, f"没有科目编码的行只能是{listed}，不能是“{name}”")

    def row(self, written: str) -> RowKey:
        """The row key that a table with fixed rows has for "27", "30101" or "人员经费合计"."""
        two_sided = self.form.layout is Layout.TWO_SIDED
        key: RowKey = int(written) if two_sided and written.isdecimal() else written
        if key not in self.form.columns_of_row:
            raise self.error("", f"没有“{written}”这一行")
        return key

    def amounts(
        self, place: str, values: Any, key: RowKey, columns: tuple[int, ...]
    ) -> dict[Key, Printed]:
        """The amounts of a row, a value for every column. Blanks are left out."""
        if not isinstance(values, list) or len(values) != len(columns):
            raise self.error(place, f"应有 {len(columns)} 个金额")
        found: dict[Key, Printed] = {}
        for column, value in zip(columns, values, strict=True):
            amount = amount_of(value, lambda problem: self.error(place, problem))
            if amount is not None:
                found[key, column] = amount
        return found
