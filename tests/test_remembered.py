"""What functions say of texts is remembered, within bounds, and no report shows what was."""

from pathlib import Path

from validator import check
from validator.remembered import LONGEST, remembered, remembered_of_each


def asked_of(most):
    asked = []

    @remembered(most)
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    return length, asked


def test_a_text_is_asked_about_once():
    length, asked = asked_of(8)
    assert [length("合计"), length("合计"), length("总计"), length("合计")] == [2, 2, 2, 2]
    assert asked == ["合计", "总计"]


def test_a_long_text_is_not_kept():
    length, asked = asked_of(8)
    text = "长" * (LONGEST + 1)
    assert length(text) == length(text) == LONGEST + 1
    assert asked == [text, text]


def test_no_more_texts_are_kept_than_may_be():
    length, asked = asked_of(3)
    for text in ("a", "b", "c", "d", "a"):
        assert length(text) == 1
    assert asked == ["a", "b", "c", "d", "a"], "all are forgotten where one too many comes"
    assert length("d") == 1 and len(asked) == 5


def test_equal_objects_are_told_apart():
    asked = []

    @remembered_of_each
    def first(each: list[int]) -> int:
        asked.append(each)
        return each[0]

    one, other = [1], [1]
    assert [first(one), first(other), first(one), first(other)] == [1, 1, 1, 1]
    assert len(asked) == 2


def test_a_report_does_not_depend_on_what_was_checked_before():
    folder = Path(__file__).parent.parent / "examples"
    files = [
        folder / "jiangan-2020" / "workbook.xlsx",
        folder / "zengdu-2022" / "printed.xlsx",
        folder / "jiangan-2020-mistakes" / "01-mistyped-total.xlsx",
    ]
    first = {path: check(path) for path in files}
    again = {path: check(path) for path in reversed(files)}
    assert first == again
