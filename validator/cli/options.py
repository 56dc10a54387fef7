"""How workbooks are to be checked, as the arguments of a command say: for `gouji check` and
`gouji serve`."""

from pathlib import Path
from typing import TYPE_CHECKING

from validator.cli.common import known_edition, refuse_file, stop
from validator.messages import Lang, text

if TYPE_CHECKING:
    from validator.reading import Book
    from validator.run import Options


def options_of(
    lang: Lang,
    *,
    edition: str | None = None,
    previous: Path | None = None,
    budget: Path | None = None,
    units: list[str] | None = None,
    rules: Path | None = None,
    waivers: Path | None = None,
    catalogue: Path | None = None,
    limit: list[str] | None = None,
    recalculate: bool | None = None,
    drawn: bool = False,
) -> "Options":
    """The options that the arguments ask for, or a message and status 2."""
    from validator.cli.limits import parse_limits
    from validator.cli.own import own_rules, own_waivers
    from validator.cli.units import books, sources
    from validator.forms.catalogue import CatalogueError, read_catalogue
    from validator.forms.text import FormError
    from validator.isolated import Stopped, read_apart, reason
    from validator.reading import Unreadable
    from validator.run import Options

    known_edition(edition, lang)
    limits = parse_limits(limit or [], lang)

    def beside(path: Path) -> "Book":
        try:
            return read_apart(path, limits)
        except Stopped as problem:
            stop(reason(problem, str(path), limits, lang))

    try:
        own = own_rules(rules, edition, lang) if rules else ()
        options = Options(
            edition=edition,
            rules=own,
            waivers=own_waivers(waivers, own, lang) if waivers else (),
            names=read_catalogue(catalogue, limits) if catalogue else None,
            previous=beside(previous) if previous else None,
            budget=beside(budget) if budget else None,
            units=books(sources(units, lang), limits, lang) if units else (),
            lang=lang,
            limits=limits,
            recalculate=recalculate,
            drawn=drawn,
        )
        _see_tables(options)
        return options
    except Unreadable as problem:
        stop(problem.said(lang))
    except FormError as problem:
        stop(text("cli.rules_refused", lang, problem=problem))
    except CatalogueError as problem:
        stop(str(problem))
    except OSError as problem:
        refuse_file(problem, problem.filename or rules or waivers or catalogue, lang)


def _see_tables(options: "Options") -> None:
    """See that the other workbooks hold tables before this year's is opened."""
    from validator.recognition import Unrecognised
    from validator.run import unrecognised

    try:
        _ = options.last_year
    except Unrecognised:
        assert options.previous is not None
        stop(unrecognised(options.previous.name, options.lang))
    try:
        _ = options.of_budget
    except Unrecognised:
        assert options.budget is not None
        stop(text("beside.no_budget", options.lang, name=Path(options.budget.name).name))
    if options.units:
        from validator.cli.units import see_units

        see_units(options)
