"""The generated departments that `make bench` checks, and the others that check them."""

import pytest

from tools.bench import __main__ as bench
from tools.bench import others, packages
from tools.bench.analyst import Script
from tools.bench.departments import ONE_IN, doubled, make, standard_data
from tools.bench.folders import TYPICAL, TYPICAL_EDITION, Bench, Sizes
from tools.bench.measuring import Measured, table
from validator import check
from validator.amounts import State
from validator.forms.model import Severity
from validator.reading import read
from validator.recognition import recognise
from validator.rounding import Verdict
from workbook_templates.built import filled


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make(tmp_path_factory.mktemp("departments"), range(20, 40), jobs=1)


@pytest.fixture(scope="module")
def reports(folder):
    return {file.name: check(file) for file in folder.files}


def test_generated_departments_agree_but_for_one_in_ten(folder, reports):
    assert {report.status for report in reports.values()} == {"checked"}
    wrong = {
        name
        for name, report in reports.items()
        if any(finding.severity is Severity.ERROR for finding in report.findings)
    }
    assert wrong == set(folder.planted)
    assert len(wrong) == len(folder.files) // ONE_IN


def test_every_department_has_figures_and_a_name_of_its_own(folder, reports):
    assert len({report.department for report in reports.values()}) == len(folder.files)
    members = folder.files[:10]  # of one family
    assert len({Script("exported").figures(file).to_csv() for file in members}) == 10


def test_some_departments_round_and_some_agree_to_the_last_digit(reports):
    rounding = [report.counts[Verdict.ROUNDING] for report in reports.values()]
    assert 0 in rounding and max(rounding) > 5


def test_the_same_numbers_and_seed_give_the_same_bytes(folder, tmp_path):
    again = make(tmp_path / "again", range(30, 40), jobs=1)
    other = make(tmp_path / "other", range(30, 40), seed=2, jobs=1)
    before = {file.name: file.read_bytes() for file in folder.files}
    assert all(file.read_bytes() == before[file.name] for file in again.files)
    assert all(file.read_bytes() != before[file.name] for file in other.files)


def test_the_script_finds_what_gouji_finds(folder):
    found = others.by_script(folder)
    assert found.found == (len(folder.planted), len(folder.planted))
    assert not found.note


def test_the_script_reads_every_figure(folder):
    of_2024, of_2020 = Script("exported"), Script("exported", TYPICAL_EDITION)
    published = TYPICAL / "printed.xlsx"
    for script, file in ((of_2024, folder.files[0]), (of_2020, published)):
        own = {
            (table.key, str(row), column): cell.amount.printed // 10**4
            for table in recognise(read(file)).tables.values()
            for (row, column), cell in table.cells.items()
            if cell.amount.state in (State.NUMBER, State.ZERO)
        }
        found = script.figures(file)
        places = zip(found["table"], found["row"], found["column"], strict=True)
        assert dict(zip(places, found["value"], strict=True)) == own
    assert of_2020.check(published) == frozenset()


def test_a_mould_wants_what_doubles_and_nothing_else(folder):
    (one, double), name = (file.read_bytes() for file in folder.files[:2]), "某省第00020号单位"
    with pytest.raises(ValueError, match="differs in more than its figures"):
        packages.compared(one, double, name)
    mould, figures = packages.compared(one, one, name)
    assert not figures
    assert packages.compared(mould.filled([], name), one, name)[1] == []


def test_a_standard_workbook_many_times_as_large_says_the_same():
    (sound, _), _, (wrong, planted), _ = standard_data(1)
    for data, errors in ((sound, False), (wrong, True)):
        one, double = (filled(each).content for each in (data, doubled(data)))
        mould, figures = packages.compared(one, double, data.department)
        report = check(mould.filled(packages.times(figures, 7), "某局"))
        assert (report.department, report.unit) == ("某局", "元")
        assert any(f.severity is Severity.ERROR for f in report.findings) is errors
    assert planted


def test_the_command_is_measured_with_what_it_found(folder, tmp_path):
    bench = Bench(tmp_path, Sizes())
    measured = bench.to_store(folder, [folder.path], "--jobs", 2, name="gouji")
    assert measured.files == len(folder.files)
    assert measured.found == (len(folder.planted), len(folder.planted))
    assert measured.peak is None or measured.peak > 50
    with pytest.raises(RuntimeError):
        bench.to_store(folder, [tmp_path / "没有.xlsx"], name="gouji")


def test_a_larger_folder_begins_with_the_smaller_one(tmp_path):
    bench = Bench(tmp_path, Sizes(files=20), say=lambda _: None)
    few, (first,) = bench.exported(2)
    more, both = bench.exported(20)
    assert (len(few.files), len(more.files)) == (2, 20)
    assert more.files[:2] == few.files
    assert both[0] == first and sum(len(list(path.iterdir())) for path in both) == 20


def test_the_table_of_a_bench_says_what_is_extrapolated():
    rows = [Measured("floor", 100, 1.0), Measured("slow", 3, 30.0, (1, 2), 80.4, "first 3")]
    told = table("title", rows).splitlines()
    assert told[2].split() == ["floor", "100", "100.0", "1.00"]
    assert told[3].split() == ["slow", "3", "0.1", "0.001", "1/2", "80", "first", "3"]


def test_the_page_has_its_place_for_the_figures():
    page = bench.written(bench.PAGE.read_text(encoding="utf-8"), {"folder": "told"})
    assert page.count("told\n```") == 1
    with pytest.raises(ValueError, match="lacks the marks"):
        bench.written("no marks", {})
