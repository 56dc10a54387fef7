"""Many uploads at once: all answered, none mixed up, memory bounded."""

import asyncio
import re
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.servers import form, started, waited
from tools import load
from tools.load import UPLOADS, peaks, sent_at_once, workbooks, wrong
from validator.web.products import OFFERED

#: So many are uploaded for their products, and of so many all kinds are asked for.
_COUNT, _WHOLE = 24, 3
#: Megabytes that the server, and each of its processes, may hold at the most.
_SERVER, _PROCESS = 200, 300


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with started(tmp_path_factory.mktemp("server"), "--jobs", 2) as running:
        yield running
        assert running.stop() == 0


def test_everybody_gets_the_answer_to_his_own_workbook_within_bounded_memory(server):
    books = workbooks(UPLOADS)
    answers = asyncio.run(sent_at_once(str(server.client.base_url), books))
    assert len(answers) == UPLOADS >= 50 and not wrong(answers)
    own, others = peaks(server.process.pid)
    assert own < _SERVER
    assert len(others) == 2 and max(others) < _PROCESS


def test_the_products_of_many_uploads_are_those_of_each(server):
    books = workbooks(_COUNT)
    files = form(*((f"{name}.xlsx", content) for name, content in books.items()))
    sent = server.client.post("/checks", files=files).json()["checks"]
    states = [server.client.get(f"/api/checks/{each['id']}").json() for each in sent]
    waiting = [each["ahead"] for each in states if each["state"] == "waiting"]
    assert waiting == sorted(waiting)
    for number, (department, each) in enumerate(zip(books, sent, strict=True)):
        assert waited(server.client, each["id"])["summary"]["department"] == department
        for kind in OFFERED if number < _WHOLE else ("report.json",):
            content = server.client.get(f"/checks/{each['id']}/{kind}").content
            told = words(content)
            assert department in told, kind
            assert not any(other in told for other in books if other != department), kind


def words(content: bytes) -> str:
    """All that a product says; what is packed, unpacked."""
    if not content.startswith(b"PK"):
        return content.decode()
    with ZipFile(BytesIO(content)) as parts:
        xml = b"".join(map(parts.read, parts.namelist())).decode(errors="replace")
    return unescape(xml)  # some write what is not ASCII by its number


def test_the_bench_says_how_many_are_answered_a_second_and_how_long_the_slowest_take(
    monkeypatch, capsys
):
    monkeypatch.setattr(load, "UPLOADS", 4)
    load.load()
    told = capsys.readouterr().out
    assert re.search(r"answered wrongly or not +0\n", told)
    for measured in ("requests a second", "median", "99th percentile", "memory of the server"):
        (number,) = re.findall(rf"{measured} +([0-9.]+)", told)
        assert float(number) > 0, measured
