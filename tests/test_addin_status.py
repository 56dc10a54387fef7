"""gouji addin status: what keeps the ribbon from working, as a table of computers; what is read of
the registry, of files and of preferences; what the command says."""

import plistlib
import re
import struct
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.machines import EXCEL, USER, Table, files, mac, posix, script, windows
from validator.cli import app
from validator.cli.addin import Machine
from validator.findings import VERSION
from xl_addin.build import build
from xl_addin.installation.install import install, shipped
from xl_addin.installation.interpreter import FLAGS, Answer, Silence
from xl_addin.installation.obstacles import Found, Macros, Readings, Who, obstacles
from xl_addin.installation.registry import (
    Setting,
    branches,
    child_processes,
    disabled_items,
    excel_version,
    loaded_from,
    program,
    setting,
    this_registry,
    trusted_by_policy,
)
from xl_addin.installation.status import MAC, WINDOWS, look
from xl_addin.messages import MESSAGES

ADDIN = Found(Path("/用户/Excel/XLSTART/gouji.xlam"), "d1")
SIGNED = ADDIN._replace(digest="d2", signed=True)
MARKED = ADDIN._replace(marked=True)
ANSWER = Answer("3.12.1", VERSION, "/usr", {})
#: A Windows computer on which everything is well.
WELL = Readings("windows", "d1", (ADDIN,), "C:\\Python312\\python.exe", ANSWER)


def by(policy, **values):
    """Settings with these values, by policies or by the user."""
    return {name: Setting(value, f"HKCU\\…\\{name}", policy) for name, value in values.items()}


def on(addin=ADDIN, **values) -> Readings:
    """A computer with this add-in on which policies set these values."""
    return WELL._replace(addins=(addin,), settings=by(True, **values))


def silent(reason) -> Readings:
    return WELL._replace(answer=Silence(reason, "why"))


OFF = {"locations_off": 1}
STORE = Answer("3.12.1", VERSION, r"C:\Program Files\WindowsApps\Python", {})
LACKING = ANSWER._replace(missing={"xlwings": "ModuleNotFoundError: xlwings"})

