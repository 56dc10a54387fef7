"""Draw the pictures of filled and marked workbooks that the README shows:
python -m tools.make_pictures

Needs LibreOffice (soffice) and poppler (pdftoppm, pdftotext). Each picture is a page of a printed
workbook, found by the words on it.
"""

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tools.drawing import draw_printed, printed
from validator.marking import marked
from validator.run import Options, check, rules_digest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
PICTURES = ROOT / "docs" / "pictures"
#: Workbook → file name → words that only its page has at the top.
PAGES = {
    "dongxihu-2024/workbook.xlsx": {
        "front": "部门决算公开表",
        "table": "2024年度一般公共预算财政拨款支出决算表",
        "entry": "收入决算表科目录入",
        "check": "勾稽校验",
        "charts": "图1：收、支决算总计变动情况",
    },
    "scorecards/jiangxia-2022-workbook.xlsx": {
        "scorecard": "2022年度信息化建设项目支出自评表",
        "scores": "绩效自评汇总",
    },
}
#: The same of marked copies of workbooks with mistakes.
MARKED = {
    "jiangan-2020-mistakes/02-swapped-digits.xlsx": {"marked": "2020年度支出决算表（表3）"},
}
_DOTS_PER_INCH = 80


def main() -> None:
    """Write every picture."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for workbook, pages in PAGES.items():
            _draw(EXAMPLES / workbook, pages, folder)
        for workbook, pages in MARKED.items():
            _draw(_marked(EXAMPLES / workbook, folder), pages, folder)


def _marked(path: Path, folder: Path) -> Path:
    """The marked copy of a workbook, in `folder`."""
    data = path.read_bytes()
    report = check(data, Options(name=path.name))
    made = marked(data, report, rules_digest(), "")
    copy = folder / f"{path.stem}{made.ending}"
    copy.write_bytes(made.content)
    return copy


def _draw(workbook: Path, pages: Mapping[str, str], folder: Path) -> None:
    """The pages of a workbook that begin with these words, by the names of their pictures."""
    (pdf,) = printed([workbook], folder)
    tops = _tops(pdf)
    for name, words in pages.items():
        page = next(i for i, top in enumerate(tops, start=1) if top.startswith(words))
        draw_printed(pdf, page, PICTURES / f"{name}.png", "-r", str(_DOTS_PER_INCH))
        print(f"{name}.png: page {page}")


def _tops(pdf: Path) -> list[str]:
    """The beginning of every page, without spaces."""
    done = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True)
    return ["".join(page.split())[:60] for page in done.stdout.decode().split("\f")]


if __name__ == "__main__":
    main()
