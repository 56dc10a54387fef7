"""What is kept of uploads and for how long, who goes first, and who may ask how often."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.errands import errand
from tests.servers import form, served
from validator.isolated.worker import Stopped
from validator.web.folder import PrivateFolder
from validator.web.logs import kind_and_place
from validator.web.pool import Closing, Pool
from validator.web.rates import Rate, client_of
from validator.web.settings import Settings
from validator.web.store import DONE, NoRoom, Store
from validator.web.work import Summary

SUMMARY = Summary("checked", "report.agrees", "", 0, 0, None, None, None)
MB = 1 << 20


def store(folder: Path, **settings: int) -> Store:
    return Store(folder, Settings(**settings))  # type: ignore[arg-type]


def done(kept: Store, client: str, size: int = 1) -> str:
    """The id of an upload of this client that is done."""
    entry = kept.new("a.xlsx", size, "zh", client)
    entry.content.write_bytes(b"x")
    kept.done(entry, SUMMARY)
    return entry.id


# --- the store ---


def test_names_of_uploads_cannot_be_guessed_and_their_folders_not_be_told_from_them(tmp_path):
    kept = store(tmp_path)
    entries = [kept.new("a.xlsx", 1, "zh", "") for _ in range(20)]
    assert len({entry.id for entry in entries}) == 20
    assert all(len(entry.id) >= 32 for entry in entries)
    assert not any(entry.id.lower() in str(entry.folder).lower() for entry in entries)
    assert all(entry.folder.stat().st_mode & 0o777 == 0o700 for entry in entries)


def test_what_has_expired_is_found_no_more_and_then_taken_away(tmp_path):
    kept = store(tmp_path, keep=0)
    waits = kept.new("a.xlsx", 1, "zh", "")
    gone = done(kept, "")
    assert kept.find(gone) is None and kept.find(waits.id) is waits
    kept.sweep()
    assert [entry.id for entry in kept] == [waits.id]
    assert list(tmp_path.iterdir()) == [waits.folder]


def test_without_room_the_client_who_holds_most_loses_its_oldest_that_is_done(tmp_path):
    kept = store(tmp_path, uploads=4)
    small, first, second = done(kept, "few"), done(kept, "many"), done(kept, "many")
    waits = kept.new("a.xlsx", 1, "zh", "many")
    last = done(kept, "few")
    assert [entry.id for entry in kept] == [small, second, waits.id, last]
    assert kept.find(first) is None


def test_bytes_are_bound_too_with_those_of_what_was_made(tmp_path):
    kept = store(tmp_path, stored=10 * MB)
    first, second = done(kept, "a", 4 * MB), done(kept, "b", 4 * MB)
    entry = kept.find(first)
    assert entry is not None
    entry.bytes += MB
    done(kept, "b", MB)
    assert kept.find(first) and kept.find(second)
    done(kept, "c", MB)
    assert kept.find(first) is None or kept.find(second) is None
    assert kept.bytes <= 10 * MB


def test_nothing_that_waits_is_given_up_for_what_comes(tmp_path):
    kept = store(tmp_path, uploads=2)
    waiting = [kept.new("a.xlsx", 1, "zh", "") for _ in range(2)]
    with pytest.raises(NoRoom):
        kept.new("b.xlsx", 1, "zh", "")
    assert list(kept) == waiting


def test_uploads_wait_in_turns_of_their_clients(tmp_path):
    kept = store(tmp_path)
    many = [kept.new("a.xlsx", 1, "zh", "many") for _ in range(3)]
    for rank, entry in enumerate(many, start=1):
        entry.rank = rank
    one = kept.new("b.xlsx", 1, "zh", "one")
    one.rank = 1
    assert [kept.ahead(entry) for entry in (*many, one)] == [0, 2, 3, 1]
    many[0].state = DONE
    assert [kept.ahead(entry) for entry in (many[1], one)] == [1, 0]


def test_the_private_folder_is_private_and_goes(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    private = PrivateFolder()
    assert private.path.parent == tmp_path and private.path.stat().st_mode & 0o777 == 0o700
    other = tmp_path / "gouji-serve-other"  # of a server that is just starting, or somebody's
    other.mkdir()
    (tmp_path / "gouji-serve-link").symlink_to(other)
    second = PrivateFolder()
    assert private.path.exists() and other.exists()
    for each in (private, second):
        each.close()
    assert {path.name for path in tmp_path.iterdir()} == {"gouji-serve-other", "gouji-serve-link"}


def test_servers_that_start_at_the_same_moment_leave_each_other_their_folders(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with ThreadPoolExecutor(8) as pool:
        for _ in range(30):
            begun = [pool.submit(PrivateFolder) for _ in range(8)]
            folders = [each.result() for each in begun]
            assert all((folder.path / "lock").exists() for folder in folders)
            for folder in folders:
                folder.close()


def test_an_upload_that_has_expired_is_gone_from_the_api_the_pages_and_the_disk(
    monkeypatch,
):
    monkeypatch.setattr("validator.web.service._SWEEP", 0.05)
    with served(Settings(jobs=1, keep=0)) as server:
        (told,) = server.client.post("/checks", files=form(("a", b"x" * 10))).json()["checks"]
        end = time.monotonic() + 30
        while server.client.get(f"/api/checks/{told['id']}").status_code == 200:
            assert time.monotonic() < end
            time.sleep(0.05)
        page = server.client.get(f"/checks/{told['id']}", headers={"Accept": "text/html"})
        assert page.status_code == 404
        while any(path.is_dir() for path in server.service.folder.iterdir()):
            assert time.monotonic() < end
            time.sleep(0.05)


# --- the pool ---


def pool(jobs: int) -> Pool[str, str]:
    return Pool(errand, {"checking": 20}, 300 * MB, jobs)


def test_work_goes_by_rank_then_by_the_order_of_asking():
    done: list[str] = []

    async def run() -> None:
        doing = pool(1)

        async def one(name: str, rank: int) -> None:
            done.append(await doing.do(name, rank, lambda state: None))

        try:
            first = asyncio.create_task(one("wait", 5))
            await asyncio.sleep(0)
            ranks = {"a2": 2, "b1": 1, "a3": 3, "c1": 1, "page": 0}
            rest = [asyncio.create_task(one(*each)) for each in ranks.items()]
            await asyncio.sleep(0)
            assert (doing.working, doing.waiting) == (1, 5)
            await asyncio.gather(first, *rest)
        finally:
            doing.stop()

    asyncio.run(run())
    assert done == ["wait", "page", "b1", "c1", "a2", "a3"]


def test_a_process_that_ends_costs_its_own_work_only():
    states: list[str] = []

    async def run() -> list[object]:
        doing = pool(2)
        try:
            names = ("crash", "a", "fail", "b", "crash", "c")
            return await asyncio.gather(
                *(doing.do(name, 1, states.append) for name in names), return_exceptions=True
            )
        finally:
            doing.stop()

    found = asyncio.run(run())
    assert [found[number] for number in (1, 3, 5)] == ["a", "b", "c"]
    assert isinstance(found[0], Stopped) and isinstance(found[4], Stopped)
    assert isinstance(found[2], ValueError)
    assert set(states) == {"checking"}


def test_a_pool_that_closes_ends_what_is_done_and_refuses_the_rest():
    async def run() -> list[object]:
        doing = pool(1)
        try:
            asked = [asyncio.create_task(doing.do(f"wait{n}", 1, print)) for n in range(3)]
            await asyncio.sleep(0.1)
            doing.close()
            later = asyncio.create_task(doing.do("later", 1, print))
            return await asyncio.gather(*asked, later, return_exceptions=True)
        finally:
            doing.stop()

    first, *others = asyncio.run(run())
    assert first == "wait0"
    assert all(isinstance(each, Closing) for each in others)


def test_who_goes_away_before_his_turn_is_passed_over():
    async def run() -> str:
        doing = pool(1)
        try:
            first = asyncio.create_task(doing.do("wait", 1, print))
            gone = asyncio.create_task(doing.do("gone", 1, print))
            await asyncio.sleep(0)
            gone.cancel()
            last = doing.do("last", 1, print)
            await first
            return await last
        finally:
            doing.stop()

    assert asyncio.run(run()) == "last"


# --- rates ---


def test_a_client_gets_back_what_time_gives():
    now = [100.0]
    rate = Rate(3, 0.5, 10, lambda: now[0])
    assert [rate.take("a") for _ in range(5)] == [0, 0, 0, 2, 2]
    assert rate.take("b") == 0
    now[0] += 2.0
    assert [rate.take("a"), rate.take("a")] == [0, 2]
    now[0] += 1000
    assert [rate.take("a", 3), rate.take("a")] == [0, 2]


def test_what_is_more_than_a_bucket_holds_is_owed():
    now = [0.0]
    rate = Rate(10, 1.0, 10, lambda: now[0])
    assert rate.take("a", 25) == 0
    assert rate.take("a") == 16


def test_only_so_many_clients_are_remembered():
    rate = Rate(1, 0.001, 3, lambda: 0.0)
    for number in range(100):
        rate.take(f"{number}")
    assert rate.take("99") > 0
    assert rate.take("0") == 0


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("10.0.0.5", "10.0.0.5"),
        ("::ffff:10.0.0.5", "10.0.0.5"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1%eth0", "2001:db8:1:2::/64"),
        ("unix:", "unix:"),
    ],
)
def test_a_network_of_ipv6_is_one_client(address, client):
    assert client_of(address) == client


# --- what is written down ---


def test_of_an_exception_only_its_kind_and_place_are_written_down():
    try:
        int("单元格里的字")
    except ValueError as problem:
        said = kind_and_place(problem)
    assert said.startswith("ValueError at test_web_store.py:")
    assert "单元格" not in said
    assert kind_and_place(Stopped("crash", "SIGSEGV")) == "Stopped crash SIGSEGV"
