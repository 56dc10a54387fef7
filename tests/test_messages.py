"""Every sentence says the same in both languages, and every sentence is used."""

import string
from pathlib import Path

import pytest

from validator import messages
from validator.web import messages as of_the_web
from xl_addin import messages as of_the_addin

MESSAGES = {**messages.MESSAGES, **of_the_addin.MESSAGES, **of_the_web.MESSAGES}
SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for package in ("validator", "xl_addin")
    for ending in ("py", "html", "js")
    for path in (Path(__file__).parent.parent / package).rglob(f"*.{ending}")
    if path.name != "messages.py"
)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", MESSAGES)
def test_both_languages_name_the_same_facts(key):
    chinese, english = MESSAGES[key]
    missing = placeholders(chinese) ^ placeholders(english)
    assert missing <= {"relation"}, f"{key}: {missing} stands in one language only"


@pytest.mark.parametrize("key", MESSAGES)
def test_every_sentence_is_used(key):
    """By its own name, or by what follows a family's (`check.{kind}`)."""
    dots = [at for at, sign in enumerate(key) if sign == "."]
    assert f'"{key}"' in SOURCES or any(
        f'f"{key[:at]}.{{' in SOURCES
        and (key[at + 1 :] in SOURCES or key[at + 1 :].upper() in SOURCES)
        for at in dots
    )


def test_no_sentence_stands_twice():
    each = (messages.MESSAGES, of_the_addin.MESSAGES, of_the_web.MESSAGES)
    assert sum(map(len, each)) == len(MESSAGES)
