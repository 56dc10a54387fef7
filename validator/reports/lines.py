"""Lines for a terminal: Chinese and English words in so many columns, cut or wrapped."""

import re

from rich.cells import cell_len, set_cell_size

#: What stands below a line that it belongs to begins here.
INDENT = "     "
#: What stands for no figure.
NONE = "·"
_CLOSING = "，。；：、）】》”％%!"
_TOKENS = re.compile(rf"\s?(?:[!-~]+|[^!-~\s])[{_CLOSING}]*|\s")


def cut(words: str, width: int) -> str:
    """The words in at most `width` columns, … where some are left out."""
    return words if cell_len(words) <= width else f"{set_cell_size(words, width - 1).rstrip()}…"


def wrapped(message: str, width: int) -> list[str]:
    """`message` in lines of at most `width` columns. Chinese breaks anywhere but before closing
    punctuation; a figure or an English word is kept whole."""
    lines, line = [], ""
    for token in _TOKENS.findall(message):
        if cell_len(line) + cell_len(token) > width and line.strip():
            lines.append(line.rstrip())
            line = ""
        line += token if line else token.lstrip()
    return [*lines, line] if line else lines
