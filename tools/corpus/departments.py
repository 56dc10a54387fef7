"""Small departments that do not exist: few 科目, and no two figures that are alike by accident.

The same number gives the same department. The books are those of `tests.ledger`, so that the
tables of every edition can be added up from them.
"""

import random

from tests.ledger import FUND, GENERAL, GRANT, OTHER, SERVICE, STATE, THREE_PUBLIC, Department, Flow

#: 项 of the general budget → may it be paid for as a project?
_GENERAL_ITEMS = {
    "2010507": True,
    "2080505": False,
    "2080506": False,
    "2101101": False,
    "2101103": False,
    "2101501": False,
    "2101506": True,
    "2101599": True,
    "2210201": False,
}
_FUND_ITEMS = ("2120803", "2296006")
_STATE_ITEMS = ("2230105",)
#: Economic 款 of which the amount is that of these functional 项 (rule E01).
_ECHOES = {
    "30108": "2080505",
    "30109": "2080506",
    "30110": "2101101",
    "30111": "2101103",
    "30113": "2210201",
}
#: Economic 款 that share the rest.
_REST = ("30101", "30102", "30103", "30201", "30207", "30211", "30217", "30231", "30305")
#: 科目 of these departments whose names the catalogue does not know.
NAMES = {
    "2010507": "专项普查活动",
    "21208": "国有土地使用权出让收入安排的支出",
    "2120803": "城市建设支出",
    "2296006": "用于残疾人事业的彩票公益金支出",
    "2230105": "国有企业改革成本支出",
}
#: How the rest is shared, in per cents; the first one takes what is left over.
_SHARES = (0, 17, 23, 6, 2, 4, 1, 3, 2)


def department(
    number: int,
    name: str,
    *,
    fund: bool = True,
    state: bool = True,
    own: bool = True,
    fine: bool = False,
) -> Department:
    """The department `number`: with money of government funds, of state capital and of its own, or
    without. Amounts are whole units of 万元 with two decimals, `fine`: of 元 with two. Tables
    without figures are declared empty."""
    rng = random.Random(number)

    def fen(low: float, high: float) -> int:
        """An amount between two in 万元, with no zero at its end when printed."""
        whole = 10 * rng.randint(int(low * 10), int(high * 10)) + rng.choice(
            (1, 2, 3, 4, 6, 7, 8, 9)
        )
        return whole * 10_000 + (rng.randint(1, 9_999) if fine else 0)

    flows: dict[tuple[str, str], Flow] = {}
    for code, projects in _GENERAL_ITEMS.items():
        project = fen(20, 300) if projects else 0
        basic = 0 if projects and code != "2101506" else fen(5, 90)
        if code == "2101501":
            basic = fen(700, 900)
        opening, closing = (fen(3, 9), fen(1, 8)) if code == "2101506" else (0, 0)
        income = basic + project + closing - opening
        flows[code, GENERAL] = Flow(opening, income, basic=basic, project=project)
    for code in _FUND_ITEMS if fund else ():
        project, closing = fen(20, 90), fen(1, 9)
        flows[code, FUND] = Flow(0, project + closing, project=project)
    for code in _STATE_ITEMS if state else ():
        project = fen(10, 40)
        flows[code, STATE] = Flow(0, project, project=project)
    if own:
        for source in (GRANT, SERVICE, OTHER):
            project, left = fen(2, 30), fen(1, 5)
            flows["2101599", source] = Flow(0, project + left, project=project, distributed=0)
    economic = {e: flows[f, GENERAL].basic for e, f in _ECHOES.items()}
    basic = sum(flow.basic for (_, source), flow in flows.items() if source == GENERAL)
    rest = basic - sum(economic.values())
    split = [rest * share // 1_000_000 * 10_000 for share in _SHARES]
    split[0] = rest - sum(split)
    economic |= dict(zip(_REST, split, strict=True))
    three = {column: economic.get(code, 0) for column, code in THREE_PUBLIC.items()}
    three |= {column - 6: spent + fen(0.2, 2) for column, spent in three.items() if spent}
    return Department(number, name, flows, economic, three, True)
