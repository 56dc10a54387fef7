"""What the data say in a 申报表 → what is typed in words into its sheet, and the rows that its
lists must have for it.
"""

from collections.abc import Mapping

from validator.forms.model import Form, in_list
from workbook_templates.cards.filled import NoRoom
from workbook_templates.data import Data, TableData
from workbook_templates.grid import Grid
from workbook_templates.paper import Key, columns
from workbook_templates.plan import TablePlan
from workbook_templates.spot import Spot


def words_by_table(data: Data) -> Mapping[str, Mapping[Key, str]]:
    """Table → its words, for `Plan.words`; a row of a list that holds nothing but amounts has one
    that is blank."""
    found = {}
    for key, form in data.forms.items():
        table = data.tables[key]
        bare = {row for row, _ in table.figures if in_list(row)[0]} - {
            row for row, _ in table.texts
        }
        blanks = {(row, _first_words(form, in_list(row)[0])): "" for row in bare}
        if table.texts or blanks:
            found[key] = {**table.texts, **blanks}
    return found


def _first_words(form: Form, name: str) -> int:
    """The first leaf column of a list that is for words."""
    part = next(part for part in form.parts if part.listed == name)
    return list(columns(part.headings)).index(None)


def typed_words(table: TablePlan, content: TableData, printed: Grid) -> Mapping[Spot, object]:
    """What is typed in words into the sheet of a table that prints so. Raises NoRoom where a list
    or a goal has more rows than the sheet."""
    known = {row for row, _ in (*table.texts, *table.cells)}
    given = {row for row, _ in (*content.texts, *content.figures)}
    for row in sorted(map(str, given - known)):
        name = in_list(row)[0] or row.rstrip("0123456789")
        count, room = (sum(_is_of(name, other) for other in rows) for rows in (given, known))
        raise NoRoom(f"{table.form.title} {name}", count, room)
    return {
        table.texts[cell.key]: cell.value
        for cell in printed.cells
        if cell.key is not None and cell.key in content.texts and cell.role != "amount"
    }


def _is_of(name: str, row: object) -> bool:
    """Is it a row of the list, or one of the goals of that name?"""
    return in_list(str(row))[0] == name or str(row).rstrip("0123456789") == name
