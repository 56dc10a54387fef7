"""The results store: what is put comes back, in SQLite and PostgreSQL; nothing else is touched."""

import os
import re
import shutil
import sqlite3
import stat
import sys
from dataclasses import fields, replace
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event, func, select, text

from tests.stores import kept, record
from validator.batch import schema
from validator.batch.record import Record
from validator.batch.store import FINDINGS, RULES, WORKBOOKS, StoreError, open_store
from validator.messages import MESSAGES

LATER = "2025-04-02T08:00:00Z"


def refusal(name: str, **options: bool) -> StoreError:
    """Why the store cannot be opened; the message can be said in both languages."""
    with pytest.raises(StoreError) as refused:
        open_store(name, **options)
    problem = refused.value
    assert problem.key in MESSAGES
    assert "{" not in problem.said("zh") + problem.said("en")
    return problem


def test_what_was_put_comes_back_whole_and_in_order(store_name):
    records = [record("/收件箱/乙.xlsx", year=None), record("/收件箱/甲.xlsx", size=5 << 40)]
    with open_store(store_name) as store:
        store.put(records)
        found = list(store.workbooks())
        assert [row.path for row in found] == ["/收件箱/乙.xlsx", "/收件箱/甲.xlsx"]
        for row, put in zip(found, records, strict=True):
            expected = {
                each.name: getattr(put.workbook, each.name) for each in fields(put.workbook)
            }
            assert {name: getattr(row, name) for name in expected} == expected
            assert (row.first_seen, row.gone) == (put.workbook.checked, "")
        told = list(store.findings())
        assert told == [(put.workbook.path, each) for put in records for each in put.findings]
        assert told[1][1].cause is False
        assert list(store.rules()) == [
            (put.workbook.path, each) for put in records for each in put.rules
        ]


def test_a_workbook_that_is_put_again_replaces_all_of_what_was_kept(store_name):
    first = record("甲", rules=9)
    again = record("甲", rules=2, checked=LATER, state="agrees")
    again = replace(again, findings=again.findings[:1])
    with open_store(store_name) as store:
        store.put([first, record("乙")])
        store.put([record("乙"), again, again])  # as where a file is named twice
        (row,) = (row for row in store.workbooks() if row.path == "甲")
        assert (row.state, row.checked, row.first_seen) == ("agrees", LATER, first.workbook.checked)
        assert [each for path, each in store.findings() if path == "甲"] == [*again.findings]
        assert [each for path, each in store.rules() if path == "甲"] == [*again.rules]
        # Nor is anything left that belongs to no workbook.
        assert [count(store, table) for table in (WORKBOOKS, FINDINGS, RULES)] == [2, 3, 5]


def count(store, table) -> int:
    number: int
    ((number,),) = store.select(select(func.count()).select_from(table))
    return number


def test_known_is_what_was_checked_under_the_same_terms(store_name):
    digests = {name: name * 64 for name in "abc"}
    with open_store(store_name) as store:
        assert dict(store.known("terms")) == {}
        store.put([record(name, sha256=digest) for name, digest in digests.items()])
        store.put([record("不能读", status="unreadable"), record("b", terms="others", sha256="b")])
        store.put([record("不认识", status="unrecognised", sha256="d")])
        assert dict(store.known("terms")) == {"a": "a" * 64, "c": "c" * 64, "不认识": "d"}
        assert store.known("others").get("b") == "b"
        assert store.known("others").get("a", "") == ""


def test_what_is_gone_is_counted_no_more_until_it_comes_again(store_name):
    names = ["/收/甲.xlsx", "/收/包.zip/乙.xlsx", "/收件/丙.xlsx", "/收"]
    with open_store(store_name) as store:
        store.put([record(name) for name in names])
        assert store.gone(["/收/"], {"/收/甲.xlsx", "/收"}) == 1
        assert store.gone(["/收"], {"/收/甲.xlsx"}) == 1
        assert store.gone(["/收"], {"/收/甲.xlsx"}) == 0
        assert [row.path for row in store.workbooks()] == ["/收/甲.xlsx", "/收件/丙.xlsx"]
        assert {path for path, _ in store.findings()} == {"/收/甲.xlsx", "/收件/丙.xlsx"}
        assert {path for path, _ in store.rules()} == {"/收/甲.xlsx", "/收件/丙.xlsx"}
        gone = next(store.workbooks({"/收/包.zip/乙.xlsx"}))
        assert gone.gone > "2025"
        assert "/收/包.zip/乙.xlsx" in store.known("terms")
        assert store.gone([], {"/收/包.zip/乙.xlsx"}) == 0  # it came again, unchanged
        store.put([record("/收")])  # and so did this, to be checked anew
        assert sorted(row.path for row in store.workbooks()) == sorted(names)
        assert {row.gone for row in store.workbooks()} == {""}


