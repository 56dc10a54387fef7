"""Where the hidden sheet of identities holds what: for those who write it and who read from it."""

from typing import NamedTuple

from validator.forms.workbook import IDENTITIES
from workbook_templates.cards.judging import CardLine
from workbook_templates.identities import Identities
from workbook_templates.keys import TOP, Keys
from workbook_templates.plan import Plan
from workbook_templates.spot import Spot, span

#: Columns of a line.
(
    RULE, TABLE, TEXT, WHERE, LEVEL, LEFT, RIGHT, DIFFERENCE,
    FILLED, PLUS, MINUS, WORDS, STATE, RAW, DECLARED, LINK, EXPLAINED,
) = range(17)  # fmt: skip
#: The first column of places: those of the lines, then a column a band.
PLACES = 17
#: Rows above a band's places.
(
    B_RULE,
    B_TABLE,
    B_TEXT,
    B_TEXT_BELOW,
    B_COLUMN,
    B_LEVEL,
    B_LINK,
    B_INDEX,
    B_COUNTS,
) = range(9)
B_FIRST, B_AMOUNT = 13, 14  # fmt: skip


class Results(NamedTuple):
    """Where the results stand; `lines` is the number of lines, of which those of scorecards
    (`cards`) come last."""

    plan: Plan
    identities: Identities
    keys: Keys
    lines: int
    cards: tuple[CardLine, ...] = ()

    @property
    def bands(self) -> int:
        """How many bands there are."""
        return len(self.identities.bands)

    @property
    def shares(self) -> bool:
        """Are there per cents among the lines?"""
        return any(line.share for line in self.identities.lines)

    @property
    def first_card(self) -> int:
        """The row of the first line of a scorecard."""
        return TOP + self.lines - len(self.cards)

    @property
    def bottom(self) -> int:
        """The last row of the sheet."""
        lines = TOP + self.lines - 1
        return max(lines, self.keys.last) if self.bands else lines

    @property
    def places(self) -> str:
        """The numbers of all places."""
        return span(
            Spot(IDENTITIES, TOP, PLACES), Spot(IDENTITIES, self.bottom, PLACES + self.bands)
        )

    def key(self, table: int = -1) -> Spot:
        """The first cell of the column of keys, or of that with their rows in the 科目 table
        number `table`."""
        return Spot(IDENTITIES, TOP, PLACES + 1 + 3 * (self.bands + 1) + 1 + table)

    @property
    def right(self) -> int:
        """The first column that is free in every row."""
        return self.key().column + len(self.plan.open_tables) + 2

    def column(self, column: int) -> str:
        """A column of the lines."""
        return span(Spot(IDENTITIES, TOP, column), Spot(IDENTITIES, TOP + self.lines - 1, column))

    def header(self, row: int) -> str:
        """A row above the bands."""
        return span(Spot(IDENTITIES, row, PLACES + 1), Spot(IDENTITIES, row, PLACES + self.bands))

    def block(self, which: int) -> str:
        """The differences (1) or weights (2) of the bands."""
        first = PLACES + 1 + which * (self.bands + 1)
        return span(
            Spot(IDENTITIES, TOP, first), Spot(IDENTITIES, self.keys.last, first + self.bands - 1)
        )

    def band(self, number: int, which: int = 0) -> Spot:
        """The first cell of a band: its places (0), differences (1) or weights (2)."""
        return Spot(IDENTITIES, TOP, PLACES + 1 + which * (self.bands + 1) + number)
