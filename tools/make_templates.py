"""Build the blank workbooks that ship: python tools/make_templates.py

workbook_templates/EDITION.xlsx is made from the forms of the edition alone. Two runs write the same
bytes.
"""

from pathlib import Path

from validator.forms.loader import editions
from workbook_templates.live import blank
from workbook_templates.plan import plan

TEMPLATES = Path(__file__).resolve().parent.parent / "workbook_templates"


def main() -> None:
    """Write every edition's workbook."""
    for edition in editions():
        path = TEMPLATES / f"{edition}.xlsx"
        path.write_bytes(blank(plan(edition)))
        print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