def test_names_and_texts_that_no_database_takes_break_nothing(store_name):
    halves = [os.fsdecode(b"/\xb2\xc6\xd5\xfe.xlsx"), os.fsdecode(b"/\xb2\xc6\xd5\xff.xlsx")]
    odd = [*halves, "/" + "长" * 1300 + ".xlsx", "/" + "长" * 1301 + ".xlsx", "/\0.xlsx"]
    given = [record(path, sha256=str(number)) for number, path in enumerate(odd)]
    finding = replace(given[0].findings[0], message="a\0b\ud800c\U00020000", cells="字" * 400_000)
    given[0] = replace(given[0], findings=(finding,))
    with open_store(store_name) as store:
        for _ in range(2):
            store.put(given)
            known = store.known("terms")
            assert [known.get(path) for path in odd] == ["0", "1", "2", "3", "4"]
        assert store.gone(["/"], set(odd)) == 0
        assert len(list(store.workbooks(set(odd[1:])))) == 4
        shown = [row.path for row in store.workbooks()]
        assert len(set(shown)) == 5
        assert any(path.startswith(r"/\udcb2\udcc6\udcd5\udcfe.xlsx#") for path in shown)
        "".join(shown).encode()
        (found,) = (each for _, each in store.findings() if each.message.startswith("a"))
        assert (found.message, found.cells) == ("a�b�c\U00020000", finding.cells)


def test_both_databases_hold_the_same(tmp_path, postgresql):
    names = [str(tmp_path / "结果.db"), postgresql]
    paths = ["乙", "甲", "a", "B", "丙\\.x", "b'\";--", "\t\n", os.fsdecode(b"\xff")]
    given = [record(path, message="\\N\tü\r\n\0", rules=7) for path in paths]
    for name in names:
        with open_store(name) as store:
            store.put(given)
            store.put([record("甲", rules=1)])
    here, there = (kept(name) for name in names)
    assert list(here) == list(there)
    assert here == there


def test_a_failure_in_the_middle_keeps_what_there_was(store_name):
    good = record("甲")
    twice = record("乙")
    twice = replace(twice, rules=(*twice.rules, twice.rules[0]))
    with open_store(store_name) as store:
        store.put([good])
        with pytest.raises(StoreError) as failed:
            store.put([record("丙"), replace(good, rules=()), twice])
        assert failed.value.key == "store.failed"
        assert [path for path, _ in store.rules()] == ["甲"] * 3
        store.put([record("丙")])
        assert [row.path for row in store.workbooks()] == ["丙", "甲"]


