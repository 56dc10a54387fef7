"""The add-in's file: made from its sources alone, the same everywhere, with nobody's traces."""

import inspect
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import load_workbook
from pyopenvba import ExcelFile

import xl_addin.build
from tests.vba import UNCUT, UNCUT_ADDIN, as_workbook
from validator.forms.loader import editions
from xl_addin import ribbon
from xl_addin.build import SAID, build, xlwings_module
from xl_addin.build.module import NAME, callback, command, module
from xl_addin.build.project import project
from xl_addin.build.ribbon_xml import NAMESPACE, ribbon_xml
from xl_addin.build.xlwings_module import KEPT, kept
from xl_addin.buttons import TAB, Menu, buttons, groups
from xl_addin.messages import text
from xl_addin.refusal import Refused

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "xl_addin" / "gouji.xlam"
MODULE = module(UNCUT)
BUTTONS = tuple(buttons())
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def everything(package: Path) -> bytes:
    """All parts of a package, and the records of its VBA project, which stand compressed in it."""
    with ExcelFile(package) as file:
        records = file.vba_project().dir_raw
    with ZipFile(package) as opened:
        return b"\n".join([records, *map(opened.read, opened.namelist())])


# --- the file ---


def test_the_add_in_that_ships_is_what_the_build_gives():
    assert build() == SHIPPED.read_bytes(), "run: make addin"


@pytest.mark.parametrize(
    ("seed", "zone", "clock"), [("1", "Asia/Shanghai", 0), ("2", "UTC", 2**31)]
)
def test_another_process_at_another_time_gives_the_same_bytes(seed, zone, clock):
    program = (
        f"import time; real = time.localtime; time.time = lambda: {clock}; "
        f"time.localtime = lambda *given: real({clock}); "
        "import sys; from xl_addin.build import build; sys.stdout.buffer.write(build())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        check=True,
    )
    assert done.stdout == SHIPPED.read_bytes()


@pytest.mark.parametrize(
    "trace",
    [
        *("felix", "zumstein", "myaddin", "my group", r"\bUsers\\", "absPath"),
        *("dcterms", "20[0-9]{2}-[01][0-9]-[0-3][0-9]"),
    ],
)
def test_no_name_place_or_date_of_xlwings_own_add_in_is_left(trace):
    pattern = re.compile(trace.encode(), re.IGNORECASE)
    assert pattern.search(everything(UNCUT_ADDIN))
    assert not pattern.search(everything(SHIPPED))


def test_the_sheet_of_the_add_in_holds_what_it_says_and_no_interpreter():
    assert sheet(build()) == {key.rpartition(".")[2]: text(key) for key in SAID}


def test_an_interpreter_stands_in_the_sheet():
    built = sheet(build("c:/程序/gouji & 勾稽/python.exe", "/opt/gouji/bin/python3"))
    assert built["INTERPRETER_WIN"] == r"c:\程序\gouji & 勾稽\python.exe"
    assert built["INTERPRETER_MAC"] == "/opt/gouji/bin/python3"


def sheet(addin: bytes) -> dict[object, object]:
    """Column A → column B, of rows that have both."""
    book = load_workbook(BytesIO(as_workbook(addin)))
    assert book.sheetnames == ["gouji"]
    rows = book.worksheets[0].iter_rows(values_only=True)
    return {key: said for key, said in rows if said is not None}


@pytest.mark.parametrize("bad", ["python", r"..\python.exe", r"C:\%X%\python.exe", 'C:\\a"b.exe'])
def test_an_interpreter_that_the_add_in_would_not_start_is_not_built_in(bad):
    with pytest.raises(Refused, match="不能写进加载项") as refused:
        build(interpreter_windows=bad)
    assert bad in str(refused.value)


