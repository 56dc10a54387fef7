"""A spreadsheet file → `Book`: sheets of cells with value and fault."""

from validator.reading.book import Book, Sheet, Unreadable, address, parse_address
from validator.reading.source import read

__all__ = ["Book", "Sheet", "Unreadable", "address", "parse_address", "read"]
