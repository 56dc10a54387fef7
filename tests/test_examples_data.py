"""The examples: their sources load, the committed workbooks are what the script builds from them,
every figure stands in its cell, and a workbook with a mistake differs only where it says so."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.shipped import unlike
from tools import make_examples
from tools.card_examples import CARD_EXAMPLES, CARDS
from validator.forms.loader import editions, load
from validator.forms.model import Edition, Form, Layout, RowKey
from validator.reading import address, read
from validator.recognition import recognise
from validator.recognition.words import plain
from workbook_templates.data import Data, DataError, load_data, parse_data
from workbook_templates.grid import Grid, lay_out, sheet, stored

EXAMPLES = make_examples.EXAMPLES
PUBLISHED = make_examples.PUBLISHED
MISTAKES = EXAMPLES / make_examples.MISTAKES
EXPECTED = json.loads((MISTAKES / "expected.json").read_text(encoding="utf-8"))
each_published = pytest.mark.parametrize("published", PUBLISHED, ids=lambda p: p.folder)


def data_of(published: make_examples.Published) -> Data:
    return load_data(EXAMPLES / published.folder / "data.json")


# --- the files ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    make_examples.build(folder)
    return folder


def test_committed_examples_are_a_fresh_build(built: Path) -> None:
    for path in sorted(p for p in built.rglob("*") if p.is_file()):
        committed = EXAMPLES / path.relative_to(built)
        if path.suffix == ".xlsx":
            assert unlike(committed, path) == [], committed
        else:
            assert committed.read_bytes() == path.read_bytes(), committed


def test_no_workbook_is_left_from_an_earlier_build(built: Path) -> None:
    for folder in (path for path in built.iterdir() if path.is_dir()):
        committed = {path.name for path in (EXAMPLES / folder.name).glob("*.xlsx")}
        assert committed == {path.name for path in folder.glob("*.xlsx")}


def test_two_builds_are_the_same_bytes(built: Path, tmp_path: Path) -> None:
    """Those of the document with tables of every layout, and of one with scorecards."""
    tables, cards = tmp_path / make_examples.WUHAN.folder, tmp_path / CARDS
    for folder in (tables, cards):
        folder.mkdir()
    make_examples.build_published(make_examples.WUHAN, tables, EXAMPLES)
    make_examples.build_scorecards(CARD_EXAMPLES[0], cards, EXAMPLES)
    again = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(again) == 4
    for path in again:
        assert path.read_bytes() == (built / path.relative_to(tmp_path)).read_bytes(), path


# --- the figures -------------------------------------------------------------------------------


@each_published
def test_data_holds_every_table(published: make_examples.Published) -> None:
    data = data_of(published)
    lost = {"02", "10"} if published is make_examples.WUHAN else set()
    assert set(data.forms) == set(data.tables)
    assert {form.subject for form in data.forms.values()} == set(data.edition.forms) - lost
    assert all(table.figures or table.empty for table in data.tables.values())


@each_published
def test_reader_gives_the_grid(published: make_examples.Published) -> None:
    data = data_of(published)
    book = read(EXAMPLES / published.folder / "printed.xlsx")
    names = published.names(data)
    assert [s.name for s in book.sheets] == list(names.values())
    for found, (subject, name) in zip(book.sheets, names.items(), strict=True):
        wanted = sheet(data.grid(subject), name)
        assert [filled(row) for row in found.rows] == [filled(row) for row in wanted.rows]


def filled(row: Sequence[object]) -> list[object]:
    """A row without the blank cells at its end."""
    cells = ["" if value is None else value for value in row]
    while cells and cells[-1] == "":
        cells.pop()
    return cells


@each_published
def test_every_figure_stands_in_its_cell(published: make_examples.Published) -> None:
    data = data_of(published)
    found = recognise(read(EXAMPLES / published.folder / "printed.xlsx"))
    assert found.edition.name == data.edition.name
    assert (found.department, found.year, found.unit.name) == (
        data.department,
        data.year,
        data.unit,
    )
    for subject, table in data.tables.items():
        bound = found.tables[subject]
        shown = {key: cell.raw for key, cell in bound.cells.items() if cell.raw not in ("", None)}
        if table.empty:
            assert plain(bound.empty) == plain(table.empty)
            assert set(shown.values()) <= {table.empty}
        else:
            assert shown == {key: stored(value) for key, value in table.figures.items()}
            rows = [(e.code, e.name) for e in bound.entries]
            assert not bound.form.open or rows == [(c, plain(name)) for c, name in table.subjects]


# --- the mistakes ------------------------------------------------------------------------------


def test_one_mistake_each_and_three_at_once() -> None:
    assert len(EXPECTED) == 11
    assert set(EXPECTED) == {path.name for path in MISTAKES.glob("*.xlsx")}


@pytest.mark.parametrize("file", EXPECTED)
def test_expected_rules_are_rules_of_the_edition(file: str) -> None:
    known = {rule.id for rule in load("final-accounts-2020").rules}
    assert EXPECTED[file]["rules"]
    assert set(EXPECTED[file]["rules"]) <= known


@pytest.mark.parametrize("file", EXPECTED)
def test_only_the_cells_named_differ(file: str) -> None:
    correct = read(EXAMPLES / make_examples.JIANGAN.folder / "printed.xlsx")
    wrong = read(MISTAKES / file)
    differing = []
    for before, after in zip(correct.sheets, wrong.sheets, strict=True):
        rows = list(after.rows)
        if len(rows) < len(before.rows):  # a row left out: put a blank one in its place
            row = next(i for i, cells in enumerate(rows) if cells != before.rows[i])
            rows.insert(row, [""] * len(rows[0]))
        for i, (old, new) in enumerate(zip(before.rows, rows, strict=True)):
            differing += [
                f"{before.name}!{address(i, j)}"
                for j, (a, b) in enumerate(zip(old, new, strict=True))
                if a != b
            ]
    assert differing == EXPECTED[file]["cells"]


# --- grids -------------------------------------------------------------------------------------


def forms() -> Iterator[tuple[Edition, Form]]:
    for name in editions():
        edition = load(name)
        for form in edition.forms.values():
            yield edition, form


each_form = pytest.mark.parametrize(
    ("edition", "form"), list(forms()), ids=lambda value: getattr(value, "name", value.title)
)
SUBJECTS = (("208", "社会保障和就业支出"), ("20805", "行政事业单位养老支出"))


@each_form
@pytest.mark.parametrize("empty", [False, True])
def test_nothing_overlaps(edition: Edition, form: Form, empty: bool) -> None:
    subjects = SUBJECTS if form.layout is Layout.SUBJECTS else ()
    grid = lay_out(form, {}, subjects=subjects, department="某局", year=2024, empty=empty)
    taken: set[tuple[int, int]] = set()
    for cell in grid.cells:
        covered = place(grid, cell.row, cell.column)
        assert not covered & taken, cell
        taken |= covered
    assert {(m[0], m[1]) for m in grid.merges} <= {(c.row, c.column) for c in grid.cells}
    assert all(row < grid.rows and column < grid.columns for row, column in taken)
    table = {c.row for c in grid.cells if c.role in ("heading", "numbers", "label", "amount")}
    for row in table:  # no hole inside the frame
        assert {(row, column) for column in range(grid.columns)} <= taken


def place(grid: Grid, row: int, column: int) -> set[tuple[int, int]]:
    """The cells that the cell at (row, column) covers."""
    last = next(((m[2], m[3]) for m in grid.merges if m[:2] == (row, column)), (row, column))
    return {(r, c) for r in range(row, last[0] + 1) for c in range(column, last[1] + 1)}


@each_form
def test_every_cell_of_the_form_has_a_place(edition: Edition, form: Form) -> None:
    rows: dict[RowKey, Sequence[int]] = dict(form.columns_of_row)
    rows.update(
        (f"{name}#1", [c.number for c in part.columns]) for name, part in form.lists.items()
    )
    figures = {(row, n): f"{row}/{n}" for row, columns in rows.items() for n in columns}
    grid = lay_out(form, figures)
    printed = [cell.value for cell in grid.cells if cell.role == "amount"]
    assert sorted(map(str, printed)) == sorted(figures.values())


def test_the_last_total_of_table_6_stands_in_the_last_column() -> None:
    blocks = [form for _, form in forms() if form.layout is Layout.BLOCKS]
    assert len(blocks) == 3
    for form in blocks:
        grid = lay_out(form, {("人员经费合计", 1): 1, ("公用经费合计", 1): 2})
        assert [c.column for c in grid.cells if c.value in (1, 2)] == [2, 8]


def test_captions_are_those_of_the_edition() -> None:
    roles = ("title", "mark", "department", "unit")

    def head(name: str, subject: str) -> list[str]:
        grid = lay_out(load(name).forms[subject], {}, department="某局", year=2023, unit="元")
        return [str(cell.value) for cell in grid.cells if cell.role in roles]

    opening = ["部门：某局", "单位：元"]
    assert head("final-accounts-2020", "01") == ["2023年度收入支出决算总表（表1）", *opening]
    assert head("final-accounts-2022", "01") == [
        "收入支出决算总表",
        "公开01表",
        "部门：某局",
        "金额单位：元",
    ]
    assert head("final-accounts-2024", "01") == ["2023年度收入支出决算总表", "公开01表", *opening]


def test_a_year_left_open_is_not_printed() -> None:
    grid = lay_out(load("final-accounts-2024").forms["07"], {}, empty=True)
    words = [cell.value for cell in grid.cells if cell.role in ("title", "sentence")]
    assert words == [
        "政府性基金预算财政拨款收入支出决算表",
        "本部门本年度无政府性基金预算财政拨款收入支出。",
    ]


def test_a_changed_copy_of_a_form_keeps_its_edition() -> None:
    form = replace(load("final-accounts-2022").forms["08"], empty_sentence="本年没有")
    grid = lay_out(form, {}, empty=True)
    (sentence,) = [cell for cell in grid.cells if cell.role == "sentence"]
    assert sentence.value == "本年没有"
    assert sentence.row < min(cell.row for cell in grid.cells if cell.role == "heading")


def test_figures_without_a_cell_are_refused() -> None:
    form = load("final-accounts-2020").forms["02"]
    with pytest.raises(ValueError, match="2080505 1栏"):
        lay_out(form, {("合计", 1): 1, ("2080505", 1): 1})


# --- data.json that cannot be used -------------------------------------------------------------

HEAD = {"edition": "final-accounts-2020", "department": "某局", "year": 2020, "unit": "万元"}
ROW = ["208", "社会保障和就业支出", ["1.00", None, "1.00"]]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"edition": "final-accounts-1999"}, "没有版本"),
        ({"unit": "美元"}, "金额单位"),
        ({"year": "2020"}, "“year”应是整数"),
        ({"department": None}, "“department”应是文字"),
        ({"yaer": 2020}, "没有“yaer”这一项"),
        ({"tables": {"10": {}}}, "没有表“10”"),
        ({"tables": {"01": []}}, "表01"),
        ({"tables": {"01": {"61": "1.00"}}}, "没有“61”这一行"),
        ({"tables": {"01": {"27": 1.5}}}, "带引号的文字"),
        ({"tables": {"01": {"27": "1.5万"}}}, "“1.5万”不是金额"),
        ({"tables": {"04": {"59": ["1.00", "1.00"]}}}, "表04 59：应有 4 个金额"),
        ({"tables": {"05": [ROW, ROW]}}, "表05第 2 行：208 写了两次"),
        ({"tables": {"05": [["2O8", *ROW[1:]]]}}, "“2O8”不是 3、5 或 7 位"),
        ({"tables": {"05": [["", "小计", ROW[2]]]}}, "只能是合计"),
        ({"tables": {"05": [["208", "社会保障和就业支出"]]}}, "应写作"),
        ({"tables": {"06": {"30105": "1.00"}}}, "没有“30105”这一行"),
        ({"tables": {"09": ["1.00"]}}, "应有 12 个金额"),
        ({"tables": {"01": {"empty": "没有"}}}, "不印空表说明"),
        ({"tables": {"08": {"empty": ""}}}, "那句话"),
    ],
)
def test_unusable_data_is_refused_with_its_place(changes: dict[str, object], problem: str) -> None:
    text = json.dumps({**HEAD, "tables": {}, **changes}, ensure_ascii=False)
    with pytest.raises(DataError) as error:
        parse_data(text, "某局.json")
    assert str(error.value).startswith("某局.json：")
    assert problem in str(error.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "不是 JSON"),
        ("[]", "应是一个对象"),
        ('{"tables": {"01": {"27": "1.00", "27": "2.00"}}}', "“27”在同一处写了两次"),
    ],
)
def test_what_is_not_such_a_file_is_refused(text: str, problem: str) -> None:
    with pytest.raises(DataError, match=problem):
        parse_data(text)


def test_amounts_keep_their_printed_decimals() -> None:
    data = parse_data(json.dumps({**HEAD, "tables": {"01": {"1": "0.50", "2": "-", "3": None}}}))
    assert {key: str(v) for key, v in data.tables["01"].figures.items()} == {
        (1, 1): "0.50",
        (2, 1): "-",
    }
