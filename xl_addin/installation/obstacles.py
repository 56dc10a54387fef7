"""What keeps the ribbon from working: readings of a computer → the obstacles, and who removes them.

How Office decides, as Microsoft documents it: with VBA switched off nothing runs. The policies on
add-ins (all off, signed only, listed only) come before the place where the file stands. A file in
a trusted location, which the start folder is unless that is switched off, then runs whatever the
macro setting says and wherever the file came from. Only elsewhere does the macro setting count.
"""

from collections.abc import Iterator, Mapping
from enum import IntEnum, StrEnum
from pathlib import Path, PureWindowsPath
from typing import Literal, NamedTuple

from xl_addin.installation.interpreter import Answer, Silence, from_store
from xl_addin.installation.places import System
from xl_addin.installation.registry import Setting

#: Settings of Office that decide whether the add-in runs, on Windows and (some) on macOS.
SettingName = Literal[
    "vba_off",
    "macros",
    "internet",
    "addins_off",
    "signed_addins",
    "signed_always",
    "listed_only",
    "listed",
    "locations_off",
    "user_locations",
    "child_processes",
    "applescript_off",
]


class Macros(IntEnum):
    """The values of the macro setting: which macros run outside trusted locations."""

    ALL = 1
    ASK = 2
    SIGNED = 3
    NONE = 4


class Found(NamedTuple):
    """An add-in that Excel opens at its start."""

    path: Path
    digest: str
    whole: bool = True  # can it be read at all?
    signed: bool = False
    marked: bool = False  # does Windows hold it for a file from the internet?
    interpreter: str = ""  # written into it when it was built


class Readings(NamedTuple):
    """What was read of a computer, without any judgement."""

    system: System
    shipped: str  # the digest of the add-in that this gouji brings
    addins: tuple[Found, ...]  # the user's own first
    python: str = ""  # that the add-in will start
    answer: Answer | Silence | None = None
    excel: bool = True
    wps: bool = False
    script: bool = True  # macOS: is the script in its place?
    settings: Mapping[SettingName, Setting] = {}
    trusted: tuple[str, ...] = ()  # by policy; `*` at the end: with the folders below
    disabled: tuple[str, ...] = ()


class Who(StrEnum):
    """Who can remove an obstacle."""

    YOU = "you"
    IT = "it"


class Obstacle(NamedTuple):
    """`block.KIND` says what and why, `remedy.KIND` what to do."""

    kind: str
    blocks: bool  # or only worth a look
    who: Who
    facts: Mapping[str, object] = {}


def obstacles(readings: Readings) -> tuple[Obstacle, ...]:
    """Everything that keeps the ribbon from working, those that block it first."""
    found = [*_excel(readings), *_python(readings)]
    for addin in readings.addins[:1]:
        found += [*_file(readings, addin), *_addin_policies(readings, addin)]
        found += _macros(readings, addin)
    return tuple(sorted(found, key=lambda obstacle: not obstacle.blocks))


def _excel(readings: Readings) -> Iterator[Obstacle]:
    settings = readings.settings
    if not readings.excel:
        yield Obstacle("only_wps" if readings.wps else "no_excel", True, Who.YOU)
    if _is(settings, "vba_off", 1):
        yield Obstacle("vba_off", True, Who.IT, _where(settings["vba_off"]))
    if _is(settings, "child_processes", 1) or _is(settings, "child_processes", 6):
        rule = settings["child_processes"]
        yield Obstacle("child_processes", rule.value == 1, Who.IT, _where(rule))
    if _is(settings, "applescript_off", 1):
        yield Obstacle("applescript_off", True, Who.IT, _where(settings["applescript_off"]))
    if readings.addins and not readings.script:
        yield Obstacle("no_script", True, Who.YOU)


