"""`make bench`: see `tools.bench`."""

import argparse
import os
import platform
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import tools.bench
from tools.bench import folders, single
from tools.bench.folders import Bench, Sizes
from tools.load import load

PAGE = Path(__file__).parent.parent.parent / "docs" / "speed.md"
#: What stands around the figures on the page.
BEGIN, END = "<!-- make bench: 以下由它写出 -->", "<!-- make bench: 到此为止 -->"
QUICK = Sizes(files=100, script=20, formulas=1, standard=7, rounds=1)

#: The sections that check folders, in their order.
FOLDERS: Mapping[str, Callable[[Bench], str]] = {
    "one": folders.one,
    "folder": folders.exported,
    "standard": folders.standard,
    "sizes": folders.growing,
    "cluster": folders.cluster,
}
SECTIONS = ("single", *FOLDERS, "naming", "ribbon", "load")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    asked = _asked(arguments)
    wanted = asked.only or SECTIONS
    if "single" in wanted:
        single.checks_of(asked.workbook)
    sizes = QUICK if asked.quick else Sizes(files=asked.files)
    told: dict[str, str] = {}
    with TemporaryDirectory(prefix="gouji-bench-") as folder:
        bench = Bench(Path(folder), sizes)
        for name, section in FOLDERS.items():
            if name in wanted:
                try:
                    told[name] = section(bench)
                except (RuntimeError, ImportError) as error:
                    told[name] = f"{name}: not measured: {error}"
                print(told[name], flush=True)
    if "naming" in wanted:
        single.localisation()
    if "ribbon" in wanted:
        with TemporaryDirectory() as folder:
            single.ribbon(Path(folder))
    if "load" in wanted:
        load()
    if asked.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(written(page, told), encoding="utf-8")


def written(page: str, told: Mapping[str, str]) -> str:
    """The page with these sections anew. ValueError where it lacks the marks."""
    pattern = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"{PAGE.name} lacks the marks {BEGIN} and {END}")
    sections = "\n\n".join(told.values())
    content = f"{BEGIN}\n\n```text\n{machine()}\n\n{sections}\n```\n\n{END}"
    return pattern.sub(lambda _: content, page)


def machine() -> str:
    """On what it was measured."""
    return f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}"


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=tools.bench.__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("workbook", type=Path, nargs="?", default=single.WORKBOOK)
    parser.add_argument("--only", choices=SECTIONS, nargs="+", help="these sections alone")
    parser.add_argument("--files", type=int, default=Sizes.files, help="workbooks of a folder")
    parser.add_argument("--quick", action="store_true", help="few workbooks, each once")
    parser.add_argument("--write", action="store_true", help="the folders' figures, to the page")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
