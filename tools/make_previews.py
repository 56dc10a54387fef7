"""Draw what the blank workbooks look like: python -m tools.make_previews

Needs LibreOffice, poppler (pdftoppm) and ImageMagick. Beside the pictures stands the digest of the
workbook that each was drawn from, so that a test can tell when one is out of date.
"""

import tempfile
from hashlib import sha256
from pathlib import Path

from tools.drawing import draw_printed, fewer_colours, printed
from validator.forms.scorecard import form_sets
from workbook_templates.built import blank

PREVIEWS = Path(__file__).resolve().parent.parent / "workbook_templates" / "previews"
#: In `PREVIEWS`: a line a picture, its name and the digest of the workbook.
DRAWN_FROM = "drawn-from.txt"
#: The front sheet takes the first page of every workbook, its first form begins on the second.
_PAGE, _WIDTH = 2, 600
#: A page is lines and letters on few grounds: more colours would only make the picture larger.
_COLOURS = 48


def main() -> None:
    """Draw every picture, and write down what it was drawn from."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        books = [folder / f"{edition}.xlsx" for edition in form_sets()]
        for book in books:
            book.write_bytes(blank(book.stem))
        for pdf in printed(books, folder):
            page = pdf.with_suffix(".png")
            draw_printed(pdf, _PAGE, page, "-scale-to-x", str(_WIDTH), "-scale-to-y", "-1")
            target = PREVIEWS / page.name
            fewer_colours(page, target, _COLOURS)
            print(f"{target.name}: {target.stat().st_size:,} bytes")
    (PREVIEWS / DRAWN_FROM).write_text(drawn_from(), encoding="utf-8")


def drawn_from() -> str:
    """What `DRAWN_FROM` says of pictures that are drawn now."""
    names = form_sets()
    return "".join(f"{name}.png  {sha256(blank(name)).hexdigest()}\n" for name in names)


if __name__ == "__main__":
    main()
