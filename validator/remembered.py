"""What a function says of a text, remembered from workbook to workbook.

The labels, headings and titles of thousands of workbooks of one form are the same, so what was once
found out about one of them need not be found out again. What is remembered is bounded: in how many
texts, and in how long each is, for the workbooks of strangers may hold anything.
"""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

#: Longer texts are asked about anew each time: no label, heading or title is so long.
LONGEST = 256


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
