"""What a function says of a text, or of a part of a form, remembered from workbook to workbook.

The labels, headings and titles of thousands of workbooks of one form are the same, so what was once
found out about one of them need not be found out again. What is remembered is bounded: in how many
texts, and in how long each is, for the workbooks of strangers may hold anything.
"""

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
T = TypeVar("T")

#: Longer texts are asked about anew each time: no label, heading or title is so long.
LONGEST = 256
#: So many parts all forms together do not have; tests and a bureau's own forms make more.
_MOST_OBJECTS = 1024


class _Known(dict[str, T]):
    """Text → what the function says of it, asked for where it is not known; when it is full, all of
    it is forgotten."""

    def __init__(self, function: Callable[[str], T], most: int) -> None:
        super().__init__()
        self.function, self.most = function, most

    def __missing__(self, text: str) -> T:
        said = self.function(text)
        if len(text) <= LONGEST:
            if len(self) >= self.most:
                self.clear()
            self[text] = said
        return said


def remembered(most: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """A function of one text that remembers what it said of up to `most` texts."""

    def of(function: Callable[[str], T]) -> Callable[[str], T]:
        return _Known(function, most).__getitem__

    return of


def remembered_of_each(function: Callable[[K], T]) -> Callable[[K], T]:
    """A function of a form or a part of one that remembers what it said of each object: there are
    few of them, loaded once, and to compare two by all that they hold would take long."""
    known: dict[int, tuple[K, T]] = {}

    def of(each: K) -> T:
        kept = known.get(id(each))
        if kept is None:
            if len(known) >= _MOST_OBJECTS:
                known.clear()
            kept = known[id(each)] = each, function(each)
        return kept[1]

    return of
