"""What stands before the pages: hosts, tokens, other sites, sizes, rates, slow clients, headers."""

import re
import socket
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from tests.servers import PATIENCE, Served, form, served
from validator import Limits, Options
from validator.messages import text as core_text
from validator.web.guard import HEADERS
from validator.web.messages import text
from validator.web.settings import Settings

TOKEN = "correct-horse-battery"
_FILE = form(("a.xlsx", b"nothing"))
MB = 1 << 20


@pytest.fixture(scope="module")
def servers():
    """Servers by their settings, each started once. None of them checks anything."""
    with ExitStack() as stack:
        known: dict[Settings, Served] = {}

        def one(settings: Settings) -> Served:
            if settings not in known:
                known[settings] = stack.enter_context(served(settings))
            return known[settings]

        yield one


@pytest.fixture
def plain(servers):
    return servers(Settings(jobs=1))


@pytest.fixture
def guarded(servers):
    return servers(Settings(jobs=1, token=TOKEN, failures=10_000))


def code(answer: httpx.Response) -> tuple[int, str]:
    """Its status and what it says to programs."""
    return answer.status_code, answer.json()["code"]


# --- what every answer says ---


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/checks/x", "/static/x", "/openapi.json"])
def test_every_answer_tells_browsers_to_load_and_run_nothing_else(plain, path):
    headers = plain.client.get(path).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert {"script-src", "style-src", "form-action", "base-uri", "frame-ancestors"} < policy.keys()
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "server" not in headers or headers["server"] != "uvicorn"


def test_nothing_is_cached_but_what_is_the_same_for_everybody(plain):
    assert plain.client.get("/api/checks/x").headers["cache-control"] == "no-store"
    assert plain.client.get("/healthz").headers["cache-control"] == "no-store"
    style = re.search(r'href="(/static/[^"]+)"', plain.client.get("/").text)
    assert style and "max-age" in plain.client.get(style[1]).headers["cache-control"]


# --- the name of the host ---


@pytest.mark.parametrize(
    ("settings", "host", "status"),
    [
        (Settings(jobs=1), "localhost", 200),
        (Settings(jobs=1), "LOCALHOST:8000", 200),
        (Settings(jobs=1), "127.0.0.1:1", 200),
        (Settings(jobs=1), "[::1]:8000", 200),
        (Settings(jobs=1), "10.0.0.5", 400),
        (Settings(jobs=1), "evil.example", 400),
        (Settings(jobs=1), "localhost.evil.example", 400),
        (Settings(jobs=1), "localhost@evil.example", 400),
        (Settings(jobs=1), "[", 400),
        (Settings(jobs=1), "", 400),
        (Settings(jobs=1, anywhere=True), "10.0.0.5:8000", 200),
        (Settings(jobs=1, anywhere=True), "evil.example", 400),
        (Settings(jobs=1, hosts=frozenset({"Gouji.gov.cn"})), "gouji.gov.cn", 200),
        (Settings(jobs=1, hosts=frozenset({"Gouji.gov.cn"})), "gouji.gov.cn.", 200),
    ],
)
def test_only_a_name_of_its_own_leads_to_the_server(servers, settings, host, status):
    answer = servers(settings).client.get("/api/editions", headers={"Host": host})
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["code"] == "host" and "--allow-host" in answer.json()["message"]


# --- other sites ---


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 404),
        ({"Origin": "http://localhost"}, 404),
        ({"Origin": "http://localhost:80", "Sec-Fetch-Site": "same-origin"}, 404),
        ({"Origin": "http://localhost:81"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 404),
    ],
)
def test_what_another_sites_page_has_a_browser_send_changes_nothing(plain, headers, status):
    own = {"Host": "localhost", **headers}
    assert plain.client.delete("/api/checks/x", headers=own).status_code == status
    posted = plain.client.post("/checks", headers=own, data={"a": "b"})
    assert posted.status_code == (403 if status == 403 else 415)


def test_a_page_may_be_led_to_from_elsewhere(plain):
    assert plain.client.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


# --- the token ---


