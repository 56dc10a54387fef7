"""gouji template: it hands out the workbooks that ship, blank or filled, and stops with a message
where it cannot; the values that it puts into a workbook leave everything else as it was."""

import json
import re
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.commands import Done, gouji, gouji_alone
from tests.shipped import EDITIONS, EXAMPLES, ROOT, opened, workbook
from validator import check
from validator.reading import read
from workbook_templates import built
from workbook_templates.data import load_data
from workbook_templates.patch import patch
from workbook_templates.plan import ROOM

BLANK = workbook("final-accounts-2020")
DATA = ROOT / "examples" / "jiangan-2020" / "data.json"


def refused(done: Done, *words: str) -> None:
    """Status 2, a Chinese sentence with the words, and nothing that only a programmer reads."""
    assert done.returncode == 2
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stdout == ""
    told = "".join(done.stderr.split())
    assert re.search("[\u4e00-\u9fff]", told)
    for word in words:
        assert word in told


# --- the command -------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_blank_workbook_is_that_which_ships_byte_for_byte(edition, tmp_path):
    done = gouji("template", edition, "-o", tmp_path / "空白.xlsx")
    assert (done.returncode, done.stderr) == (0, "")
    assert "封面" in done.stdout
    assert (tmp_path / "空白.xlsx").read_bytes() == workbook(edition).read_bytes()
    assert list(tmp_path.iterdir()) == [tmp_path / "空白.xlsx"]


def test_without_a_name_the_file_is_called_as_its_edition(tmp_path):
    assert gouji_alone("template", EDITIONS[2], folder=tmp_path).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == [f"{EDITIONS[2]}.xlsx"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_filled_workbook_is_that_of_the_examples_and_differing_totals_are_listed(name, tmp_path):
    source, target = ROOT / "examples" / name / "data.json", tmp_path / "填好.xlsx"
    done = gouji("template", EXAMPLES[name], "--filled", source, "-o", target)
    assert (done.returncode, done.stderr) == (0, "")
    with ZipFile(target) as made, ZipFile(workbook(name)) as kept:
        assert made.namelist() == kept.namelist()
        for part in made.namelist():
            assert made.read(part) == kept.read(part), f"{part}: run `make examples`"
    totals = built.filled(load_data(source)).typed_totals
    lines = done.stdout.splitlines()
    assert load_data(source).department in lines[0]
    if not totals:
        assert len(lines) == 1
        return
    assert f"{len(totals)} 处" in lines[1]
    assert len(lines) == 2 + len(totals)
    for line, total in zip(lines[2:], totals, strict=True):
        for figure in (total.published, total.computed):
            assert figure is None or str(figure) in line


def test_a_file_is_only_replaced_with_force(tmp_path):
    target = tmp_path / "决算.xlsx"
    target.write_bytes(b"my own work")
    refused(gouji_alone("template", EDITIONS[0], "-o", target), "已经存在", "--force")
    assert target.read_bytes() == b"my own work"
    assert gouji("template", EDITIONS[0], "-o", target, "--force").returncode == 0
    assert target.read_bytes() == BLANK.read_bytes()
    assert list(tmp_path.iterdir()) == [target]


def test_the_data_are_never_replaced_by_the_workbook(tmp_path):
    source = tmp_path / "data.json"
    source.write_bytes(DATA.read_bytes())
    done = gouji("template", EDITIONS[0], "--filled", source, "-o", source, "--force")
    refused(done, "data.json")
    assert source.read_bytes() == DATA.read_bytes()


def test_messages_may_be_english(tmp_path):
    target = tmp_path / "a.xlsx"
    done = gouji("template", EDITIONS[0], "-o", target, "--lang", "en")
    assert done.returncode == 0
    assert "was written" in done.stdout
    again = gouji("template", EDITIONS[0], "-o", target, "--lang", "en")
    assert again.returncode == 2
    assert "--force" in again.stderr and not re.search("[\u4e00-\u9fff]", again.stderr)
    source = ROOT / "examples" / "dongxihu-2024" / "data.json"
    done = gouji("template", EDITIONS[2], "--filled", source, "-o", tmp_path / "b", "--lang", "en")
    assert "the formula gives" in done.stdout


def changed(**facts: object) -> str:
    """The data of an example with something else in them."""
    return json.dumps({**json.loads(DATA.read_text(encoding="utf-8")), **facts})


def many(count: int, *, tables: tuple[str, ...] = ("02",)) -> str:
    """Data with so many 科目, all under one 类 and one 款, in each of the tables."""
    found = {}
    for table, top in zip(tables, ("208", "210"), strict=False):
        codes = [top, *(f"{top}{i:02}" for i in range(1, 100))]
        codes += [f"{top}01{i:02}" for i in range(1, 99)]
        amounts = ["1.00", "1.00", *[None] * (5 if table == "02" else 4)]
        rows = [[code, "某科目", amounts] for code in codes[:count]]
        found[table] = [["", "合计", amounts], *rows]
    return changed(tables=found)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", ("不是JSON", "data.json", "第1行")),
        ("[]", ("data.json", "对象")),
        (changed(edition="final-accounts-2024"), ("final-accounts-2024", "final-accounts-2020")),
        (changed(edition="final-accounts-1999"), ("没有版本",)),
        (changed(year="2020"), ("year", "整数")),
        (changed(unit="美元"), ("美元", "万元")),
        (changed(tables={"77": {}}), ("没有表",)),
        (changed(tables={"01": {"1": 12.5}}), ("金额", "引号")),
        ('"部门'.encode("gbk"), ("UTF-8",)),
        (b"\xff\xfe\x00", ("UTF-8",)),
        (many(ROOM + 1), ("收入决算表", f"{ROOM}行")),
        (many(80, tables=("02", "03")), ("160个",)),
        (changed(department="\u0001局"), ("department", "不能打印")),
        (changed(department="\ud800"), ("department", "不能打印")),
        (changed(tables={"02": [["208", "\u000b", ["1.00"] * 7]]}), ("表02第1行", "不能打印")),
        (changed(tables={"07": {"empty": "\ufffe"}}), ("表07", "empty")),
        ("[" * 100_000, ("data.json", "嵌套")),
        ('{"year": ' + "9" * 5000 + "}", ("data.json", "过长")),
    ],
    ids=[
        "cut short", "a list", "another edition", "unknown edition", "year as text", "unit",
        "unknown table", "amount as number", "GBK", "not text", "too many subjects",
        "too many subjects of all tables together",
        "control character in the department", "half a character", "control character in a name",
        "noncharacter in a sentence", "nesting without end", "number without end",
    ],
)  # fmt: skip
@pytest.mark.parametrize("force", [False, True], ids=["new", "over another"])
def test_data_that_cannot_be_used_are_refused_and_nothing_is_written(
    content, words, force, tmp_path
):
    source, target = tmp_path / "data.json", tmp_path / "填好.xlsx"
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    if force:
        target.write_bytes(b"as it was")
    options = ["--force"] if force else []
    refused(gouji("template", EDITIONS[0], "--filled", source, "-o", target, *options), *words)
    assert sorted(tmp_path.iterdir()) == sorted([source, *([target] if force else [])])
    assert not force or target.read_bytes() == b"as it was"


