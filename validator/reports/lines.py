"""Lines for a terminal: Chinese and English words in so many columns, cut or wrapped."""

import re

from rich.cells import cell_len, set_cell_size

#: What stands below a line that it belongs to begins here.
INDENT = "     "
_CLOSING = "，。；：、）】》”％%!"
_TOKENS = re.compile(rf"\s?(?:[!-~]+|[^!-~\s])[{_CLOSING}]*|\s")


def cut(words: str, width: int) -> str:
    """The words in at most `width` columns, … where some are left out."""
    return words if cell_len(words) <= width else f"{set_cell_size(words, width - 1).rstrip()}…"


def wrapped(message: str, width: int) -> list[str]:
    """`message` in lines of at most `width` columns, as `breaks` finds them."""
    return [message[start:end] for start, end in breaks(message, width)]


def breaks(message: str, width: int) -> list[tuple[int, int]]:
    """Where the lines of `message` begin and end that are at most `width` columns wide. Chinese
    breaks anywhere but before closing punctuation; a figure or an English word is kept whole."""
    lines: list[tuple[int, int]] = []
    start = end = columns = 0
    for token in _TOKENS.finditer(message):
        words = cell_len(token[0])
        if columns + words > width and columns:
            lines.append((start, start + len(message[start:end].rstrip())))
            columns = 0
        if not columns:
            start = token.end() - len(token[0].lstrip())
            words = cell_len(message[start : token.end()])
        end = token.end()
        columns += words
    return [*lines, (start, end)] if columns else lines
