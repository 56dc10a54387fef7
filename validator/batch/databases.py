"""The databases that a results store may be in: a file of SQLite, or PostgreSQL. How each is
opened, known for a store of ours and made one; what goes wrong, as a `StoreError`.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from validator.batch.schema import APPLICATION, COMMENT, METADATA, VERSION
from validator.messages import Lang, text

#: Seconds for which another run, which writes at the moment, is waited for.
_PATIENCE = 60
#: Seconds for a server to answer at all.
_ANSWER = 15
#: What the creation of the tables is locked by in PostgreSQL, where there is no table yet.
_MAKING = APPLICATION


class StoreError(Exception):
    """The store cannot be used: `key` names the message, `facts` are its placeholders."""

    def __init__(self, key: str, **facts: object) -> None:
        self.key, self.facts = key, facts
        super().__init__(key, facts)

    def said(self, lang: Lang) -> str:
        """Why, and what to do."""
        return text(self.key, lang, **self.facts)


def opened(name: str, *, make: bool) -> tuple[Engine, str]:
    """The database called `name` (the path of a file, or a URL), with the tables of a store; and
    its name without a password. `make`: it is made where there is none.

    Raises StoreError.
    """
    if "://" not in name:
        return _sqlite(Path(name), name, make), name
    try:
        url = make_url(name)
    except (ArgumentError, ValueError):  # what it says may hold the password
        raise StoreError("store.address", name=name.partition("://")[0] + "://…") from None
    backend = "postgresql" if url.drivername == "postgres" else url.get_backend_name()
    shown = url.set(drivername=backend).render_as_string(hide_password=True)
    if backend == "sqlite" and url.database:
        return _sqlite(Path(url.database), url.database, make), shown
    if backend != "postgresql":
        raise StoreError("store.address", name=shown)
    return _postgresql(url, shown, make), shown


@contextmanager
def told(name: str) -> Iterator[None]:
    """What the database refuses, as a StoreError."""
    try:
        yield
    except DBAPIError as problem:
        raise refused(problem.orig, name) from problem


def writer(engine: Engine) -> Engine:
    """The same database, for `writing`."""
    return engine.execution_options(writes=True)


@contextmanager
def writing(engine: Engine, name: str) -> Iterator[Connection]:
    """A connection of a `writer` on which everything is written or nothing; no other run writes
    meanwhile. Raises StoreError."""
    with told(name), engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("LOCK TABLE workbooks IN SHARE ROW EXCLUSIVE MODE")
        yield connection


def refused(problem: BaseException | None, name: str) -> StoreError:
    """What a driver's exception means to the user."""
    key = "store.failed"
    if isinstance(problem, sqlite3.Error):
        # Those of Python's own have no code: a text that is not one, a number out of range.
        key = _SQLITE.get(getattr(problem, "sqlite_errorcode", 0) & 0xFF, key)
    else:
        state = getattr(problem, "sqlstate", None)
        key = _POSTGRESQL.get(state or "08", _POSTGRESQL.get((state or "08")[:2], key))
    return StoreError(key, name=name, problem=str(problem).strip().partition("\n")[0])


_SQLITE = {
    sqlite3.SQLITE_BUSY: "store.locked",
    sqlite3.SQLITE_LOCKED: "store.locked",
    sqlite3.SQLITE_FULL: "store.full",
    sqlite3.SQLITE_NOTADB: "store.foreign",
    sqlite3.SQLITE_CORRUPT: "store.damaged",
    sqlite3.SQLITE_CANTOPEN: "store.no_access",
    sqlite3.SQLITE_READONLY: "store.no_access",
    sqlite3.SQLITE_PERM: "store.no_access",
}
#: By a state of SQL, or its class; a connection that fails or ends has none.
_POSTGRESQL = {
    "08": "store.no_server",
    "28": "store.no_server",
    "3D": "store.no_server",
    "57": "store.no_server",
    "53100": "store.full",
    "55P03": "store.locked",
    "42501": "store.no_access",
    "42P07": "store.foreign",
}


