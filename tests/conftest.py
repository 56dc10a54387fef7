"""What every test may use: the external programs that some tests compare gouji with."""

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol

import pytest

if TYPE_CHECKING:
    from xlwings.main import Book, Sheet

    from tests.excel.session import Excel
    from tests.office import Office
    from workbook_templates.plan import Plan

#: LibreOffice and Chromium open files with Chinese names only where the locale has their signs; a
#: test that is about locales sets its own.
os.environ["LC_ALL"] = "C.UTF-8"

#: The room of a small workbook.
FEW = 12


class FindProgram(Protocol):
    """The type of the `program` fixture."""

    def __call__(self, name: str, *candidates: str) -> Path: ...


class BuildSmall(Protocol):
    """The type of the `small` fixture."""

    def __call__(self, edition: str) -> "tuple[Path, Plan]": ...


def find_program(name: str, *candidates: str) -> Path:
    """The path of an external program, or the end of the test that asks for it.

    `candidates` are the commands, or paths, under which the program may be installed, the
    preferred one first; without any, `name` is the command. A missing program skips the test on
    a person's machine. With CI=true it fails the test: there, a comparison that silently did not
    happen must not count as passed.
    """
    commands = candidates or (name,)
    for command in commands:
        if found := shutil.which(command):
            return Path(found)
    missing(f"{name} is not installed (looked for: {', '.join(commands)})")


def missing(reason: str) -> NoReturn:
    """End a test for want of an external program: skipped on a person's machine, failed in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def program() -> FindProgram:
    """`find_program`, as a fixture: `program("LibreOffice", "soffice", "libreoffice")`."""
    return find_program


@pytest.fixture(scope="session")
def office(program: FindProgram, tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Office]":
    """LibreOffice with a profile of its own, running as long as there are tests."""
    from tests.office import running

    with running(program, tmp_path_factory.mktemp("office")) as found:
        yield found


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> BuildSmall:
    """The blank workbook of an edition with room for few 科目, built once, and its plan."""
    from workbook_templates.excel import packed
    from workbook_templates.live import build
    from workbook_templates.plan import plan

    @cache
    def built(edition: str) -> "tuple[Path, Plan]":
        of = plan(edition, FEW)
        path = tmp_path_factory.mktemp("blank") / f"{edition}.xlsx"
        path.write_bytes(packed(build(of)))
        return path, of

    return built


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder, in which there is nothing yet: no settings, no log of failures."""
    folder = tmp_path / "用户 张三"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    return folder


@pytest.fixture
def excel(home: Path, tmp_path: Path) -> "Iterator[Excel]":
    """A stand-in for the user's Excel, which xlwings talks to until the test ends."""
    from tests.excel.session import running

    with running(tmp_path) as found:
        yield found


@pytest.fixture
def book(excel: "Excel") -> "Book":
    """A new workbook in it."""
    return excel.app.books.add()


@pytest.fixture
def sheet(book: "Book") -> "Sheet":
    """The only sheet of the new workbook."""
    return book.sheets[0]


@pytest.fixture
def postgresql() -> Iterator[str]:
    """The URL of an empty place in the PostgreSQL of the tests, which is taken away afterwards."""
    url = os.environ.get("GOUJI_TEST_POSTGRESQL")
    if url is None:
        missing("GOUJI_TEST_POSTGRESQL does not name a database to test with (.ci/run makes one)")
    from tests.stores import own_place

    with own_place(url) as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def store_name(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The name of a results store that is still to be made, in each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "结果.db")
    url: str = request.getfixturevalue("postgresql")
    return url
