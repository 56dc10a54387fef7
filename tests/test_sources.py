"""What is to be checked, out of folders, archives and addresses: all of it, under safe names, and
whatever cannot be read is said."""

import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from time import process_time
from urllib.parse import unquote

import pytest

from validator.batch.sources import Content, Source, content, found
from validator.batch.work import Reports, Task
from validator.findings import Report
from validator.reading import LIMITS, Limits, Unreadable
from validator.run import Options

ROOT = Path(__file__).parent.parent
BOOK = (ROOT / "examples" / "jiangan-2020" / "printed.xlsx").read_bytes()


def archive(entries: Mapping[str, bytes], names: Mapping[str, bytes] | None = None) -> bytes:
    """A .zip of the entries. `names` are bytes that are put in the place of a name as long, since
    zipfile writes only UTF-8."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in entries.items():
            file.writestr(zipfile.ZipInfo(name, (2025, 3, 31, 8, 30, 10)), data)
    whole = buffer.getvalue()
    for name, raw in (names or {}).items():
        assert len(raw) == len(name)
        whole = whole.replace(name.encode(), raw)
    return whole


@pytest.fixture
def packed(tmp_path) -> Callable[..., list[Source]]:
    """The sources of an archive 收件箱.zip with these bytes."""

    def sources(data: bytes, limits: Limits = LIMITS) -> list[Source]:
        (tmp_path / "收件箱.zip").write_bytes(data)
        return list(found([str(tmp_path / "收件箱.zip")], limits))

    return sources


def inside(sources: list[Source]) -> list[str]:
    """The names in the archive."""
    return [source.member.name if source.member else "" for source in sources]


def why(source: Source, limits: Limits = LIMITS) -> str:
    """The reason for which a source cannot be read; its message names it."""
    with pytest.raises(Unreadable) as problem:
        content(source, limits)
    for lang in ("zh", "en"):
        assert problem.value.said(lang, source.name).startswith(source.name)
    return problem.value.reason


def report(source: Source) -> Report:
    return Reports(Options()).do(Task(source), lambda state: None)


# --- archives -----------------------------------------------------------------------------------


def test_an_archive_gives_its_workbooks_and_nothing_that_lies_beside_them(packed, tmp_path):
    names = ["乙单位/决算.xlsx", "甲单位.ET", "说明.docx", "照片.jpg"]
    beside = ["乙单位/~$决算.xlsx", "__MACOSX/乙单位/._决算.xlsx", "._甲单位.xlsx", "空/"]
    sources = packed(archive(dict.fromkeys([*names, *beside], BOOK)))
    assert inside(sources) == ["乙单位/决算.xlsx", "甲单位.ET"]
    whole = tmp_path / "收件箱.zip"
    assert sources[0].name == sources[0].key == f"{whole}/乙单位/决算.xlsx"
    assert sources[0].below == Path("乙单位/决算.xlsx")
    assert sources[0].file is None
    # The archive has the time of a clock in China.
    assert content(sources[0], LIMITS) == Content(BOOK, len(BOOK), "2025-03-31T00:30:10Z")
    checked = report(sources[0])
    assert (checked.status, checked.path) == ("checked", sources[0].name)


def test_a_folder_gives_files_and_archives_in_order_each_with_a_place_of_its_own(tmp_path):
    (tmp_path / "区").mkdir()
    (tmp_path / "区" / "乙.zip").write_bytes(archive({"a.xlsx": BOOK, "b/a.xlsx": BOOK}))
    for name in ("区/甲.xlsx", "丙.rar", "读我.txt"):
        (tmp_path / name).write_bytes(BOOK if name.endswith("xlsx") else b"Rar!\x1a\x07\0")
    sources = list(found([str(tmp_path)]))
    assert [str(source.below) for source in sources] == [
        *("丙.rar", "区/乙/a.xlsx", "区/乙/b/a.xlsx", "区/甲.xlsx")
    ]
    assert "压缩包" in report(sources[0]).message  # nothing is left out without a word


def test_the_key_of_a_workbook_does_not_depend_on_where_the_command_is_started(
    tmp_path, monkeypatch
):
    (tmp_path / "a.zip").write_bytes(archive({"x.xlsx": BOOK}))
    monkeypatch.chdir(tmp_path)
    (here,) = found(["a.zip"])
    assert here.name == "a.zip/x.xlsx"
    assert here.key == f"{tmp_path}/a.zip/x.xlsx"


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("决算.xlsx", "gb18030"),  # Windows in China
        ("联通.xlsx", "gb18030"),  # which Notepad took for UTF-8
        ("決算表.xlsx", "utf-8"),  # macOS, which does not say so
        ("Ä.xlsx", "cp437"),  # the oldest programs
    ],
)
def test_names_are_read_as_they_were_written(packed, name, encoding):
    raw = name.encode(encoding)
    (source,) = packed(
        archive({"x" * len(raw[:-5]) + ".xlsx": BOOK}, {"x" * len(raw[:-5]) + ".xlsx": raw})
    )
    assert inside([source]) == [name]
    assert content(source, LIMITS).data == BOOK


def test_the_name_in_utf8_beside_another_one_and_the_time_in_utc_are_taken(packed):
    name, raw = "abcd.xlsx", b"\x8c\x88\x8eZ.xlsx"  # 決算 in Shift JIS
    field = b"\1" + struct.pack("<I", zlib.crc32(raw)) + "決算.xlsx".encode()
    times = struct.pack("<BI", 1, 1_700_000_000)
    entry = zipfile.ZipInfo(name)
    entry.extra = struct.pack("<2H", 0x5455, 5) + times
    entry.extra += struct.pack("<2H", 0x7075, len(field)) + field
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(entry, BOOK)
    (source,) = packed(buffer.getvalue().replace(name.encode(), raw))
    assert inside([source]) == ["決算.xlsx"]
    assert content(source, LIMITS).modified == "2023-11-14T22:13:20Z"


def test_no_name_leads_out_of_its_folder_and_two_equal_names_are_two_workbooks(packed):
    places = {
        "../../etc/a.xlsx": "etc/a.xlsx",
        "/etc/a.xlsx": "etc/a (2).xlsx",
        "ETC/A.xlsx": "ETC/A (3).xlsx",  # the same for Windows
        "C:\\b.xlsx": "C_/b.xlsx",
        "c/..\\..\\d.xlsx": "c/d.xlsx",
        "e\n?.xlsx": "e__.xlsx",
        "f. /f.xlsx": "f/f.xlsx",
    }
    sources = packed(archive({name: name.encode() for name in places}))
    found = {content(each, LIMITS).data.decode(): each.below for each in sources}
    assert found == {name: Path(place) for name, place in places.items()}


def test_the_time_for_many_equal_names_does_not_grow_with_their_square(packed):
    data = archive({"./" * number + "a.xlsx": b"" for number in range(1000)})
    start = process_time()
    assert len({source.name for source in packed(data)}) == 1000
    assert process_time() - start < 0.5


def changed(data: bytes, place: int, value: int) -> bytes:
    """The data with another byte at `place`."""
    return data[:place] + bytes([value]) + data[place + 1 :]


CENTRAL = b"PK\1\2"


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (
            lambda data: changed(data, data.rfind(CENTRAL, 0, data.rfind(CENTRAL)) + 8, 1),
            "password",
        ),
        (lambda data: changed(data, data.rfind(CENTRAL, 0, data.rfind(CENTRAL)) + 10, 9), "method"),
        (lambda data: data.replace(b"one", b"two"), "member"),
        (lambda data: changed(data, 0, 0), "member"),
    ],
)
def test_what_cannot_be_unpacked_is_said_and_the_others_are_read(packed, spoil, reason):
    good = archive({"a.xlsx": b"one", "b.xlsx": BOOK + b"!"})
    (first, second) = packed(spoil(good))
    assert why(first) == f"archive_{reason}"
    assert report(first).status == "unreadable"
    assert content(second, LIMITS).data == BOOK + b"!"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "archive_damaged"),
        (b"Rar!\x1a\x07\0" + b"\0" * 100, "archive_damaged"),
        (archive({"a.xlsx": BOOK})[:-30], "archive_damaged"),
        (archive({"a.txt": b"a"}), "archive_empty"),
        (archive({}), "archive_empty"),
    ],
)
def test_an_archive_that_cannot_be_opened_or_has_no_workbooks_is_said(packed, data, reason):
    (source,) = packed(data)
    assert (source.member, why(source)) == (None, reason)
    assert report(source).status == "unreadable"


def test_entries_that_share_their_bytes_are_refused(packed):
    data = archive({"a.xlsx": BOOK, "b.xlsx": BOOK})
    second = data.rfind(CENTRAL)
    (source,) = packed(data[: second + 42] + struct.pack("<I", 0) + data[second + 46 :])
    assert why(source) == "archive_damaged"


def test_an_archive_in_an_archive_is_said(packed):
    data = archive({"a.xlsx": BOOK, "内.zip": archive({"b.xlsx": BOOK}), "旧.rar": b"Rar!"})
    assert inside(packed(data)) == ["a.xlsx", "内.zip", "旧.rar"]
    assert [why(source) for source in packed(data)[1:]] == ["archive_inside"] * 2


def test_a_workbook_under_the_name_of_an_archive_is_a_workbook(packed):
    (source,) = packed(BOOK)
    assert report(source).status == "checked"


def test_an_archive_with_more_files_than_allowed_is_refused_before_they_are_listed(packed):
    data = archive({f"{number}.xlsx": b"" for number in range(20)})
    assert len(packed(data, Limits(archive=20))) == 20
    (source,) = packed(data, Limits(archive=19))
    assert why(source) == "archive_many"
    said = report(source).message
    assert "20" in said
    assert "--limit archive=" in said


def test_a_workbook_is_unpacked_no_further_than_may_be_read(packed):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.xlsx", b"\0" * (8 << 20))
    data = buffer.getvalue()
    (source,) = packed(data)
    assert len(content(source, Limits(file=1000)).data) == 1001
    declared = data.rfind(CENTRAL) + 24
    (source,) = packed(data[:declared] + struct.pack("<I", 10) + data[declared + 4 :])
    assert why(source) == "archive_member"  # which declares less than it holds


def test_a_workbook_is_not_taken_out_of_an_archive_that_was_changed(packed):
    before = packed(archive({"a.xlsx": BOOK, "b.xlsx": BOOK + b"b"}))
    assert content(before[1], LIMITS).data == BOOK + b"b"
    packed(archive({"b.xlsx": BOOK + b"new", "c.xlsx": BOOK + b"c"}))
    assert [why(source) for source in before] == ["archive_changed"] * 2


@pytest.mark.skipif(os.name == "nt", reason="a fork")
def test_processes_that_share_an_archive_by_a_fork_do_not_disturb_each_other(packed):
    from multiprocessing import get_context

    sources = packed(archive({f"{n}.xlsx": bytes([n]) * 50_000 for n in range(20)}))
    content(sources[0], LIMITS)  # it is open here now
    with get_context("fork").Pool(2) as pool:
        read = pool.starmap(content, [(source, LIMITS) for source in sources] * 10, chunksize=1)
    assert all(len(set(each.data)) == 1 for each in read)


# --- addresses ----------------------------------------------------------------------------------


@pytest.fixture
def memory():
    """The files at memory://, none at the beginning and none at the end."""
    from fsspec.implementations.memory import MemoryFileSystem

    system = MemoryFileSystem()
    yield system
    system.store.clear()


