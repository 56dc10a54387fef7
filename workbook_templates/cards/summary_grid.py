"""The summary of a department's self-evaluation (整体绩效自评结果摘要版) → where every cell of it
goes: the sentences, the table of weights, scores and grades, the goals with their indicators.

The keys of the cells are (what, number): ("表题", 0), ("结论", 0), for line i of the table
("摘要指标", i), ("摘要权重", i), ("摘要得分", i) and ("摘要等级", i), ("执行率情况", 0), and
("摘要目标", goal).
"""

from validator.forms.scorecard import Scorecard
from workbook_templates.cards.data import printed
from workbook_templates.cards.summary_data import (
    LineData,
    Paragraph,
    PartData,
    ReachedData,
    ReachedGoal,
    SummaryData,
)
from workbook_templates.paper import Grid, Paper, Placed

_WIDTH = 4
#: What stands for a figure or a grade that is still to be written into a sentence.
OPEN = "＿＿"
#: The conclusion and the sentence on the execution, as they are printed.
CONCLUSION = "本单位整体绩效自评得分总分为{total}分，评分结果为{grade}。其中：{parts}。"
PART = "{group}满分{full}分，实际得分{score}分"
EXECUTION = "本单位整体绩效财政预算金额{budget}，实际执行{executed}，执行率{rate}。"
_REACHED = "{number} {level2}-{name}，年初目标值{target}，实际完成值{result}。"
_INCLUDING = "包括下列具体指标："
_HEAD = "其中："


def lay_out_summary(
    form: Scorecard, summary: SummaryData | None, *, year: int = 0, name: str = ""
) -> Grid:
    """The summary as it is printed, for None a blank one of the year and the department.

    Roles: title, text (sentences and headings), heading, label, input, note.
    """
    summary = summary or blank_summary(form, year=year, name=name)
    paper = Paper(_WIDTH)
    paper.across(summary.title, "title", ("表题", 0))
    _paragraph(paper, summary.conclusion, "结论")
    for column, words in enumerate(summary.columns):
        paper.put(paper.row, column, words, "heading")
    paper.row += 1
    for i, line in enumerate(summary.lines):
        for column, (what, value) in enumerate(
            (
                ("摘要指标", line.group),
                ("摘要权重", line.weight),
                ("摘要得分", line.score),
                ("摘要等级", line.grade),
            )
        ):
            role = "input" if column else "label"
            paper.add(Placed(paper.row, column, printed(value), role, (what, i)))
        paper.row += 1
    paper.across(summary.note, "note")
    for i, row in enumerate((summary.band_columns, *summary.bands)):
        for column, words in zip((0, _WIDTH // 2), row, strict=True):
            paper.put(paper.row, column, words, "label" if i else "heading", right=_WIDTH // 2)
        paper.row += 1
    _paragraph(paper, summary.execution, "执行率情况")
    for words in summary.achieved:
        paper.across(words, "text")
    for number, goal in enumerate(summary.goals):
        paper.across(goal_words(goal), "text", ("摘要目标", number))
        for indicator in goal.indicators:
            paper.across(_REACHED.format(**indicator._asdict()), "text")
    for section in summary.sections:
        _paragraph(paper, section)
    cells = sorted(paper.cells, key=lambda cell: (cell.row, cell.column))
    return Grid(tuple(cells), tuple(sorted(paper.merges)), paper.row, _WIDTH)


def goal_words(goal: ReachedGoal) -> str:
    """The line above the indicators of a goal."""
    return f"{goal.heading}{goal.text}{_INCLUDING}"


def blank_summary(form: Scorecard, *, year: int = 0, name: str = "") -> SummaryData:
    """A summary of `form` in which nothing is written."""
    caption = form.caption if year else form.caption.replace("{year}年度", "")
    groups = [line.removeprefix(_HEAD) for line in form.lines[1:]]
    parts = [PART.format(group=group, full=OPEN, score=OPEN) for group in groups]
    conclusion = CONCLUSION.format(total=OPEN, grade=OPEN, parts=";".join(parts))
    execution = EXECUTION.format(budget=OPEN, executed=OPEN, rate=OPEN)
    return SummaryData(
        form=form,
        source="",
        title=caption.format(year=year, name=name),
        conclusion=Paragraph("（一）部门整体绩效自评得分", conclusion, ("一、自评结论",)),
        total="",
        grade="",
        parts=tuple(PartData(group, "", "") for group in groups),
        columns=form.headings,
        lines=tuple(LineData(line, "", "", "") for line in form.lines),
        note="".join(form.notes),
        band_columns=("评价计分结果", "评价结果级别"),
        bands=tuple(_bands(form)),
        execution=Paragraph("1.执行率情况", execution, ("（二）部门整体绩效目标完成情况",)),
        said=("", "", ""),
        achieved=("2.完成的绩效目标", "本单位按预计情况完成的目标有："),
        goals=tuple(
            ReachedGoal(goal.heading, "", (ReachedData("（1）", "", "", "", ""),))
            for goal in form.goals
        ),
        sections=(Paragraph("3.未完成的绩效目标", ""),),
    )


def _bands(form: Scorecard) -> list[tuple[str, str]]:
    """The grades as the notes print them: 占比90分-100分 优 … 占比60分以下 差."""
    found, above = [], "100"
    for least, grade in form.bands:
        words = f"占比{least}分-{above}分" if least else f"占比{int(above) + 1}分以下"
        found.append((words, grade))
        above = str(least - 1)
    return found


def _paragraph(paper: Paper, paragraph: Paragraph, what: str = "") -> None:
    for words in (*paragraph.above, paragraph.heading):
        paper.across(words, "text")
    paper.across(paragraph.text, "text", (what, 0) if what else None)
