"""The editions that docs/forms.md writes as examples: files alone make a form set work.

Each is put into a copy of the programs, so that what runs is what anybody would run who adds a
folder: nothing of it is known to Python.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLES = re.findall(
    r"^```form (\S+)\n([\s\S]*?)^```$",
    (ROOT / "docs" / "forms.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
WUHAN = ROOT / "examples" / "wuhan-2023"
#: Fills an edition from data files, prints each and says what it is taken for and what is found.
CHECKED = """
import json, sys
from pathlib import Path
from openpyxl import Workbook
from validator import check
from validator.reading import read
from workbook_templates.data import load_data
from workbook_templates.excel import add_sheet, save

for name in sys.argv[1:]:
    data, printed = load_data(Path(name)), Path(name).with_suffix(".xlsx")
    book = Workbook()
    book.remove(book.active)
    for key in data.forms:
        add_sheet(book, "表" + key, data.grid(key))
    save(book, printed)
    report = check(read(printed))
    print(json.dumps({
        "edition": report.edition,
        "tables": [table.table for table in report.tables],
        "findings": [[finding.rule, finding.severity.value] for finding in report.findings],
    }))
"""
#: Runs `gouji` once for each list of arguments.
COMMANDS = """
import json, sys
from typer.testing import CliRunner
from validator.cli import app

for arguments in json.loads(sys.argv[1]):
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code in (0, 1), done.output
    print(json.dumps(done.output))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the programs, with the documented editions among the others."""
    house = tmp_path_factory.mktemp("gouji")
    for package in ("validator", "workbook_templates"):
        skip = shutil.ignore_patterns("__pycache__", "*.xlsx")
        shutil.copytree(ROOT / package, house / package, ignore=skip)
    for path, text in EXAMPLES:
        file = house / "validator" / "forms" / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return house


def run(house: Path, script: str, *arguments: str) -> list[Any]:
    """What the script prints, in the house: JSON line by line."""
    environment = {**os.environ, "PYTHONPATH": str(house), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=house,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def checked(house: Path, *filled: dict[str, Any]) -> list[Any]:
    """What is said of the tables that each of the data fills, printed and read again."""
    sources = [house / f"data-{i}.json" for i in range(len(filled))]
    for source, data in zip(sources, filled, strict=True):
        source.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return run(house, CHECKED, *map(str, sources))


def test_the_budget_of_a_next_year_is_recognised_and_checked(house):
    report = json.loads((WUHAN / "report.json").read_text(encoding="utf-8"))["workbooks"][0]
    before = sorted([finding["rule"], finding["severity"]] for finding in report["findings"])
    data = json.loads((WUHAN / "data.json").read_text(encoding="utf-8"))
    data |= {"edition": "budget-2027", "year": 2027}
    for key, table in data["tables"].items():
        if key.startswith("12-"):  # the new line of the form is its line 7
            lines = {int(number): amounts for number, amounts in table["lines"].items()}
            table["lines"] = {str(n + (n >= 7)): amounts for n, amounts in sorted(lines.items())}
    # A project that is paid from state capital, of which table 9 has nothing, and adds up to less.
    spoilt = deepcopy(data)
    spoilt["tables"]["12-1"]["lines"]["7"] = ["100.00"]
    after, wrong = checked(house, data, spoilt)
    assert (report["edition"], after["edition"]) == ("budget-2023", "budget-2027")
    assert after["tables"] == [table["table"] for table in report["tables"]]
    assert "12-3" in after["tables"]
    assert sorted(after["findings"]) == before
    told = [rule for rule, _ in wrong["findings"] if rule in ("YS12-1", "YSX10", "T03")]
    assert "YS12-1" in told and len(told) > 1


CITY: dict[str, Any] = {
    "edition": "budget-2024-city",
    "department": "某市档案局",
    "year": 2024,
    "unit": "万元",
    "source": "",
    "tables": {
        "01": {
            "1": "900.00",
            "3": "100.00",
            "7": "1000.00",
            "8": "800.00",
            "10": "150.00",
            "13": "50.00",
            "14": "1000.00",
        },
        "03": [
            ["", "合计", ["1000.00", "700.00", "300.00"]],
            ["201", "一般公共服务支出", ["800.00", "500.00", "300.00"]],
            ["20126", "档案事务", ["800.00", "500.00", "300.00"]],
            ["2012601", "行政运行", ["500.00", "500.00", None]],
            ["2012604", "档案馆", ["300.00", None, "300.00"]],
            ["208", "社会保障和就业支出", ["150.00", "150.00", None]],
            ["20805", "行政事业单位养老支出", ["150.00", "150.00", None]],
            ["2080505", "机关事业单位基本养老保险缴费支出", ["150.00", "150.00", None]],
            ["221", "住房保障支出", ["50.00", "50.00", None]],
            ["22102", "住房改革支出", ["50.00", "50.00", None]],
            ["2210201", "住房公积金", ["50.00", "50.00", None]],
        ],
        "10": {
            "lines": {"1": ["300.00", "100.00%"]},
            "lists": {"项目": [["档案数字化", "200.00", "66.67%"], ["库房", "100.00", "33.33%"]]},
        },
    },
}


def test_the_budget_of_another_city_is_recognised_and_checked(house):
    spoilt = deepcopy(CITY)
    spoilt["tables"]["10"]["lists"]["项目"][0][2] = "76.67%"
    spoilt["tables"]["01"]["10"] = "140.00"
    found, wrong = checked(house, CITY, spoilt)
    assert (found["edition"], found["tables"]) == ("budget-2024-city", ["01", "03", "10"])
    assert not [finding for finding in found["findings"] if finding[1] == "error"]
    rules = {rule for rule, severity in wrong["findings"] if severity == "error"}
    assert {"SZ10-2", "SZ01-1"} <= rules


def test_documented_editions_are_listed_explained_and_built(house, tmp_path):
    titles = {
        Path(path).parts[0]: text.split("名称：")[1].split("\n")[0]
        for path, text in EXAMPLES
        if path.endswith("edition.form")
    }
    books = {name: str(tmp_path / f"{name}.xlsx") for name in titles}
    commands = [["editions"]]
    for name, book in books.items():
        commands += [["rules", name], ["template", name, "-o", book], ["check", book]]
    listed, *of_editions = run(house, COMMANDS, json.dumps(commands))
    for i, (name, title) in enumerate(titles.items()):
        rules, _, checked_book = of_editions[3 * i : 3 * i + 3]
        assert f"{name}  {title}" in listed
        assert rules.count("\n") > 10
        assert "空白工作簿" in checked_book