def test_the_parts_are_joined_as_office_2007_expects():
    """The pair of relationship and namespace of [MS-CUSTOMUI]; xlwings' own joins the ribbon
    as Office 2010's, which Excel 2007 does not look for."""
    with ZipFile(SHIPPED) as package:
        names = set(package.namelist())
        types = etree.fromstring(package.read("[Content_Types].xml"))
        root = etree.fromstring(package.read("_rels/.rels"))
        book = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {each.get("Type"): each.get("Target") for each in root}
    kind = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
    assert targets[kind] == "customUI/customUI.xml"
    assert set(targets.values()) | {f"xl/{each.get('Target')}" for each in book} == names - {
        *("[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels")
    }
    declared = {each.get("PartName"): each.get("ContentType") for each in types}
    assert declared["/xl/workbook.xml"] == "application/vnd.ms-excel.addin.macroEnabled.main+xml"
    assert {part.removeprefix("/") for part in declared if part} <= names


# --- the VBA ---


def test_oletools_reads_one_module_as_it_was_written_and_no_other_code():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own use of another library
        from oletools.olevba import VBA_Parser
    parser = VBA_Parser(str(SHIPPED))
    found = {name: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    assert found.pop(f"{NAME}.bas").replace("\r\n", "\n") == MODULE.replace("\r\n", "\n")
    assert set(found) == {"ThisWorkbook.cls", "Sheet2.cls"}
    for name, code in found.items():
        lines = [line for line in code.splitlines() if line.strip()]
        assert all(line.startswith("Attribute VB_") for line in lines), name


def test_the_project_refers_to_offices_own_library_only():
    with ExcelFile(SHIPPED) as file:
        assert [reference.name for reference in file.references()] == ["Office"]
        assert file.vba_project().name == "GoujiAddin"
        assert file.validate() == []


def test_the_source_is_ascii_and_within_the_limits_of_vba():
    assert MODULE.isascii()
    lines = MODULE.split("\r\n")
    assert "\n" not in "".join(lines)
    assert max(map(len, lines)) < 1024
    continued = "".join("_" if line.endswith(" _") else "." for line in lines)
    assert "_" * 25 not in continued


def test_the_licence_of_xlwings_stands_before_what_is_taken_from_it():
    taken = MODULE.replace("\r\n", "\n").partition("' From here on: xlwings ")[2]
    assert "Copyright (C) 2014-present, Zoomer Analytics LLC." in taken
    assert "POSSIBILITY OF SUCH DAMAGE." in taken
    procedures = re.findall(r"^Private (?:Function|Sub) (\w+)", taken, re.MULTILINE)
    assert tuple(procedures) == KEPT


# --- the ribbon ---


@pytest.fixture(scope="module")
def shipped_ribbon() -> etree._Element:
    with ZipFile(SHIPPED) as package:
        return etree.fromstring(package.read("customUI/customUI.xml"))


def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(ROOT / "tests" / "customui.xsd"))


def test_the_ribbon_is_valid_in_the_schema_of_office_2007(shipped_ribbon):
    schema().assertValid(shipped_ribbon)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('id="button_check_all"', 'id="校验 全部"'),
        ('id="button_check_all"', 'id="button_check_sheet"'),
        ('label="校验全部"', 'label=""'),
        ('label="校验全部"', f'label="{"校" * 1025}"'),
        ('supertip="核对', f'supertip="{"核" * 1025}'),
        ('size="large"', 'size="huge"'),
        ('imageMso="AcceptInvitation"', 'imageMso="AcceptInvitations"'),
        (' onAction="Gouji.button_explain"', ""),
        ('imageMso="MicrosoftExcel"', 'size="large" imageMso="MicrosoftExcel"'),
        ("<group ", "<gruop "),
        (NAMESPACE, "http://schemas.microsoft.com/office/2009/07/customui"),
    ],
)
def test_the_schema_sees_what_office_would_refuse(right, wrong):
    changed = ribbon_xml().replace(right, wrong, 1)
    assert changed != ribbon_xml()
    tag = "gruop" if wrong == "<gruop " else ""
    changed = changed.replace("</group>", f"</{tag}>", 1) if tag else changed
    assert not schema().validate(etree.fromstring(changed.encode()))