def basic(password: str, user: str = "谁") -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": f"Bearer {TOKEN}"}, 200),
        ({"Authorization": f"bearer  {TOKEN}"}, 200),
        (basic(TOKEN), 200),
        (basic(TOKEN, ""), 200),
        ({"Authorization": f"Bearer {TOKEN[:-1]}"}, 401),
        ({"Authorization": "Bearer"}, 401),
        ({"Authorization": f"Token {TOKEN}"}, 401),
        ({"Authorization": "Basic ?"}, 401),
        (basic("", TOKEN), 401),
        (basic(f"{TOKEN}:"), 401),
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/editions", "/openapi.json"])
def test_nobody_gets_in_without_the_token(guarded, path, headers, status):
    answer = guarded.client.get(path, headers=headers)
    assert answer.status_code == status
    if status == 401:
        assert answer.headers["www-authenticate"].startswith("Basic realm=")
        assert answer.json() == {"message": text("serve.token"), "code": "token"}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"])
@pytest.mark.parametrize(
    "path", ["/checks", "/checks/x", "/static/x", "/x", "//healthz", "/x/healthz", "/healthz/x"]
)
def test_no_path_is_open_without_the_token(guarded, path, method):
    address = f"http://127.0.0.1:{guarded.port}{path}"  # whole: two slashes would be lost
    assert guarded.client.request(method, address).status_code == 401


def test_the_health_is_told_to_everybody(guarded):
    assert guarded.client.get("/healthz").json()["status"] == "ok"


def test_who_guesses_tokens_must_wait_even_for_the_right_one(servers):
    server = servers(Settings(jobs=1, token=TOKEN, failures=3))
    for number in range(3):
        wrong = {"Authorization": f"Bearer {number}"}
        assert server.client.get("/", headers=wrong).status_code == 401
    answer = server.client.get("/", headers=basic(TOKEN))
    assert code(answer) == (429, "too_often")
    assert 0 < int(answer.headers["retry-after"]) <= 10


def test_who_has_not_been_asked_for_a_token_yet_does_not_guess(servers):
    server = servers(Settings(jobs=1, token=TOKEN, failures=2))
    for _ in range(5):
        assert server.client.get("/").status_code == 401
    assert server.client.get("/", headers=basic(TOKEN)).status_code == 200


# --- how often ---


def test_who_asks_too_often_is_told_when_to_ask_again(servers):
    server = servers(Settings(jobs=1, requests=3, requests_a_second=0.5))
    answers = [server.client.get("/api/checks/x") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 429]
    assert int(answers[3].headers["retry-after"]) in (1, 2)
    assert server.client.get("/healthz").status_code == 200


def test_work_is_counted_apart_a_file_a_piece(servers):
    server = servers(Settings(jobs=1, work=2, work_a_second=0.01))
    assert server.client.post("/checks", files=_FILE * 2).status_code == 202
    answer = server.client.post("/checks", files=_FILE)
    assert code(answer) == (429, "too_often") and int(answer.headers["retry-after"]) > 10
    assert server.client.get("/").status_code == 200


def test_a_full_queue_refuses_all_files_of_a_request(servers):
    server = servers(Settings(jobs=1, waiting=1))
    answer = server.client.post("/checks", files=_FILE * 3)
    assert code(answer) == (503, "busy") and int(answer.headers["retry-after"]) > 0
    assert not list(server.service.folder.rglob("content"))


# --- how much ---


TINY = Settings(jobs=1, body=MB, options=Options(limits=Limits(file=1)))
#: The beginning of a form with a file.
BEGUN = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
BOUNDARY = "multipart/form-data; boundary=x"


def test_an_upload_that_is_too_large_gets_its_answer_when_it_is_sent(servers):
    server = servers(TINY)
    limit = server.service.settings.body_limit
    in_chunks = iter([BEGUN, *[b"x" * 1000] * 1500])
    for content in (b"x" * (limit + 1), in_chunks):
        headers = {"Content-Type": BOUNDARY}
        answer = server.client.post("/checks", content=content, headers=headers)
        assert code(answer) == (413, "too_large")
        assert f"{limit >> 20} MB" in answer.json()["message"]


