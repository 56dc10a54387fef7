"""What is said instead of doing something: a message for the person who clicked or typed."""

from collections.abc import Mapping

from xl_addin.messages import Lang, text


class Refused(Exception):  # noqa: N818 - a state of the workbook or computer, not a fault of ours
    """Ends a click or a command; `MESSAGES[key]` with `facts` says what happened and what to do."""

    def __init__(self, key: str, facts: Mapping[str, object] | None = None) -> None:
        super().__init__(key)
        self.key, self.facts = key, dict(facts or {})

    def told(self, lang: Lang) -> str:
        """The message."""
        return text(self.key, lang, **self.facts)

    def __str__(self) -> str:
        return self.told("zh")
