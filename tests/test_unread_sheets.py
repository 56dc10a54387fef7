"""Sheets that hold nothing submitted are left unread until somebody asks, and hide nothing."""

import copy
import io
import pickle
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.test_reading import MAIN, made, zipped
from validator import check
from validator.findings import Report
from validator.forms.workbook import CHECK, GENERATED, IDENTITIES, KEYS, STAMP
from validator.reading import LIMITS, Book, Generated, Sheet, Unreadable, is_unread, read
from validator.reading.later import FIRST_ROWS
from validator.recognition import recognise
from validator.run import Options

ROOT = Path(__file__).parent.parent
WORKBOOK = ROOT / "examples/jiangan-2020/workbook.xlsx"
OURS = Generated(STAMP, GENERATED)
#: The workbook itself, and its front sheet, on which the mark stands.
MAIN_PART, FRONT_PART = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
#: The sheets to leave unread in the tests of small workbooks.
SMALL = Generated("made so", frozenset({"S1"}))
ROWS = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 40))


@pytest.fixture(scope="session")
def parts() -> Mapping[str, bytes]:
    """The parts of a filled workbook of ours."""
    with zipfile.ZipFile(WORKBOOK) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def report() -> Report:
    return check(WORKBOOK)


def unread(book: Book) -> set[str]:
    return {sheet.name for sheet in book.sheets if is_unread(sheet)}


def renamed(parts: Mapping[str, bytes], names: Mapping[str, str]) -> bytes:
    """The workbook with other names of sheets, all at once; formulas go on naming the old ones."""
    new = re.sub(
        r'(<sheet [^>]*name=")([^"]*)',
        lambda match: match[1] + names.get(match[2], match[2]),
        parts[MAIN_PART].decode(),
    )
    return zipped({**parts, MAIN_PART: new})


def damaged(data: bytes, *sheets: str) -> bytes:
    """The workbook with other bytes at the end of the parts of these sheets."""
    spoilt = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        order = re.findall(r'<sheet [^>]*name="([^"]*)', archive.read(MAIN_PART).decode())
        for name in sheets:
            entry = archive.getinfo(f"xl/worksheets/sheet{order.index(name) + 1}.xml")
            end = entry.header_offset + 30 + len(entry.filename) + entry.compress_size
            spoilt[end - 40 : end] = bytes(40)
    return bytes(spoilt)


def without_digest(report: Report) -> dict[str, object]:
    return {**report.as_json(), "sha256": "", "path": ""}


# --- What is left unread ------------------------------------------------------------------------


def test_whoever_asks_finds_the_same_cells() -> None:
    book = read(WORKBOOK, generated=OURS)
    assert unread(book) == {CHECK, KEYS, IDENTITIES}
    whole = read(WORKBOOK)
    assert not unread(whole)
    for sheet, same in zip(book.sheets, whole.sheets, strict=True):
        assert (sheet.name, sheet.rows, sheet.faults) == (same.name, same.rows, same.faults)
        assert sheet.formulas == same.formulas
    assert not unread(book)


def test_no_check_asks_and_what_is_unread_may_be_damaged(
    parts: Mapping[str, bytes], report: Report
) -> None:
    data = damaged(zipped(parts), CHECK, KEYS, IDENTITIES)
    with pytest.raises(Unreadable):
        read(data)
    assert without_digest(check(data)) == without_digest(report)


def test_damage_is_found_once_somebody_asks(parts: Mapping[str, bytes]) -> None:
    data = damaged(zipped(parts), IDENTITIES)
    [sheet] = [s for s in read(data, generated=OURS).sheets if s.name == IDENTITIES]
    for _ in range(2):
        with pytest.raises(Unreadable) as caught:
            _ = sheet.rows
        assert caught.value.reason == "damaged"
    answer = check(data, Options(name="决算.xlsx", recalculate=True))
    assert answer.status == "unreadable"
    assert answer.message.startswith("决算.xlsx：")


def test_damage_at_the_beginning_is_found_at_once(parts: Mapping[str, bytes]) -> None:
    data = bytearray(zipped(parts))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        entry = archive.getinfo("xl/worksheets/sheet17.xml")
    start = entry.header_offset + 30 + len(entry.filename)
    data[start + 200 : start + 240] = bytes(40)
    assert check(bytes(data)).status == "unreadable"


def test_a_workbook_without_the_mark_is_read_to_the_end(parts: Mapping[str, bytes]) -> None:
    front = parts[FRONT_PART].replace(STAMP.encode(), b"")
    data = zipped({**parts, FRONT_PART: front})
    assert not unread(read(data, generated=OURS))
    assert check(damaged(data, IDENTITIES)).status == "unreadable"