#: name → the computer, and what is told: kind, does it block, who removes it.
CASES = {
    "all is well": (WELL, []),
    "a Mac where all is well": (WELL._replace(system="mac"), []),
    "nothing installed": (Readings("windows", "d1", ()), []),
    "nothing installed, no VBA": (
        Readings("windows", "d1", (), settings=by(True, vba_off=1)),
        [("vba_off", True, "it")],
    ),
    "no Excel": (WELL._replace(excel=False), [("no_excel", True, "you")]),
    "WPS only": (WELL._replace(excel=False, wps=True), [("only_wps", True, "you")]),
    "Excel and WPS": (WELL._replace(wps=True), []),
    # the file
    "damaged": (on(ADDIN._replace(whole=False)), [("damaged", True, "you")]),
    "an older one": (on(ADDIN._replace(digest="d0")), [("other_version", False, "you")]),
    "signed by IT": (on(SIGNED), []),
    "built by IT": (on(ADDIN._replace(digest="d3", interpreter="C:\\p.exe")), []),
    "a second one": (WELL._replace(addins=(ADDIN, SIGNED)), [("twice", False, "you")]),
    "disabled": (
        WELL._replace(disabled=("c:\\x\\other.xlam", "C:\\X\\XLSTART\\GOUJI.XLAM")),
        [("disabled", True, "you")],
    ),
    "another is disabled": (WELL._replace(disabled=("c:\\x\\mygouji.xlam",)), []),
    # Python
    "no Python": (WELL._replace(python="", answer=None), [("no_python", True, "you")]),
    "Python gone": (silent("python_absent"), [("python_absent", True, "you")]),
    "Python hangs": (silent("python_late"), [("python_late", True, "you")]),
    "Python too old": (silent("python_old"), [("python_old", True, "you")]),
    "no Python at all": (silent("python_failed"), [("python_failed", True, "you")]),
    "no xlwings": (WELL._replace(answer=LACKING), [("python_modules", True, "you")]),
    "Python of the store": (WELL._replace(answer=STORE), [("python_store", False, "you")]),
    # policies on add-ins, wherever they stand
    "VBA off": (on(vba_off=1), [("vba_off", True, "it")]),
    "VBA off in a signed one too": (on(SIGNED, vba_off=1), [("vba_off", True, "it")]),
    "VBA not off": (on(vba_off=0), []),
    "Office may start nothing": (on(child_processes=1), [("child_processes", True, "it")]),
    "Office may start it if asked": (on(child_processes=6), [("child_processes", False, "it")]),
    "Office is only watched": (on(child_processes=2), []),
    "add-ins off by policy": (on(addins_off=1), [("addins_off", True, "it")]),
    "add-ins off by the user": (
        WELL._replace(settings=by(False, addins_off=1)),
        [("addins_off", True, "you")],
    ),
    "signed only": (on(signed_addins=1), [("signed", True, "it")]),
    "signed only at start": (on(signed_always=1), [("signed", True, "it")]),
    "signed only, and it is": (on(SIGNED, signed_addins=1), [("publisher", False, "it")]),
    "listed only": (on(listed_only=1), [("listed_only", True, "it")]),
    "listed only, and it is": (on(listed_only=1, listed=1), []),
    "listed only, the user may choose": (on(listed_only=1, listed=2), []),
    "listed as blocked": (on(listed_only=1, listed=0), [("listed", True, "it")]),
    "blocked without a list": (on(listed=0), [("listed", True, "it")]),
    # macros in the start folder, which is trusted
    "macros off": (on(macros=Macros.NONE), [("macros_elsewhere", False, "it")]),
    "signed macros only": (on(macros=Macros.SIGNED), [("macros_elsewhere", False, "it")]),
    "macros ask": (on(macros=Macros.ASK), []),
    "macros run": (on(macros=Macros.ALL), []),
    "from the internet": (on(MARKED), [("marked", False, "you")]),
    "from the internet, blocked": (on(MARKED, internet=1), [("marked", False, "you")]),
    # macros where the start folder is not trusted
    "no trust": (on(**OFF), [("macros_ask", False, "you")]),
    "no trust, macros off": (on(**OFF, macros=4), [("macros_off", True, "it")]),
    "no trust, macros off, signed": (on(SIGNED, **OFF, macros=4), [("macros_off", True, "it")]),
    "no trust, signed only": (on(**OFF, macros=3), [("macros_signed", True, "it")]),
    "no trust, signed only, and it is": (
        on(SIGNED, **OFF, macros=3),
        [("publisher", False, "it")],
    ),
    "no trust, macros run": (on(**OFF, macros=1), []),
    "no trust, from the internet": (
        on(MARKED, **OFF, macros=1),
        [("marked_blocked", True, "you")],
    ),
    "no trust, the internet allowed": (on(MARKED, **OFF, internet=0, macros=1), []),
    # trust by policies only
    "own locations do not count": (on(user_locations=0), [("macros_ask", False, "you")]),
    "own locations count": (on(user_locations=1), []),
    "the policy trusts the folder": (
        on(user_locations=0)._replace(trusted=("/用户/Excel/XLSTART",)),
        [],
    ),
    "the policy trusts the folders below": (
        on(user_locations=0)._replace(trusted=("/用户*",)),
        [],
    ),
    "the policy trusts only the folder above": (
        on(user_locations=0)._replace(trusted=("/用户",)),
        [("macros_ask", False, "you")],
    ),
    "all locations are off": (
        on(user_locations=0, **OFF)._replace(trusted=("/用户*",)),
        [("macros_ask", False, "you")],
    ),
    # macOS
    "no script": (WELL._replace(system="mac", script=False), [("no_script", True, "you")]),
    "no AppleScript": (
        on(applescript_off=1)._replace(system="mac"),
        [("applescript_off", True, "it")],
    ),
    # several at once: what blocks comes first
    "several": (
        on(MARKED._replace(digest="d0"), vba_off=1, signed_addins=1),
        [
            ("vba_off", True, "it"),
            ("signed", True, "it"),
            ("other_version", False, "you"),
            ("marked", False, "you"),
        ],
    ),
}


@pytest.mark.parametrize(("readings", "expected"), CASES.values(), ids=CASES)
def test_what_is_in_the_way(readings, expected):
    found = obstacles(readings)
    assert [(o.kind, o.blocks, o.who) for o in found] == expected
    for obstacle in found:
        for family in ("block", "remedy"):
            for sentence in MESSAGES[f"{family}.{obstacle.kind}"]:
                assert sentence.format(**obstacle.facts)


