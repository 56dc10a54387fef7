"""检查 版式差异: how the layout of a table differs from that of the edition by which it is checked.

Other provinces print other lines, other 行次 or none. Such a table is read by its words; what it
has and the form has not, and the reverse, is said once a table and not line by line.
"""

from collections.abc import Iterable, Iterator

from validator.checks.context import Context, at
from validator.checks.outcome import Observation
from validator.forms.model import Layout, Rule, Severity
from validator.messages import Said, in_both
from validator.recognition import Table
from validator.recognition.table import Remark
from validator.recognition.words import mark_number, plain
from validator.rounding import Verdict

#: Remarks that only another layout explains.
_OF_LAYOUT = frozenset(
    {"lines_unnumbered", "lines_renumbered", "label_alike", "column_unknown", "column_omitted"}
)
#: Remarks on figures that were not checked, and what the fact is called that names them.
_UNCHECKED = {"line_unknown": "label", "column_unknown": "heading"}
#: So many lines or columns are named.
_NAMED = 4


def differences(context: Context, rule: Rule, _: object) -> Iterator[Observation]:
    """Tables have the lines, the columns, the numbers of both and the number of the table that the
    edition prints. Of figures in lines and columns that it does not have, nothing was checked. Of a
    workbook made from the forms, 检查 模板版面 says what was changed."""
    if context.found.template:
        return
    for table in context.found.tables.values():
        said = list(_differences(table))
        if not said:
            continue
        if table.unit.name not in context.found.edition.opening[1]:
            said.append(in_both("layout.unit", unit=table.unit.name))
        joined = "；".join(zh for zh, _ in said), "; ".join(en for _, en in said)
        edition = context.found.edition
        facts = {
            "title": table.called,
            "edition": (edition.title, edition.title_en),
            "differences": joined,
        }
        unchecked = {r.kind for r in table.remarks if r.kind in _UNCHECKED and of_layout(table, r)}
        if not unchecked:
            yield at(rule, "layout_differs", table, facts, None, None, Verdict.NOT_APPLICABLE)
        elif "line_unknown" in unchecked or table.unfound:
            severity, verdict = Severity.WARNING, Verdict.NOT_EVALUATED
            yield at(rule, "layout_unchecked", table, facts, _first(table), severity, verdict)
        else:  # no figure of the form's is in a column beside its own, which are all there
            verdict = Verdict.NOT_APPLICABLE
            yield at(rule, "layout_unchecked", table, facts, _first(table), None, verdict)


def of_layout(table: Table, remark: Remark) -> bool:
    """Is what is remarked on a matter of the table's layout, not of a line gone wrong?"""
    return remark.kind in _OF_LAYOUT or (remark.kind in _UNCHECKED and _is_another(table))


def _is_another(table: Table) -> bool:
    return bool(table.omitted) or any(remark.kind in _OF_LAYOUT for remark in table.remarks)


def _first(table: Table) -> tuple[int, int] | None:
    """Where the first figures stand that were not checked."""
    places = (
        (remark.row, remark.column)
        for remark in table.remarks
        if remark.kind in _UNCHECKED and remark.row is not None and remark.column is not None
    )
    return next(places, None)


def _differences(table: Table) -> Iterator[Said]:
    kinds = {remark.kind for remark in table.remarks}
    if "lines_unnumbered" in kinds:
        yield in_both("layout.lines_unnumbered")
    if "lines_renumbered" in kinds:
        yield in_both("layout.lines_renumbered")
    if table.form.numbering and not _prints_column_numbers(table):
        yield in_both("layout.columns_unnumbered")
    if printed := _other_mark(table):
        yield in_both("layout.mark", printed=printed, mark=table.form.mark.strip("（）"))
    if table.omitted:
        lines = (table.form.lines[n][0].words for n in sorted(table.omitted))
        yield _listed("layout.omitted", _as_printed(lines))
    if alike := [remark for remark in table.remarks if remark.kind == "label_alike"]:
        yield _listed(
            "layout.label_alike", (in_both("layout.words_for", **each.facts) for each in alike)
        )
    if gone := [r.facts["heading"] for r in table.remarks if r.kind == "column_omitted"]:
        yield _listed("layout.column_omitted", _as_printed(gone))
    for kind, fact in _UNCHECKED.items():
        unchecked = [r for r in table.remarks if r.kind == kind and of_layout(table, r)]
        if unchecked:
            words = _as_printed(each.facts[fact] for each in unchecked)
            yield _listed(f"layout.{kind}", words)


def _prints_column_numbers(table: Table) -> bool:
    """Is there a row above the figures with the numbers of the columns? Also where there are no
    figures, as in a table that is declared empty, and in blocks, which print none."""
    if not table.bindings or table.form.layout is Layout.BLOCKS:
        return True
    first = min(table.bindings, key=lambda binding: binding.row)
    return any(
        all(table.words_at(row, column) == str(n) for n, column in first.columns.items())
        for row in range(first.row - 1, table.top, -1)
    )


def _other_mark(table: Table) -> str:
    """The number of the table as it is printed above the figures, where it is not the form's."""
    if table.form.repeated or not table.bindings:
        return ""
    own = mark_number(table.form.mark)
    for row in range(max(0, table.top - 2), table.first_row):
        for value in table.source.rows[row][table.left : table.right + 1]:
            if type(value) is not str or "表" not in value:
                continue
            words = plain(value)
            printed = mark_number(words)
            if printed and printed != own:
                return words if len(words) < 12 else printed
    return ""


def _listed(key: str, names: Iterable[Said]) -> Said:
    every = list(dict.fromkeys(names))
    shown = every[:_NAMED]
    first = "；".join(zh for zh, _ in shown), "; ".join(en for _, en in shown)
    more = len(every) > _NAMED
    named = in_both("layout.first", first=first) if more else first
    return in_both(key, count=len(every), names=named)


def _as_printed(words: Iterable[object]) -> Iterator[Said]:
    """Words of the tables, the same in both languages."""
    return ((str(each), str(each)) for each in words)
