"""The life of `gouji serve`: crashes of its processes, what it writes down, how it ends."""

import re
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.commands import gouji, gouji_alone
from tests.servers import BAD, EXAMPLES, GOOD, Started, form, started, waited
from validator.messages import text as core_text
from validator.web.messages import text
from validator.web.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes")
STUBBORN = ("tests.stubborn",)


def post(server: Started, name: str, content: bytes = b"") -> str:
    """The id of an upload."""
    files = form((name, content or GOOD.read_bytes()))
    (told,) = server.client.post("/checks", files=files).json()["checks"]
    return str(told["id"])


def until(found, seconds: float = 20.0) -> bool:
    """Does it come true within so many seconds?"""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_stopped_leaves_no_process_and_no_file(tmp_path, sign):
    with started(tmp_path, "--jobs", 2) as server:
        waited(server.client, post(server, "决算.xlsx"))
        (folder,) = server.folder.iterdir()
        assert folder.stat().st_mode & 0o777 == 0o700
        assert list(folder.rglob("content"))
        assert len(server.children()) == 2
        assert server.stop(sign) == 0
        assert not server.left()
        assert not list(server.folder.iterdir())
        assert "Traceback" not in server.said()


def test_no_process_outlives_a_server_that_is_killed_and_the_next_one_takes_its_files_away(
    tmp_path,
):
    with started(tmp_path, "--jobs", 2) as server:
        waited(server.client, post(server, "决算.xlsx"))
        server.stop(signal.SIGKILL)
        assert not server.left()
        left = list(server.folder.iterdir())
        assert len(left) == 1
    (tmp_path / "other").mkdir()
    with started(tmp_path, "--jobs", 1) as first:
        (own,) = first.folder.iterdir()
        assert own not in left
        with started(tmp_path, "--jobs", 1) as second:
            assert own.exists() and len(list(second.folder.iterdir())) == 2
            assert second.stop() == 0
        assert own.exists()
        assert first.stop() == 0
        assert not list(first.folder.iterdir())


@pytest.fixture(scope="module")
def stubborn(tmp_path_factory):
    """A server that was sent files on which its processes crash, hang and eat memory, all at once,
    and a good one after them; and what it says of each."""
    folder = tmp_path_factory.mktemp("stubborn")
    with started(folder, module=STUBBORN, SECONDS="3") as server:
        names = ("abort", "loop", "eat")
        files = form(*((f"{name}.xlsx", GOOD.read_bytes()) for name in names))
        sent = server.client.post("/checks", files=files).json()["checks"]  # to a process each
        told = {
            name: waited(server.client, each["id"]) for name, each in zip(names, sent, strict=True)
        }
        told["good"] = waited(server.client, post(server, "good.xlsx"))
        yield server, told
        assert server.stop() == 0
        assert not server.left() and not list(server.folder.iterdir())


@pytest.mark.parametrize(
    ("name", "key", "facts"),
    [
        ("abort", "isolated.crash", {"how": "SIGABRT"}),
        ("loop", "isolated.time", {"seconds": 3}),
        ("eat", "isolated.memory", {"size": 300}),
    ],
)
def test_a_file_on_which_a_process_stops_costs_nobody_else_anything(stubborn, name, key, facts):
    server, told = stubborn
    summary = told[name]["summary"]
    assert summary["status"] == "unreadable"
    assert summary["sentence"] == core_text(key, name=f"{name}.xlsx", **facts)
    assert told["good"]["summary"]["status"] == "checked"
    report = server.client.get(f"/checks/{told[name]['id']}/report.json").json()
    assert report["workbooks"][0]["message"] == summary["sentence"]