def test_every_obstacle_that_is_told_has_a_case():
    kinds = {kind for _, expected in CASES.values() for kind, _, _ in expected}
    told = {key.partition(".")[2] for key in MESSAGES if key.startswith(("block.", "remedy."))}
    assert kinds == told


def test_somebody_can_remove_every_obstacle():
    assert {who for _, expected in CASES.values() for _, _, who in expected} == set(Who)


# --- the registry ------------------------------------------------------------------------------

USER_KEY = r"Software\Microsoft\Office\16.0"
POLICY_KEY = r"Software\Policies\Microsoft\Office\16.0"
MACROS = (r"Excel\Security", "VBAWarnings")
ASR_RULES = r"Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
ASR_KEY = rf"Software\Policies\Microsoft\{ASR_RULES}"


@pytest.mark.parametrize(
    ("told", "used", "version"),
    [
        ("Excel.Application.16", (), "16.0"),
        ("Excel.Application.15", ("16.0",), "15.0"),
        ("Excel.Application.14", (), "14.0"),
        ("Ket.Application.9", ("15.0", "14.0"), "15.0"),
        ("", ("14.0",), "14.0"),
        ("", (), "16.0"),
    ],
)
def test_the_settings_are_those_of_the_excel_that_starts(told, used, version):
    held: dict[tuple[str, str], dict[str, object]] = {
        ("HKCU", rf"Software\Microsoft\Office\{v}\Excel\Options"): {} for v in used
    }
    held["HKCR", r"Excel.Application\CurVer"] = {"": told}
    assert excel_version(Table(held)) == version


def test_a_policy_wins_over_what_the_user_has_set():
    user = ("HKCU", rf"{USER_KEY}\Excel\Security")
    held: dict[tuple[str, str], dict[str, object]] = {user: {"VBAWarnings": 1}}
    found = setting(Table(held), "16.0", *MACROS)
    assert found == Setting(1, rf"HKCU\{user[1]}\VBAWarnings = 1", False)
    for number, (root, branch, policy) in enumerate(reversed(branches("16.0")[:3]), start=2):
        held[root, rf"{branch}\excel\security".lower()] = {"vbawarnings": number}
        found = setting(Table(held), "16.0", *MACROS)
        assert found
        assert (found.value, found.policy, policy) == (number, True, True)
    assert setting(Table(held), "15.0", *MACROS) is None


def test_a_number_that_is_written_as_text_counts_and_other_text_does_not():
    listed = (r"Excel\Resiliency\AddinList", "gouji.xlam")
    key = ("HKCU", rf"{POLICY_KEY}\{listed[0]}")
    found = setting(Table({key: {"gouji.xlam": "1"}}), "16.0", *listed)
    assert found
    assert found.value == 1
    assert setting(Table({key: {"gouji.xlam": "yes"}}), "16.0", *listed) is None


def test_disabled_items_are_read_out_of_their_binary_values():
    path, name = "c:\\用户\\xlstart\\gouji.xlam\0", "gouji.xlam\0"
    texts = (path.encode("utf-16-le"), name.encode("utf-16-le"))
    value = struct.pack("<III", 1, *map(len, texts)) + b"".join(texts)
    key = ("HKCU", rf"{USER_KEY}\Excel\Resiliency\DisabledItems")
    held = Table({key: {"3F2A": value, "short": b"\1\0", "text": "x"}})
    assert disabled_items(held, "16.0") == ("c:\\用户\\xlstart\\gouji.xlam", "")


def test_the_locations_that_policies_trust():
    excel = rf"{POLICY_KEY}\Excel\Security\Trusted Locations"
    common = rf"{POLICY_KEY}\Common\Security\Trusted Locations"
    held = Table(
        {
            ("HKCU", rf"{excel}\Location01"): {"Path": "C:\\公共\\", "AllowSubfolders": 1},
            ("HKCU", rf"{common}\Location02"): {"Path": r"\\server\gouji"},
            ("HKCU", rf"{common}\Location03"): {"Description": "no path"},
            ("HKCU", rf"{USER_KEY}\Excel\Security\Trusted Locations\Location9"): {"Path": "D:\\"},
        }
    )
    assert trusted_by_policy(held, "16.0") == ("C:\\公共*", r"\\server\gouji")