def test_an_address_gives_a_file_a_folder_or_what_is_in_an_archive(memory):
    memory.pipe(
        {
            "/收/甲/决算.xlsx": BOOK,
            "/收/乙.zip": archive({"单位/a.xlsx": BOOK}),
            "/收/~$b.xlsx": b"",
            "/收/读我.txt": b"",
        }
    )
    sources = list(found(["memory://收", "memory://收/甲/决算.xlsx"]))
    assert [source.key for source in sources] == [
        "memory://收/乙.zip/单位/a.xlsx",
        "memory://收/甲/决算.xlsx",
        "memory://收/甲/决算.xlsx",
    ]
    assert [str(source.below) for source in sources] == [
        *("乙/单位/a.xlsx", "甲/决算.xlsx", "决算.xlsx")
    ]
    assert {content(source, LIMITS).data for source in sources} == {BOOK}
    assert content(sources[1], LIMITS).modified.startswith("20")
    assert len(content(sources[1], Limits(file=10)).data) == 11
    assert report(sources[1]).path == "memory://收/甲/决算.xlsx"


def test_a_file_address_is_read_like_its_path(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(BOOK)
    by_path, by_address = found([str(tmp_path / "a.xlsx"), f"file://{tmp_path}/"])
    assert content(by_path, LIMITS) == content(by_address, LIMITS)
    assert by_address.name == f"file://{tmp_path}/a.xlsx"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("memory://nowhere/a.xlsx", "missing"),
        ("memory://nowhere/a.zip", "missing"),
        ("memory://nowhere/", "address_empty"),
        ("nonsense://x/a.xlsx", "address"),
        ("s3://bucket/folder", "address_package"),
    ],
)
def test_an_address_that_cannot_be_read_is_said(memory, address, reason, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "s3fs", None)
    (source,) = found([address])
    assert why(source) == reason
    told = report(source)
    assert (told.status, told.path) == ("unreadable", address)
    assert reason != "address_package" or "pip install s3fs" in told.message


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://甲:s3cret%21@host/a.xlsx", "https://host/a.xlsx"),
        ("https://s3cret@host/a.xlsx", "https://host/a.xlsx"),
        ("sftp://user:s3cret@host/a.xlsx", "sftp://host/a.xlsx"),
        ("https://host/get?id=3&token=s3cret&x=1", "https://host/get?id=3&x=1"),
        ("https://host/a.xlsx?X-Amz-Date=1&X-Amz-Signature=s3cret", "https://host/a.xlsx"),
        ("simplecache::https://u:s3cret@host/a.xlsx", "simplecache::https://host/a.xlsx"),
        ("https://host/%E5%86%B3%E7%AE%97.xlsx", "https://host/决算.xlsx"),
        ("abfs://container@account.dfs.core.windows.net/a.xlsx", None),
    ],
)
def test_no_password_of_an_address_is_ever_shown(address, name, monkeypatch):
    from fsspec import core

    def fail(given: str) -> None:
        raise ValueError(f"cannot open {given}, which is {unquote(given)}")

    monkeypatch.setattr(core, "url_to_fs", fail)
    (source,) = found([address])
    told = report(source)
    assert source.name == source.key == told.path == (name or address)
    for said in (repr(source), str(source.below), told.message, str(told.as_json())):
        assert "s3cret" not in said
    assert "ValueError: cannot open" in told.message


