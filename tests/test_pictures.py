"""The sheet 图表 of a blank workbook: its figures are the right cells of the tables, whatever 行次
an edition prints, and its four charts show them. LibreOffice calculates."""

import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart.bar_chart import BarChart
from openpyxl.chart.pie_chart import PieChart

from validator.forms.workbook import PICTURES
from workbook_templates.excel import save
from workbook_templates.live import build
from workbook_templates.plan import TYPED, TYPED_FIRST, UNIT, YEAR, Plan, plan
from workbook_templates.spot import Spot

CAPTIONS = {
    "图1：收、支决算总计变动情况": BarChart,
    "图2：收入决算结构": PieChart,
    "图3：支出决算结构": PieChart,
    "图4：财政拨款收、支决算总计变动情况": BarChart,
}
#: The first cell of 年末结转和结余 in table 01, as the editions number their lines.
CARRIED = {"final-accounts-2020": 59, "final-accounts-2022": 60, "final-accounts-2024": 59}
#: Last year's totals, in the order in which the sheet asks for them.
BEFORE = (100, 125, 0, 200)
ENTERED: dict[str, dict[str, dict[int, float]]] = {
    "02": {"2080505": {2: 0, 3: 4.5}, "2101501": {2: 120, 7: 5.5}},
    "03": {"2080505": {2: 10, 5: 25}, "2101501": {2: 30, 3: 60}},
}


def fill(book: Workbook, of: Plan) -> None:
    """Type the year of a small department, in 元."""

    def put(spot: Spot, value: object) -> None:
        book[spot.sheet][spot.local] = value

    put(YEAR, of.edition.last_year)
    put(UNIT, "元")
    whole, fiscal = of.tables["01"], of.tables["04"]
    for line, amount in {1: 100, 3: 20, 4: 4.5, 8: 5.5, 29: 10}.items():
        put(whole.cells[line, 1], amount)
    put(whole.cells[whole.form.rows_by_code["210"], 2], 125)
    put(whole.cells[CARRIED[of.edition.name], 2], 15)
    put(fiscal.cells[29, 1], 7)
    for column, amount in {3: 97, 5: 20}.items():
        put(fiscal.cells[fiscal.form.rows_by_code["210"], column], amount)
    for subject, rows in ENTERED.items():
        table = of.tables[subject]
        for row, (code, amounts) in enumerate(rows.items(), start=table.entry_rows[0]):
            put(Spot(table.entry, row, 0), code)
            for number, amount in amounts.items():
                put(Spot(table.entry, row, table.entry_column(number)), amount)
    for spot, amount in zip(totals_typed(of), BEFORE, strict=True):
        put(spot, amount)


def totals_typed(of: Plan) -> list[Spot]:
    """Where last year's totals are typed: below the figures that identities compare with."""
    first = TYPED_FIRST + len(of.last_year)
    return [Spot(PICTURES, first + i, TYPED) for i in range(len(BEFORE))]


class Made:
    """An edition's workbook, and what LibreOffice makes of it, blank and filled in."""

    def __init__(self, edition: str, soffice: Path, folder: Path) -> None:
        self.plan = plan(edition, room=8)
        book = build(self.plan)
        save(book, folder / "blank.xlsx")
        fill(book, self.plan)
        save(book, folder / "filled.xlsx")
        self.sheet = book[PICTURES]
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        files = [folder / "blank.xlsx", folder / "filled.xlsx"]
        self.saved = folder / "saved"
        command: list[str | Path] = [
            soffice,
            profile,
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            self.saved,
        ]
        subprocess.run([*command, *files], check=True, capture_output=True, timeout=180)
        self.filled = load_workbook(self.saved / "filled.xlsx", data_only=True)[PICTURES]
        self.blank = load_workbook(self.saved / "blank.xlsx", data_only=True)[PICTURES]

    def figures(self, caption: str) -> list[tuple[object, ...]]:
        """The headings and rows below a caption: words and figures, without what is merged."""
        rows = [tuple(c for c in row[:7]) for row in self.filled.iter_rows(values_only=True)]
        top = next(i for i, row in enumerate(rows) if row[0] == caption)
        end = next((i for i in range(top, len(rows)) if rows[i][0] is None), len(rows))
        return [(row[0], *row[3:]) for row in rows[top + 1 : end]]


@pytest.fixture(scope="module", params=sorted(CARRIED))
def made(request, program, tmp_path_factory):
    soffice = program("LibreOffice", "soffice", "libreoffice")
    return Made(request.param, soffice, tmp_path_factory.mktemp(request.param))


