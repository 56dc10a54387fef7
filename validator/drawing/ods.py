"""How the cells of an .ods file look: its styles, merged cells and widths of columns.

A style of cells names one for values, the parts of which become a number format as in other files.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from validator.drawing.choice import Chosen, Place, among
from validator.drawing.formats import GENERAL
from validator.drawing.looks import MOST_STYLES, PLAIN, Look, Looks
from validator.reading import Limits
from validator.reading.ods import ACROSS, CONTENT, NS, ROW, STYLE, TABLE, Found, Reader, count_of
from validator.reading.package import Package, parse, read_parts

_NUMBER, _FO = f"{NS}datastyle:1.0 ", f"{NS}xsl-fo-compatible:1.0 "
_COLUMN = f"{TABLE}table-column"
#: Kinds of styles for values, and the parts of those for dates and times: short, long.
_FORMATS = frozenset(
    f"{_NUMBER}{kind}-style"
    for kind in ("number", "percentage", "currency", "date", "time", "text")
)
_OF_DATES: Mapping[str, tuple[str, str]] = {
    "year": ("yy", "yyyy"), "month": ("m", "mm"), "day": ("d", "dd"), "hours": ("h", "hh"),
    "minutes": ("m", "mm"), "seconds": ("s", "ss"), "day-of-week": ("ddd", "dddd"),
    "am-pm": ("AM/PM", "AM/PM"),
}  # fmt: skip
_ALIGNED = {"start": "left", "left": "left", "center": "center", "end": "right", "right": "right"}
_BOLD = frozenset({"bold", "600", "700", "800", "900"})
#: The part in which the styles stand that have names of their own.
_STYLES = "styles.xml"
_CONDITION = re.compile(r"[<>=]{1,2}-?[0-9.]{1,20}(?:E\+?[0-9]{1,3})?")
_THOUSANDS = re.compile("1(?:000){0,4}")
_LENGTH = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,6})?)(cm|mm|in|pt)")
#: Units of length → points of a screen, of which a character takes seven and the edges five.
_POINTS = {"cm": 96 / 2.54, "mm": 9.6 / 2.54, "in": 96.0, "pt": 96 / 72}
_CHARACTER, _EDGES = 7, 5
_USUAL = 11.0
#: More decimals than this no program shows.
_DECIMALS = 30


def looks_in_ods(
    package: Package, chosen: Mapping[int, Chosen], limits: Limits
) -> Mapping[int, Looks]:
    """How the chosen cells look, by the number of the table. Raises Unreadable, ValueError."""
    reader = _Styled(limits, chosen)
    parts = [part for part in (_STYLES, CONTENT) if part in package.entries]
    for xml in read_parts(package, parts).values():
        parse(xml, reader.start, reader.end, reader.text.append, namespaces=True)
    return {number: sheet.looks() for number, sheet in reader.found.items()}


@dataclass
class _Sheet:
    """What is found of a sheet; `of_column` are the looks of cells that name no style."""

    of: dict[Place, Look] = field(default_factory=dict)
    merged: dict[Place, tuple[int, int]] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    of_column: dict[int, Look] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def looks(self) -> Looks:
        """The record of it."""
        return Looks(
            self.of, self.merged, self.widths, _USUAL, self.hidden_rows, self.hidden_columns
        )


class _Styled(Reader):
    """The state between expat's calls, of a reader that looks at styles instead of values."""

    def __init__(self, limits: Limits, chosen: Mapping[int, Chosen]) -> None:
        super().__init__(limits)
        self.found = {number: _Sheet() for number in chosen}
        self._chosen = chosen
        self._looks: dict[str, Look] = {}
        self._widths: dict[str, float] = {}
        self._formats: dict[str, str] = {}
        self._name = self._format = ""
        self._mapped: list[str] = []
        self._elapsed = False
        self._next_column = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        if tag.startswith(_NUMBER):
            self._of_format(tag, attributes)
        elif tag.startswith(STYLE):
            self._of_style(tag.removeprefix(STYLE), attributes)
        elif tag == f"{TABLE}table":
            self._next_column = 0
        elif tag == _COLUMN:
            self._of_column(attributes)
        elif tag == ROW and attributes.get(f"{TABLE}visibility", "visible") != "visible":
            self._of_hidden_row()

    def finish_cell(self) -> None:
        """Keep how it looks where it is chosen."""
        attributes = self.attributes
        column, count = self.at_column, count_of(attributes, ACROSS)
        self.at_column += count
        number = len(self.sheets) - 1
        if number not in self.found:
            return
        sheet, choice = self.found[number], self._chosen[number]
        name = attributes.get(f"{TABLE}style-name")
        size = tuple(
            count_of(attributes, f"{TABLE}number-{way}-spanned") for way in ("rows", "columns")
        )
        for row in among(choice.rows, self.at_row, self.rows):
            for each in among(choice.columns, column, count):
                look = self._looks.get(name, PLAIN) if name else sheet.of_column.get(each, PLAIN)
                if look != PLAIN:
                    sheet.of[row, each] = look
                if size != (1, 1):
                    sheet.merged[row, each] = size[0], size[1]

    def finish_row(self, sheet: Found) -> None:
        """Go on to the next row."""
        self.at_row += self.rows

    def _of_hidden_row(self) -> None:
        number = len(self.sheets) - 1
        if number in self.found:
            own = among(self._chosen[number].rows, self.at_row, self.rows)
            self.found[number].hidden_rows.update(own)

    def _of_column(self, attributes: Mapping[str, str]) -> None:
        first, count = self._next_column, count_of(attributes, ACROSS)
        self._next_column += count
        number = len(self.sheets) - 1
        if number not in self.found:
            return
        sheet = self.found[number]
        width = self._widths.get(attributes.get(f"{TABLE}style-name", ""))
        look = self._looks.get(attributes.get(f"{TABLE}default-cell-style-name", ""), PLAIN)
        own = among(self._chosen[number].columns, first, count)
        sheet.of_column.update(dict.fromkeys(own, look))
        if width:
            sheet.widths.update(dict.fromkeys(own, width))
        if attributes.get(f"{TABLE}visibility", "visible") != "visible":
            sheet.hidden_columns.update(own)

    def _of_style(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A style, or a part of the last one."""
        name = self._name
        if tag == "map":
            self._of_map(attributes)
        elif tag == "style":
            self._name = name = attributes.get(f"{STYLE}name", "")
            if len(self._looks) < MOST_STYLES:
                look = self._looks.get(attributes.get(f"{STYLE}parent-style-name", ""), PLAIN)
                said = attributes.get(f"{STYLE}data-style-name", "")
                self._looks[name] = look._replace(format=self._formats.get(said, look.format))
        elif tag == "table-column-properties":
            if found := _LENGTH.fullmatch(attributes.get(f"{STYLE}column-width", "")):
                points = float(found[1]) * _POINTS[found[2]]
                self._widths[name] = max((points - _EDGES) / _CHARACTER, 0.0)
        elif name in self._looks:
            look = self._looks[name]
            if tag == "paragraph-properties":
                said = attributes.get(f"{_FO}text-align", "")
                self._looks[name] = look._replace(align=_ALIGNED.get(said, look.align))
            elif tag == "text-properties" and f"{_FO}font-weight" in attributes:
                bold = attributes[f"{_FO}font-weight"] in _BOLD
                self._looks[name] = look._replace(bold=bold)
            elif tag == "table-cell-properties" and f"{_FO}wrap-option" in attributes:
                wrapped = attributes[f"{_FO}wrap-option"] == "wrap"
                self._looks[name] = look._replace(wrapped=wrapped)

    def _of_map(self, attributes: Mapping[str, str]) -> None:
        """For which values a style for values sends to another one."""
        said = attributes.get(f"{STYLE}condition", "").removeprefix("value()").replace("!=", "<>")
        other = self._formats.get(attributes.get(f"{STYLE}apply-style-name", ""))
        if other is not None and _CONDITION.fullmatch(said):
            self._mapped.append(f"[{said}]{other}")

    def end(self, tag: str) -> None:
        if tag in (f"{_NUMBER}text", f"{_NUMBER}currency-symbol"):
            self._add("".join(f'"{part}"' if part != "%" else part for part in self._literals()))
        elif tag in _FORMATS:
            if (code := self._formats.get(self._format)) is None:
                self._formats[self._format] = GENERAL
            else:
                self._formats[self._format] = ";".join((*self._mapped, code))
        super().end(tag)

    def _literals(self) -> list[str]:
        """The words of a format, per cent signs alone: they mean something."""
        return re.findall("%|[^%]+", "".join(self.text).replace('"', ""))

    def _add(self, code: str) -> None:
        if self._format in self._formats:
            self._formats[self._format] += code

    def _of_format(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A style for values, or a part of the last one."""
        name = tag.removeprefix(_NUMBER)
        self.text.clear()
        if tag in _FORMATS:
            self._elapsed = attributes.get(f"{_NUMBER}truncate-on-overflow") == "false"
            self._format, self._mapped = attributes.get(f"{STYLE}name", ""), []
            if len(self._formats) < MOST_STYLES:
                self._formats[self._format] = ""
        elif name == "number":
            self._add(_of_number(attributes))
        elif name == "text-content":
            self._add("@")
        elif name in _OF_DATES:
            long = attributes.get(f"{_NUMBER}style") == "long"
            words = attributes.get(f"{_NUMBER}textual") == "true"
            code = ("mmmm" if long else "mmm") if words else _OF_DATES[name][long]
            self._add(f"[{code}]" if self._elapsed else code)
            self._elapsed = False
        elif name not in ("text", "currency-symbol", "fill-character"):
            self._formats.pop(self._format, None)


def _of_number(attributes: Mapping[str, str]) -> str:
    """The code for a number in a style for values. ValueError for what is no count."""
    places = attributes.get(f"{_NUMBER}decimal-places")
    if places is None:
        return GENERAL
    most = min(int(places), _DECIMALS)
    least = min(int(attributes.get(f"{_NUMBER}min-decimal-places", most)), most)
    whole = "0" * min(int(attributes.get(f"{_NUMBER}min-integer-digits", "1")), _DECIMALS)
    if attributes.get(f"{_NUMBER}grouping") == "true":
        whole = f"#,##{whole}"
    factor = attributes.get(f"{_NUMBER}display-factor", "1")
    scale = "," * ((len(factor) - 1) // 3) if _THOUSANDS.fullmatch(factor) else ""
    return (whole or "#") + "." * (most > 0) + "0" * least + "#" * (most - least) + scale
