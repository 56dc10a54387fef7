"""Filled scorecards from simple columns: what the case tables of the rules are run on.

A column is a cell of the card by its printed name (预算数, 执行数, 执行率, 得分, 总分, 等级, 约束,
原因 …); a column that is not given is a blank cell, and 空 is one in a list. Lists (目标分值,
一级分值, 分值, 指标得分) are cut at ； between goals, at / between 一级指标 and at spaces between
indicators; 目标值, 完成值, 指标名 and 各自原因 (the reasons in the indicators' own rows) hold the
words of one indicator after the other, cut at ；.
"""

from collections.abc import Mapping
from itertools import count

from validator.amounts import WAN_YUAN
from validator.checks.scorecards import ON_CARDS, ON_SUMMARIES
from validator.checks.scorecards.seen import Seen
from validator.checks.scorecards.workbook import Workbook
from validator.forms.loader import load
from validator.forms.model import TOTAL
from validator.forms.scorecard import Scorecard, load_scorecard, weight_in
from validator.reading import Sheet
from validator.recognition.card import (
    Card,
    Execution,
    Goal,
    Indicator,
    Summary,
    SummaryGoal,
    SummaryLine,
    SummaryPart,
    Ticked,
    Written,
)
from validator.recognition.cells import Binding, scan
from validator.recognition.table import Table
from validator.rounding import Verdict

BLANK = "空"
SHEET = "自评表"
GROUPS = ("产出指标", "效益指标", "满意度指标", "成本指标")
_WORDS = ("指标名", "目标值", "完成值", "各自原因")
SUMMARY_LINES = ("预算执行情况", "产出指标", "效益指标", "满意度指标")
PROJECT, DEPARTMENT = "scorecard-project-2022", "scorecard-department-2022"
#: A project whose budget was spent and whose one indicator was reached.
A_PROJECT = {
    "执行率": "100%",
    "得分": "20",
    "目标分值": "80",
    "分值": "80",
    "指标得分": "80",
    "目标值": "100%",
    "完成值": "100%",
    "总分": "100",
    "勾选": "1 / 1 / 1",
}
#: Columns that make the card a department's, and those of a summary.
_OF_DEPARTMENTS = {"基本支出", "项目支出", "表3", "表5"}
_OF_SUMMARIES = {
    "权重", "各项得分", "各项等级", "综合得分", "综合等级", "句中满分", "句中得分",
    "摘要总分", "摘要等级", "摘要预算数", "摘要执行数", "摘要执行率", "摘要目标",
}  # fmt: skip


class Pen:
    """Writes cells, each in a row of its own."""

    def __init__(self) -> None:
        self._rows = count()

    def write(self, label: str, said: object = BLANK) -> Written:
        """A new cell; 空 leaves it blank."""
        return Written(next(self._rows), 5, label, "" if said == BLANK else said)


def lists(said: str) -> list[list[list[str]]]:
    """A list by goal, group and indicator."""
    return [[part.split() for part in goal.split("/")] for goal in said.split("；")]


def flat(said: str | None, separator: str | None = None) -> list[str]:
    """A list of words; blanks as BLANK."""
    if said is None:
        return []
    return [each.strip() for each in said.split(separator)]


