"""Build the blank workbooks that ship: python tools/make_templates.py

workbook_templates/NAME.xlsx is made from the forms of an edition, or from the form of a scorecard,
alone. Two runs write the same bytes.
"""

from pathlib import Path

from validator.forms.loader import editions
from validator.forms.scorecard import load_scorecard, scorecards
from workbook_templates.live import blank
from workbook_templates.plan import card_workbook, plan

TEMPLATES = Path(__file__).resolve().parent.parent / "workbook_templates"


def main() -> None:
    """Write the workbook of every edition and of every scorecard."""
    plans = {name: plan(name) for name in editions()}
    plans |= {name: card_workbook(load_scorecard(name)) for name in scorecards()}
    for name, own in plans.items():
        path = TEMPLATES / f"{name}.xlsx"
        path.write_bytes(blank(own))
        print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
