"""The named checks (检查 …): conditions on a table's shape that no equation can say.

Each is a plain function from a workbook's tables to observations; its docstring is the condition.
`CHECKS` maps the name that a form uses to the function; a test holds it equal to the names that
the compiler of rules allows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

from validator.checks.amount_cells import amounts, decimals
from validator.checks.beside import budget, last_year
from validator.checks.content import content
from validator.checks.context import Context, at, quoted
from validator.checks.differences import differences, of_layout
from validator.checks.entered import holds_amounts
from validator.checks.formulas import formulas
from validator.checks.identities import contradictions
from validator.checks.layout import layout
from validator.checks.magnitude import magnitudes
from validator.checks.outcome import Observation, Outcome
from validator.checks.projects import project_money
from validator.checks.repeated_columns import repeated_columns
from validator.checks.scorecards.blank import is_blank as is_blank_card
from validator.checks.scorecards.places import ordered
from validator.checks.submitted import submitted
from validator.checks.units import NAME as UNITS
from validator.checks.units import observed as units_added_up
from validator.checks.years import last_years, year_elsewhere
from validator.forms.catalogue import LENGTHS, LEVELS_OF, called_codes, is_code, parent_of
from validator.forms.equations import CompiledCheck, CompiledInclusion, keys_of
from validator.forms.model import Form, Layout, Rule, Severity, name_of_table
from validator.recognition import Entry, Recognised, Table
from validator.recognition.words import plain
from validator.rounding import Verdict

#: So many 科目 are named of those that the catalogue does not know.
_NAMED = 8


def codes(context: Context, rule: Rule, check: CompiledCheck) -> Iterator[Observation]:
    """Codes have as many digits as their kind has levels, stand once, in ascending order, below
    their parent, and carry the name that the catalogue of the year gives them. A code that the
    catalogue does not know is information, once a table; of codes without a catalogue nothing is
    said."""
    table = context.found.tables[check.table]
    names = context.names.get(table.form.catalogue, {})
    lengths, called = LENGTHS[table.form.catalogue], called_codes(table.form.catalogue)
    present = {entry.code for entry in table.entries}
    seen: set[str] = set()
    unknown: list[Entry] = []

    def seen_at(
        entry: Entry,
        kind: str,
        severity: Severity,
        verdict: Verdict = Verdict.ERROR,
        **facts: object,
    ) -> Observation:
        told = {"what": called, "code": entry.code, "name": entry.name, **facts}
        return at(rule, kind, table, told, (entry.row, entry.column), severity, verdict)

    for entry in table.entries:
        if entry.code in seen:
            yield seen_at(entry, "code_twice", Severity.ERROR)
            continue
        seen.add(entry.code)
        if not is_code(entry.code, lengths):
            wanted = "、".join(str(length) for length in lengths)
            yield seen_at(entry, "code_length", Severity.ERROR, lengths=wanted)
            continue
        parent = parent_of(entry.code)
        if parent and parent not in present:
            orphan = seen_at(entry, "code_orphan", Severity.ERROR, parent=parent)
            yield orphan._replace(lacks=(check.table, parent))
        expected = names.get(entry.code)
        if expected is None and names:
            unknown.append(entry)
        elif expected and entry.name not in ("", expected) and plain(expected) != plain(entry.name):
            yield seen_at(entry, "code_name", Severity.WARNING, expected=expected)
    if unknown:
        first, *others = unknown
        named = "、".join(f"{entry.code} {entry.name}".strip() for entry in unknown[:_NAMED])
        codes = {"codes": named + "…" * (len(unknown) > _NAMED)}
        told = seen_at(first, "code_unknown", Severity.INFO, Verdict.NOT_APPLICABLE, **codes)
        yield told._replace(also=tuple((table, entry.row, entry.column) for entry in others))
    in_blocks = table.form.layout is Layout.BLOCKS
    for before, entry in pairwise(table.entries):
        if entry.code >= before.code:
            continue
        # Blocks have their 类 in the form's order, not in that of the codes.
        if not in_blocks or before.code[:3] == entry.code[:3]:
            yield seen_at(entry, "code_order", Severity.WARNING, before=before.code)


def children(context: Context, rule: Rule, check: CompiledCheck) -> Iterator[Observation]:
    """Every 类 has a 款 and every 款 a 项: accounts are disclosed down to the lowest level."""
    table = context.found.tables[check.table]
    parents = {parent_of(entry.code) for entry in table.entries}
    lengths = LENGTHS[table.form.catalogue]
    lowest = list(LEVELS_OF[table.form.catalogue])[-1]
    for entry in table.entries:
        if is_code(entry.code, lengths[:-1]) and entry.code not in parents:
            facts = {"code": entry.code, "name": entry.name, "lowest": lowest}
            kind = "no_item" if len(entry.code) == 5 else "no_group"
            yield at(rule, kind, table, facts, (entry.row, entry.column))


def complete(context: Context, rule: Rule, _: CompiledCheck) -> Iterator[Observation]:
    """Every table of the edition is in the workbook, with headings by which it can be read; how
    heavy it is that one is not there, its form may say."""
    found = context.found
    unread = {title.subject: title for title in found.unread}
    for subject, title in unread.items():
        facts: Mapping[str, object]
        facts = {"title": found.edition.forms[subject].title, "at": title.place}
        yield Observation(rule, "headings_unknown", rule.severity, Verdict.NOT_EVALUATED, "", facts)
    forms = (found.edition.forms[s] for s in found.edition.order if s not in unread)
    missing = [form for form in forms if not keys_of(form, found.tables)]
    if optional := [form for form in missing if form.optional]:
        facts, verdict = _listed(optional), Verdict.NOT_APPLICABLE
        yield Observation(rule, "missing_optional", Severity.INFO, verdict, "", facts)
    due = [form for form in missing if not form.optional]
    for severity in Severity:
        if own := [form for form in due if (form.absence or rule.severity) is severity]:
            yield Observation(rule, "missing", severity, Verdict.ERROR, "", _listed(own))


def _listed(forms: list[Form]) -> Mapping[str, object]:
    names = "、".join(f"{form.name} {form.title}" for form in forms)
    return {"tables": names, "count": len(forms)}


def doubles(context: Context, rule: Rule, _: CompiledCheck) -> Iterator[Observation]:
    """No table stands twice. The first one with figures is checked; the others are named. Of tables
    that may stand any number of times, no two are the same; all of them are checked."""
    for table, used in _same(context.found.tables.values()):
        facts = {"title": table.form.title, "used": used.place, "other": table.place}
        yield at(rule, "double_of_many", table, facts, severity=Severity.WARNING)
    for table in context.found.doubles:
        used = context.found.tables[table.key]
        blank = table.is_blank() and not used.is_blank()
        facts = {"title": table.called, "used": used.place, "other": table.place}
        same = _figures(table) == _figures(used)
        kind = "double_blank" if blank else "double_same" if same else "double_differs"
        severity = rule.severity if kind == "double_differs" else Severity.WARNING
        yield at(rule, kind, table, facts, severity=severity)


def _figures(table: Table) -> Mapping[object, int]:
    return {key: cell.amount.printed for key, cell in table.cells.items()}


def _same(tables: Iterable[Table]) -> Iterator[tuple[Table, Table]]:
    """The tables of a form that may stand several times that are filled in like an earlier one:
    with the same figures, and the same words behind the first label."""
    first: dict[object, Table] = {}
    for table in tables:
        if table.form.repeated and not table.is_blank():
            same = table.form.subject, frozenset(_figures(table).items()), _first_field(table)
            used = first.setdefault(same, table)
            if used is not table:
                yield table, used


def _first_field(table: Table) -> str:
    """What stands behind the first label of a table: the name of a project."""
    label = next((row[0].label for part in table.form.parts for row in part.fields), "")
    for row in range(table.top, table.bottom + 1):
        line = [w for c in range(table.left, table.right + 1) if (w := table.words_at(row, c))]
        if len(line) > 1 and line[0] == plain(label):
            return line[1]
    return ""


def emptiness(context: Context, rule: Rule, _: CompiledCheck) -> Iterator[Observation]:
    """A table declared empty holds no figures, and no other table holds what should be in it."""
    for table in context.found.tables.values():
        if table.declaration and not table.empty:
            yield at(rule, "empty_but_filled", table, {"sentence": table.declaration})
    for outcome in contradictions(context.rules, context.tables):
        here = all(operand.table.key in context.found.tables for operand in outcome.operands)
        # What a rule says of another workbook is no heavier than the rule.
        yield _contradiction(rule, outcome, rule.severity if here else outcome.rule.severity)


def _contradiction(rule: Rule, outcome: Outcome, severity: Severity) -> Observation:
    empty = next(o.table for o in outcome.operands if o.table.empty)
    filled = max(
        (o for o in outcome.operands if o.cell and not o.table.empty),
        key=lambda operand: operand.cell is not None and bool(operand.cell.amount.printed),
    )
    assert filled.cell is not None
    facts = {
        "sentence": empty.empty,
        "title": empty.called,
        "other": name_of_table(filled.table.key),
        "label": filled.table.row_label(filled.row),
        "raw": filled.cell.raw,
        "identity": outcome.text,
    }
    place = (filled.table, filled.cell.row, filled.cell.column)
    return Observation(rule, "empty_contradicted", severity, Verdict.ERROR, empty.key, facts, place)


#: Remarks on figures that no rule adds up, or that stand under another heading than they should.
_WRONG_PLACE = frozenset({"heading_differs", "unnamed_line"})
#: Remarks on rows whose figures could not be bound to the form.
_UNBOUND = frozenset(
    {
        "line_unknown", "row_without_code", "row_without_words", "second_row", "total_twice",
        "section_missing", "column_missing", "column_lacking", "code_unclear",
    }
)  # fmt: skip


def lines(context: Context, rule: Rule, _: CompiledCheck) -> Iterator[Observation]:
    """Every line that the form prints is there, with its words and its 行次, and every column under
    its heading. A row whose figures cannot be bound was not checked, and is said to be so. What
    another layout explains is said by `differences`."""
    for table in context.found.tables.values():
        missing: list[str] = []
        for remark in table.remarks:
            if of_layout(table, remark):
                continue
            if remark.kind == "line_missing":
                missing.append(str(remark.facts["label"]))
                continue
            place = None
            if remark.row is not None and remark.column is not None:
                place = remark.row, remark.column
            facts = {"title": table.called, **remark.facts}
            severity = Severity.ERROR if remark.kind in _WRONG_PLACE else None
            verdict = Verdict.NOT_EVALUATED if remark.kind in _UNBOUND else Verdict.ERROR
            yield at(rule, remark.kind, table, facts, place, severity, verdict)
        if missing:
            facts = {"title": table.called, "labels": quoted(missing)}
            yield at(rule, "line_missing", table, facts)


def units(context: Context, rule: Rule, _: CompiledCheck) -> Iterator[Observation]:
    """Every table says in what unit its amounts are. One that does not is taken to have the
    commonest unit of the workbook, or 万元 where none is stated."""
    for table in context.found.tables.values():
        if not table.unit_stated:
            facts = {"title": table.called, "unit": table.unit.name}
            yield at(rule, "unit_assumed", table, facts)


def one_department(context: Context, rule: Rule, _: CompiledCheck) -> Iterator[Observation]:
    """All tables are of one year and one department: one that is not was likely pasted in. That
    all of them are of another year than the cover or the file's name says is information."""
    found = context.found
    if elsewhere := year_elsewhere(found):
        told = {"where": elsewhere[0], "own": elsewhere[1], "common": found.year}
        severity, verdict = Severity.INFO, Verdict.NOT_APPLICABLE
        yield Observation(rule, "year_elsewhere", severity, verdict, "", told)
    for table in found.tables.values():
        for kind, own, common in (
            ("year_differs", table.year, found.year),
            ("department_differs", table.department, found.department),
        ):
            if own and common and own != common:
                facts = {"title": table.called, "own": own, "common": common}
                yield at(rule, kind, table, facts)


