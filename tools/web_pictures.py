"""Take pictures of the pages of `gouji serve`: python -m tools.web_pictures [FOLDER]

Needs Chromium. Each is what a browser shows of a real server: an upload of several workbooks, and
the result of one of them. With a FOLDER every page is taken into it, on a desk and on a phone, in
both languages, to be looked at.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page

from tests.browser import chromium, payload, serving, watched
from tests.servers import BAD, EXAMPLES, GOOD
from tools.drawing import browser, fewer_colours

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
#: Workbooks under the names that departments would give them.
_SEVERAL = {
    "江岸区医保局2020年决算.xlsx": GOOD,
    "江岸区医保局2020年决算（改）.xlsx": BAD,
    "东西湖区医保局2024年决算.xlsx": EXAMPLES / "dongxihu-2024" / "printed.xlsx",
    "江夏区医保局2022年绩效自评.xlsx": EXAMPLES / "scorecards" / "jiangxia-2022.xlsx",
}
_SHOWN = "江岸区医保局2020年决算（改）.xlsx"


class Screen(NamedTuple):
    """What somebody looks at the pages with: the ending of the pictures' names, its size."""

    name: str
    width: int
    height: int


_DESK, _PHONE, _README = Screen("", 1280, 900), Screen("-phone", 390, 844), Screen("", 1040, 1230)
#: The pages that the READMEs show.
_IN_README = ("upload-list", "result")
#: Milliseconds until the list says how many are done: not at every single one.
_COUNTED = 2_000


def main(arguments: Sequence[str]) -> None:
    """Take the pictures of the READMEs, or of every page into a folder."""
    with serving("--jobs", "2") as address, chromium(browser()) as found:
        if arguments:
            folder = Path(arguments[0])
            folder.mkdir(parents=True, exist_ok=True)
            for lang in ("zh", "en"):
                for screen in (_DESK, _PHONE):
                    _every(found, address, folder, lang, screen)
            return
        for name, page in _uploaded(found, address, "zh", _README):
            if name in _IN_README:
                target = PICTURES / f"{name}.png"
                page.screenshot(path=target)
                fewer_colours(target, target, 128)
                print(target.name)


def _every(found: Browser, address: str, folder: Path, lang: str, screen: Screen) -> None:
    """Every page in one language on one screen."""

    def take(name: str, page: Page, whole: bool = True) -> None:
        for picture in page.locator("main img").all():
            picture.scroll_into_view_if_needed()  # only then it is asked for
        page.wait_for_load_state("networkidle")
        target = folder / f"{name}-{lang}{screen.name}.png"
        page.screenshot(path=target, full_page=whole)
        print(target.name)

    with watched(found, address, viewport={"width": screen.width, "height": screen.height}) as seen:
        for name, path in (
            ("upload", "/"),
            ("templates", "/templates"),
            ("rules", "/rules"),
            ("rules-search", "/rules?q=X05"),
            ("about", "/about"),
            ("gone", "/checks/gone"),
        ):
            seen.open(f"{path}{'&' if '?' in path else '?'}lang={lang}")
            take(name, seen.page)
        seen.expect("404")
    for name, page in _uploaded(found, address, lang, screen):
        take(name, page, whole=name != "result-table")


def _uploaded(
    found: Browser, address: str, lang: str, screen: Screen
) -> Iterator[tuple[str, Page]]:
    """The list of several uploads, the result of one of them, and one of its marked tables."""
    with watched(found, address, viewport={"width": screen.width, "height": screen.height}) as seen:
        seen.open(f"/?lang={lang}")
        seen.upload(*(payload(path, name) for name, path in _SEVERAL.items()))
        page = seen.page
        page.wait_for_function(
            "count => document.querySelectorAll('#uploads > .upload:not(.is-working)').length"
            " === count",
            arg=len(_SEVERAL),
        )
        page.wait_for_timeout(_COUNTED)
        yield "upload-list", page
        page.locator("#uploads > .upload", has_text=_SHOWN).locator("a.open").click()
        page.wait_for_load_state()
        yield "result", page
        page.locator("main a[href^='#cell-']", has_text="C32").first.click()
        yield "result-table", page


if __name__ == "__main__":
    main(sys.argv[1:])