def test_a_file_is_one_whatever_its_name_means_to_sqlite(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open_store(":memory:") as store:
        store.put([record("甲")])
    with open_store(":memory:", make=False) as store:
        assert [row.path for row in store.workbooks()] == [record("甲").workbook.path]


def test_a_statement_gives_sums_of_what_is_kept(store_name):
    with open_store(store_name) as store:
        store.put([record("甲"), record("乙", rules=1)])
        sums = select(RULES.c.rule, func.count(), func.sum(RULES.c.not_applicable))
        told = store.select(sums.group_by(RULES.c.rule).order_by(RULES.c.rule))
        assert [tuple(row) for row in told] == [
            ("JS00-1", 2, 4),
            ("JS01-1", 1, 2),
            ("JS02-1", 1, 2),
        ]


def test_a_store_that_should_be_there_is_not_made(tmp_path, postgresql):
    assert refusal(str(tmp_path / "没有.db"), make=False).key == "store.missing"
    assert refusal(postgresql, make=False).key == "store.missing"
    assert refusal(postgresql, make=False).key == "store.missing"
    assert not list(tmp_path.iterdir())
    (tmp_path / "空.db").touch()
    assert refusal(str(tmp_path / "空.db"), make=False).key == "store.missing"


def test_a_store_of_another_version_is_refused_and_left_as_it_is(tmp_path, store_name, monkeypatch):
    with open_store(store_name) as store:
        store.put([record("甲")])
    for module in ("schema", "databases"):
        monkeypatch.setattr(f"validator.batch.{module}.VERSION", schema.VERSION + 1)
    problem = refusal(store_name)
    assert (problem.key, str(problem.facts["found"])) == ("store.version", "1")
    monkeypatch.undo()
    assert list(kept(store_name)) == ["甲"]


def test_whoever_changes_the_tables_counts_on_their_version():
    shape = [
        f"{table.name}.{column.name} {column.type.python_type.__name__}\n"
        for table in schema.METADATA.tables.values()
        for column in table.columns
    ]
    digest = sha256("".join(shape).encode()).hexdigest()[:8]
    assert (schema.VERSION, digest) == (1, "9979b560"), "".join(shape)


def test_a_table_of_somebody_else_is_not_touched(postgresql):
    import psycopg

    for name in ("workbooks", "rules"):
        with psycopg.connect(postgresql) as connection:
            connection.execute(f"CREATE TABLE {name} (theirs text)".encode())
        assert refusal(postgresql).key == "store.foreign"
        with psycopg.connect(postgresql) as connection:
            connection.execute(f"SELECT theirs FROM {name}".encode())
            tables = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
            assert connection.execute(tables.encode()).fetchall() == [(1,)]
            connection.execute(f"DROP TABLE {name}".encode())


@pytest.mark.parametrize("what", ["text", "sqlite", "sqlite in use", "folder", "pipe"])
def test_a_file_of_somebody_else_is_not_touched(tmp_path, what):
    path = tmp_path / "收件.db"
    if what == "text":
        path.write_text("一篇文章" * 100, encoding="utf-8")
    elif what == "folder":
        path.mkdir()
    elif what == "pipe":
        if sys.platform == "win32":
            pytest.skip("no pipes in folders here")
        os.mkfifo(path)
    else:
        theirs = sqlite3.connect(path)
        theirs.execute("PRAGMA journal_mode = WAL")
        theirs.execute("CREATE TABLE workbooks (theirs)")
        theirs.commit()
        if what == "sqlite":
            theirs.close()
    before = seen(tmp_path)
    assert refusal(str(path)).key == "store.foreign"
    assert seen(tmp_path) == before


def seen(folder) -> dict[str, object]:
    return {
        path.name: path.read_bytes() if path.is_file() else path.stat().st_mode
        for path in folder.iterdir()
    }


def test_a_file_that_is_there_and_empty_becomes_a_store(tmp_path):
    (tmp_path / "空.db").touch()
    with open_store(str(tmp_path / "空.db")) as store:
        store.put([record("甲")])
    assert list(kept(str(tmp_path / "空.db"))) == ["甲"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX's permissions")
def test_nobody_else_may_read_the_file(tmp_path):
    name = tmp_path / "结果.db"
    with open_store(f"sqlite:///{name}") as store:
        store.put([record("甲")])
        for path in tmp_path.iterdir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert [path.name for path in tmp_path.iterdir()] == ["结果.db"]  # to be copied as it is


@pytest.mark.parametrize("name", ["results?.db", "results#1 50%.db", os.fsdecode(b"\xb2\xc6.db")])
@pytest.mark.skipif(sys.platform != "linux", reason="names that only Linux takes")
def test_the_file_may_be_called_anything(tmp_path, name):
    for _ in range(2):
        with open_store(str(tmp_path / name)) as store:
            store.put([record("甲")])
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_damaged_file_is_told(tmp_path):
    path = tmp_path / "结果.db"
    with open_store(str(path)) as store:
        store.put([record(str(number)) for number in range(50)])
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * 30000 + whole[38192:])
    with pytest.raises(StoreError) as failed, open_store(str(path)) as store:
        store.put([record(str(number)) for number in range(50)])
    assert failed.value.key == "store.damaged"


def test_a_store_whose_log_was_not_written_back_to_its_end_is_whole(tmp_path):
    """As where the disk was full, or the power failed, while that was done."""
    whole, left = tmp_path / "结果.db", tmp_path / "剩下.db"
    with open_store(str(whole)) as store:
        store.put([record(str(number), rules=90) for number in range(20)])
        shutil.copy(whole, left)
        shutil.copy(f"{whole}-wal", f"{left}-wal")
    with left.open("r+b") as file:  # the first page was, which counts the others
        file.write(whole.read_bytes()[:4096])
    assert left.stat().st_size < whole.stat().st_size
    assert kept(str(left)) == kept(str(whole))


def test_a_full_disk_is_told_and_what_there_was_is_kept(tmp_path):
    name = str(tmp_path / "结果.db")
    with open_store(name) as store:
        store.put([record("甲")])

    def bound(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 20")

    event.listen(Engine, "connect", bound)
    try:
        with open_store(name) as store:
            with pytest.raises(StoreError) as failed:
                store.put([record(str(number), message="长" * 9999) for number in range(9)])
            assert list(store.known("terms")) == ["甲"]
    finally:
        event.remove(Engine, "connect", bound)
    assert failed.value.key == "store.full"
    assert list(kept(name)) == ["甲"]


def test_a_store_that_another_program_holds_is_waited_for_but_not_for_ever(store_name, monkeypatch):
    monkeypatch.setattr("validator.batch.databases._PATIENCE", 0.2)
    with open_store(store_name) as store, open_store(store_name) as other:
        store.put([record("甲")])
        from validator.batch.databases import writing

        with writing(other._writer, ""):
            with pytest.raises(StoreError) as failed:
                store.put([record("乙")])
            assert failed.value.key == "store.locked"
            assert [row.path for row in store.workbooks()] == ["甲"]  # to read needs no waiting
        store.put([record("乙")])


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("没有/这个/结果.db", "store.no_folder"),
        ("mysql://user:secret@host/db", "store.address"),
        ("postgresql://user:secret@host:port/db", "store.address"),
        ("://", "store.address"),
        ("sqlite://", "store.address"),
        ("postgresql://user:secret@127.0.0.1:1/db", "store.no_server"),
        ("postgres://user:secret@gouji.invalid/db", "store.no_server"),
    ],
)
def test_a_name_that_leads_nowhere_is_told_and_no_password_with_it(name, key):
    problem = refusal(name)
    assert problem.key == key
    assert "secret" not in problem.said("zh") + str(problem.facts)


