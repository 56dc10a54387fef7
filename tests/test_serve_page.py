"""docs/serve.md is true: its examples run against a real server, its options exist, and its numbers
are those of the settings."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import serving
from tests.commands import LIMIT, gouji
from tests.servers import BAD, GOOD
from validator.web.settings import Settings

PAGE = (Path(__file__).parent.parent / "docs" / "serve.md").read_text(encoding="utf-8")
TOKEN = "a-token-of-this-test"


def blocks(language: str) -> list[str]:
    """The blocks of the page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server that asks for a token, as the page has it."""
    token = tmp_path_factory.mktemp("token") / "token"
    token.write_text(f"{TOKEN}\n", encoding="utf-8")
    with serving("--jobs", "1", "--token-file", str(token)) as address:
        yield address


def run(command: list[str], folder: Path) -> str:
    """What a program prints that knows the token."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "GOUJI_TOKEN": TOKEN, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_program_for_a_folder_checks_every_workbook_in_it(server, tmp_path):
    (script,) = blocks("python")
    program = tmp_path / "check_folder.py"
    program.write_text(script, encoding="utf-8")
    inbox = tmp_path / "收件箱"
    inbox.mkdir()
    for path, name in ((GOOD, "好.xlsx"), (BAD, "坏.xlsx")):
        (inbox / name).write_bytes(path.read_bytes())
    (inbox / "空.xlsx").write_bytes(b"")
    said = run([sys.executable, str(program), server, str(inbox)], tmp_path).splitlines()
    assert said[:2] == ["坏.xlsx checked 错误 4 条", "好.xlsx checked 错误 0 条"]
    assert said[2].startswith("空.xlsx")
    assert len(said) == 3


def test_the_command_for_one_workbook_writes_its_report(server, program, tmp_path):
    bash, _ = program("bash"), program("curl")
    (command,) = (block for block in blocks("sh") if "/api/check" in block)
    (tmp_path / "决算.xlsx").write_bytes(BAD.read_bytes())
    run([str(bash), "-ec", command.replace("https://check.example.gov.cn", server)], tmp_path)
    document = json.loads((tmp_path / "结果.json").read_text(encoding="utf-8"))
    assert document["workbooks"][0]["counts"]["error"] == 4


def test_health_is_told_without_a_token_as_shown(server, program, tmp_path):
    bash, _ = program("bash"), program("curl")
    (command,) = {b for b in blocks("sh") if b.startswith("curl") and "healthz" in b}
    told = run([str(bash), "-ec", command.replace("http://127.0.0.1:8000", server)], tmp_path)
    (shown,) = blocks("json")
    assert json.loads(told).keys() == json.loads(shown).keys()


def test_every_option_named_for_the_server_is_one():
    known = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", gouji("serve", "--help").stdout))
    lines = "\n".join(re.findall(r"gouji serve .*", PAGE))
    alone = "\n".join(re.findall(r"`(--[a-z][^`]*)`", PAGE))
    named = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", f"{lines}\n{alone}"))
    assert named
    assert named <= known


def test_its_numbers_are_those_of_the_settings():
    settings = Settings()
    limits = settings.options.limits
    for said in (
        f"{limits.file >> 20} MB（`file`）",
        f"时间（{limits.seconds} 秒）",
        f"{limits.memory >> 20:,} MB",
        f"{settings.body >> 20} MB，{settings.files} 个文件",
        f"{settings.sending // 60} 分钟，中间停顿不超过 {settings.silence} 秒",
        f"先 {settings.requests} 个，以后每秒 {settings.requests_a_second:.0f} 个",
        f"先 {settings.work} 个，以后每秒 {settings.work_a_second:.0f} 个",
        f"先 {settings.failures} 次，以后每 {1 / settings.failures_a_second:.0f} 秒 1 次",
        f"排队的文件 | {settings.waiting} 个",
        f"{settings.uploads:,} 个，共 {settings.stored >> 30} GB",
        f"正在收的请求 | 共 {settings.incoming >> 30} GB | 503",
        f"同时的连接 | {settings.connections} 个",
        f"{settings.keep} 分钟后删除",
        f"client_max_body_size {settings.body >> 20}m;",
    ):
        assert said in PAGE, said
