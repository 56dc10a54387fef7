"""Why the add-in cannot be built."""

from xl_addin.messages import text
from xl_addin.refusal import Refused


class BuildError(Refused):
    """The add-in cannot be built; its text is the message, which says why and what to do."""

    def __str__(self) -> str:
        return text(self.key, "zh", **self.facts)
