"""The scorecards among the examples: what of them stands on which sheet.

examples/scorecards/data/*.json are the sources, transcribed once. `make_examples` writes from them
a workbook for each department, with the tables of its accounts where those are transcribed too.
"""

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook

from workbook_templates.cards.data import CardData
from workbook_templates.cards.grid import lay_out_card
from workbook_templates.cards.paper import add_cards
from workbook_templates.cards.summary_data import SummaryData
from workbook_templates.cards.summary_grid import lay_out_summary
from workbook_templates.data import Data, load_data

#: The folder of the examples that holds them, and what is transcribed of them.
CARDS = "scorecards"
TRANSCRIBED = f"{CARDS}/data"


class CardExample(NamedTuple):
    """The scorecards of a department: the workbook's name, the folder of its tables ("" for none),
    and the files of the cards on each sheet, by the sheet's name."""

    name: str
    tables: str
    sheets: dict[str, tuple[str, ...]]

    def scorecards(self, folder: Path) -> dict[str, list[CardData | SummaryData]]:
        """The scorecards of each sheet, from the files in `folder`."""
        found: dict[str, list[CardData | SummaryData]] = {}
        for sheet, files in self.sheets.items():
            read = [load_data(folder / f"{self.name}-{file}.json") for file in files]
            found[sheet] = []
            for data in read:
                found[sheet] += [*data.cards, *data.summaries]
        return found

    def data(self, sources: Path) -> Data:
        """What fills a workbook of ours: the tables and the cards, but for one whose body is lost.
        `sources` is the folder of the examples."""
        own = [card for cards in self.scorecards(sources / TRANSCRIBED).values() for card in cards]
        cards = tuple(card for card in own if isinstance(card, CardData) and card.goals)
        summaries = tuple(card for card in own if isinstance(card, SummaryData))
        first = cards[0]
        if self.tables:
            tables = load_data(sources / self.tables / "data.json")
            return replace(tables, cards=cards, summaries=summaries)
        return Data(
            edition=first.form.edition,
            department=first.department,
            year=first.year,
            unit="万元",
            source=first.source,
            tables={},
            cards=cards,
            summaries=summaries,
        )


CARD_EXAMPLES = (
    CardExample(
        "jiangxia-2022",
        "",
        {
            "自评摘要": ("summary",),
            "部门整体自评表": ("department",),
            "项目1 综合性工作经费": ("project-1",),
            "项目2 信息化建设": ("project-2",),
            "项目3 能力提升补助": ("project-3",),
            "项目4 窗口购买服务": ("project-4",),
        },
    ),
    CardExample(
        "jiangan-2020",
        "jiangan-2020",
        {"整体自评表": ("department",), "项目自评表": ("project-1", "project-2")},
    ),
    CardExample(
        "zengdu-2022",
        "zengdu-2022",
        {"部门绩效自评表": ("department",), "项目绩效自评表": ("project-1",)},
    ),
    CardExample(
        "dongxihu-2024",
        "dongxihu-2024",
        {"项目绩效自评表": tuple(f"project-{n}" for n in range(1, 9))},
    ),
)


def add_scorecards(book: Workbook, example: CardExample, folder: Path) -> None:
    """Add the sheets of the scorecards to a workbook, as they are printed."""
    for name, cards in example.scorecards(folder).items():
        grids = [
            lay_out_card(card.form, card)
            if isinstance(card, CardData)
            else lay_out_summary(card.form, card)
            for card in cards
        ]
        add_cards(book, name, cards[0].form, grids)
