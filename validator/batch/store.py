"""The results store: what came of every workbook that was checked, in a database, so that the next
run does only what is new and a summary can be made of it all.

A workbook's rows come and go together, in one transaction: whoever is killed loses nothing that
was put, and leaves no half of it. Two runs may use one store at once; one waits while the other
writes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import closing
from dataclasses import fields
from hashlib import sha256
from operator import attrgetter
from os import sep
from time import time
from typing import Any, Self

from sqlalchemy import Connection, Engine, Executable, Table, bindparam, delete, func, select

from validator.batch.databases import StoreError, opened, refused, told, writer, writing
from validator.batch.record import FindingRow, Record, RuleRow, WorkbookRow
from validator.batch.schema import FINDINGS, RULES, WORKBOOKS, KeptRow
from validator.batch.sources import moment

__all__ = ["FINDINGS", "RULES", "WORKBOOKS", "KeptRow", "Store", "StoreError", "open_store"]

#: So many rows are held at once of an answer.
_ROWS = 1000
#: So many paths are named in one statement.
_PATHS = 500
#: Bytes of a path: PostgreSQL's indexes take no more than 2,700.
_LONGEST = 2000
#: What no database takes as a text: NUL, and halves of signs.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def open_store(name: str, *, make: bool = True) -> "Store":
    """The store in the file called `name`, or at that URL: postgresql://user@host/database,
    sqlite:///path. Where there is none it is made, unless `make` is false.

    Raises StoreError.
    """
    return Store(*opened(name, make=make))


class Store:
    """An open store, to be used in a `with`. Everything here raises StoreError."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine, self._writer, self.name = engine, writer(engine), name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self._engine.dispose()

    def known(self, terms: str) -> Mapping[str, str]:
        """The digest (SHA-256) of every workbook that was checked under these terms, by its path.
        What could not be read is not among them, for the next time it may be."""
        columns = WORKBOOKS.c
        told = select(columns.path, columns.sha256).where(
            columns.terms == terms, columns.status != "unreadable"
        )
        return _Known({row.path: row.sha256 for row in self.select(told)})

    def put(self, records: Sequence[Record]) -> None:
        """Keep these records, and nothing of what was kept of the same workbooks before: all of it,
        or nothing if it fails."""
        if not records:
            return
        last = {_kept_path(record.workbook.path): record for record in records}
        with writing(self._writer, self.name) as connection:
            before = _taken_away(connection, list(last))
            highest: int = connection.execute(_HIGHEST).scalar_one()
            numbered = [
                (number, path, record)
                for number, (path, record) in enumerate(last.items(), highest + 1)
            ]
            workbooks = [
                (number, path, *values[1:], before.get(path, record.workbook.checked), "")
                for number, path, record in numbered
                for values in [_WORKBOOK(record.workbook)]
            ]
            findings = [
                (number, *_FINDING(finding))
                for number, _, record in numbered
                for finding in record.findings
            ]
            rules = [
                (number, *_RULE(rule)) for number, _, record in numbered for rule in record.rules
            ]
            for table, rows in ((WORKBOOKS, workbooks), (FINDINGS, findings), (RULES, rules)):
                _insert(connection, table, _as_texts(rows), self.name)

    def gone(self, folders: Sequence[str], seen: Set[str], closed: Sequence[str] = ()) -> int:
        """Mark as gone the workbooks kept from these folders (archives, addresses), or from below
        them, that are not among the paths `seen`; those that are seen are there again. Of what lies
        below one that is `closed`, which nobody could look into, nothing is known. Returns how many
        have gone since the last time."""
        here = {_kept_path(path) for path in seen}
        whole, below, unknown = set(folders), _below(folders), _below(closed)
        columns = WORKBOOKS.c
        with writing(self._writer, self.name) as connection:
            kept = connection.execute(select(columns.id, columns.path, columns.gone)).all()
            back = [row.id for row in kept if row.gone and row.path in here]
            left = [
                row.id
                for row in kept
                if not row.gone
                and row.path not in here
                and (row.path in whole or row.path.startswith(below))
                and not row.path.startswith(unknown)
            ]
            marks = [{"number": number, "at": ""} for number in back]
            marks += [{"number": number, "at": moment(time())} for number in left]
            if marks:
                connection.execute(_MARK, marks)
        return len(left)

    def workbooks(self, among: Set[str] | None = None) -> Iterator[KeptRow]:
        """The workbooks that are not gone, by path; `among`: only those with one of these paths,
        gone or not."""
        columns = [WORKBOOKS.c[field.name] for field in fields(KeptRow)]
        statement = select(*columns).order_by(WORKBOOKS.c.path)
        if among is None:
            yield from (KeptRow(*values) for values in self.select(statement.where(_HERE)))
            return
        named = {_kept_path(path) for path in among}
        yield from (KeptRow(*values) for values in self.select(statement) if values.path in named)

    def findings(self) -> Iterator[tuple[str, FindingRow]]:
        """Their findings, each with the path of its workbook, in their order."""
        for row in self._children(FINDINGS, FindingRow):
            yield row[0], FindingRow(*row[1:])

    def rules(self) -> Iterator[tuple[str, RuleRow]]:
        """What each rule gave in each of them, with the path of the workbook."""
        for row in self._children(RULES, RuleRow):
            yield row[0], RuleRow(*row[1:])

    def select(self, statement: Executable) -> Iterator[Any]:
        """The rows that a statement on `WORKBOOKS`, `FINDINGS` and `RULES` gives, a few held at a
        time. Those of workbooks that are gone are among them unless it says otherwise."""
        with told(self.name), self._engine.connect() as connection:
            result = connection.execution_options(yield_per=_ROWS).execute(statement)
            with closing(result):
                yield from result

    def _children(self, table: Table, row: type) -> Iterator[Any]:
        columns = [table.c[field.name] for field in fields(row)]
        order = (WORKBOOKS.c.path, *columns[:1])
        both = select(WORKBOOKS.c.path, *columns).join_from(WORKBOOKS, table)
        return self.select(both.where(_HERE).order_by(*order))


