"""What the add-in says instead of doing something: a message for the person who clicked."""

from collections.abc import Mapping


class Refused(Exception):  # noqa: N818 - a state of the workbook, not a fault of the program
    """Ends a click; `MESSAGES[key]` with `facts` says what happened and what to do."""

    def __init__(self, key: str, facts: Mapping[str, object] | None = None) -> None:
        super().__init__(key)
        self.key, self.facts = key, dict(facts or {})
