"""The lines of weights and scores, P03 to P07 and P16, and of the boxes, P18.

Those of indicators are a line for a goal or a group, which names the first one that is wrong.
"""

from collections.abc import Iterator

from validator.forms.scorecard import unweighed
from workbook_templates.cards.figures import (
    BLANKS,
    COUNT,
    MISSING,
    NAME,
    NOT_AS_FIXED,
    OVER,
    OWN,
    RATED,
    SCORE,
    SCORED,
    SCORES,
    START,
    TITLE,
    TOO_HIGH,
    UNREAD,
    WEIGHED,
    WEIGHT,
    WEIGHTS,
    WEIGHTS_WRONG,
    WORDY,
    at,
    groups,
    indicators,
    single,
)
from workbook_templates.cards.grid import BOX
from workbook_templates.cards.judging import CardLine, agree, is_words, judged, link, text, to
from workbook_templates.cards.plan import Block, CardPlan
from workbook_templates.identities import BLANK, BROKEN, EXACT, UNCHECKED
from workbook_templates.spot import Spot

#: What may stand in a box that is ticked, and in one that is not.
_TICKED, _OPEN = "☑☒√✓✔■●", f"{BOX}○☐"


def _here(row: int, column: int) -> str:
    return at(row, column).ref


def _title(row: int, otherwise: str) -> str:
    title = _here(row, TITLE)
    return f'IF({title}="","{otherwise}",{title})'


def _heading(card: CardPlan, block: Block) -> tuple[str, tuple[Spot, ...]]:
    """The link to the heading of a goal, and the cell; to the first indicator where it has none."""
    spot = card.cells.get(("目标", block.goal))
    if spot is None:
        return _to_indicator(card, block, "1", "一级"), ()
    return to(card, spot), (spot,)


def _to_indicator(card: CardPlan, block: Block, position: str, what: str = "得分") -> str:
    above = Spot(card.sheet, block.above, 0).ref
    return link(card, card.column(what), f"(ROW({above})+{position})")


def weights(card: CardPlan) -> Iterator[CardLine]:
    """P03 of each goal and of its groups; P04 of the goals and of the groups of each."""
    goals = [_here(block.top, OWN) for block in card.blocks]
    all_groups = [groups(block, OWN) for block in card.blocks if block.groups]
    none_above = f"COUNT({','.join([*goals, *all_groups])})=0"
    full = card.form.goals_full
    for block in card.blocks:
        own, sum_, weighed = (_here(block.top, column) for column in (OWN, WEIGHTS, WEIGHED))
        target, marks = _heading(card, block)
        cases: list[tuple[str, object]] = [(f"{weighed}=0", BLANK)]
        if block.goal == 0:
            together = "+".join(_here(each.top, WEIGHTS) for each in card.blocks)
            whole = f"IF(ROUND({together}-{full},2)=0,{EXACT},{BROKEN})"
            cases.append((none_above, whole))
        cases.append((f"NOT(ISNUMBER({own}))", BLANK))
        state = judged(card, *cases, (f"ROUND({sum_}-{own},2)=0", EXACT), otherwise=BROKEN)
        place = _title(block.top, unweighed(card.form.headings[0]))
        yield CardLine("P03", card, place, own, sum_, state, target, marks)
        if block.groups:
            yield _group_weights(card, block)
    parts = "+".join(
        f'SUMIFS({groups(block, OWN)},{groups(block, COUNT)},">0")'
        for block in card.blocks
        if block.groups
    )
    sums = {"goal": f"SUM({','.join(goals)})", "group": parts or "0"}
    counted = "+".join(
        f'COUNTIFS({groups(block, OWN)},">-1E+15",{groups(block, COUNT)},">0")'
        for block in card.blocks
        if block.groups
    )
    by_goals = f"COUNT({','.join(goals)})>0"
    left = f"IF({by_goals},{sums['goal']},{sums['group']})"
    state = judged(
        card,
        (f"AND(NOT({by_goals}),{counted or '0'}=0)", BLANK),
        (f"ROUND({left}-{full},2)=0", EXACT),
        otherwise=BROKEN,
    )
    target, _ = _heading(card, card.blocks[0])
    marks = tuple(spot for (what, _), spot in card.cells.items() if what == "目标")
    name = text("各目标分值之和" if marks else "各一级指标分值之和")
    yield CardLine("P04", card, name, left, str(full), state, target, marks)
    for block in card.blocks:
        if block.groups:
            yield _group_sum(card, block)


def _group_weights(card: CardPlan, block: Block) -> CardLine:
    """P03 of the groups of a goal."""
    wrong = groups(block, WEIGHTS_WRONG)
    first = f"IFERROR(MATCH(1,{wrong},0),MATCH(0,{wrong},0))"
    left, right, title = (f"INDEX({groups(block, c)},{first})" for c in (OWN, WEIGHTS, TITLE))
    state = judged(
        card,
        (f"COUNT({wrong})=0", BLANK),
        (f"SUM({wrong})=0", EXACT),
        otherwise=BROKEN,
    )
    return CardLine(
        "P03", card, f'IFERROR({title},"一级指标")',
        f'IFERROR({left},"")', f'IFERROR({right},"")', state,
        _to_indicator(card, block, "1", "一级"),
    )  # fmt: skip


