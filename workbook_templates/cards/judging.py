"""A rule of scorecards at one place, as formulas, and the pieces that such formulas are made of."""

from collections.abc import Sequence
from typing import NamedTuple

from workbook_templates.cards.figures import filled
from workbook_templates.cards.plan import CardPlan
from workbook_templates.cards.words import WORDS
from workbook_templates.identities import BLANK, EXACT, ROUNDING, UNCHECKED
from workbook_templates.spot import Spot, letter

#: How far binary fractions may be off.
NOISE = "1E-9"
#: A 分 in 万元.
FEN = "1E-6"


class CardLine(NamedTuple):
    """A rule at one place of a card: what is said of it, its two sides, its state and the link to
    its cell as formulas; `marks` are the cells that stand still and are marked by its state. `of`
    is the row of the goal or group on the sheet of figures whose scores it adds up; that of the
    goal, negative, where it adds up the weights of its groups."""

    rule: str
    card: CardPlan
    place: str
    left: str
    right: str
    state: str
    link: str
    marks: tuple[Spot, ...] = ()
    of: int | None = None


def choose(*cases: tuple[str, object], otherwise: object) -> str:
    """The first value whose condition holds."""
    text = str(otherwise)
    for condition, value in reversed(cases):
        text = f"IF({condition},{value},{text})"
    return text


def judged(card: CardPlan, *cases: tuple[str, object], otherwise: object) -> str:
    """A state; of a card on which nothing is filled in no rule says anything."""
    state = choose((f"{filled(card).ref}=0", BLANK), *cases, otherwise=otherwise)
    return f"IFERROR({state},{UNCHECKED})"


def is_words(cell: str) -> str:
    """Does a cell hold something that is no figure?"""
    return f'{cell}="{WORDS}"'


def link(card: CardPlan, column: int, row: str) -> str:
    """The link to a cell of a card in a row that may have moved."""
    return f"IFERROR(\"#'{card.sheet}'!{letter(column)}\"&{row},\"#'{card.sheet}'!A1\")"


def to(card: CardPlan, spot: Spot) -> str:
    """The link to a cell of a card that may have moved."""
    return link(card, spot.column, f"ROW({spot.ref})")


def all_blank(cells: Sequence[str]) -> str:
    """Is there nothing in any of the cells?"""
    return "AND(" + ",".join(f'{cell}=""' for cell in cells) + ")"


def text(words: str) -> str:
    """Words as a formula."""
    return f'"{words}"'


def agree(points: str, due: str) -> tuple[tuple[str, int], ...]:
    """How a printed score stands to the one that is due (`workbook.agree`)."""
    one_decimal = f"AND(ABS({points}-ROUND({points},1))<{NOISE},{points}<>INT({points}))"
    return (
        (f"ABS(ROUND({points},2)-ROUND({due},2))<{NOISE}", EXACT),
        (f"AND({one_decimal},ABS(ROUND({due},1)-{points})<{NOISE})", ROUNDING),
    )