def test_a_full_disk_is_said_and_costs_nothing_that_is_there(tmp_path):
    import resource  # which not every system has

    with started(tmp_path, "--jobs", 1) as server:
        id = post(server, "决算.xlsx", BAD.read_bytes())
        waited(server.client, id)

        def allow(size: int) -> None:
            for process in (server.process.pid, *server.children()):
                hard = resource.prlimit(process, resource.RLIMIT_FSIZE)[1]
                resource.prlimit(process, resource.RLIMIT_FSIZE, (size, hard))

        allow(50_000)  # no file can be longer, as where the disk has no room for it
        for size in (200_000, 60_000):  # which is too much as it comes in, and when it is kept
            files = form(("小.xlsx", GOOD.read_bytes()), ("大.xlsx", b"x" * size))
            answer = server.client.post("/checks", files=files)
            assert (answer.status_code, answer.json()["code"]) == (503, "full")
            assert int(answer.headers["retry-after"]) > 0
        assert len(list(server.folder.rglob("content"))) == 1  # nobody would know of the small one
        answer = server.client.get(f"/checks/{id}/report.html")
        assert answer.status_code == 422
        assert answer.json()["message"] == text("serve.disk_full", name="决算.xlsx")
        allow(resource.RLIM_INFINITY)
        assert server.client.get(f"/checks/{id}/report.html").status_code == 200
        assert server.stop() == 0


def test_a_failure_of_the_program_is_told_to_the_sender_and_not_to_the_log(tmp_path):
    with started(tmp_path, module=STUBBORN, SECONDS="30") as server:
        told = waited(server.client, post(server, "fail.xlsx"))
        again = waited(server.client, post(server, "fail.xlsx"))
        for each in (told, again):
            assert "ZeroDivisionError: 所谓不可能" in each["summary"]["sentence"]
        assert len(server.children()) == 3  # no process had to start anew
        assert server.stop() == 0
    said = server.said()
    assert re.search(r"ERROR ZeroDivisionError at stubborn.py:\d+ \(fail\)", said)
    assert "所谓不可能" not in said and "Traceback" not in said


def test_nothing_of_a_workbook_gets_into_the_log(tmp_path):
    with started(tmp_path, "--jobs", 1) as server:
        id = post(server, "机密的决算.xlsx", BAD.read_bytes())
        summary = waited(server.client, id)["summary"]
        for product in ("report.html", "marked", "nothing"):
            server.client.get(f"/checks/{id}/{product}", params={"lang": "en"})
        server.client.get("/rules", params={"q": "机密的问题"})
        server.client.get("/机密的地址", headers={"X-Forwarded-For": "203.0.113.7"})
        server.client.request("机密".encode().hex(), "/")
        server.client.post("/api/check", files=form(("机密.xlsx", "PK机密的内容".encode())))
        server.client.delete(f"/api/checks/{id}")
        assert server.stop() == 0
    said = server.said()
    for secret in ("机密", id, summary["department"], "%E6", "marked", "nothing"):
        assert secret not in said
    assert re.search(r" INFO GET /checks/\{id\}/\{product\} 200 \d+ ms 127\.0\.0\.1\n", said)
    assert "203.0.113.7" not in said  # nobody told it that a proxy stands before it
    assert re.search(r" INFO OTHER \S+ 405 ", said) and re.search(r" INFO GET - 404 ", said)


def test_when_it_is_to_stop_what_waits_is_refused_and_what_is_checked_comes_to_its_end(tmp_path):
    answers: dict[str, httpx.Response | Exception] = {}
    with started(tmp_path, module=STUBBORN, SECONDS="100") as server:

        def ask(name: str) -> None:
            try:
                files = form((f"{name}.xlsx", GOOD.read_bytes()))
                answers[name] = server.client.post("/api/check", files=files)
            except httpx.HTTPError as problem:
                answers[name] = problem

        for _ in range(3):
            post(server, "loop.xlsx")
        assert until(lambda: server.client.get("/healthz").json()["working"] == 3)
        waits = threading.Thread(target=ask, args=("waits",))
        waits.start()
        assert until(lambda: server.client.get("/healthz").json()["waiting"] == 1)
        began = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - began < 15
        waits.join()
        answer = answers["waits"]
        assert isinstance(answer, httpx.Response), answer
        assert (answer.status_code, answer.json()["code"]) == (503, "stopping")
        assert not server.left() and not list(server.folder.iterdir())
        assert "Traceback" not in server.said()


