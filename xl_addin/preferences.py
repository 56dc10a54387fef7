"""What the user has chosen under 设置: a small workbook that is edited in Excel like any other.

It stands in the user's own folder, is made when first asked for, and is read at every click.
"""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple, TypeVar

from validator.forms.catalogue import CatalogueError, read_catalogue
from validator.forms.loader import editions, load
from validator.forms.model import Severity
from validator.forms.own import read_rules
from validator.forms.text import FormError
from validator.reading import Unreadable, address, read
from validator.run import Options
from xl_addin.messages import Lang
from xl_addin.refusal import Refused

FILE = "设置.xlsx"
_SHEET = "设置"
#: The row of the headings, from one; the columns of a choice and of its value, from zero.
_HEADINGS = 3
_ITEM, _VALUE = 0, 1
#: The hidden columns of what may be chosen stand behind this one.
_CHOICES = 6

_T = TypeVar("_T")
_Chosen = Mapping[str, tuple[str, str]]

_ALL = frozenset(Severity)
#: What the words mean; the first is taken where nothing is chosen.
_SEVERITIES: Mapping[str, frozenset[Severity]] = {
    "错误、核实和提示": _ALL,
    "错误和核实": _ALL - {Severity.INFO},
    "只标错误": frozenset({Severity.ERROR}),
}
_LANGUAGES: Mapping[str, Lang] = {"中文": "zh", "English": "en"}
_RECOGNISED = "自动识别"

_MARKED, _LANGUAGE, _EDITION = "标记哪些", "语言", "版本"
_RULES, _CATALOGUE = "本单位规则文件", "科目目录文件"
_MEANINGS = {
    _MARKED: "哪些意见着色并列入“校验结果”。所有勾稽关系总是全部校验。",
    _LANGUAGE: "批注和校验结果的语言。",
    _EDITION: "一般选自动识别；识别得不对时在这里指定。",
    _RULES: "本单位自定的勾稽规则（文本文件）的完整路径，没有就空着。",
    _CATALOGUE: "完整的科目目录（.csv 或 .xlsx：编码、名称）的完整路径，没有就空着。",
}


class Preferences(NamedTuple):
    """What is marked, in which language, and how it is checked."""

    severities: frozenset[Severity] = _ALL
    lang: Lang = "zh"
    edition: str | None = None
    rules: Path | None = None
    catalogue: Path | None = None

    def options(self) -> Options:
        """How to check. Refused where a file that is named cannot be used."""
        try:
            return Options(
                edition=self.edition,
                rules=read_rules(self.rules) if self.rules else (),
                names=read_catalogue(self.catalogue) if self.catalogue else None,
                lang=self.lang,
            )
        except Unreadable as problem:
            said = problem.said(self.lang)
        except (FormError, CatalogueError) as problem:
            said = str(problem)
        except OSError as problem:
            said = f"{problem.filename}：{problem.strerror}"
        raise Refused("addin.preferences.file", {"problem": said})


def folder() -> Path:
    """Where the add-in keeps what is the user's: the choices, and the log of failures."""
    return Path.home() / ".gouji"


def load_preferences(path: Path | None = None) -> Preferences:
    """The choices in the file, the usual ones where there is none.

    Raises Refused naming file and cell where a choice is not known.
    """
    path = path or folder() / FILE
    if not path.exists():
        return Preferences()
    try:
        sheet = read(path).sheets[0]
    except Unreadable as problem:
        said = problem.said("zh")
        raise Refused("addin.preferences.unreadable", {"path": path, "problem": said}) from problem
    chosen = {
        str(row[_ITEM]).strip(): (
            str(sheet.faults.get((number, _VALUE)) or row[_VALUE] or "").strip(),
            address(number, _VALUE),
        )
        for number, row in enumerate(sheet.rows)
        if len(row) > _VALUE
    }
    return Preferences(
        severities=_choice(path, chosen, _MARKED, _SEVERITIES),
        lang=_choice(path, chosen, _LANGUAGE, _LANGUAGES),
        edition=_choice(path, chosen, _EDITION, _editions()),
        rules=_file(chosen, _RULES),
        catalogue=_file(chosen, _CATALOGUE),
    )


def _editions() -> Mapping[str, str | None]:
    return {_RECOGNISED: None, **{load(name).title: name for name in reversed(editions())}}


def _choice(path: Path, chosen: _Chosen, item: str, choices: Mapping[str, _T]) -> _T:
    value, place = chosen.get(item, ("", ""))
    if not value:
        return next(iter(choices.values()))
    if value not in choices:
        facts = {"name": path, "sheet": _SHEET, "cell": place, "value": value, "item": item}
        raise Refused("addin.preferences.choice", {**facts, "choices": "、".join(choices)})
    return choices[value]


def _file(chosen: _Chosen, item: str) -> Path | None:
    value, _ = chosen.get(item, ("", ""))
    return Path(value.strip('"')) if value else None


def blank_preferences() -> bytes:
    """The workbook with the usual choices, and the others to pick from."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _SHEET
    sheet["A1"], sheet["A1"].font = "gouji 决算勾稽：设置", Font(size=14, bold=True)
    sheet["A2"] = "在“值”一栏选择或填写，保存后关闭，下一次点按钮时生效。"
    for column, (heading, width) in enumerate((("项目", 18), ("值", 44), ("说明", 64)), start=1):
        cell = sheet.cell(_HEADINGS, column, heading)
        cell.font, cell.fill = Font(bold=True, size=11), PatternFill("solid", fgColor="DCE6F1")
        sheet.column_dimensions[cell.column_letter].width = width
    choices = {_MARKED: _SEVERITIES, _LANGUAGE: _LANGUAGES, _EDITION: _editions()}
    for row, (item, meaning) in enumerate(_MEANINGS.items(), start=_HEADINGS + 1):
        known = [*choices.get(item, ())]
        for column, said in enumerate((item, known[0] if known else None, meaning), start=1):
            cell = sheet.cell(row, column, said)
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            cell.font = Font(size=11)
        sheet.cell(row, 2).fill = PatternFill("solid", fgColor="FFF8DC")
        if known:  # in a column of their own: a list within the rule may not be long
            letter = get_column_letter(_CHOICES + row)
            for number, choice in enumerate(known, start=1):
                sheet[f"{letter}{number}"] = choice
            sheet.column_dimensions[letter].hidden = True
            where = f"=${letter}$1:${letter}${len(known)}"
            rule = DataValidation(type="list", formula1=where, allow_blank=True)
            rule.add(sheet.cell(row, 2))
            sheet.add_data_validation(rule)
    content = BytesIO()
    book.save(content)
    return content.getvalue()
