"""The lines of a summary, P19: its weights and scores, each score within its weight, its grades."""

from collections.abc import Iterator

from workbook_templates.cards.figures import single
from workbook_templates.cards.judging import CardLine, judged, text, to
from workbook_templates.cards.plan import OF_A_LINE, CardPlan
from workbook_templates.cards.scores import grade_of
from workbook_templates.cards.words import WORDS
from workbook_templates.identities import BLANK, BROKEN, EXACT, UNCHECKED

_RULE = "P19"
_WEIGHT, _SCORE = OF_A_LINE


def summary_lines(card: CardPlan) -> Iterator[CardLine]:
    """The lines of a summary."""
    lines = range(1, len(card.form.lines))
    weights, scores = (
        [single(card, f"{what} {i}").ref for i in lines] for what in (_WEIGHT, _SCORE)
    )
    whole = single(card, f"{_SCORE} 0").ref
    every = (*weights, *scores, whole)
    wordy = "+".join(f'({cell}="{WORDS}")' for cell in every) + ">0"
    together = f"SUM({','.join(weights)})"
    state = judged(
        card, (wordy, UNCHECKED), (f"ROUND({together}-100,2)=0", EXACT), otherwise=BROKEN
    )
    spots = [card.cells[_WEIGHT, i] for i in lines]
    place = text(card.form.headings[1])
    yield CardLine(_RULE, card, place, together, "100", state, to(card, spots[0]), tuple(spots))
    together = f"SUM({','.join(scores)})"
    state = judged(
        card,
        (wordy, UNCHECKED),
        (f'{whole}=""', BLANK),
        (f"ROUND({together}-{whole},2)=0", EXACT),
        otherwise=BROKEN,
    )
    spot = card.cells[_SCORE, 0]
    place = text(f"{card.form.headings[2]} · {card.form.lines[0]}")
    yield CardLine(_RULE, card, place, together, whole, state, to(card, spot), (spot,))
    for i, weight, score in zip(lines, weights, scores, strict=True):
        state = judged(
            card,
            (wordy, UNCHECKED),
            (f'OR({weight}="",{score}="")', BROKEN),
            (f"ROUND({score}-{weight},6)>0", BROKEN),
            otherwise=EXACT,
        )
        spot = card.cells[_SCORE, i]
        place = text(f"{card.form.headings[2]} · {card.form.lines[i]}")
        yield CardLine(_RULE, card, place, score, weight, state, to(card, spot), (spot,))
    for i in range(len(card.form.lines)):
        yield _grade(card, i, wordy)


def _grade(card: CardPlan, line: int, wordy: str) -> CardLine:
    """The grade of a line is that of its share of the weight."""
    weight, score = (single(card, f"{what} {line}").ref for what in OF_A_LINE)
    spot = card.cells["摘要等级", line]
    share = f'IF(N({weight})>0,MIN(100*{score}/{weight},100),"")'
    due = grade_of(card.form, share)
    said = f'TRIM({spot.ref}&"")'
    # 优秀 is 优, as the validator reads it.
    agrees = (
        "OR("
        + ",".join(
            f'AND(LEFT({said},{len(grade)})="{grade}",{due}="{grade}")'
            for _, grade in card.form.bands
        )
        + ")"
    )
    state = judged(
        card,
        (wordy, UNCHECKED),
        (f'OR({said}="",{weight}="",{score}="")', BLANK),
        (agrees, EXACT),
        otherwise=BROKEN,
    )
    place = text(f"{card.form.headings[3]} · {card.form.lines[line]}")
    return CardLine(_RULE, card, place, said, due, state, to(card, spot), (spot,))