def test_there_is_room_for_as_many_subjects_as_the_message_says(tmp_path):
    source, target = tmp_path / "data.json", tmp_path / "填好.xlsx"
    source.write_text(many(ROOM - 1), encoding="utf-8")
    assert gouji("template", EDITIONS[0], "--filled", source, "-o", target).returncode == 0
    assert check(target).status == "checked"


def test_unknown_editions_missing_data_and_impossible_places_are_said(tmp_path):
    refused(gouji("template", "final-accounts-1999", "-o", tmp_path / "a"), *EDITIONS)
    missing = tmp_path / "没有.json"
    refused(gouji("template", EDITIONS[0], "--filled", missing, "-o", tmp_path / "a"), "没有.json")
    refused(gouji("template", EDITIONS[0], "--filled", tmp_path, "-o", tmp_path / "a"))
    (tmp_path / "文件夹").mkdir()
    refused(gouji("template", EDITIONS[0], "-o", tmp_path / "文件夹"), "文件夹")
    refused(gouji("template", EDITIONS[0], "-o", tmp_path / "文件夹", "--force"), "文件夹")
    refused(gouji("template", EDITIONS[0], "-o", tmp_path / "没有" / "a.xlsx"), "无法写入")
    assert list(tmp_path.rglob("*")) == [tmp_path / "文件夹"]


def test_data_with_a_byte_order_mark_are_read(tmp_path):
    source, target = tmp_path / "data.json", tmp_path / "填好.xlsx"
    source.write_bytes(b"\xef\xbb\xbf" + DATA.read_bytes())
    assert gouji_alone("template", EDITIONS[0], "--filled", source, "-o", target).returncode == 0


