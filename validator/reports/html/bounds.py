"""How much a file shows, so that a browser can open it: of a hundred thousand findings the first by
cause, of hundreds of workbooks fewer tables each. What is left out is said where it is missing."""

from dataclasses import dataclass

#: So many findings are shown in a file, and of one workbook at least so many, however many there
#: are: a finding takes some three thousand characters.
FINDINGS, LEAST_FINDINGS = 2000, 10
#: So many cells of tables are drawn in a file: four times what is drawn of one workbook at most.
CELLS = 200_000
#: Of one cause so many further findings are shown, and of one finding so many cells.
CONSEQUENCES, OPERANDS = 40, 60
#: So many blank cells of a finding are named, so many findings that a waiver covers, and so many of
#: those by which something could not be checked.
BLANKS, WAIVED, UNREAD = 60, 100, 100
#: So many cells are listed to look at first.
FIRSTS = 60
#: So many rows of a comparison are shown.
COMPARED = 400


@dataclass(frozen=True, slots=True)
class Room:
    """How many findings and cells of tables one report of a file may show."""

    findings: int
    cells: int


def room(reports: int) -> Room:
    """The share of each of so many reports in one file."""
    several = max(reports, 1)
    return Room(max(FINDINGS // several, LEAST_FINDINGS), CELLS // several)