def test_the_rule_of_defender_is_read_from_policies_first():
    name = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"
    held: dict[tuple[str, str], dict[str, object]] = {
        ("HKLM", rf"Software\Microsoft\{ASR_RULES}"): {name: 6}
    }
    own = child_processes(Table(held))
    held["HKLM", ASR_KEY] = {name: "1"}
    policy = child_processes(Table(held))
    assert own
    assert policy
    assert (own.value, own.policy, policy.value, policy.policy) == (6, False, 1, True)
    assert child_processes(Table({})) is None


def test_what_else_excel_opens_at_its_start():
    options = ("HKCU", rf"{USER_KEY}\Excel\Options")
    opened = {
        "OPEN": '"\\\\server\\share\\gouji.xlam"',
        "OPEN1": '/R "D:\\x.xlam"',
        "OpenAsReport": "no",
        "AltStartup": "D:\\start",
    }
    held = Table({**EXCEL, options: opened})
    assert program(held, "excel.exe").endswith("EXCEL.EXE")
    assert loaded_from(held, "16.0") == (
        r"C:\Program Files\Microsoft Office\root\Office16\XLSTART",
        r"D:\start",
        r"\\server\share\gouji.xlam",
        r"D:\x.xlam",
    )
    assert loaded_from(Table({}), "16.0") == ()


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has a registry")
def test_the_registry_of_this_computer_can_be_read():
    held = this_registry()
    assert held
    key = r"Software\Microsoft\Windows NT\CurrentVersion"
    assert "Windows" in str(held.values("HKLM", key)["productname"])
    assert "CurrentVersion" in held.keys("HKLM", r"Software\Microsoft\Windows NT")
    assert held.values("HKLM", r"Software\没有") == {}
    assert held.keys("HKLM", r"Software\没有") == ()


# --- what is read of a computer ----------------------------------------------------------------


def signed(content: bytes) -> bytes:
    """The add-in with the part in which Office keeps a signature."""
    kept = BytesIO(content)
    with zipfile.ZipFile(kept, "a") as parts:
        parts.writestr("xl/vbaProjectSignature.bin", b"signature")
    return kept.getvalue()


def test_what_is_read_of_a_windows_computer(tmp_path):
    there, content = windows(tmp_path), shipped()
    install(there, content, Path(sys.executable))
    other = tmp_path / "共享" / "gouji.xlam"
    other.parent.mkdir()
    other.write_bytes(signed(content.addin))
    there.addin.with_name("gouji.xlam:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3")
    held = Table(
        {
            **EXCEL,
            ("HKCU", rf"{USER_KEY}\Excel\Options"): {"AltStartup": str(other.parent)},
            ("HKCU", r"Software\Kingsoft\Office\6.0"): {},
            ("HKCU", rf"{POLICY_KEY}\Excel\Security"): {"VBAWarnings": 3},
            ("HKLM", rf"{POLICY_KEY}\Common"): {"VBAOff": 1},
            ("HKLM", ASR_KEY): {"d4f940ab-401b-4efc-aadc-ad5f3c50688a": "1"},
        }
    )
    found = look(there, held, content.addin)
    own, second = found.addins
    assert (own.path, own.digest, own.marked) == (there.addin, found.shipped, True)
    assert (own.whole, own.signed, own.interpreter) == (True, False, "")
    assert (second.path, second.signed, second.marked) == (other, True, False)
    assert found.python == sys.executable
    assert isinstance(found.answer, Answer)
    assert (found.excel, found.wps) == (True, True)
    values = {name: (held.value, held.policy) for name, held in found.settings.items()}
    assert values == {"macros": (3, True), "vba_off": (1, True), "child_processes": (1, True)}


@posix
def test_an_interpreter_that_is_built_in_wins_over_the_settings(tmp_path):
    own = script(tmp_path / "共享" / "python", "exit 7")
    there = mac(tmp_path)
    install(there, shipped()._replace(addin=build(interpreter_mac=str(own))), Path("/x/python"))
    found = look(there, None, shipped().addin)
    assert found.python == str(own)
    assert found.answer == Silence("python_failed", "7")
    assert [o.kind for o in obstacles(found)] == ["python_failed"]


def test_a_computer_with_nothing_on_it_is_read_too(tmp_path):
    found = look(windows(tmp_path), Table({}), b"")
    assert (found.addins, found.python, found.answer) == ((), "", None)
    assert (found.excel, found.wps) == (False, False)
    assert files(tmp_path) == {}


