"""The limits of what is read and how long it may take: `gouji limits`, and `--limit` of
`gouji check`. The limits themselves, their defaults and words stand in `reading/limits.py`."""

import re
from dataclasses import Field, fields, replace
from typing import TYPE_CHECKING

import typer

from validator.cli.common import LangOption, Language, near, stop
from validator.messages import Lang, text

if TYPE_CHECKING:
    from validator.reading import Limits

#: What a number may be followed by, for limits in MB and in seconds, and for all others.
_FACTORS = {
    "MB": {"": 1 << 20, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30},
    "s": {"": 1, "S": 1, "MIN": 60, "秒": 1, "分钟": 60},
    "": {"": 1},
}
_VALUE = re.compile(r"([0-9][0-9,_]*)\s*(\D*)")
#: More than any machine has, and little enough for every system call.
_MOST = 10**15


def limits(lang: LangOption = Language.zh) -> None:
    """列出读取和校验一个文件的各项上限，和改它们的办法。"""
    from validator.reading import LIMITS, Limits

    typer.echo(text("limits.heading", lang.value))
    listed = fields(Limits)
    width = max(len(field.name) for field in listed)
    for field in listed:
        value = shown(field, LIMITS)
        typer.echo(f"  {field.name:<{width}}  {value:>13}  {field.metadata[lang.value]}")
    typer.echo(text("limits.use", lang.value))


def shown(field: "Field[int]", values: "Limits") -> str:
    """The value of a limit in its unit: 50 MB."""
    unit = str(field.metadata["unit"])
    value: int = getattr(values, field.name)
    return f"{value // _FACTORS[unit]['']:,} {unit}".strip()


def parse_limits(texts: list[str], lang: Lang) -> "Limits":
    """The limits of `--limit NAME=VALUE` …, or a message and status 2."""
    from validator.reading import LIMITS, Limits

    known = {field.name: field for field in fields(Limits)}
    values: dict[str, int] = {}
    for given in texts:
        name, _, value = (part.strip() for part in given.partition("="))
        if name not in known:
            facts = {"near": near(name, known, lang), "names": "、".join(known)}
            stop(text("limits.unknown", lang, given=given, **facts))
        factors = _FACTORS[str(known[name].metadata["unit"])]
        match = _VALUE.fullmatch(value)
        factor = factors.get(match[2].strip().upper()) if match else None
        size = int(re.sub("[,_]", "", match[1])) * factor if match and factor else 0
        if not 0 < size <= _MOST:
            units = "、".join(filter(None, factors)) or text("limits.no_unit", lang)
            usual = shown(known[name], LIMITS)
            stop(text("limits.value", lang, given=given, units=units, usual=usual))
        values[name] = size
    return replace(LIMITS, **values)
