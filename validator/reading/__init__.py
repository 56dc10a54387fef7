"""A spreadsheet file → `Book`: sheets of cells with value and fault."""

from validator.reading.book import Book, Noticed, Origin, Sheet, Unreadable, address, parse_address
from validator.reading.later import Generated, first_rows, is_unread
from validator.reading.limits import LIMITS, Limits
from validator.reading.source import ENDINGS, bytes_at, read

__all__ = [
    "ENDINGS",
    "LIMITS",
    "Book",
    "Generated",
    "Limits",
    "Noticed",
    "Origin",
    "Sheet",
    "Unreadable",
    "address",
    "bytes_at",
    "first_rows",
    "is_unread",
    "parse_address",
    "read",
]
