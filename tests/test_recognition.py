"""Tables are found by their words, wherever they stand and whatever is around them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.ledgers import ledger_of
from validator import Book, Options, Report, Sheet, check
from validator.amounts import UNITS
from validator.forms.loader import editions, load
from validator.forms.model import Severity
from validator.reading import read
from validator.recognition import recognise, words
from validator.recognition.region import page
from validator.rounding import Verdict

EXAMPLES = Path(__file__).parent.parent / "examples"
PUBLISHED = ("jiangan-2020", "zengdu-2022", "dongxihu-2024")
Rows = list[list[object]]


def book(name: str) -> Book:
    return read(EXAMPLES / name / "printed.xlsx")


def changed(original: Book, change: Callable[[str, Rows], Rows]) -> Book:
    sheets = tuple(
        Sheet(s.name, change(s.name, [list(row) for row in s.rows]), s.faults)
        for s in original.sheets
    )
    return replace(original, sheets=sheets)


def gist(report: Report) -> object:
    """What a report says, but for where the cells stand."""
    told = [(f.rule, f.verdict, f.left, f.right, f.difference) for f in report.findings]
    return report.edition, report.unit, report.counts, sorted(map(str, told))


def find(rows: Rows, text: str) -> tuple[int, int]:
    return next(
        (r, c)
        for r, row in enumerate(rows)
        for c, v in enumerate(row)
        if words.plain(str(v)) == text
    )


# --- the same tables elsewhere ----------------------------------------------------------------


@pytest.mark.parametrize("name", PUBLISHED)
def test_tables_may_stand_anywhere_on_their_sheet(name):
    def moved(_: str, rows: Rows) -> Rows:
        blank: Rows = [[""] * 3 for _ in range(5)]
        return blank + [["", "", "", *row] for row in rows]

    report = check(changed(book(name), moved))
    assert gist(report) == gist(check(book(name)))
    assert report.tables[0].range.startswith("D6:")


@pytest.mark.parametrize("name", PUBLISHED)
def test_sheet_names_decide_nothing(name):
    original = book(name)
    renamed = tuple(replace(s, name=f"Sheet{9 - n}") for n, s in enumerate(original.sheets))
    assert gist(check(replace(original, sheets=renamed))) == gist(check(original))


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_order_of_the_sheets_decides_nothing(name):
    original = book(name)
    turned = replace(original, sheets=original.sheets[::-1])
    assert gist(check(turned)) == gist(check(original))


@pytest.mark.parametrize("name", PUBLISHED)
def test_all_tables_may_stand_on_one_sheet(name):
    original = book(name)
    rows = [row for sheet in original.sheets for row in (*sheet.rows, [], [])]
    assert gist(check(replace(original, sheets=(Sheet("全部", rows, {}),)))) == gist(
        check(original)
    )


@pytest.mark.parametrize("name", PUBLISHED)
def test_words_may_be_split_by_spaces_and_line_breaks(name):
    def spaced(_: str, rows: Rows) -> Rows:
        return [
            [f"{v[:2]} \n{v[2:]}　" if isinstance(v, str) and len(v) < 30 else v for v in row]
            for row in rows
        ]

    assert gist(check(changed(book(name), spaced))) == gist(check(book(name)))


@pytest.mark.parametrize("name", PUBLISHED)
def test_numbers_kept_as_text_are_read(name):
    def as_text(_: str, rows: Rows) -> Rows:
        return [[f"{v:,.2f}" if isinstance(v, float) and v % 1 else v for v in row] for row in rows]

    report = check(changed(book(name), as_text))
    assert report.counts == check(book(name)).counts
    assert any("以文本保存" in f.message for f in report.findings)


@pytest.mark.parametrize("name", PUBLISHED)
def test_without_the_row_of_column_numbers_the_headings_tell(name):
    def without(_: str, rows: Rows) -> Rows:
        return [
            ["" if isinstance(v, float) else v for v in row] if _is_numbering(row) else row
            for row in rows
        ]

    def _is_numbering(row: list[object]) -> bool:
        figures = [v for v in row if isinstance(v, float)]
        ascending = [float(n) for n in range(1, len(figures) + 1)]
        return figures == ascending and (
            "栏次" in map(words.plain, map(str, row)) or len(figures) > 5
        )

    assert check(changed(book(name), without)).counts == check(book(name)).counts


@pytest.mark.parametrize("name", PUBLISHED)
def test_without_printed_line_numbers_the_words_tell(name):
    def without(_: str, rows: Rows) -> Rows:
        heads = [
            c for row in rows for c, v in enumerate(row) if words.plain(str(v)) in ("行次", "行")
        ]
        return [["" if c in heads else v for c, v in enumerate(row)] for row in rows]

    report = check(changed(book(name), without), None)
    assert report.counts[Verdict.NOT_EVALUATED] == 0
    assert report.errors == check(book(name)).errors


@pytest.mark.parametrize("name", PUBLISHED)
def test_notes_a_cover_and_a_list_of_contents_are_no_tables(name):
    original = book(name)
    titles = [
        [f"{n}. {form.title}"] for e in editions() for n, form in enumerate(load(e).forms.values())
    ]
    cover = Sheet("目录", [["某局决算公开"], *titles], {})
    report = check(replace(original, sheets=(cover, *original.sheets)))
    assert gist(report) == gist(check(original))
    assert report.other_sheets == ("目录",)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("edition", editions())
def test_the_unit_is_read_from_the_heading(edition, unit):
    own = ledger_of(edition)
    found = recognise(own.book(own.department(5), edition, UNITS[unit]))
    assert found.unit is UNITS[unit]
    assert {table.unit for table in found.tables.values()} == {UNITS[unit]}
    assert all(table.unit_stated for table in found.tables.values())


# --- what is stated of missing, double and empty tables ----------------------------------------


def rules_of(report: Report, severity: Severity = Severity.ERROR) -> set[str]:
    return {f.rule for f in report.findings if f.severity is severity}


def without_sheet(original: Book, words_of_title: str) -> Book:
    kept = tuple(s for s in original.sheets if words_of_title not in s.name)
    assert len(kept) == len(original.sheets) - 1
    return replace(original, sheets=kept)


def test_a_missing_table_is_said_once_and_its_rules_do_not_apply():
    original = book("jiangan-2020")
    report = check(without_sheet(original, "表5"))
    (finding,) = (f for f in report.findings if f.severity is Severity.ERROR)
    assert finding.rule == "T01"
    assert "一般公共预算财政拨款支出决算表" in finding.message
    assert not {"X09", "X13", "JS05-1", "JS05-TOT"} & report.ran
    assert report.counts[Verdict.NOT_EVALUATED] == 0


def doubled(original: Book, change: Callable[[Rows], Rows]) -> Book:
    first = original.sheets[1]
    copy = Sheet("副本", change([list(row) for row in first.rows]), {})
    return replace(original, sheets=(*original.sheets, copy))


def test_a_table_that_stands_twice_with_other_figures_is_an_error():
    def other(rows: Rows) -> Rows:
        r, c = find(rows, "1819.46")
        rows[r][c] = 1.0
        return rows

    report = check(doubled(book("jiangan-2020"), other))
    assert rules_of(report) == {"T02"}
    (finding,) = (f for f in report.findings if f.rule == "T02")
    assert "数字不同" in finding.message
    assert finding.cells[0].sheet == "副本"


def test_a_table_that_stands_twice_with_the_same_figures_is_a_warning():
    report = check(doubled(book("jiangan-2020"), lambda rows: rows))
    assert rules_of(report) == set()
    assert rules_of(report, Severity.WARNING) == {"T02"}


def test_of_a_blank_and_a_filled_copy_the_filled_one_is_checked():
    original = book("jiangan-2020")
    first = original.sheets[1]
    top, _ = find([list(row) for row in first.rows], "合计")
    figures = [["" if isinstance(v, float) else v for v in row] for row in first.rows[top:]]
    blank = [*first.rows[:top], *figures]
    report = check(replace(original, sheets=(Sheet("空表", blank, {}), *original.sheets)))
    assert report.tables[1].sheet == first.name
    assert rules_of(report) == set()


def test_a_table_declared_empty_is_not_applicable_and_named_so():
    report = check(book("zengdu-2022"))
    empty = {t.table for t in report.tables if t.empty}
    assert empty == {"07", "08", "09"}
    assert not {"JS07-1", "X10", "X11", "X14"} & report.ran


def test_a_declaration_that_other_tables_contradict_is_an_error():
    def spent(name: str, rows: Rows) -> Rows:
        if "04" in name or "表4" in name:
            for row in rows:
                if 59.0 in row:
                    at = row.index(59.0)
                    row[at + 3] = 12.34
        return rows

    report = check(changed(book("zengdu-2022"), spent))
    (finding,) = (f for f in report.findings if f.rule == "T03")
    assert "政府性基金" in finding.message
    assert "12.34" in finding.message
    assert finding.severity is Severity.ERROR


def test_a_declaration_beside_figures_of_its_own_is_an_error():
    def filled(_: str, rows: Rows) -> Rows:
        if any("公开07" in words.plain(str(v)) for row in rows for v in row):
            r, c = find(rows, "合计")
            rows[r][c + 3 : c + 5] = [1.0, 1.0]
        return rows

    report = check(changed(book("zengdu-2022"), filled))
    assert "T03" in rules_of(report)


def test_a_line_that_was_deleted_is_named_and_its_identities_are_not_evaluated():
    def without(_: str, rows: Rows) -> Rows:
        return [row for row in rows if not (27.0 in row and "本年收入合计" in map(str, row))]

    report = check(changed(book("jiangan-2020"), without))
    assert report.counts[Verdict.NOT_EVALUATED] > 0
    assert report.exit_status() == 2
    messages = [f.message for f in report.findings if f.verdict is Verdict.NOT_EVALUATED]
    assert any("本年收入合计" in m and "JS01-1" in m for m in messages)


@pytest.mark.parametrize(
    "sentence",
    [
        "说明：本单位2024年度无因公出国（境）支出。",
        "2.本部门无公务用车购置费支出，故该栏为空。",
        "注：1.本部门2024年度未安排因公出国（境）经费。",
    ],
)
def test_a_note_on_one_item_declares_nothing(sentence):
    def noted(_: str, rows: Rows) -> Rows:
        return [*rows, [sentence]]

    assert gist(check(changed(book("dongxihu-2024"), noted))) == gist(check(book("dongxihu-2024")))


def test_a_sentence_that_begins_with_the_year_is_no_code():
    def said(_: str, rows: Rows) -> Rows:
        top = next(
            (r for r, row in enumerate(rows) if "合计" in map(words.plain, map(str, row))), 0
        )
        if any("政府性基金预算财政拨款收入支出决算表" in str(v) for row in rows for v in row):
            rows = [row for row in rows if not any(words.says_empty(str(v)) for v in row)]
            rows.insert(top + 1, ["2022年度无政府性基金预算财政拨款收入", *[""] * 7])
        return rows

    report = check(changed(book("zengdu-2022"), said))
    assert gist(report) == gist(check(book("zengdu-2022")))


def test_a_name_that_reads_like_having_none_is_a_name():
    def renamed(_: str, rows: Rows) -> Rows:
        return [["无线电管理支出" if "住房公积金" in str(v) else v for v in row] for row in rows]

    report = check(changed(book("jiangan-2020"), renamed))
    assert not report.errors
    assert not any(table.empty for table in report.tables if table.table != "08")
    told = [f for f in report.findings if f.rule.endswith("-CODE")]
    assert len(told) == 4  # tables 2, 3, 5 and 6: only the name is not the catalogue's


def test_a_table_without_a_unit_among_others_is_told():
    def silent(name: str, rows: Rows) -> Rows:
        if "表5" not in name:
            return rows
        return [
            [v.replace("单位：万元", "") if isinstance(v, str) else v for v in row] for row in rows
        ]

    report = check(changed(book("jiangan-2020"), silent))
    (finding,) = (f for f in report.findings if f.rule == "T07")
    assert "没有注明金额单位，按万元核对" in finding.message
    assert finding.severity is Severity.WARNING


# --- the edition -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_edition_is_known_without_any_year(name):
    def dateless(_: str, rows: Rows) -> Rows:
        return [
            [
                v.replace("2020", "").replace("2024", "").replace("2022", "")
                if isinstance(v, str)
                else v
                for v in row
            ]
            for row in rows
        ]

    assert recognise(changed(book(name), dateless)).edition.name == f"final-accounts-{name[-4:]}"


def test_the_edition_may_be_named():
    report = check(book("jiangan-2020"))
    assert report.edition == "final-accounts-2020"


def test_an_edition_of_another_kind_is_said_to_be_the_wrong_one():
    report = check(book("jiangan-2020"), Options(edition="budget-2023"))
    assert (report.status, report.exit_status()) == ("unrecognised", 2)
    assert "没有找到 budget-2023 的表，这是 final-accounts-2020 的表" in report.message
    nothing = Book("空.xlsx", (Sheet("空", [["没有表"]], {}),))
    assert "没有找到任何一张已知的表" in check(nothing, Options(edition="budget-2023")).message


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("2020年度收入支出决算总表（表1）", "收入支出决算总表"),
        ("2024 年度收入支出决算总表", "收入支出决算总表"),
        ("江岸区医疗保障局2020年度收入支出决算总表", "收入支出决算总表"),
        ("　　年度收入支出决算总表", "收入支出决算总表"),
        ("一、收入支出决算总表", "收入支出决算总表"),
        (
            "一般公共预算财政拨款“三公”经费支出决算表（表7）",
            "一般公共预算财政拨款三公经费支出决算表",
        ),
        ("收入支出决算总表 公开01表", "收入支出决算总表"),
    ],
)
def test_a_title_is_known_without_year_number_or_department(text, title):
    assert words.title(text) == title


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("本单位无国有资本经营预算财政拨款支出", True),
        ("本部门 2024 年度无政府性基金预算财政拨款收入支出。", True),
        ("2022 年度无三公经费支出。", True),
        ("我单位没有使用政府性基金预算拨款安排的支出", True),
        ("注：本表反映部门本年度国有资本经营预算财政拨款支出情况。", False),
        ("对附属单位补助支出", False),
        ("无形资产购置", False),
    ],
)
def test_the_sentence_that_declares_a_table_empty(text, empty):
    assert words.says_empty(text) is empty


def test_the_list_of_corrections_quotes_tables_and_is_none():
    original = book("jiangan-2020")
    quoted = [["更正说明"], *original.sheets[0].rows]
    corrected = replace(original, sheets=(*original.sheets, Sheet("更正说明 (2)", quoted, {})))
    found = recognise(corrected)
    assert not found.doubles
    assert "更正说明 (2)" in found.other_sheets
    other = replace(corrected, sheets=(*original.sheets, Sheet("更正", quoted, {})))
    assert recognise(other).doubles


def test_a_row_of_zeros_has_no_words_and_one_with_anything_else_has_all():
    rows: list[list[Any]] = [[0.0, "", 0.0], ["合计", 0.0, ""], ["", None, " "]]
    lines = page(Sheet("表1", rows, {})).lines
    assert lines == [[], [(0, "合计"), (1, "0")], []]