def test_more_than_there_is_room_for_is_not_taken_from_all_together(servers):
    server = servers(Settings(jobs=1, incoming=MB))
    answer = server.client.post("/checks", files=form(("a.xlsx", b"x" * (2 * MB))))
    assert code(answer) == (503, "full") and int(answer.headers["retry-after"]) > 0
    small = form(("a.xlsx", b"x" * (MB // 2)))
    assert [server.client.post("/checks", files=small).status_code for _ in range(4)] == [202] * 4


@pytest.mark.parametrize("begun", [BEGUN, b"nothing"])
@pytest.mark.parametrize("path", ["/checks", "/nothing"])
def test_what_comes_without_end_is_cut_off(servers, path, begun):
    server = servers(TINY)
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
    head = f"{head}Content-Type: {BOUNDARY}\r\n\r\n{len(begun):x}\r\n".encode() + begun + b"\r\n"
    sent = 0
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as line:
        line.sendall(head)
        chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        with pytest.raises(OSError):
            while sent < 100 * MB:
                line.sendall(chunk)
                sent += len(chunk)
    assert sent < 20 * MB


def test_a_file_that_is_larger_than_is_read_is_not_kept_and_its_report_says_so(servers):
    settings = Settings(jobs=1, options=Options(limits=Limits(file=100)))
    server = servers(settings)
    answer = server.client.post("/checks", files=form(("大.xlsx", b"x" * 101)))
    (told,) = answer.json()["checks"]
    summary = server.wait(told["id"])["summary"]
    assert summary["status"] == "unreadable"
    assert "大.xlsx" in summary["sentence"] and "file" in summary["sentence"]
    assert not list(server.service.folder.rglob("content"))
    report = server.client.get(f"/checks/{told['id']}/report.json").json()["workbooks"][0]
    assert report["message"] == summary["sentence"]
    answer = server.client.get(f"/checks/{told['id']}/marked")
    assert code(answer) == (422, "no_product")
    assert answer.json()["message"] == core_text("cli.not_marked", name="大.xlsx")


def test_a_long_head_is_refused(servers):
    server = servers(Settings(jobs=1))
    try:
        status = server.client.get("/", headers={"X-Long": "x" * (2 * MB)}).status_code
    except httpx.TransportError:  # the line was closed before all was sent
        status = 400
    assert status == 400


# --- how slowly ---


def lines(port: int, *parts: bytes, pause: float) -> Iterator[float]:
    """Send parts with pauses until the server closes; how long that took."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as line:
        line.settimeout(pause)
        for part in parts:
            try:
                line.sendall(part)
                if line.recv(1000) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        yield time.monotonic() - began


def test_a_head_that_does_not_come_to_its_end_is_not_waited_for(servers):
    server = servers(Settings(jobs=1, silence=1))
    drip = [b"GET / HTTP/1.1\r\n", *([b"X: y\r\n"] * 600)]
    (seconds,) = lines(server.port, *drip, pause=0.1)
    assert 0.5 < seconds < 30


def test_content_that_does_not_come_is_not_waited_for(servers):
    server = servers(Settings(jobs=1, silence=1))

    def never() -> Iterator[bytes]:
        yield b"--x\r\n"
        time.sleep(2.5)
        yield b"--x\r\n"

    headers = {"Content-Type": BOUNDARY}
    began = time.monotonic()
    try:
        answer = server.client.post("/checks", content=never(), headers=headers)
    except httpx.HTTPError:  # it was closed before all was sent
        pass
    else:
        assert code(answer) == (408, "too_slow")
    assert time.monotonic() - began < 30


def test_a_server_that_is_about_to_stop_says_so_of_its_health():
    with served(Settings(jobs=1)) as server:
        server.service.close()
        answer = server.client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "stopping")


# --- behind a proxy ---


@pytest.mark.parametrize("taken_away", [True, False])
def test_it_works_below_a_path_that_the_proxy_takes_away_or_not(servers, taken_away):
    server = servers(Settings(jobs=1, token=TOKEN, root_path="/gouji"))
    before = "" if taken_away else "/gouji"
    assert server.client.get(f"{before}/healthz").status_code == 200
    page = server.client.get(f"{before}/", headers=basic(TOKEN))
    assert page.status_code == 200
    assert 'href="/gouji/static/' in page.text and 'href="/static/' not in page.text
    answer = server.client.post(f"{before}/checks", files=_FILE, headers=basic(TOKEN))
    assert answer.json()["checks"][0]["url"].startswith("/gouji/checks/")
