"""The tables of the results store, made from the fields of its rows: `workbooks`, and of each of
them its `findings` and what its `rules` gave.

`VERSION` counts the shapes that they have had; a store says by which it was made.
"""

from dataclasses import dataclass, fields
from typing import Any, get_type_hints

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeEngine

from validator.batch.record import FindingRow, RuleRow, WorkbookRow

#: The shape of the tables. Whoever changes a field of a row counts on.
VERSION = 1
#: What marks a store: in the header of an SQLite file (`file` prints it) the letters "gouj", in
#: PostgreSQL the comment on the table of workbooks, with the version.
APPLICATION = int.from_bytes(b"gouj", "big")
COMMENT = "gouji store "


@dataclass(frozen=True, slots=True)
class KeptRow(WorkbookRow):
    """A workbook in the store: when it was first checked, and since when it is no more among the
    files that were to be checked ("": it still is)."""

    first_seen: str
    gone: str


# SQLite gives a row its number only where the type is called INTEGER.
_Number = BigInteger().with_variant(Integer(), "sqlite")
# By the signs' numbers, as SQLite orders them, whatever the language of the database.
_Words = Text().with_variant(Text(collation="C"), "postgresql")
_TYPES: dict[Any, TypeEngine[Any]] = {
    str: _Words,
    int: Integer(),
    int | None: Integer(),
    float: Double(),
    bool: Boolean(),
}


def _columns(row: type, keys: tuple[str, ...] = (), large: tuple[str, ...] = ()) -> list[Any]:
    """A column for each field of a row's class."""
    types = get_type_hints(row)
    return [
        Column(
            field.name,
            _Number if field.name in large else _TYPES[types[field.name]],
            primary_key=field.name in keys,
            autoincrement=False,
            nullable=types[field.name] == int | None,
        )
        for field in fields(row)
    ]


def _workbook() -> Column[int]:
    return Column(
        "workbook", _Number, ForeignKey("workbooks.id", ondelete="CASCADE"), primary_key=True
    )


METADATA = MetaData()
WORKBOOKS = Table(
    "workbooks",
    METADATA,
    Column("id", _Number, primary_key=True, autoincrement=False),
    *_columns(KeptRow, large=("size",)),
    Index("workbooks_by_path", "path", unique=True),
    comment=f"{COMMENT}{VERSION}",
)
FINDINGS = Table(
    "findings",
    METADATA,
    _workbook(),
    *_columns(FindingRow, keys=("number",)),
    Index("findings_by_rule", "rule"),
)
# By far the most rows, and narrow ones: without a number of their own they take half the room.
# Nor is there an index by rule: it would have every workbook write to as many places as there are
# rules, and whoever counts by rule reads all of them anyway.
RULES = Table(
    "rules",
    METADATA,
    _workbook(),
    *_columns(RuleRow, keys=("rule",)),
    sqlite_with_rowid=False,
)