def is_blank(found: Recognised) -> bool:
    """Was nothing filled in yet: no figure in any table, none declared empty, no row unread?"""
    tables = found.tables.values()
    if found.unread or any(t.declaration or t.content.odd for t in tables):
        return False
    if any(any(t.content.figures.values()) for t in (*tables, *found.doubles)):
        return False
    if any(remark.kind in _UNBOUND for t in tables for remark in t.remarks):
        return False
    return not (found.template and any(holds_amounts(t, found.book) for t in tables))


def blank(context: Context, rule: Rule, _: CompiledCheck) -> list[Observation]:
    """The workbook is filled in. Of tables that are blank nothing else can be said."""
    found = context.found
    if not is_blank(found):
        return []
    filled = any(not is_blank_card(card) for card in ordered(found))
    kind = "blank_tables" if filled else "blank"
    facts = {"count": len(found.tables)}
    return [Observation(rule, kind, rule.severity, Verdict.NOT_APPLICABLE, "", facts)]


#: 检查 NAME → function(context, rule, check); None: the check does not apply.
CHECKS: Mapping[str, Callable[[Context, Rule, CompiledCheck], Iterable[Observation] | None]] = {
    "科目编码": codes,
    "下级科目": children,
    "表格齐全": complete,
    "表格重复": doubles,
    "空表声明": emptiness,
    "行次齐全": lines,
    "金额": amounts,
    "小数位数": decimals,
    "单位量级": magnitudes,
    "重复栏": repeated_columns,
    "单位": units,
    "年度部门": one_department,
    "上年工作簿": last_year,
    "预算工作簿": budget,
    "近两年": last_years,
    UNITS: units_added_up,
    "项目资金": project_money,
    "空白工作簿": blank,
    "模板公式": formulas,
    "模板版面": layout,
    "提交公式": submitted,
    "版式差异": differences,
    "文件内容": content,
}


def inclusion(context: Context, check: CompiledInclusion) -> list[Observation] | None:
    """Codes of the parts that the whole lacks; None where a table of the rule is absent."""
    tables = context.found.tables
    if check.whole not in tables or all(part not in tables for part, _ in check.parts):
        return None
    if tables[check.whole].uncoded:
        return None
    known, found = tables[check.whole].codes, []
    for part, column in check.parts:
        table = tables.get(part)
        for entry in table.entries if table else ():
            if entry.code in known:
                continue
            assert table is not None
            if column is not None and not table.content.figures.get((part, entry.key, column)):
                continue
            whole = tables[check.whole].form.name
            facts = {"code": entry.code, "name": entry.name, "whole": whole}
            seen = at(check.rule, "not_included", table, facts, (entry.row, entry.column))
            found.append(seen._replace(lacks=(check.whole, entry.code)))
    return found
