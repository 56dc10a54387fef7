"""What is wrong with a text that is not in the notation, in the words of the notation."""

from collections.abc import Callable, Mapping

from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken


class NotationError(ValueError):
    """Text that is not in the notation.

    `expected` lists what could have stood there, in the words of the notation.
    """

    def __init__(
        self, problem: str, file: str, line: int, column: int, expected: tuple[str, ...] = ()
    ) -> None:
        self.problem, self.file, self.line, self.column = problem, file, line, column
        self.expected = expected
        wanted = f"；此处应为：{'、'.join(expected)}" if expected else ""
        super().__init__(f"{file}:{line}:{column}: {problem}{wanted}")


#: Terminals of the grammar as a person knows them; the others are called by their signs.
_WORDS = {
    "TABLE": "表N",
    "NUMBER": "数字",
    "SIGN": "＋或－",
    "RELATION": "＝、≥或≤",
    "CONTAINS": "⊇",
    "DIVIDED": "÷",
    "BESIDE": "～",
    "BRACKET": "[科目编码或名称]",
    "EACH_LINE": "各行",
    "EACH_COLUMN": "各栏",
    "ELLIPSIS": "…",
    "SUM": "Σ",
    "CHECK": "检查",
    "WORD": "检查的名称",
    "LPAR": "（",
    "RPAR": "）",
    "COLON": "：",
    "_SEPARATOR": "；",
    "$END": "结束",
    "行": "行",
    "栏": "栏",
    "除外": "除外",
    "、": "、",
}


def explained(
    error: UnexpectedInput,
    text: str,
    file: str,
    at: Callable[[int], tuple[int, int]],
    signs: Mapping[str, str],
) -> NotationError:
    """The parser's error for a person: `at` gives line and column of an offset in `text`, `signs`
    what a terminal of the grammar stands for."""
    offset = error.pos_in_stream if error.pos_in_stream is not None else len(text)
    if isinstance(error, UnexpectedToken):
        names = error.accepts or error.expected
        if error.token.type == "$END":
            offset, found = len(text.rstrip()), "这里就结束了"
        else:
            offset = error.token.start_pos or 0
            found = f"不能是“{text[offset : offset + len(error.token)]}”"  # as it was typed
    else:
        names = error.allowed if isinstance(error, UnexpectedCharacters) else set()
        found = f"看不懂“{text[offset : offset + 1]}”" if offset < len(text) else "这里就结束了"
    expected = sorted({_WORDS.get(name, signs.get(name, name)) for name in names or ()})
    where = at(offset)
    return NotationError(found, file, where[0], where[1], tuple(expected))
