"""Take the picture of a summary that the READMEs show: python -m tools.summary_pictures [FOLDER]

Needs Chromium. Departments that do not exist submit their accounts, some late, some not at all; the
command checks and sums them up. With a FOLDER the whole page is taken into it, on a desk, on a
phone and on A4, in both languages, and the .xlsx beside it, to be looked at.
"""

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

from tests.browser import chromium
from tests.commands import gouji
from tools.bench.departments import make, name_of
from tools.drawing import browser, fewer_colours
from validator.summary.gather import BEIJING

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "summary.png"
#: So many departments submit, so many owe it; one file in so many came late.
_CAME, _OWE, _LATE = 240, 244, 60
_DAYS = (datetime(2025, 3, 28, 16, 30, tzinfo=BEIJING), datetime(2025, 4, 2, 9, 5, tzinfo=BEIJING))
_WIDE = 1040


def main(arguments: Sequence[str]) -> None:
    """Take the picture of the READMEs, or everything into a folder."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _submitted(folder)
        if not arguments:
            _summed_up(folder, "汇总.html", "zh")
            _take(folder / "汇总.html", PICTURE, _WIDE, 900)
            fewer_colours(PICTURE, PICTURE, 64)
            print(PICTURE.name)
            return
        target = Path(arguments[0])
        target.mkdir(parents=True, exist_ok=True)
        for lang in ("zh", "en"):
            for ending in ("html", "xlsx"):
                _summed_up(folder, f"{lang}.{ending}", lang)
                copy(folder / f"{lang}.{ending}", target)
            for screen, width in (("desk", 1280), ("phone", 390)):
                _take(folder / f"{lang}.html", target / f"{lang}-{screen}.png", width)


def _submitted(folder: Path) -> None:
    """The workbooks that came, checked into a store, and the list of who owes them."""
    files = make(folder / "收件箱", range(_CAME)).files
    (folder / "收件箱" / "补报.xlsx").write_bytes(b"PK")
    for number, path in enumerate(files):
        moment = _DAYS[number % _LATE == 0].timestamp()
        os.utime(path, (moment, moment))
    rows = [f"{name_of(number)},2024,决算,2025-03-31" for number in range(_OWE)]
    lines = "\n".join(("部门,年度,类别,截止日期", *rows))
    (folder / "名单.csv").write_text(lines, encoding="utf-8")
    gouji("check", "收件箱", "--store", "results.db", folder=folder)


def _summed_up(folder: Path, name: str, lang: str) -> None:
    options = ("--expected", "名单.csv", "-o", name, "--lang", lang)
    gouji("summary", "results.db", *options, folder=folder)


def _take(page: Path, target: Path, width: int, height: int = 0) -> None:
    """What a screen of this width shows: so much of it, or all."""
    with chromium(browser()) as found:
        tab = found.new_page(viewport={"width": width, "height": height or 900})
        tab.goto(page.as_uri())
        tab.screenshot(path=target, full_page=not height)
        if not height:
            tab.pdf(path=target.with_suffix(".pdf"), prefer_css_page_size=True)


if __name__ == "__main__":
    main(sys.argv[1:])