def python_obstacle(python: str | Path, answer: Answer | Silence) -> Obstacle | None:
    """What keeps a Python from carrying the add-in, by what it answered."""
    name = {"name": python}
    if isinstance(answer, Silence):
        return Obstacle(answer.reason, True, Who.YOU, {**name, "detail": answer.detail})
    if answer.missing:
        missing = "；".join(f"{package}（{why}）" for package, why in answer.missing.items())
        return Obstacle("python_modules", True, Who.YOU, {**name, "missing": missing})
    if from_store(answer.base):
        return Obstacle("python_store", False, Who.YOU, name)
    return None


def _python(readings: Readings) -> Iterator[Obstacle]:
    if not readings.addins:
        return
    if readings.answer is None:
        yield Obstacle("no_python", True, Who.YOU)
    elif obstacle := python_obstacle(readings.python, readings.answer):
        yield obstacle


def _file(readings: Readings, addin: Found) -> Iterator[Obstacle]:
    name = {"name": addin.path}
    if not addin.whole:
        yield Obstacle("damaged", True, Who.YOU, name)
    elif addin.digest != readings.shipped and not (addin.signed or addin.interpreter):
        yield Obstacle("other_version", False, Who.YOU, name)
    if len(readings.addins) > 1:
        others = "、".join(str(other.path) for other in readings.addins[1:])
        yield Obstacle("twice", False, Who.YOU, {**name, "others": others})
    if any(PureWindowsPath(item).name.casefold() == addin.path.name for item in readings.disabled):
        yield Obstacle("disabled", True, Who.YOU)


def _addin_policies(readings: Readings, addin: Found) -> Iterator[Obstacle]:
    settings = readings.settings
    if _is(settings, "addins_off", 1):
        yield _set("addins_off", settings["addins_off"])
    signing: tuple[SettingName, ...] = ("signed_addins", "signed_always")
    wanting = [name for name in signing if _is(settings, name, 1)]
    for name in wanting:
        if not addin.signed:
            yield _set("signed", settings[name])
    if wanting and addin.signed:
        yield Obstacle("publisher", False, Who.IT)
    if _is(settings, "listed", 0):
        yield _set("listed", settings["listed"])
    elif _is(settings, "listed_only", 1) and "listed" not in settings:
        yield _set("listed_only", settings["listed_only"])


def _macros(readings: Readings, addin: Found) -> Iterator[Obstacle]:
    settings = readings.settings
    macros = settings.get("macros")
    level = macros.value if macros else Macros.ASK
    if _trusted(readings, addin):
        if macros and level in (Macros.SIGNED, Macros.NONE):
            yield Obstacle("macros_elsewhere", False, Who.IT, _where(macros))
        if addin.marked:
            yield Obstacle("marked", False, Who.YOU, {"name": addin.path})
        return
    if addin.marked and not _is(settings, "internet", 0):
        yield Obstacle("marked_blocked", True, Who.YOU, {"name": addin.path})
    if macros and (level == Macros.NONE or (level == Macros.SIGNED and not addin.signed)):
        yield _set("macros_off" if level == Macros.NONE else "macros_signed", macros)
    elif level == Macros.SIGNED:
        yield Obstacle("publisher", False, Who.IT)
    elif level == Macros.ASK:
        yield Obstacle("macros_ask", False, Who.YOU, {"name": addin.path.parent})


def _trusted(readings: Readings, addin: Found) -> bool:
    """Does Excel trust the folder of the add-in? It does its start folders, if not told else."""
    if _is(readings.settings, "locations_off", 1):
        return False
    if not _is(readings.settings, "user_locations", 0):
        return True
    folder = PureWindowsPath(addin.path.parent)
    return any(
        folder == PureWindowsPath(place.rstrip("*"))
        or (place.endswith("*") and folder.is_relative_to(PureWindowsPath(place.rstrip("*"))))
        for place in readings.trusted
    )


def _is(settings: Mapping[SettingName, Setting], name: SettingName, value: int) -> bool:
    return name in settings and settings[name].value == value


def _set(kind: str, setting: Setting) -> Obstacle:
    """An obstacle that a setting makes: a policy is IT's, anything else the user's."""
    return Obstacle(kind, True, Who.IT if setting.policy else Who.YOU, _where(setting))


def _where(setting: Setting) -> Mapping[str, object]:
    return {"where": setting.where}