def _goals(columns: Mapping[str, str], pen: Pen) -> tuple[Goal, ...]:
    texts = {name: flat(columns.get(name), "；") for name in _WORDS}
    given = [lists(columns[name]) for name in ("指标得分", "分值", "一级分值") if name in columns]
    heads = flat(columns.get("目标分值"), "；")
    if given:
        shape = [[len(group) for group in goal] for goal in given[0]]
    elif any(texts.values()):
        shape = [[max(len(found) for found in texts.values())]]
    else:
        shape = [[1] for _ in heads]
    weights = [w for goal in lists(columns.get("分值", "")) for group in goal for w in group]
    scores = [s for goal in lists(columns.get("指标得分", "")) for group in goal for s in group]
    groups = [
        g.strip() for goal in columns.get("一级分值", "").split("；") for g in goal.split("/")
    ]
    number, group_number = count(), count()

    def of(values: list[str], n: int) -> str:
        return values[n] if n < len(values) else BLANK

    def indicator(n: int, group: Written) -> Indicator:
        name, weight = of(texts["指标名"], n), of(weights, n)
        words = f"指标{n + 1}" if name == BLANK else name
        at = pen.write("三级指标", words if weight == BLANK else f"{words}（{weight} 分）")
        return Indicator(
            at.row,
            group,
            None,
            at,
            pen.write(f"目标值 · {words}", of(texts["目标值"], n)),
            pen.write(f"完成值 · {words}", of(texts["完成值"], n)),
            pen.write(f"得分 · {words}", of(scores, n)),
            at if weight != BLANK else None,
            weight_in(at.words),
            pen.write(f"偏差原因 · {words}", of(texts["各自原因"], n))
            if texts["各自原因"]
            else None,
        )

    def group(n: int) -> Written:
        weight = of(groups, n)
        words = GROUPS[n % len(GROUPS)]
        return pen.write("一级指标", words if weight == BLANK else f"{words}（{weight} 分）")

    goals = []
    for n, goal in enumerate(shape):
        heading = None
        if heads:
            said = "" if of(heads, n) == BLANK else f"（{heads[n]} 分）"
            heading = pen.write(f"年度目标{n + 1}", f"年度目标{n + 1}{said}")
        indicators = []
        for size in goal:
            at = group(next(group_number))
            indicators += [indicator(next(number), at) for _ in range(size)]
        weight = weight_in(heading.words) if heading else None
        goals.append(Goal(heading, weight, tuple(indicators)))
    return tuple(goals)


def _execution(columns: Mapping[str, str], form: Scorecard, pen: Pen) -> Execution | None:
    names = ("预算数", "执行数", "执行率", "得分")
    if not columns.keys() & {*names, "满分"}:
        return None
    full = columns.get("满分")
    at = pen.write(f"预算执行情况（万元）（{full} 分）" if full else form.execution[0])
    cells = [pen.write(name, columns.get(name, BLANK)) for name in names]
    return Execution(at, weight_in(at.label), *cells)


def _ticks(said: str | None, form: Scorecard, pen: Pen) -> tuple[Ticked, ...]:
    found = []
    for row, ticks in zip((said or "").split("/"), form.ticks, strict=False):
        if said is None:
            break
        boxes = 0 if row.strip() == "无框" else len(ticks.choices)
        chosen = tuple(int(n) - 1 for n in row.split() if n.isdigit())
        found.append(Ticked(pen.write(ticks.label, ticks.label), ticks.choices, chosen, boxes))
    return tuple(found)


def card(columns: Mapping[str, str], key: str = "S1") -> Card:
    """The card that `columns` describe."""
    of_department = columns.keys() & (_OF_DEPARTMENTS | _OF_SUMMARIES)
    form = load_scorecard(columns.get("表式", DEPARTMENT if of_department else PROJECT))
    pen = Pen()

    def cell(label: str, column: str | None = None) -> Written | None:
        said = columns.get(column or label)
        return None if said is None else pen.write(label, said)

    fields = {name: at for name in ("单位名称", "项目名称") if (at := cell(name))}
    amounts = {
        f"{name}总额": at
        for name in ("基本支出", "项目支出")
        if (at := cell(f"{name}总额", name)) is not None
    }
    ticks = _ticks(columns.get("勾选"), form, pen)
    return Card(
        key, form, SHEET, form.title, 0, 0, 99, 9, 2022, WAN_YUAN, fields, amounts, ticks,
        _execution(columns, form, pen),
        _goals(columns, pen),
        cell("约束性指标", "约束"),
        cell("总分"),
        cell("等级"),
        cell("偏差大或目标未完成原因分析", "原因"),
        cell("改进措施及结果应用方案", "措施"),
    )  # fmt: skip


