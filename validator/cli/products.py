"""The files that `gouji check` makes of each workbook beside its report: a marked copy (--annotate)
and the letter to the department (--letters).

Each is written as soon as the report is there, whole or not at all. What cannot be made is said in
one line, and the others are made.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from os.path import isfile
from pathlib import Path
from typing import NamedTuple

import typer

from validator.batch.sources import Source
from validator.cli.common import Identities, refused, save, stop
from validator.cli.formats import see_packages
from validator.cli.making import NotMade, made
from validator.editing.package import ENDINGS
from validator.files import free_name
from validator.findings import Report
from validator.messages import Lang, text
from validator.reports.plain import plain
from validator.run import Options, rules_digest


class _Made(NamedTuple):
    """A file: what is in it, how its name ends, and what must be said of it."""

    content: bytes
    ending: str
    said: Sequence[str] = ()


@dataclass(frozen=True)
class Kind:
    """What is made of every workbook: in which folder, under which names (without their ending, in
    the order of the sources, and with the ending that is expected), how, and what is said of how
    many there are."""

    folder: Path
    names: Sequence[Path]
    expected: Sequence[Path]
    make: Callable[[Source, Report], _Made]
    done: str


class Products:
    """What a run makes beside its report. `failed` says whether something that was asked for could
    not be made."""

    def __init__(
        self,
        sources: Sequence[Source],
        kinds: Sequence[Kind],
        read: Identities,
        lang: Lang,
        *,
        force: bool,
    ) -> None:
        """Sees before anything is checked that no file is written over, and never one of `read`,
        and makes the folders; else a message and status 2."""
        self._sources, self._kinds, self._read, self._lang = sources, kinds, read, lang
        self._force, self.failed = force, False
        self._count: Counter[str] = Counter()
        for target in self.targets():
            if why := refused(target, read, lang, force=force):
                stop(why)
        for kind in kinds:
            try:
                kind.folder.mkdir(parents=True, exist_ok=True)
            except OSError as problem:
                facts = {"name": kind.folder, "problem": problem.strerror or problem}
                stop(text("cli.no_folder", lang, **facts))

    def targets(self) -> Iterator[Path]:
        """The files that are expected."""
        for kind in self._kinds:
            yield from (kind.folder / name for name in kind.expected)

    def write(self, number: int, report: Report) -> None:
        """Write what is made of the source with this number."""
        source = self._sources[number]
        for kind in self._kinds:
            try:
                product = kind.make(source, report)
                name = kind.names[number]
                self._save(product.content, kind.folder / f"{name}{product.ending}")
            except NotMade as problem:
                self.failed = True
                _say(str(problem))
                continue
            self._count[kind.done] += 1
            for line in product.said:
                _say(text("cli.said_of", self._lang, name=source.name, said=line))

    def say_made(self) -> None:
        """Tell how many files were written, and where."""
        for kind in self._kinds:
            facts = {"count": self._count[kind.done], "folder": kind.folder}
            _say(text(kind.done, self._lang, **facts))

    def _save(self, content: bytes, target: Path) -> None:
        """Write a file whole. Raises NotMade."""
        if why := refused(target, self._read, self._lang, force=self._force):
            raise NotMade(why)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            save(content, target)
        except OSError as problem:
            facts = {"name": target, "problem": problem.strerror or problem}
            raise NotMade(text("cli.not_written", self._lang, **facts)) from None


def copies(sources: Sequence[Source], folder: Path, options: Options) -> Kind:
    """The marked copies."""
    names = _names(sources, "file.marked", options.lang)
    endings = (source.below.suffix.lower() for source in sources)
    expected = [
        Path(f"{name}{ending if ending in ENDINGS else '.xlsx'}")
        for name, ending in zip(names, endings, strict=True)
    ]
    return Kind(folder, names, expected, partial(_copy, options), "cli.copies_made")


def letters(sources: Sequence[Source], folder: Path, options: Options) -> Kind:
    """The letters; a message and status 2 where python-docx is not installed."""
    see_packages(("docx",), options.lang)
    names = _names(sources, "file.letter", options.lang)
    expected = [Path(f"{name}.docx") for name in names]
    digest = rules_digest(options)
    return Kind(folder, names, expected, partial(_letter, options, digest), "cli.letters_made")


def _names(sources: Sequence[Source], key: str, lang: Lang) -> list[Path]:
    """The names below their folder, each once whatever the system takes for the same."""
    seen: set[str] = set()
    return [
        Path(free_name(str(each.parent / text(key, lang, name=each.stem)), "", seen))
        for each in (source.below for source in sources)
    ]


def _copy(options: Options, source: Source, report: Report) -> _Made:
    """The marked copy of a workbook. Raises NotMade."""
    from validator.marking import marked

    if report.status != "checked":
        raise NotMade(text("cli.not_marked", options.lang, name=source.name))
    copy = made(marked, report, source, options)
    return _Made(copy.content, copy.ending, copy.said)


def _letter(options: Options, digest: str, source: Source, report: Report) -> _Made:
    """The letter on a workbook. Raises NotMade for what is no file: nobody has sent it."""
    from validator.reports import letter

    if source.file and not isfile(source.file):
        raise NotMade(text("cli.no_letter", options.lang, name=source.name))
    day = options.today or date.today()
    return _Made(letter.render([report], digest, day), ".docx")


def _say(words: str) -> None:
    typer.echo(plain(words), err=True)
