"""What functions say of texts is remembered, within bounds."""

from validator.remembered import LONGEST, remembered


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