def _sqlite(path: Path, name: str, make: bool) -> Engine:
    _look(path, name, make)
    engine = create_engine(
        # Absolute, for SQLite takes :memory: for no file.
        URL.create("sqlite", database=os.path.abspath(path)),
        connect_args={"timeout": _PATIENCE},
    )
    event.listen(engine, "connect", _sqlite_connected)
    event.listen(engine, "begin", _sqlite_begun)
    with told(name), engine.connect() as connection:
        marks = _marks(connection)
    if not any(marks):
        with writing(writer(engine), name) as connection:
            if not any(marks := _marks(connection)):
                METADATA.create_all(connection, checkfirst=False)
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
                connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
                marks = _marks(connection)
    if marks[0] != APPLICATION:
        raise StoreError("store.foreign", name=name)
    if marks[1] != VERSION:
        raise StoreError("store.version", name=name, found=marks[1], ours=VERSION)
    if make:
        _log_ahead(engine, name)
    return engine


def _look(path: Path, name: str, make: bool) -> None:
    """Make an empty file, for nobody else to read, where there is none; look at one that there is
    without leaving a trace, for it may be anything."""
    try:
        if make:
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        size = path.stat().st_size
        if not path.is_file():  # a pipe would be waited for
            raise StoreError("store.foreign", name=name)
        if not size and not make:
            raise FileNotFoundError
        if size:
            uri = f"{Path(os.path.abspath(path)).as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(uri, uri=True)) as file:
                (mark,) = file.execute("PRAGMA application_id").fetchone()
                if mark != APPLICATION:
                    raise StoreError("store.foreign", name=name)
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError("store.missing" if not make else "store.no_folder", name=name) from None
    except OSError as problem:
        raise StoreError("store.no_access", name=name, problem=problem.strerror) from problem
    except sqlite3.Error as problem:
        # Without its log a file may look damaged, where it was not written back to its end.
        if getattr(problem, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise refused(problem, name) from problem


def _sqlite_connected(connection: Any, _: Any) -> None:
    # Transactions begin where `_sqlite_begun` says, not where Python's module thinks.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # With a log that is written ahead, what was committed outlives the end of our process; only
    # the last moments before the power fails may be missing, whole transactions of them.
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    connection.execute(f"PRAGMA synchronous = {'NORMAL' if mode == 'wal' else 'FULL'}")


def _sqlite_begun(connection: Connection) -> None:
    # A transaction that begins with a look and then writes would be refused where another one
    # has written between the two.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _log_ahead(engine: Engine, name: str) -> None:
    """Let others read while one writes. Where the file system cannot do this, it stays as it is."""
    until = monotonic() + _PATIENCE
    while True:
        try:
            with closing(engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA journal_mode = WAL")
            # New connections ask how it is now.
            return engine.dispose()
        except sqlite3.OperationalError as problem:  # is not waited for by SQLite itself
            if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise refused(problem, name) from problem
            sleep(0.05)


def _marks(connection: Connection) -> list[int]:
    """The two marks of a store, and how often anything was made in this file of SQLite."""
    pragmas = ("application_id", "user_version", "schema_version")
    return [connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() for pragma in pragmas]


def _postgresql(url: URL, name: str, make: bool) -> Engine:
    given = {"connect_timeout": str(_ANSWER), "application_name": "gouji"} | dict(url.query)
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg", query=given | {"client_encoding": "utf8"})
        )
    except (ImportError, NoSuchModuleError):
        raise StoreError("store.no_driver", name=name) from None
    event.listen(engine, "connect", _postgresql_connected)
    with told(name):
        with engine.connect() as connection:
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
            if encoding != "UTF8":
                raise StoreError("store.encoding", name=name, encoding=encoding)
            comment = _comment(connection)
        if comment is None:
            if not make:
                raise StoreError("store.missing", name=name)
            with engine.begin() as connection:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MAKING})")
                if (comment := _comment(connection)) is None:
                    METADATA.create_all(connection, checkfirst=False)
                    comment = f"{COMMENT}{VERSION}"
    if not comment.startswith(COMMENT):
        raise StoreError("store.foreign", name=name)
    if (found := comment.removeprefix(COMMENT)) != str(VERSION):
        raise StoreError("store.version", name=name, found=found, ours=VERSION)
    return engine


def _postgresql_connected(connection: Any, _: Any) -> None:
    connection.execute(f"SET lock_timeout = '{_PATIENCE}s'")
    connection.commit()


def _comment(connection: Connection) -> str | None:
    """The comment on the table of workbooks; None if there is no such table."""
    return connection.exec_driver_sql(
        "SELECT coalesce(obj_description(oid, 'pg_class'), '') FROM pg_class "
        "WHERE oid = to_regclass('workbooks')"
    ).scalar_one_or_none()
