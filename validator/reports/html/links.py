"""Places → anchors: which cell of a drawn table a link leads to.

Anchors are stable: `cell-3-C33` is cell C33 of the third drawn sheet, `finding-3` the finding that
has this number in every list. Where a file holds several reports, those of the second begin with
`w2-`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from validator.findings import CellRef, Suspect
from validator.reports.likely import Sentence, place
from validator.reports.suspects import cells


class Link(NamedTuple):
    """Words, and the anchor that they lead to; "" where they lead nowhere."""

    words: str
    anchor: str = ""


class Anchors:
    """The anchors of one report. `drawn` has those of the cells by (sheet, address); `findings` the
    numbers of the findings that are shown."""

    def __init__(
        self, prefix: str, drawn: Mapping[tuple[str, str], str], findings: Iterable[int]
    ) -> None:
        self.prefix = prefix
        self._drawn = drawn
        self._findings = frozenset(findings)

    def of_finding(self, number: int) -> str:
        """The anchor of the finding with this number; "" where it is not shown."""
        return f"{self.prefix}finding-{number}" if number in self._findings else ""

    def of_cell(self, cell: CellRef, words: str) -> Link:
        """The words as a link to the cell."""
        return Link(words, self._drawn.get((cell.sheet, cell.address), ""))

    def of_suspect(self, suspect: Suspect) -> Link:
        """The place of a suspect as a link."""
        return Link(place(suspect), self._known((suspect,)).get(place(suspect), ""))

    def of_sentence(self, said: Sentence, suspects: Sequence[Suspect]) -> tuple[Link, ...]:
        """A sentence about suspects, the places in it as links."""
        known = self._known(suspects)
        return tuple(Link(part.words, known.get(part.place, "")) for part in said)

    def _known(self, suspects: Sequence[Suspect]) -> dict[str, str]:
        """The anchors of suspects by their places in words; of an area, that of its first cell."""
        found = {}
        for suspect in suspects:
            first = next(iter(cells(suspect)), suspect.address)
            if anchor := self._drawn.get((suspect.sheet, first)):
                found[place(suspect)] = anchor
        return found