_WORKBOOK, _FINDING, _RULE = (
    attrgetter(*(field.name for field in fields(row))) for row in (WorkbookRow, FindingRow, RuleRow)
)
_HERE = WORKBOOKS.c.gone == ""
_HIGHEST = select(func.coalesce(func.max(WORKBOOKS.c.id), 0))
# Composed once: it takes longer than what they do.
_BEFORE = select(WORKBOOKS.c.id, WORKBOOKS.c.path, WORKBOOKS.c.first_seen).where(
    WORKBOOKS.c.path.in_(bindparam("paths", expanding=True))
)
_DELETED = delete(WORKBOOKS).where(WORKBOOKS.c.id.in_(bindparam("numbers", expanding=True)))
_MARK = WORKBOOKS.update().where(WORKBOOKS.c.id == bindparam("number")).values(gone=bindparam("at"))


class _Known(Mapping[str, str]):
    """By the path itself, whatever of it could be kept."""

    def __init__(self, digests: dict[str, str]) -> None:
        self._digests = digests

    def __getitem__(self, path: str) -> str:
        return self._digests[_kept_path(path)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._digests)

    def __len__(self) -> int:
        return len(self._digests)


def _kept_path(path: str) -> str:
    """The path as it is kept: itself, unless it is no text, as names of another encoding are none,
    or too long; then what can be kept of it, and the beginning of its digest."""
    try:
        if len(path.encode()) <= _LONGEST and "\0" not in path:
            return path
    except UnicodeEncodeError:
        pass
    digest = sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    readable = path.encode("utf-8", "backslashreplace").decode().replace("\0", r"\x00")
    if len(readable.encode()) > _LONGEST:
        readable = f"{readable[:400]}…{readable[-80:]}"
    return f"{readable}#{digest}"


def _below(folders: Sequence[str]) -> tuple[str, ...]:
    """What the paths below these folders begin with."""
    return tuple(f"{folder.rstrip(sep + '/')}{sign}" for folder in folders for sign in {"/", sep})


def _taken_away(connection: Connection, paths: list[str]) -> dict[str, str]:
    """When the workbooks that are kept under these paths were first seen; they are kept no more."""
    found: dict[str, str] = {}
    for start in range(0, len(paths), _PATHS):
        before = connection.execute(_BEFORE, {"paths": paths[start : start + _PATHS]}).all()
        found |= {row.path: row.first_seen for row in before}
        if before:
            connection.execute(_DELETED, {"numbers": [row.id for row in before]})
    return found


def _as_texts(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows, with � for what no database takes as text: hardly ever is there any."""
    together = "".join([value for row in rows for value in row if value.__class__ is str])
    try:
        together.encode()
    except UnicodeEncodeError:
        pass
    else:
        if "\0" not in together:
            return rows
    return [
        tuple(_NO_TEXT.sub("�", value) if isinstance(value, str) else value for value in row)
        for row in rows
    ]


def _insert(connection: Connection, table: Table, rows: list[tuple[Any, ...]], name: str) -> None:
    """Rows with a value for each column, by the fastest way of each database."""
    if not rows:
        return
    names = ", ".join(table.columns.keys())
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(table.columns))
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)
        return
    from psycopg import Error

    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor().copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    except Error as problem:
        raise refused(problem, name) from problem