def test_a_folder_that_may_not_be_written_to_is_said(tmp_path):
    folder = tmp_path / "只读"
    folder.mkdir()
    folder.chmod(0o500)
    try:
        try:
            (folder / "x").write_bytes(b"")
        except OSError:
            pass
        else:
            pytest.skip("this user may write everywhere")
        refused(gouji("template", EDITIONS[0], "-o", folder / "a.xlsx"), "无法写入")
        assert list(folder.iterdir()) == []
    finally:
        folder.chmod(0o700)


def test_a_file_where_a_folder_should_be_is_said(tmp_path):
    file = tmp_path / "不是文件夹"
    file.write_bytes(b"")
    refused(gouji("template", EDITIONS[0], "-o", file / "a.xlsx"), "无法写入")


# --- values into a built workbook ----------------------------------------------------------------


def test_a_value_for_a_sheet_or_cell_that_is_not_there_is_a_mistake():
    package = BLANK.read_bytes()
    with pytest.raises(KeyError, match="没有这张表"):
        patch(package, {"没有这张表": {"A1": 1}})
    with pytest.raises(KeyError, match="没有这张表"):
        patch(package, {}, {"没有这张表": frozenset({1})})
    with pytest.raises(KeyError, match="XFD1000"):
        patch(package, {"封面": {"C4": "局", "XFD1000": 1}})


WORDS = ('A&B<C>"D"', "'&amp;'", "  两边有空格  ", "]]>", "一\n二", "=1+1", "𠮷林局", "")
NUMBERS = {
    Decimal("-1234.50"): -1234.5,
    Decimal("0.1") + Decimal("0.2"): 0.3,
    Decimal("-0.00"): 0.0,
    Decimal("123456789012.34"): 123456789012.34,
    Decimal(1) / Decimal(3): 0.333333333333333,
    Decimal("1E+15"): 1e15,
    7: 7.0,
}


def test_words_and_numbers_arrive_as_they_are():
    words = {f"A{row}": value for row, value in enumerate(WORDS, start=5)}
    numbers = {f"C{row}": value for row, value in enumerate(NUMBERS, start=6)}
    package = patch(BLANK.read_bytes(), {"表1": {**words, **numbers}})
    (sheet,) = (s for s in read(package).sheets if s.name == "表1")
    assert [sheet.rows[4 + i][0] for i in range(len(WORDS))] == list(WORDS)
    assert [sheet.rows[5 + i][2] for i in range(len(NUMBERS))] == list(NUMBERS.values())


def test_what_a_formula_gives_stands_beside_the_formula():
    words = 'A&B<C>"D"'
    package = patch(BLANK.read_bytes(), {"表1": {"A2": words, "C32": Decimal("-0.5")}})
    with ZipFile(BytesIO(package)) as patched, ZipFile(BLANK) as before:
        own = re.compile(r'<c r="(?:A2|C32)"[^>]*>(<f>[^<]*</f>)(?:<v>([^<]*)</v>)?</c>')
        names = [n for n in before.namelist() if before.read(n) != patched.read(n)]
        assert len(names) == 1
        old, new = (own.findall(z.read(names[0]).decode()) for z in (before, patched))
    assert [formula for formula, _ in old] == [formula for formula, _ in new]
    assert [value for _, value in new] == ['A&amp;B&lt;C&gt;"D"', "-0.5"]


def test_patching_twice_gives_the_same_bytes_and_keeps_every_other_part():
    package = BLANK.read_bytes()
    values: dict[str, dict[str, object]] = {"封面": {"C4": "某局"}, "表1": {"C6": 1}}
    hidden = {"表2": frozenset({30, 31})}
    once = patch(package, values, hidden)
    assert once == patch(package, values, hidden)
    assert patch(once, values, hidden) == once
    with ZipFile(BytesIO(package)) as before, ZipFile(BytesIO(once)) as after:
        assert before.namelist() == after.namelist()
        changed_parts = [n for n in before.namelist() if before.read(n) != after.read(n)]
    assert len(changed_parts) == 3


def test_charts_validations_formats_and_protection_are_still_there_after_patching():
    before, after = opened(EDITIONS[0]), opened("jiangan-2020")
    assert before.sheetnames == after.sheetnames
    for sheet, other in zip(before, after, strict=True):
        assert len(sheet._charts) == len(other._charts)
        assert len(sheet.data_validations.dataValidation) == len(
            other.data_validations.dataValidation
        )
        assert len(sheet.conditional_formatting) == len(other.conditional_formatting)
        assert sheet.protection.sheet == other.protection.sheet
        assert sheet.print_area == other.print_area
        assert sheet.auto_filter.ref == other.auto_filter.ref
        assert sheet.merged_cells.ranges == other.merged_cells.ranges
    assert sum(len(sheet._charts) for sheet in after) == 4