def _group_sum(card: CardPlan, block: Block) -> CardLine:
    """P04 of the groups of a goal: together what it weighs, and each what a form says that fixes
    them."""
    own = _here(block.top, OWN)
    sum_ = f'SUMIFS({groups(block, OWN)},{groups(block, COUNT)},">0")'
    counted = f'COUNTIFS({groups(block, OWN)},">-1E+15",{groups(block, COUNT)},">0")'
    state = judged(
        card,
        (f"SUM({groups(block, NOT_AS_FIXED)})>0", BROKEN),
        (f"OR({counted}=0,NOT(ISNUMBER({own})))", BLANK),
        (f"ROUND({sum_}-{own},2)=0", EXACT),
        otherwise=BROKEN,
    )
    target = _to_indicator(card, block, "1", "一级")
    place = text("各一级指标分值之和")
    return CardLine("P04", card, place, sum_, own, state, target, (), -block.top)


def points(card: CardPlan) -> Iterator[CardLine]:
    """P05 of each goal and group, P07 and P16 of the indicators of each goal."""
    for block in card.blocks:
        target, marks = _heading(card, block)
        state = _within(card, block.top)
        scores, own = (_here(block.top, column) for column in (SCORES, OWN))
        place = _title(block.top, "目标")
        yield CardLine("P05", card, place, scores, own, state, target, marks, block.top)
        for row in range(block.first_group, block.first_group + block.groups):
            position = f"{_here(row, START)}-{block.first_indicator}"
            yield CardLine(
                "P05", card, _title(row, "一级指标"), _here(row, SCORES), _here(row, OWN),
                _within(card, row), _to_indicator(card, block, position, "一级"), (), row,
            )  # fmt: skip
        yield _too_high(card, block)
        yield _missing(card, block)


def _within(card: CardPlan, row: int) -> str:
    """Are the scores of a goal or group at most what it weighs?"""
    own, scores, scored, wordy = (_here(row, c) for c in (OWN, SCORES, SCORED, WORDY))
    return judged(
        card,
        (f"OR({_here(row, COUNT)}=0,NOT(ISNUMBER({own})))", BLANK),
        (f"{wordy}>0", UNCHECKED),
        (f"{scored}=0", BLANK),
        (f"ROUND({scores}-{own},2)>0", BROKEN),
        otherwise=EXACT,
    )


def _too_high(card: CardPlan, block: Block) -> CardLine:
    high, wordy, rated = (_here(block.top, c) for c in (TOO_HIGH, WORDY, RATED))
    first = f"MATCH(1,{indicators(block, OVER)},0)"
    score, name = (f"INDEX({indicators(block, c)},{first})" for c in (SCORE, NAME))
    own = f"INDEX({indicators(block, WEIGHT)},{first})"
    state = judged(
        card,
        (f"{high}>0", BROKEN),
        (f"{wordy}>0", UNCHECKED),
        (f"{rated}=0", BLANK),
        otherwise=EXACT,
    )
    title = _title(block.top, "指标")
    more = f'IF({high}>1,"（等 "&{high}&" 个）","")'
    return CardLine(
        "P07", card, f'IF({high}=0,{title},"得分 · "&{name}&{more})',
        f'IF({high}=0,{_here(block.top, SCORES)},{score})',
        f'IF({high}=0,{_here(block.top, WEIGHTS)},N({own}))',
        state,
        _to_indicator(card, block, f"IFERROR({first},1)"),
    )  # fmt: skip


def _missing(card: CardPlan, block: Block) -> CardLine:
    blanks, wordy, count = (_here(block.top, c) for c in (BLANKS, WORDY, COUNT))
    first = f"MATCH(1,{indicators(block, MISSING)},0)"
    name = f"INDEX({indicators(block, NAME)},{first})"
    state = judged(
        card,
        (f"{count}=0", BLANK),
        (f"{blanks}>0", BROKEN),
        (f"{wordy}>0", UNCHECKED),
        otherwise=EXACT,
    )
    title = _title(block.top, "指标")
    more = f'IF({blanks}>1,"（等 "&{blanks}&" 个）","")'
    return CardLine(
        "P16", card, f'IF({blanks}=0,{title},"没有得分：得分 · "&{name}&{more})',
        f"{count}-{blanks}", count, state,
        _to_indicator(card, block, f"IFERROR({first},1)"),
    )  # fmt: skip


def total(card: CardPlan) -> CardLine:
    """P06."""
    written, execution = (single(card, what).ref for what in ("总分", "执行得分"))
    rows = [block.top for block in card.blocks]
    count, wordy, scored, scores = (
        "+".join(_here(row, column) for row in rows) for column in (COUNT, WORDY, SCORED, SCORES)
    )
    sum_ = f"(N({execution})+{scores})"
    state = judged(
        card,
        (f"{count}=0", BLANK),
        (f"OR({wordy}>0,{is_words(execution)},{_here(card.top, UNREAD)}>0)", UNCHECKED),
        (f'{written}=""', f"IF({scored}+COUNT({execution})>0,{BROKEN},{BLANK})"),
        (is_words(written), UNCHECKED),
        *agree(written, sum_),
        otherwise=BROKEN,
    )
    spot = card.cells["总分", 0]
    place = text(card.form.total)
    return CardLine("P06", card, place, written, sum_, state, to(card, spot), (spot,))


def ticks(card: CardPlan) -> Iterator[CardLine]:
    """P18 of each row of boxes."""
    for row in card.form.ticks:
        spots = [card.cells[f"勾选 {row.label}", i] for i in range(len(row.choices))]
        ticked, boxes = (
            "+".join(
                f'ISNUMBER(FIND({spot.ref}&"",IF({spot.ref}&""="","","{signs}")))*(LEN({spot.ref})>0)'
                for spot in spots
            )
            for signs in (_TICKED, _TICKED + _OPEN)
        )
        state = judged(
            card, (f"({ticked})=1", EXACT), (f"({boxes})=0", UNCHECKED), otherwise=BROKEN
        )
        yield CardLine(
            "P18", card, text(row.label), ticked, "1", state, to(card, spots[0]), tuple(spots)
        )
