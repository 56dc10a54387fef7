"""The JSON files that fill workbooks: read with errors that name the file, the place and what is
wrong with it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from validator.amounts import State, canonical
from workbook_templates.paper import PerCent

#: An amount with its printed decimals; a dash stays a text.
Printed = Decimal | str
#: What no workbook can hold: a file with it in a cell does not open; nor one with more in a cell.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767
_TYPES = {str: "文字", int: "整数", bool: " true 或 false", dict: "对象 { … }", list: "列表 [ … ]"}


class DataError(ValueError):
    """A file that cannot be used; the message names the file, the place and what is wrong."""

    def __init__(self, file: str, place: str, problem: str) -> None:
        super().__init__(f"{file}：{place}{problem}")


def parse_object(text: str, file: str) -> dict[str, Any]:
    """The object that the text of a file is. Raises DataError."""
    try:
        raw = json.loads(text, object_pairs_hook=lambda pairs: _each_once(pairs, file))
    except json.JSONDecodeError as error:
        place = f"第 {error.lineno} 行第 {error.colno} 列，"
        raise DataError(file, place, f"不是 JSON：{error.msg}") from error
    except DataError:
        raise
    except (ValueError, RecursionError) as error:  # a number or a nesting without end
        raise DataError(file, "", "有过长的数或过深的嵌套，不是这里要的 JSON") from error
    if not isinstance(raw, dict):
        raise DataError(file, "", "应是一个对象：{ … }")
    return raw


def amount_of(
    value: object, error: Callable[[str], DataError], *, share: bool = False
) -> Printed | None:
    """An amount, None for a blank; `share`: a per cent, "99.70%". Raises what `error` makes."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise error(f'金额应写成带引号的文字，如 "{value}"')
    state, amount = canonical(value.removesuffix("%") if share else value)
    if amount is not None:
        return PerCent(amount.scaleb(-2)) if share else amount
    if state not in (State.DASH, State.BLANK):
        raise error(f"“{value}”不是{'百分比' if share else '金额'}")
    return value if state is State.DASH else None


def printable(value: object, error: Callable[[str], DataError], what: str) -> str:
    """A text that a workbook can hold. Raises what `error` makes, which names it as `what`."""
    if not isinstance(value, str):
        raise error(f"{what}应是文字，写在引号里")
    if reason := why_not_printed(value):
        raise error(f"{what}{reason}")
    return value


def why_not_printed(words: str) -> str:
    """Why a cell cannot hold the words; "" where it can."""
    if _UNPRINTABLE.search(words):
        return "里有不能打印的字符"
    return f"超过 {_LONGEST} 个字，一个单元格放不下" if len(words) > _LONGEST else ""


def _each_once(pairs: list[tuple[str, Any]], file: str) -> dict[str, Any]:
    """An object of the JSON, refused if a key stands in it twice: one of the two would be lost."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise DataError(file, "", f"“{key}”在同一处写了两次")
        found[key] = value
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """An object of a file at `place` ("" for the whole file), and typed access to its keys.

    Every method raises DataError for a value of another kind; a key that is missing or null gives
    the default, where there is one.
    """

    raw: Mapping[str, Any]
    file: str
    place: str = ""

    def error(self, problem: str) -> DataError:
        """The error that this part of the file has `problem`."""
        return DataError(self.file, f"{self.place}：" if self.place else "", problem)

    def at(self, place: str) -> "Part":
        """A place in this part of the file, for errors."""
        return Part({}, self.file, self._below(place))

    def only(self, keys: tuple[str, ...]) -> "Part":
        """The part itself, which has no other keys than these."""
        if unknown := [key for key in self.raw if key not in keys]:
            raise self.error(f"没有“{unknown[0]}”这一项；可用：{'、'.join(keys)}")
        return self

    def text(self, key: str, default: str | None = None) -> str:
        """A text."""
        if self.raw.get(key) is None and default is not None:
            return default
        return self._checked(key, self.raw.get(key))

    def optional(self, key: str) -> str | None:
        """A text, or None."""
        return None if self.raw.get(key) is None else self.text(key)

    def whole(self, key: str) -> int:
        """A whole number."""
        return int(self._of_type(key, int))

    def flag(self, key: str) -> bool:
        """true or false; false where it is missing."""
        return bool(self._of_type(key, bool)) if self.raw.get(key) is not None else False

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, without any where it is missing."""
        return tuple(self._checked(key, value) for value in self._list(key))

    def numbers(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers, without any where it is missing."""
        found = self._list(key)
        if any(not isinstance(value, int) or isinstance(value, bool) for value in found):
            raise self.error(f"“{key}”应是由整数组成的列表")
        return tuple(found)

    def words(self, key: str, allowed: tuple[str, ...]) -> dict[str, str]:
        """An object of texts whose keys are among those allowed; empty where it is missing."""
        part = self.optional_part(key)
        return {label: part.text(label) for label in part.only(allowed).raw} if part else {}

    def part(self, key: str) -> "Part":
        """An object."""
        return Part(self._of_type(key, dict), self.file, self._below(key))

    def optional_part(self, key: str) -> "Part | None":
        """An object, or None."""
        return None if self.raw.get(key) is None else self.part(key)

    def parts(self, key: str) -> tuple["Part", ...]:
        """A list of objects, without any where it is missing."""
        return tuple(self._member(key, i, value) for i, value in enumerate(self._list(key), 1))

    def parts_or_names(self, key: str) -> tuple["Part | str", ...]:
        """A list of objects and texts, without any where it is missing."""
        return tuple(
            self._checked(key, value) if isinstance(value, str) else self._member(key, i, value)
            for i, value in enumerate(self._list(key), 1)
        )

    def _member(self, key: str, number: int, value: object) -> "Part":
        place = f"{self._below(key)}第 {number} 项"
        if not isinstance(value, dict):
            raise DataError(self.file, f"{place}：", "应是对象 { … }")
        return Part(value, self.file, place)

    def _below(self, key: str) -> str:
        return f"{self.place} {key}" if self.place else key

    def _list(self, key: str) -> list[Any]:
        return list(self._of_type(key, list)) if self.raw.get(key) is not None else []

    def _of_type(self, key: str, kind: type) -> Any:
        value = self.raw.get(key)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.error(f"“{key}”应是{_TYPES[kind]}")
        return value

    def _checked(self, key: str, value: object) -> str:
        return printable(value, self.error, f"“{key}”")
