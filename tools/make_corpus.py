"""Build the corpus of submitted workbooks: python -m tools.make_corpus [NAME …]

tests/corpus/NAME.xlsx (.xls, .ods …) are workbooks as people submit them, tests/corpus/NAME.json
says what a checker must see in each. Needs LibreOffice for those that it saved. With names, only
these are built.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.corpus import (
    format_variants,
    layout_variants,
    other_variants,
    shape_variants,
    value_variants,
)
from tools.corpus.variant import Variant
from tools.corpus.writers import office_version, with_libreoffice

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus"
_SOURCES = (
    layout_variants,
    shape_variants,
    format_variants,
    value_variants,
    other_variants,
)


def all_variants() -> list[Variant]:
    """Every workbook of the corpus. Raises ValueError where two have one name."""
    found = [variant for source in _SOURCES for variant in source.variants()]
    names = [variant.name for variant in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"two variants are called {', '.join(twice)}")
    return found


def build(variants: Sequence[Variant], folder: Path) -> None:
    """Write workbooks and statements; what LibreOffice saves, in one call for each format."""
    by_format: dict[str, list[Variant]] = defaultdict(list)
    made_by = {}
    with TemporaryDirectory() as temporary:
        first = Path(temporary)
        for variant in variants:
            target = first if variant.saved_as else folder
            path = target / f"{variant.name}.{'xlsx' if variant.saved_as else variant.suffix}"
            made_by[variant.name] = variant.write(variant.pages, path)
            if variant.saved_as:
                by_format[variant.saved_as].append(variant)
        for kind, chosen in by_format.items():
            done = first / kind
            with_libreoffice([first / f"{v.name}.xlsx" for v in chosen], kind, done)
            for variant in chosen:
                content = (done / f"{variant.name}.{kind}").read_bytes()
                (folder / variant.file).write_bytes(content)
                made_by[variant.name] = office_version()
    for variant in variants:
        if variant.finish:
            variant.finish(folder / variant.file)
        said = variant.statement(made_by[variant.name])
        text = _lines({"file": variant.file, **said})
        (folder / f"{variant.name}.json").write_text(text, encoding="utf-8")


def _lines(said: Mapping[str, object]) -> str:
    """JSON with a line for each fact, and for the figures of each table."""

    def dumped(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    lines = []
    for key, value in said.items():
        if key in ("tables", "figures") and isinstance(value, dict) and value:
            inner = ",\n".join(f"  {dumped(k)}: {dumped(v)}" for k, v in value.items())
            lines.append(f" {dumped(key)}: {{\n{inner}\n }}")
        else:
            lines.append(f" {dumped(key)}: {dumped(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main(names: Sequence[str]) -> None:
    """Build all workbooks, or those with these names."""
    chosen = [v for v in all_variants() if not names or v.name in names]
    if not names:
        for old in CORPUS.iterdir():
            old.unlink()
    build(chosen, CORPUS)
    size = sum(path.stat().st_size for path in CORPUS.iterdir())
    print(f"{len(chosen)} workbooks, {size / 1e6:.1f} MB in all")


if __name__ == "__main__":
    main(sys.argv[1:])