def test_an_archive_of_which_no_parts_can_be_fetched_is_fetched_whole_if_it_is_small(
    memory, monkeypatch
):
    from fsspec.implementations.memory import MemoryFile

    def refuse(file: MemoryFile, size: int = -1) -> bytes:
        if 0 < file.tell() < file.size:
            raise ValueError("the server gives no parts")
        part: bytes = read(file, size)
        return part

    data = archive({"a.xlsx": BOOK})
    memory.pipe("/a.zip", data)
    read = MemoryFile.read
    monkeypatch.setattr(MemoryFile, "read", refuse, raising=False)
    (source,) = found(["memory://a.zip"])
    assert content(source, LIMITS).data == BOOK
    (source,) = found(["memory://a.zip"], Limits(file=len(data) - 1))
    assert why(source) == "address_archive"


def test_a_connection_that_breaks_within_an_archive_is_not_said_to_be_damage(memory, monkeypatch):
    from fsspec.implementations.memory import MemoryFile

    memory.pipe("/b.zip", archive({"a.xlsx": BOOK}))
    (source,) = found(["memory://b.zip"])
    content(source, LIMITS)

    def fail(file: MemoryFile, size: int = -1) -> bytes:
        raise ConnectionResetError("gone")

    monkeypatch.setattr(MemoryFile, "read", fail, raising=False)
    assert why(source) == "address"


def test_a_drive_of_windows_is_no_address():
    (source,) = found(["C:\\报表\\a.xlsx"])
    assert why(source) == "missing"
    assert source.file is not None


def test_without_fsspec_the_extra_that_has_it_is_named(monkeypatch):
    import sys

    for name in [name for name in sys.modules if name.partition(".")[0] == "fsspec"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, "fsspec", None)
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    (source,) = found(["memory://a/b.xlsx"])
    assert "gouji[cluster]" in report(source).message
