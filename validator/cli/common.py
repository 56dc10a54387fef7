"""What every command needs: the language, the end with a message, files that are written whole."""

from collections.abc import Iterable
from enum import StrEnum
from errno import EFBIG
from os.path import exists, isfile, realpath
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from validator.files import write_whole
from validator.messages import Lang, text


class Language(StrEnum):
    """The language of the report."""

    zh = "zh"
    en = "en"


#: Files, as the system numbers them.
Identities = frozenset[tuple[int, int]]

LangOption = Annotated[Language, typer.Option("--lang", help="报告语言 zh 或 en。")]


def stop(message: str) -> NoReturn:
    """Say what is wrong, and end with status 2."""
    typer.echo(message, err=True)
    raise typer.Exit(2)


def refuse_file(problem: OSError, name: object, lang: Lang) -> NoReturn:
    """Say why a file that was named cannot be opened, and end with status 2."""
    stop(not_opened(problem, name, lang))


def not_opened(problem: OSError, name: object, lang: Lang) -> str:
    """Why a file that was named cannot be opened."""
    missing = isinstance(problem, FileNotFoundError | NotADirectoryError)
    if problem.errno == EFBIG:
        return text("cli.own_too_large", lang, name=name)
    return text("unreadable.missing" if missing else "unreadable.no_access", lang, name=name)


def newest(kind: str) -> str:
    """The edition of a kind (`forms.model.KINDS`) for the latest years."""
    from validator.forms.loader import editions, load

    known = map(load, editions())
    return max((e for e in known if e.kind == kind), key=lambda e: e.first_year).name


def known_edition(name: str | None, lang: Lang) -> str | None:
    """The name, if there is such an edition or scorecard or none is named; else a message that
    lists those there are, and status 2."""
    from validator.forms.scorecard import form_sets

    if name is not None and name not in form_sets():
        by_kind: dict[str, list[str]] = {}
        for known in form_sets():
            by_kind.setdefault(kind_of(known, lang), []).append(known)
        listed = [
            text("cli.editions_of_kind", lang, kind=kind, names="、".join(names))
            for kind, names in by_kind.items()
        ]
        facts = {"near": near(name, form_sets(), lang), "editions": "\n".join(listed)}
        stop(text("cli.unknown_edition", lang, name=name, **facts))
    return name


def kind_of(name: str, lang: Lang) -> str:
    """What a form set is, in words: tables of which kind, or which kind of scorecard."""
    from validator.forms.scorecard import form_set, load_scorecard, scorecards

    is_card = name in scorecards()
    kind = load_scorecard(name).kind.name.lower() if is_card else form_set(name).kind
    return text(f"kind.{kind}", lang)


def near(name: str, known: Iterable[str], lang: Lang) -> str:
    """What of `known` is written like `name`, as the end of a message; "" where nothing is."""
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), n=3)
    return text("cli.near", lang, names="、".join(close)) if close else ""


def identities(paths: Iterable[Path]) -> Identities:
    """Which files these are, by whatever name or link; of those that are there."""
    return frozenset((s.st_dev, s.st_ino) for s in (path.stat() for path in paths if exists(path)))


def refused(target: Path, read: Identities, lang: Lang, *, force: bool) -> str:
    """Why a file is not written: it is one of those that are `read`, or it is there and not to be
    written over (`force`); "" where it may be written."""
    if not exists(target):
        return ""
    if identities([target]) <= read:
        return text("cli.output_is_input", lang, name=target)
    return "" if force else text("cli.output_exists", lang, name=target)


def see_apart(targets: Iterable[Path], lang: Lang) -> None:
    """See that no two files that are to be written are the same; else say so, with status 2."""
    seen = set()
    for target in targets:
        if (place := realpath(target)) in seen:
            stop(text("cli.same_output", lang, name=target))
        seen.add(place)


def write(content: str | bytes, output: Path | None, lang: Lang) -> None:
    """To the screen, or to a file as `save` does; what keeps it from being written is said, and
    ends with status 2."""
    if output is None:
        typer.echo(content, nl=False)
        return
    try:
        save(content.encode() if isinstance(content, str) else content, output)
    except OSError as problem:
        stop(text("cli.not_written", lang, name=output, problem=problem.strerror or problem))


def save(data: bytes, output: Path) -> None:
    """To a file, which is never half written. What is no file, as /dev/stdout, stays what it is,
    and so does a link. Raises OSError."""
    if exists(output) and not isfile(output):
        output.write_bytes(data)
        return
    write_whole(Path(realpath(output)) if isfile(output) else output, data)