# --- how it is started ---


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_it_listens_beyond_this_machine_with_a_token_only(host, monkeypatch):
    monkeypatch.delenv("GOUJI_TOKEN", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as taken:  # or it would listen here for ever
        done = gouji("serve", "--host", host, "--port", taken.getsockname()[1])
    said = text("serve.no_token", host=host, variable="GOUJI_TOKEN")
    assert (done.returncode, done.stderr.strip()) == (2, said)


@pytest.mark.parametrize("content", ["", "short", "x" * 1001, "口令" * 10, "\n" + "x" * 20])
def test_a_token_that_cannot_be_one_is_refused(content, tmp_path, monkeypatch):
    file = tmp_path / "token"
    file.write_text(content, encoding="utf-8")
    done = gouji("serve", "--token-file", file)
    said = text("serve.token_unfit", source=file, least=12, most=1000)
    assert (done.returncode, done.stderr.strip()) == (2, said)
    monkeypatch.setenv("GOUJI_TOKEN", content.strip()[:11])
    assert "GOUJI_TOKEN" in gouji("serve").stderr


def test_a_token_file_that_is_not_there_is_said(tmp_path):
    done = gouji("serve", "--token-file", tmp_path / "没有")
    assert (done.returncode, "没有" in done.stderr) == (2, True)


def test_the_token_may_stand_in_the_environment(monkeypatch):
    monkeypatch.setenv("GOUJI_TOKEN", "a-token-of-some-length")
    done = gouji("serve", "--host", "no.invalid")  # which is only looked for with a token
    assert done.stderr.strip() == text("serve.no_address", host="no.invalid")


def test_a_port_that_is_taken_is_said():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = gouji_alone("serve", "--port", port)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip() == text("serve.taken", host="127.0.0.1", port=port)


def test_where_no_file_can_be_written_it_says_so():
    import resource  # which not every system has

    done = subprocess.run(
        [sys.executable, "-m", "validator.cli", "serve", "--port", "0"],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
    )
    assert (done.returncode, done.stdout) == (2, "")
    begin, _, end = text("serve.no_folder", problem="\n").partition("\n")
    assert done.stderr.startswith(begin) and done.stderr.strip().endswith(end)


@pytest.mark.parametrize(
    ("arguments", "key", "facts"),
    [
        (("--host", "no.invalid", "--without-token"), "serve.no_address", {"host": "no.invalid"}),
        (("--root-path", "gouji"), "serve.root_path", {"path": "gouji"}),
    ],
)
def test_an_address_that_is_none_is_said(arguments, key, facts):
    done = gouji("serve", *arguments)
    assert (done.returncode, done.stderr.strip()) == (2, text(key, **facts))


@pytest.mark.parametrize("package", ["fastapi", "uvicorn", "python_multipart", "docx"])
def test_a_package_that_is_missing_is_named_with_what_to_do(package):
    code = f"import sys; sys.modules[{package!r}] = None; from validator.cli import main; main()"
    command = [sys.executable, "-c", code, "serve"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)
    said = text("serve.no_web", names=package, command="pip install 'gouji[web]'")
    assert (done.returncode, done.stderr.strip()) == (2, said)


def test_every_option_reaches_the_server(monkeypatch):
    given: list[tuple[Settings, str, int, bool]] = []

    def run(settings, host, port, ready, *, behind_proxy):
        given.append((settings, host, port, behind_proxy))

    monkeypatch.setattr("validator.web.server.serve", run)
    monkeypatch.delenv("GOUJI_TOKEN", raising=False)
    rules = EXAMPLES / "rules"
    own = (
        "--rules",
        rules / "审核要点.txt",
        "--waivers",
        rules / "豁免.txt",
        "--limit",
        "file=3MB",
    )
    door = ("--host", "0.0.0.0", "--port", 8123, "--without-token", "--allow-host", "gouji.example")
    done = gouji(
        "serve", *own, *door, "--jobs", 3, "--keep", 7, "--root-path", "/g/", "--limit", "file=3MB"
    )
    assert done.returncode == 0, done.stderr
    assert gouji("serve").returncode == 0
    (wide, *wide_at), (usual, *usual_at) = given
    assert wide_at == ["0.0.0.0", 8123, False] and usual_at == ["127.0.0.1", 8000, False]
    assert wide.anywhere and wide.hosts == {"gouji.example", socket.gethostname()}
    assert (wide.jobs, wide.keep, wide.root_path) == (3, 7, "/g")
    assert wide.options.limits.file == 3 << 20
    assert wide.options.rules and wide.options.waivers
    assert not usual.anywhere and not usual.hosts and not usual.options.rules


def test_a_browser_is_opened_at_its_address_when_it_is_asked_for(tmp_path):
    browser, asked = tmp_path / "browser", tmp_path / "asked"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{asked}"\n', encoding="utf-8")
    browser.chmod(0o755)
    with started(tmp_path, "--jobs", 1, "--open", BROWSER=f"{browser} %s") as server:
        assert until(lambda: asked.exists() and asked.read_text() != "")
        assert asked.read_text().strip() == f"{server.client.base_url}".rstrip("/") + "/"
        assert server.stop() == 0


def test_an_office_s_server_behind_a_proxy_with_its_own_rules_language_and_time(tmp_path):
    token = "a-token-of-some-length"
    (tmp_path / "token").write_text(f"{token}\nnothing\n", encoding="utf-8")
    rules = EXAMPLES / "rules" / "审核要点.txt"
    own = ("--rules", rules, "--lang", "en")
    door = ("--token-file", tmp_path / "token", "--allow-host", "gouji.example", "--behind-proxy")
    keep = ("--keep", 90)
    with started(tmp_path, "--jobs", 1, *own, *door, *keep, "--root-path", "/gouji/") as server:
        headers = {"Host": "gouji.example", "X-Forwarded-For": "203.0.113.7"}
        headers |= {"X-Forwarded-Proto": "https", "Origin": "https://gouji.example"}
        assert server.client.get("/", headers=headers).status_code == 401
        server.client.auth = ("anybody", token)
        page = server.client.get("/", headers=headers).text
        assert '<html lang="en"' in page and 'href="/gouji/static/' in page
        files = form(("a.xlsx", GOOD.read_bytes()))
        told = server.client.post("/api/check", files=files, headers=headers).json()
        (sent,) = server.client.post("/checks", files=files, headers=headers).json()["checks"]
        state = server.client.get(f"/api/checks/{sent['id']}", headers=headers).json()
        left = datetime.fromisoformat(state["expires"]) - datetime.now(UTC)
        assert timedelta(minutes=88) < left <= timedelta(minutes=90)
        elsewhere = httpx.HTTPTransport(local_address="127.0.0.2")  # where no proxy stands
        with httpx.Client(transport=elsewhere, base_url=server.client.base_url) as other:
            told_by = {"Host": "gouji.example", "X-Forwarded-For": "198.51.100.9"}
            assert other.get("/healthz", headers=told_by).status_code == 200
        assert server.stop() == 0
    done = gouji("check", GOOD, *own, "--format", "json")
    assert f'"rules_digest": "{told["rules_digest"]}"' in done.stdout
    assert re.search(r"POST /api/check 200 \d+ ms 203\.0\.113\.7\n", server.said())
    assert re.search(r"GET /healthz 200 \d+ ms 127\.0\.0\.2\n", server.said())
    assert token not in server.said()
