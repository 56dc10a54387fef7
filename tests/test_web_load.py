"""Many uploads at once: all answered, none mixed up, memory bounded."""

import asyncio

import pytest

from tests.servers import form, started, waited
from tools.load import peaks, sent_at_once, workbooks, wrong

_COUNT = 24
#: Megabytes that the server, and each of its processes, may hold at the most.
_SERVER, _PROCESS = 200, 300


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with started(tmp_path_factory.mktemp("server"), "--jobs", 2) as running:
        yield running
        assert running.stop() == 0


def test_everybody_gets_the_answer_to_his_own_workbook(server):
    books = workbooks(_COUNT)
    answers = asyncio.run(sent_at_once(str(server.client.base_url), books))
    assert len(answers) == _COUNT and not wrong(answers)


def test_the_products_of_many_uploads_are_those_of_each(server):
    books = workbooks(_COUNT)
    files = form(*((f"{name}.xlsx", content) for name, content in books.items()))
    sent = server.client.post("/checks", files=files).json()["checks"]
    states = [server.client.get(f"/api/checks/{each['id']}").json() for each in sent]
    waiting = [each["ahead"] for each in states if each["state"] == "waiting"]
    assert waiting == sorted(waiting)
    for department, each in zip(books, sent, strict=True):
        assert waited(server.client, each["id"])["summary"]["department"] == department
        for kind in ("report.json", "findings.csv"):
            product = server.client.get(f"/checks/{each['id']}/{kind}")
            assert department in product.text
            assert not any(other in product.text for other in books if other != department)


def test_memory_is_bounded(server):
    own, others = peaks(server.process.pid)
    assert own < _SERVER
    assert len(others) == 2 and max(others) < _PROCESS