def test_the_ribbon_shows_every_button_in_order(shipped_ribbon):
    labels = [element.get("label") for element in shipped_ribbon.iter("{*}button", "{*}menu")]
    expected: list[str] = []
    for group in groups():
        for control in group.controls:
            inner = control.buttons if isinstance(control, Menu) else ()
            expected += [control.label, *(button.label for button in inner)]
    assert labels == expected
    assert next(shipped_ribbon.iter("{*}tab")).get("label") == TAB == "决算勾稽"


def test_everything_a_person_reads_is_chinese(shipped_ribbon):
    for element in shipped_ribbon.iter("{*}tab", "{*}group", "{*}menu", "{*}button"):
        for name in {"label", "supertip"} & set(element.attrib):
            said = element.get(name)
            assert CHINESE.search(said), said
            assert set(re.findall("[A-Za-z]+", said)) <= {"Excel"}, said


def test_there_is_a_button_for_each_edition():
    calls = {button.call for button in BUTTONS}
    assert {call for call in calls if call.startswith("new_blank")} == {
        f"new_blank('{name}')" for name in editions()
    }


def test_every_callback_of_the_ribbon_is_in_the_vba_and_no_other_is(shipped_ribbon):
    called = [element.get("onAction") for element in shipped_ribbon.iter("{*}button")]
    public = re.findall(r"^Public Sub (\w+)\(control As IRibbonControl\)", MODULE, re.MULTILINE)
    assert called == [f"{NAME}.{name}" for name in public] == [callback(each) for each in BUTTONS]


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.id)
def test_python_has_the_function_that_a_button_calls(button):
    name, _, arguments = button.call.removesuffix(")").partition("(")
    function: Callable[..., object] = getattr(ribbon, name)
    given = (None, *([eval(arguments)] if arguments else []))
    inspect.signature(inspect.unwrap(function)).bind(*given)  # the session comes first
    assert command(button) == f"import xl_addin.ribbon; xl_addin.ribbon.{button.call}"
    assert not set(command(button)) & set('"%^&|<>!\n')


# --- another xlwings ---


def test_another_version_with_the_same_text_is_taken():
    assert kept(UNCUT.replace("0.37.8", "0.37.9")).version == "0.37.9"


@pytest.mark.parametrize("at", [0, 5000, 20000, -3])
def test_one_changed_byte_of_xlwings_text_ends_the_build(at):
    byte = "x" if UNCUT[at] != "x" else "y"
    changed = UNCUT[:at] + byte + UNCUT[at:][1:]
    assert len(changed) == len(UNCUT)
    with pytest.raises(Refused, match="须重新通读它的 VBA"):
        kept(changed)


def test_a_text_without_a_version_ends_the_build():
    with pytest.raises(Refused, match="须重新通读它的 VBA"):
        module("Sub RunPython()\nEnd Sub\n")


def test_an_edit_that_finds_nothing_to_change_ends_the_build(monkeypatch):
    edit = xlwings_module.Edit("ActiveWorkbook", "", "")
    monkeypatch.setattr(xlwings_module, "EDITS", (*xlwings_module.EDITS, edit))
    with pytest.raises(Refused, match="ActiveWorkbook"):
        kept(UNCUT)


def test_an_add_in_of_other_modules_ends_the_build():
    with pytest.raises(Refused, match="xlwings 的加载项文件与预期不同"):
        project(SHIPPED, NAME, MODULE)


@pytest.mark.parametrize("library", ["xlwings", "pyopenvba"])
def test_a_missing_library_is_named(monkeypatch, library):
    monkeypatch.setattr(
        xl_addin.build, "find_spec", lambda name: None if name == library else find_spec(name)
    )
    with pytest.raises(Refused, match=f"没有安装 {library}"):
        build()