@pytest.mark.parametrize("content", [b"", b"PK\3\4 cut off", b"x" * 9000])
def test_a_file_that_is_no_add_in_is_known_for_damaged(content, tmp_path):
    there = windows(tmp_path)
    install(there, shipped()._replace(addin=content), Path(sys.executable))
    assert [o.kind for o in obstacles(look(there, Table(EXCEL), shipped().addin))] == ["damaged"]


def test_settings_in_an_encoding_that_nobody_expected_are_no_trouble(tmp_path):
    there = windows(tmp_path)
    install(there, shipped(), Path(sys.executable))
    there.settings.write_bytes('"INTERPRETER_WIN","C:\\张三\\python.exe"'.encode("utf-16"))
    assert [o.kind for o in obstacles(look(there, Table(EXCEL), shipped().addin))] == ["no_python"]


@pytest.mark.parametrize(
    ("preferences", "expected"),
    [
        ({}, {}),
        ({"VisualBasicMacroExecutionState": "DisabledWithWarnings"}, {"macros": 2}),
        ({"VisualBasicMacroExecutionState": "DisabledWithoutWarnings"}, {"macros": 4}),
        ({"VisualBasicEntirelyDisabled": True, "x": 1}, {"vba_off": 1}),
        ({"VisualBasicEntirelyDisabled": False}, {"vba_off": 0}),
        ({"DisableVisualBasicMacScript": True}, {"applescript_off": 1}),
        ({"VisualBasicMacroExecutionState": ["odd"]}, {}),
    ],
)
@pytest.mark.parametrize("kind", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_what_is_read_of_office_for_mac(preferences, expected, kind, tmp_path):
    there = mac(tmp_path)
    own = there.office_preferences[-1]
    own.parent.mkdir(parents=True)
    own.write_bytes(plistlib.dumps(preferences, fmt=kind))
    found = look(there, None, b"")
    assert {name: held.value for name, held in found.settings.items()} == expected
    assert not any(held.policy for held in found.settings.values())
    assert found.excel
    assert found.script is False


@pytest.mark.parametrize(
    "content", [b"", b"<plist>", b"bplist00 cut off", b"<plist><array/></plist>"]
)
def test_preferences_that_cannot_be_read_say_nothing(content, tmp_path):
    there = mac(tmp_path)._replace(office_preferences=(tmp_path / "office.plist",))
    there.office_preferences[0].write_bytes(content)
    assert look(there, None, b"").settings == {}


def test_a_profile_of_the_department_wins_over_the_users_preferences(tmp_path):
    managed = tmp_path / "Managed Preferences" / "office.plist"
    own = tmp_path / "own.plist"
    managed.parent.mkdir()
    managed.write_bytes(plistlib.dumps({"VisualBasicEntirelyDisabled": True}))
    own.write_bytes(plistlib.dumps({"VisualBasicEntirelyDisabled": False}))
    there = mac(tmp_path)._replace(office_preferences=(managed, own))
    found = look(there, None, b"").settings["vba_off"]
    assert (found.value, found.policy) == (1, True)
    assert str(managed) in found.where


# --- the command -------------------------------------------------------------------------------


@pytest.fixture
def status(monkeypatch):
    """`gouji addin status` on a computer: exit status and what it says."""

    def run(machine: Machine, *arguments: str) -> tuple[int, str]:
        monkeypatch.setattr("validator.cli.addin.this_machine", lambda: machine)
        done = CliRunner().invoke(app, ["addin", "status", *arguments])
        assert done.stderr == ""
        return done.exit_code, done.stdout

    return run


def test_where_all_is_well_the_status_is_0_and_says_what_there_is(tmp_path, status):
    there = windows(tmp_path)
    install(there, shipped(), Path(sys.executable))
    line = '"颜色","蓝"\r\n'.encode("gbk")
    there.settings.write_bytes(there.settings.read_bytes() + line)
    code, said = status(Machine(there, Table(EXCEL)))
    assert code == 0
    for words in (
        f"加载项：{there.addin}",
        f"与 gouji {VERSION} 附带的相同",
        f"解释器：{sys.executable}",
        f"应答正常：Python {sys.version.split()[0]}，gouji {VERSION}",
        f"设置文件：{there.settings}",
        "颜色 = 蓝",
        "没有发现妨碍",
    ):
        assert words in said
    assert "处理" not in said


def test_what_blocks_is_told_with_what_to_do_and_who_can_and_the_status_is_1(tmp_path, status):
    there = windows(tmp_path)
    install(there, shipped(), Path(sys.executable))
    policy = {("HKCU", rf"{POLICY_KEY}\Excel\Security"): {"RequireAddinSig": 1, "VBAWarnings": 4}}
    code, said = status(Machine(there, Table({**EXCEL, **policy})))
    assert code == 1
    blocks, _, notes = said.partition("请留意：")
    assert "妨碍使用：\n1. 只许运行有受信任发布者签名的加载项" in blocks
    assert rf"HKCU\{POLICY_KEY}\Excel\Security\RequireAddinSig = 1" in blocks
    assert "处理（信息部门）：由信息部门签名" in blocks
    assert "1. 宏设置不许运行没有签名的宏" in notes
    assert "没有发现妨碍" not in said
    code, said = status(Machine(there, Table({**EXCEL, **policy})), "--lang", "en")
    assert code == 1
    assert "To do (IT): Let IT sign it" in said


def test_without_an_add_in_the_status_is_2_and_policies_are_told_all_the_same(tmp_path, status):
    policy = {("HKLM", rf"{POLICY_KEY}\Common"): {"VBAOff": 1}}
    code, said = status(Machine(windows(tmp_path), Table({**EXCEL, **policy})))
    assert code == 2
    assert "没有安装加载项" in said
    assert "gouji addin install" in said
    assert "VBA 被整个关闭" in said


@posix
def test_a_python_that_was_removed_after_the_installation_is_told(tmp_path, status):
    there = windows(tmp_path)
    python = script(tmp_path / "python", "exit 0")
    install(there, shipped(), python)
    python.unlink()
    code, said = status(Machine(there, Table(EXCEL)))
    assert code == 1
    assert f"{python}：没有这个文件" in said
    assert "应答正常" not in said


def test_an_add_in_that_it_has_signed_is_told_as_such(tmp_path, status):
    there, content = windows(tmp_path), shipped()
    install(there, content._replace(addin=signed(content.addin)), Path(sys.executable))
    code, said = status(Machine(there, Table(EXCEL)))
    assert code == 0
    assert "有数字签名" in said
    assert "不是 gouji" in said


def test_a_mac_says_the_same_of_its_own_files(tmp_path, status):
    there = mac(tmp_path)
    install(there, shipped(), Path(sys.executable))
    assert status(Machine(there, None))[0] == 0
    assert there.script
    there.script.unlink()
    code, said = status(Machine(there, None))
    assert code == 1
    assert "缺少加载项用来启动 Python 的脚本" in said


# --- the page for IT ---------------------------------------------------------------------------

PAGE = (Path(__file__).parent.parent / "docs" / "addin-rollout.md").read_text(encoding="utf-8")


def test_the_page_for_it_names_every_setting_that_is_read():
    for key, name in WINDOWS.values():
        assert f"`{name}`" in PAGE
        assert f"`{key}`" in PAGE or f"`{key}\\" in PAGE or name == "gouji.xlam"
    for name in MAC.values():
        assert f"`{name}`" in PAGE
    assert ASR_KEY in PAGE
    assert "D4F940AB-401B-4EFC-AADC-AD5F3C50688A" in PAGE


def test_the_page_for_it_names_the_files_and_the_command_line(tmp_path):
    for there in (windows(tmp_path), mac(tmp_path)):
        for path in (there.addin, there.settings, *filter(None, (there.script,))):
            tail = "/".join(path.relative_to(tmp_path).parts[-4:])
            assert tail in PAGE.replace("\\", "/").replace("%APPDATA%", "AppData/Roaming").replace(
                "%USERPROFILE%", f"Users/{USER}"
            )
    assert f" {' '.join(FLAGS)} -c" in PAGE


def test_every_command_on_the_page_for_it_exists():
    shown = re.findall(r"gouji(?:\.exe)? (addin \w+)([^`\n，。；]*)", PAGE)
    assert {command.split()[1] for command, _ in shown} == {"install", "status", "remove", "build"}
    for command, rest in shown:
        help_text = CliRunner().invoke(app, [*command.split(), "--help"]).stdout
        assert set(re.findall(r"--\w+", rest)) <= set(re.findall(r"--\w+", help_text)), command
