"""The workbooks of units, as a command names them: `gouji check 汇总.xlsx --units 单位*.xlsx`, and
`gouji consolidate 单位*.xlsx`. Each is read in a process of its own, within the limits."""

import glob
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from os.path import exists  # unlike that of Path, it takes any name
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand

from validator.cli.common import stop
from validator.messages import Lang, text

if TYPE_CHECKING:
    from validator.batch.sources import Source
    from validator.isolated.worker import Tell
    from validator.reading import Book, Limits
    from validator.recognition import Recognised
    from validator.run import Options

_OPTION = "--units"
#: By this a name is a pattern, where it is not that of a file.
_PATTERN = frozenset("*?[")


class CommandWithUnits(TyperCommand):
    """A command the option --units of which takes all names up to the next option: that is how a
    shell hands over --units 单位*.xlsx."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Give each of the names an option of its own."""
        given = list(args)
        try:
            return super().parse_args(ctx, each_with_option(given))
        except typer.BadParameter as problem:
            if _OPTION in given and problem.param is not None and problem.param.name == "paths":
                stop(text("units.no_workbook", "zh"))
            raise


def each_with_option(args: Iterable[str]) -> list[str]:
    """`--units a b -o c` → `--units a --units b -o c`. An option ends the names, and so does --."""
    found: list[str] = []
    gathering = first = False
    for arg in args:
        if arg == _OPTION:
            gathering = first = True
            found.append(arg)
        elif arg.startswith("-") and len(arg) > 1:
            gathering = False
            found.append(arg)
        else:
            found += [_OPTION, arg] if gathering and not first else [arg]
            first = False
    return found


def sources(names: Iterable[str], lang: Lang) -> "list[Source]":
    """The files: those named, those in folders and archives, and those that fit patterns, which
    some shells leave to us. Status 2 where a name leads to none."""
    from validator.batch.sources import found

    known = list(found(_expanded(names)))
    for source in known:
        if source.file is not None and source.file.is_dir() and not source.trouble:
            stop(text("units.none_in", lang, name=source.path))
    return known


def _expanded(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if _PATTERN & set(name) and not exists(name):
            yield from sorted(glob.glob(name, recursive=True)) or [name]
        else:
            yield name


def books(units: "Iterable[Source]", limits: "Limits", lang: Lang) -> "tuple[Book, ...]":
    """The workbooks, read. One that cannot be read ends with a message and status 2: without it
    nothing can be added up."""
    from validator.isolated import Stopped, reason
    from validator.isolated.worker import Worker
    from validator.reading import Unreadable
    from validator.run import CHECKING

    worker: Worker[Source, Book] = Worker(
        partial(_read, limits), {CHECKING: limits.seconds}, limits.memory
    )
    found = []
    try:
        for source in units:
            try:
                worker.begin(source)
                found.append(worker.result())
            except Stopped as problem:
                stop(reason(problem, source.name, limits, lang))
            except Unreadable as problem:
                stop(problem.said(lang, source.name))
    finally:
        worker.stop()
    return tuple(found)


def _read(limits: "Limits", source: "Source", tell: "Tell") -> "Book":
    """In the process."""
    from validator.batch.sources import content
    from validator.reading import read

    return replace(read(content(source, limits).data, source.name, limits), name=source.name)


def see_units(options: "Options") -> "tuple[Recognised, ...]":
    """The units of the options, recognised: each holds tables, and none is there twice; else a
    message and status 2."""
    from validator.consolidation.units import twice
    from validator.recognition import Unrecognised
    from validator.run import unrecognised

    try:
        units = options.of_units
    except Unrecognised as problem:
        stop(unrecognised(str(problem), options.lang))
    if same := twice(units):
        stop(text("units.twice", options.lang, first=same[0], second=same[1]))
    return units