def test_a_mark_of_an_edition_that_nobody_knows_leaves_nothing_unread(
    parts: Mapping[str, bytes],
) -> None:
    front = parts[FRONT_PART].replace(STAMP.encode(), f"{STAMP}other-".encode())
    book = read(zipped({**parts, FRONT_PART: front}), generated=OURS)
    assert unread(book)
    recognise(book)
    assert not unread(book)


def test_limits_hold_for_what_is_unpacked(parts: Mapping[str, bytes], report: Report) -> None:
    data = zipped(parts)
    low = replace(LIMITS, unpacked=1_500_000, total_area=40_000)
    assert without_digest(check(data, Options(limits=low))) == without_digest(report)
    [sheet, *_] = [s for s in read(data, limits=low, generated=OURS).sheets if is_unread(s)]
    with pytest.raises(Unreadable) as caught:
        _ = sheet.formulas
    assert caught.value.facts["name_of_limit"] == "unpacked"


# --- A table in such a place --------------------------------------------------------------------


@pytest.mark.parametrize("name", [CHECK, KEYS, IDENTITIES])
def test_a_table_under_the_name_of_such_a_sheet_is_checked(
    parts: Mapping[str, bytes], name: str
) -> None:
    data = renamed(parts, {"表6": name, name: "表6"})
    found = recognise(read(data, generated=OURS))
    assert found.tables["06"].sheet == name
    assert found.tables["06"].cells == recognise(read(data)).tables["06"].cells


def test_a_second_copy_under_the_name_of_such_a_sheet_is_said(
    parts: Mapping[str, bytes],
) -> None:
    table = next(n for n in parts if n.endswith("sheet10.xml"))
    check_sheet = next(n for n in parts if n.endswith("sheet17.xml"))
    answer = check(zipped({**parts, check_sheet: parts[table]}))
    assert [f.rule for f in answer.findings if CHECK in f.message] == ["T02"]


# --- The sheet itself ---------------------------------------------------------------------------


@pytest.fixture
def small() -> Iterator[Book]:
    yield read(zipped(made(ROWS, strings="<sst><si><t>made so</t></si></sst>")), generated=SMALL)


def test_an_unread_sheet_travels_unread(small: Book) -> None:
    [sheet] = small.sheets
    for other in (pickle.loads(pickle.dumps(small)).sheets[0], copy.deepcopy(sheet)):
        assert is_unread(other)
        assert [row[0] for row in other.rows] == list(range(1, 40))
    assert is_unread(sheet)
    assert sheet == other
    assert type(pickle.loads(pickle.dumps(sheet))) is Sheet


def test_a_sheet_made_of_it_is_a_plain_one(small: Book) -> None:
    other = replace(small.sheets[0], rows=[[1.0]])
    assert (type(other), other.name, other.rows) == (Sheet, "S1", [[1.0]])
    with pytest.raises(AttributeError):
        _ = small.sheets[0].nothing  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sheet", "strings", "left"),
    [
        (ROWS, "<t>made so</t>", True),
        # LibreOffice breaks a text where its script changes.
        (ROWS, "<r><rPr><sz/></rPr><t>made</t></r><r><t> so</t></r>", True),
        (ROWS, "<t>made otherwise</t>", False),
        (ROWS.replace("<row", "<!-- --><row"), "<t>made so</t>", False),
        # Nothing is saved, and nothing can be told of what stands there.
        (ROWS[: ROWS.index('<row r="9"')], "<t>made so</t>", False),
        (re.sub("<v>[0-9]</v>|<v>1[0-2]</v>", "", ROWS), "<t>made so</t>", False),
        ('<row r="1"><c r="A1"><v>' + "0" * (1 << 18) + "</v></c></row>" + ROWS[40:], "", False),
    ],
)
def test_what_is_left_unread(sheet: str, strings: str, left: bool) -> None:
    parts = made(sheet, strings=f"<sst><si>{strings}</si></sst>")
    book = read(zipped(parts), generated=SMALL)
    assert is_unread(book.sheets[0]) is left
    assert book == read(zipped(parts))


def test_tags_with_a_prefix_are_read_to_the_end() -> None:
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{ROWS}</sheetData></worksheet>'
    prefixed = re.sub(r"<(/?)(\w)", r"<\1x:\2", xml).replace("xmlns=", "xmlns:x=")
    parts = made(sheet=prefixed, strings="<sst><si><t>made so</t></si></sst>")
    [sheet] = read(zipped(parts), generated=SMALL).sheets
    assert not is_unread(sheet)
    assert len(sheet.rows) == 39 > FIRST_ROWS