def test_totals_are_compared_with_last_years(made):
    year = made.plan.edition.last_year
    for caption, totals in {
        "图1：收、支决算总计变动情况": ((100, 140, 40, 0.4), (125, 140, 15, 0.12)),
        # Nothing last year: there is a change, but no rate.
        "图4：财政拨款收、支决算总计变动情况": ((0, 127, 127, None), (200, 117, -83, -0.415)),
    }.items():
        headings, income, spending = made.figures(caption)
        assert headings[1:3] == (f"{year - 1}年度（元）", f"{year}年度（元）")
        assert income == ("收入总计", *totals[0])
        assert spending == ("支出总计", *totals[1])


def test_income_is_broken_down_by_the_columns_of_its_table(made):
    (headings, *rows, total) = made.figures("图2：收入决算结构")
    assert headings[1] == "金额（元）"
    assert [(row[0], row[1]) for row in rows] == [
        ("财政拨款收入", 120),
        ("上级补助收入", 4.5),
        ("事业收入", None),
        ("经营收入", None),
        ("附属单位上缴收入", None),
        ("其他收入", 5.5),
    ]
    assert total[:3] == ("本年收入合计", 130, 1)
    assert [row[3] for row in rows][:3] == ["财政拨款收入 92.3%", "上级补助收入 3.5%", "事业收入"]


def test_spending_is_broken_down_by_the_columns_of_its_table(made):
    (_, *rows, total) = made.figures("图3：支出决算结构")
    assert [row[:3] for row in rows] == [
        ("基本支出", 40, 0.32),
        ("项目支出", 60, 0.48),
        ("上缴上级支出", None, None),
        ("经营支出", 25, 0.2),
        ("对附属单位补助支出", None, None),
    ]
    assert total[:3] == ("本年支出合计", 125, 1)


def test_last_years_figures_are_typed_beside_their_words(made):
    places = [*totals_typed(made.plan), *made.plan.last_year.values()]
    assert len(set(places)) == len(places)
    listed = [tuple(c.value for c in made.blank[place.row + 1][:4]) for place in places]
    assert [row[2:] for row in listed[:4]] == [("收入总计", None), ("支出总计", None)] * 2
    assert {row[0] for row in listed[4:]} == {"X19"}
    for (subject, words, _), row in zip(made.plan.last_year, listed[4:], strict=True):
        assert row[1] == made.plan.tables[subject.removeprefix("上年")].sheet
        assert row[2].startswith(words)
        assert row[3] is None
    assert made.sheet.protection.sheet
    assert not any(made.sheet[place.local].protection.locked for place in places)
    (rule,) = made.sheet.data_validations.dataValidation
    assert all(place.local in rule.sqref for place in places)


def test_four_charts_show_the_figures(made):
    charts = made.sheet._charts
    assert {c.title.tx.rich.p[0].r[0].t: type(c) for c in charts} == CAPTIONS

    def held(reference: str) -> list[object]:
        sheet, _, cells = reference.rpartition("!")
        assert sheet == f"'{PICTURES}'"
        found = made.filled[cells.replace("$", "")]
        return (
            [c.value for row in found for c in row] if isinstance(found, tuple) else [found.value]
        )

    for chart, caption in zip(charts, CAPTIONS, strict=True):
        headings, *rows = made.figures(caption)
        if isinstance(chart, PieChart):
            (series,) = chart.series
            assert held(series.cat.strRef.f) == [row[3] for row in rows[:-1]]
            assert held(series.val.numRef.f) == [row[1] for row in rows[:-1]]
            continue
        assert held(chart.y_axis.title.tx.strRef.f) == ["金额（元）"]
        for i, series in enumerate(chart.series, start=1):
            assert held(series.tx.strRef.f) == [headings[i]]
            assert held(series.cat.strRef.f) == ["收入总计", "支出总计"]
            assert held(series.val.numRef.f) == [row[i] for row in rows]


def test_charts_stay_when_another_program_saves_the_workbook(made):
    with ZipFile(made.saved / "filled.xlsx") as parts:
        charts = [
            parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/charts/chart")
        ]
    assert len(charts) == 4
    for caption in CAPTIONS:
        assert any(f"<a:t>{caption}</a:t>" in chart for chart in charts)


def test_a_blank_workbook_shows_no_figure_and_no_error(made):
    cells = [c for row in made.blank.iter_rows() for c in row]
    assert not [c.coordinate for c in cells if c.data_type in "en" and c.value is not None]
    assert not [c.coordinate for c in cells if str(c.value).startswith("#")]