def test_a_wrong_password_is_told(postgresql):
    problem = refusal(postgresql.replace(":gouji_test@", ":falsch@"))
    assert problem.key == "store.no_server" and "password" in problem.said("zh")
    assert "falsch" not in problem.said("zh")


def test_a_server_that_ends_is_told(postgresql):
    import psycopg

    with open_store(postgresql) as store:
        store.put([record("甲")])
        ((number,),) = store.select(select(func.pg_backend_pid()))
        with psycopg.connect(postgresql) as other:
            other.execute(b"SELECT pg_terminate_backend(%s)", [number])
        with pytest.raises(StoreError) as failed:
            store.put([record("乙")])
        assert failed.value.key == "store.no_server"
        store.put([record("乙")])  # it is there again
    assert list(kept(postgresql)) == ["乙", "甲"]


def test_a_place_where_nothing_may_be_made_is_told(postgresql):
    assert refusal(postgresql.rpartition("test_")[0] + "pg_catalog").key == "store.no_access"
    if sys.platform == "linux":
        assert refusal("/sys/结果.db").key == "store.no_access"


def test_a_database_that_cannot_hold_every_character_is_refused(postgresql):
    import psycopg

    server = postgresql.partition("?")[0].rpartition("/")[0]
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(
            f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0".encode()
        )
        try:
            problem = refusal(f"{server}/{name}")
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
    assert (problem.key, problem.facts["encoding"]) == ("store.encoding", "SQL_ASCII")


def test_a_driver_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    problem = refusal("postgresql://user@host/db")
    assert problem.key == "store.no_driver" and "gouji[postgresql]" in problem.said("zh")


def test_nothing_put_is_nothing_done(store_name):
    with open_store(store_name) as store:
        empty: list[Record] = []
        store.put(empty)
        assert (list(store.workbooks()), list(store.findings())) == ([], [])


def test_the_page_names_every_column_and_its_queries_run(store_name):
    page = (Path(__file__).parent.parent / "docs" / "batch.md").read_text(encoding="utf-8")
    tables = {
        name: re.findall("`([a-z_0-9]+)`", "".join(re.findall(r"(?m)^\| (`.*?) \|", part)))
        for name, part in re.findall(r"(?ms)^### (\w+)：(.*?)(?=^##)", page)
    }
    assert tables == {table.name: table.columns.keys() for table in (WORKBOOKS, FINDINGS, RULES)}
    queries = re.findall("(?s)```sql\n(.*?)```", page)
    assert len(queries) == 5
    with open_store(store_name) as store:
        store.put([record("甲"), record("乙")])
        told = [list(map(tuple, store.select(text(query)))) for query in queries]
    assert [len(rows) for rows in told] == [2, 1, 2, 3, 1]
    assert told[1] == [("JS01-1", 2, 2)]
    assert float(told[2][0][3]) == 10.20
    assert told[4] == [("0" * 64, 2, "乙", "甲")]