def summary(columns: Mapping[str, str]) -> Summary:
    """The summary that `columns` describe; 权重, 各项得分 and so on are those of 预算执行情况 and
    of each group, in order."""
    pen = Pen()

    def cell(label: str, column: str) -> Written | None:
        said = columns.get(column)
        return None if said is None else pen.write(label, said)

    by_column = {name: flat(columns.get(name)) for name in _OF_SUMMARIES}
    lines = []
    if by_column["权重"]:
        totals = [columns.get(name, BLANK) for name in ("综合得分", "综合等级")]
        rows = [["综合评价", "100", *totals]]
        for n, name in enumerate(SUMMARY_LINES[: len(by_column["权重"])]):
            found = [by_column[c] for c in ("权重", "各项得分", "各项等级")]
            rows.append([name, *(values[n] if n < len(values) else BLANK for values in found)])
        lines = [
            SummaryLine(
                name, *(pen.write(f"{head} · {name}", said) for head, said in zip(
                    ("指标权重", "实际得分", "评价结果"), cells, strict=True
                ))
            )
            for name, *cells in rows
        ]  # fmt: skip
    fulls = by_column["句中满分"]
    parts = []
    for n, full in enumerate(fulls):
        got = by_column["句中得分"][n] if by_column["句中得分"] else full
        at = pen.write(SUMMARY_LINES[n], f"{SUMMARY_LINES[n]}满分{full}分，实际得分{got}分")
        parts.append(SummaryPart(SUMMARY_LINES[n], at, *(_points(each) for each in (full, got))))
    goals = []
    if "摘要目标" in columns:
        for n, weights in enumerate(flat(columns["摘要目标"], "；"), start=1):
            at = pen.write(f"年度目标{n}", f"年度目标{n}：")
            goals.append(SummaryGoal(at, tuple(_points(each) for each in weights.split())))
    form = load_scorecard("scorecard-summary-2022")
    return Summary(
        "S9", form, SHEET, form.title, 0, 0, 99, 9, 2022, WAN_YUAN, tuple(lines), tuple(parts),
        cell("总分", "摘要总分"),
        cell("等级", "摘要等级"),
        cell("预算数", "摘要预算数"),
        cell("执行数", "摘要执行数"),
        cell("执行率", "摘要执行率"),
        tuple(goals),
    )  # fmt: skip


def _points(said: str):
    points = Written(0, 0, "", said).points
    assert points is not None, said
    return points


def table(key: str, figures: str, department: str | None = None) -> Table:
    """Table 03 or 05 with nothing but its row 合计: `figures` are those of its first columns."""
    values = figures.split()
    sheet = Sheet(f"表{key}", [[float(value) for value in values]], {})
    bindings = (Binding(TOTAL, 0, {n + 1: n for n in range(len(values))}),)
    form = load("final-accounts-2022").forms[key]
    return Table(
        key, form, sheet, 0, 0, 0, len(values) - 1, form.title, WAN_YUAN, True, bindings,
        scan(sheet, WAN_YUAN, key, bindings), (), "", (), 2022, department,
    )  # fmt: skip


def workbook(columns: Mapping[str, str]) -> Workbook:
    """The workbook that `columns` describe: a card, 项目执行数 for the cards of projects, the
    columns of a summary, and 表3 and 表5 with 合计, 基本支出 and 项目支出."""
    executed = flat(columns.get("项目执行数"))
    projects = tuple(
        card({**A_PROJECT, "预算数": said, "执行数": said, "项目名称": f"项目{n}"}, f"S{n + 1}")
        for n, said in enumerate(executed, start=1)
    )
    own = columns.keys() - {"项目执行数", "表3", "表5"} - _OF_SUMMARIES
    cards = (card(columns),) if own or not projects else ()
    summaries = (summary(columns),) if columns.keys() & _OF_SUMMARIES else ()
    tables = {f"0{n}": table(f"0{n}", columns[f"表{n}"]) for n in (3, 5) if f"表{n}" in columns}
    return Workbook((*cards, *projects), summaries, tables)


def seen_by(rule: str, columns: Mapping[str, str]) -> tuple[Seen, ...]:
    """What a rule gives on what `columns` describe."""
    whole = workbook(columns)
    if whole.summaries and rule in ON_SUMMARIES:
        return tuple(ON_SUMMARIES[rule](whole.summaries[0], whole))
    return tuple(seen for card in whole.cards for seen in ON_CARDS[rule](card, whole))


#: The gravest first: the verdict of several Seen of one rule.
GRAVITY = (
    Verdict.ERROR,
    Verdict.IMPROBABLE,
    Verdict.NOT_EVALUATED,
    Verdict.ROUNDING,
    Verdict.EXACT,
    Verdict.NOT_APPLICABLE,
)


def verdict_of(seen: tuple[Seen, ...]) -> Verdict:
    """The gravest verdict; a rule that gave nothing did not apply."""
    found = {each.verdict for each in seen}
    return next((verdict for verdict in GRAVITY if verdict in found), Verdict.NOT_APPLICABLE)
