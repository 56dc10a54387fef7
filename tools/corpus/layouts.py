"""How others print the same tables: forms changed before they are printed, sheets afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from tools.corpus.pages import Cell, Page, Reform
from validator.forms.model import ONLY_ROW, Column, Form, Heading, Layout

#: The classes that a list of 24 lacks: 债务还本支出, 债务付息支出.
NOT_OF_24 = frozenset({"231", "232"})
_ORDINALS = "一二三四五六七八九十"


# --- forms -------------------------------------------------------------------------------------


def all_of(*reforms: Reform) -> Reform:
    """One change after the other."""

    def changed(form: Form) -> Form:
        for reform in reforms:
            form = reform(form)
        return form

    return changed


def without_line_numbers(form: Form) -> Form:
    """No column of 行次."""
    if form.layout is not Layout.TWO_SIDED:
        return form
    parts = tuple(
        replace(part, headings=tuple(h for h in part.headings if h.label not in ("行次", "行")))
        for part in form.parts
    )
    return replace(form, parts=parts)


def without_column_numbers(form: Form) -> Form:
    """No row of 栏次."""
    return replace(form, numbering=False)


def with_24_classes(form: Form) -> Form:
    """The classes of before there were debts, numbered from 一 on."""
    if form.layout is not Layout.TWO_SIDED:
        return form
    parts = []
    for part in form.parts:
        lines, count = [], 0
        for line in part.lines:
            if line.code in NOT_OF_24:
                continue
            if line.code:
                count += 1
                words = line.label.partition("、")[2]
                line = replace(line, label=f"{ordinal(count)}、{words}")
            lines.append(line)
        parts.append(replace(part, lines=tuple(lines)))
    return replace(form, parts=tuple(parts))


def ordinal(number: int) -> str:
    """二十四 for 24."""
    tens, ones = divmod(number, 10)
    before = ("" if tens == 1 else _ORDINALS[tens - 1]) + "十" if tens else ""
    return before + (_ORDINALS[ones - 1] if ones else "")


def halves_of_own_length(form: Form) -> Form:
    """No lines without words: one side ends far above the other."""
    parts = tuple(
        replace(part, lines=tuple(line for line in part.lines if line.words)) for part in form.parts
    )
    return replace(form, parts=parts) if form.layout is Layout.TWO_SIDED else form


def codes_in_three_columns(form: Form) -> Form:
    """类, 款 and 项 each below a heading of their own."""
    if not form.open:
        return form
    levels = tuple(Heading(level, None) for level in "类款项")

    def split(heading: Heading) -> Heading:
        if heading.label.endswith(("编码", "代码")) and not heading.children:
            return replace(heading, children=levels)
        return replace(heading, children=tuple(map(split, heading.children)))

    part = form.parts[0]
    return replace(form, parts=(replace(part, headings=tuple(map(split, part.headings))),))


def three_public_in_pairs(form: Form) -> Form:
    """“三公” with 预算数 and 决算数 side by side below each item."""
    if form.layout is not Layout.SINGLE:
        return form

    def pair(label: str, number: int) -> Heading:
        halves = (Heading("预算数", number), Heading("决算数", number + 6))
        return Heading(label, None, halves)

    cars = (pair("小计", 3), pair("公务用车购置费", 4), pair("公务用车运行费", 5))
    headings = (
        pair("合计", 1),
        pair("因公出国（境）费", 2),
        Heading("公务用车购置及运行费", None, cars),
        pair("公务接待费", 6),
    )
    return _with_headings(form, headings)


def state_capital_in_full(form: Form) -> Form:
    """国有资本经营 with 年初, 本年收入 and 年末, which other editions leave out: the columns 11, 12
    and 16."""
    spent = (Heading("小计", 1), Heading("基本支出", 2), Heading("项目支出", 3))
    words = tuple(h for h in form.parts[0].headings if h.children and _words_only(h))
    words = words or tuple(h for h in form.parts[0].headings if h.number is None)[:2]
    return replace(
        _with_headings(
            form,
            (
                *words,
                Heading("年初结转和结余", 11),
                Heading("本年收入", 12),
                Heading("本年支出", None, spent),
                Heading("年末结转和结余", 16),
            ),
        ),
        title="国有资本经营预算财政拨款收入支出决算表",
        numbering=False,
    )


def _words_only(heading: Heading) -> bool:
    return heading.number is None and all(map(_words_only, heading.children))


def _with_headings(form: Form, headings: tuple[Heading, ...]) -> Form:
    columns = tuple(_columns(headings, ()))
    return replace(
        form, parts=(replace(form.parts[0], headings=headings, columns=columns),), numbering=False
    )


def _columns(headings: Sequence[Heading], above: tuple[str, ...]) -> list[Column]:
    found: list[Column] = []
    for heading in headings:
        path = (*above, heading.label)
        if heading.children:
            found += _columns(heading.children, path)
        elif heading.number is not None:
            found.append(Column(heading.number, path))
    return found


# --- sheets ------------------------------------------------------------------------------------


def without_marks(page: Page) -> None:
    """No 公开NN表."""
    page.delete_rows({row for row, _ in page.of("mark")})


def total_last(page: Page) -> None:
    """合计 below the 科目 instead of above them."""
    codes = _codes(page)
    totals = [p for p in page.of("label") if page.cells[p].value == "合计"]
    if not codes or not totals:
        return
    total, last = totals[0][0], codes[-1][0]

    def row(old: int) -> int:
        if old == total:
            return last
        return old - 1 if total < old <= last else old

    page.moved(row)


#: How a code is split over three columns: 类, 款 and 项 of 208, 20805 and 2080505.
SHAPES: dict[str, Callable[[str], tuple[str, str, str]]] = {
    # 208 | 05 | 05, the class and the division repeated in each row
    "repeated": lambda code: (code[:3], code[3:5], code[5:7]),
    # only the last part, below that of the rows above
    "steps": lambda code: (
        code if len(code) == 3 else "",
        code[3:5] if len(code) == 5 else "",
        code[5:7] if len(code) == 7 else "",
    ),
    # the whole code in the column of its level
    "levels": lambda code: (
        code if len(code) == 3 else "",
        code if len(code) == 5 else "",
        code if len(code) == 7 else "",
    ),
    # the code of every level in its column
    "whole": lambda code: (code[:3], code[:5] if len(code) > 3 else "", code if code[5:] else ""),
}


def _codes(page: Page) -> list[tuple[int, int]]:
    """The codes of a 科目 table, from above; none of a table with blocks side by side."""
    codes = page.of("code")
    return codes if len({column for _, column in codes}) == 1 else []


def split_codes(page: Page, shape: str) -> None:
    """The codes of a page printed with `codes_in_three_columns`, in one of the `SHAPES`."""
    for row, column in _codes(page):
        code = str(page.cells[row, column].value)
        page.unmerge(row, row)
        for i, part in enumerate(SHAPES[shape](code)):
            old = page.cells[row, column]
            page.cells[row, column + i] = replace(old, value=part, role="code" if not i else "part")


def code_and_name(page: Page, pattern: str) -> None:
    """Code and name in the cell of the name, as `pattern` says: {code} {name}."""
    codes = dict(_codes(page))
    if not codes:
        return
    for row, column in page.of("name"):
        code = page.cells[row, codes[row]].value
        page.put(row, column, pattern.format(code=code, name=page.cells[row, column].value))
    page.delete_columns(set(codes.values()))


def stated(page: Page, words: str) -> None:
    """Another title: {title} is the old one."""
    for place in page.of("title"):
        page.put(*place, words.format(title=page.cells[place].value))


def split_words(page: Page) -> None:
    """Header words with spaces and line breaks in them."""

    def split(value: object) -> object:
        words = str(value)
        if len(words) < 5:
            return "　".join(words) if len(words) < 4 else f"{words[:2]}  {words[2:]}"
        return f"{words[:3]}\n{words[3:5]} {words[5:]}"

    page.change(page.of("heading", "label"), split)


def below(name: str, pages: Sequence[Page], gap: int = 2) -> Page:
    """Several sheets on one, below one another."""
    whole = Page(name)
    for page in pages:
        start = whole.height + (gap if whole.cells else 0)
        page.insert_rows(0, start)
        whole.cells |= page.cells
        whole.merges += page.merges
    return whole


def beside(name: str, pages: Sequence[Page], gap: int = 1) -> Page:
    """Several sheets on one, side by side."""
    whole = Page(name)
    for page in pages:
        page.insert_columns(0, whole.width + (gap if whole.cells else 0))
        whole.cells |= page.cells
        whole.merges += page.merges
    return whole


def heading_rows(page: Page) -> list[int]:
    """The rows of headings, with that of 栏次."""
    return sorted({row for row, _ in page.of("heading", "numbers")})


def repeated_heading(page: Page, at: int) -> None:
    """The rows of headings once more, in the middle of the table: before row `at`."""
    rows = heading_rows(page)
    page.insert_rows(at, len(rows))
    for (row, column), cell in list(page.cells.items()):
        if row in rows:
            page.cells[at + rows.index(row), column] = cell
    page.merges += [
        (at + rows.index(a), b, at + rows.index(c), d)
        for a, b, c, d in list(page.merges)
        if a in rows
    ]


def over_two(page: Page, at: int, name: str) -> tuple[Page, Page]:
    """A sheet and the rest of its table, from row `at` on, on a second one that repeats title and
    headings."""
    head = {row for row, _ in page.of("title", "mark", "department", "unit")}
    rows = [*sorted(head), *heading_rows(page)]
    rest = Page(name)
    for (row, column), cell in page.cells.items():
        if row in rows:
            rest.cells[rows.index(row), column] = cell
        elif row >= at:
            rest.cells[len(rows) + row - at, column] = cell
    page.cells = {p: cell for p, cell in page.cells.items() if p[0] < at}
    page.merges = [m for m in page.merges if m[2] < at]
    for place in rest.of("title"):
        rest.put(*place, f"{rest.cells[place].value}（续）")
    return page, rest


def three_public_vertical(page: Page) -> None:
    """“三公” as rows 项目 | 预算数 | 决算数."""
    amounts = {page.cells[p].key: page.cells[p] for p in page.of("amount")}
    first = heading_rows(page)[0]
    notes = [page.cells[p] for p in page.of("note")]
    table = page.cells[page.of("title")[0]].table
    page.cells = {p: cell for p, cell in page.cells.items() if p[0] < first}
    page.merges = [m for m in page.merges if m[2] < first]
    page.cells = {(r, min(c, 2)): cell for (r, c), cell in page.cells.items()}
    page.merges = [(a, b, c, min(d, 2)) for a, b, c, d in page.merges]
    for column, words in enumerate(("项目", "预算数", "决算数")):
        page.cells[first, column] = Cell(words, "heading", table)
    items = (
        "合计", "1.因公出国（境）费", "2.公务用车购置及运行费", "（1）公务用车购置费",
        "（2）公务用车运行费", "3.公务接待费",
    )  # fmt: skip
    for i, words in enumerate(items, start=1):
        page.cells[first + i, 0] = Cell(words, "label", table)
        for column, key in ((1, (ONLY_ROW, i)), (2, (ONLY_ROW, i + 6))):
            page.cells[first + i, column] = amounts[key]
    for i, note in enumerate(notes, start=len(items) + 1):
        page.cells[first + i, 0] = note


def merged_everywhere(page: Page) -> None:
    """Every row of words one merged cell taller, and figures merged over two rows."""
    page.moved(lambda row: 2 * row)
    page.merges = [(a, b, c + 1, d) for a, b, c, d in page.merges]
    taken = {(a, b) for a, b, _, _ in page.merges}
    page.merges += [(r, c, r + 1, c) for r, c in page.cells if (r, c) not in taken]


def footnotes(page: Page, words: Sequence[str]) -> None:
    """Lines below the table."""
    table = next(cell.table for cell in page.cells.values() if cell.table)
    for line in words:
        page.cells[page.height, 0] = Cell(line, "note", table)
