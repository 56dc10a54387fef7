"""gouji addin: the Excel add-in on this computer: installed, looked at, removed, built."""

import os
import sys
from collections.abc import Iterator
from hashlib import sha256
from os.path import exists  # unlike that of Path, it knows names that no file can have
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from validator.cli.common import LangOption, Language, stop, write
from xl_addin.messages import Lang, text

if TYPE_CHECKING:
    from xl_addin.installation.interpreter import Answer, Silence
    from xl_addin.installation.obstacles import Obstacle, Readings
    from xl_addin.installation.places import Places
    from xl_addin.installation.registry import Registry

commands = typer.Typer(
    help="Excel 加载项（功能区“决算勾稽”）：安装、查看、移除、生成。",
    epilog="例：gouji addin install · gouji addin status · gouji addin remove",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Machine(NamedTuple):
    """The computer that the add-in is on: `places` is None where there is no Excel."""

    places: "Places | None"
    registry: "Registry | None"


def this_machine() -> Machine:
    """The computer that this runs on."""
    from xl_addin.installation.places import places
    from xl_addin.installation.registry import this_registry

    return Machine(places(os.environ, sys.platform, Path.home()), this_registry())


@commands.command(
    epilog="例：gouji addin install · "
    "gouji addin install --python D:\\gouji\\.venv\\Scripts\\python.exe"
)
def install(
    python: Annotated[
        str | None, typer.Option("--python", help="加载项启动的 Python；不写则为正在运行的这个。")
    ] = None,
    lang: LangOption = Language.zh,
) -> None:
    """为当前用户安装加载项；已有较早的就更新，保留设置。"""
    from xl_addin.installation import install as installation
    from xl_addin.installation.interpreter import ask, chosen, from_store
    from xl_addin.installation.obstacles import python_obstacle
    from xl_addin.refusal import Refused

    places = _places(this_machine(), lang.value)
    if from_store(sys.base_prefix):
        stop(text("install.store", lang.value))
    try:
        interpreter = chosen(python)
        answer = ask(interpreter)
        if obstacle := python_obstacle(interpreter, answer):
            stop("\n".join(_obstacle(obstacle, lang.value)))
        replaced = installation.install(places, installation.shipped(), interpreter)
    except Refused as problem:
        stop(problem.told(lang.value))
    key = "install.replaced" if replaced else "install.new"
    typer.echo(text(key, lang.value, name=places.addin))
    for line in _python(interpreter, answer, lang.value):
        typer.echo(line)
    typer.echo(text("install.next", lang.value))


@commands.command(
    epilog="例：gouji addin status。"
    "退出状态：0 没有妨碍，1 有设置妨碍加载项，2 没有安装或无法判断。"
)
def status(lang: LangOption = Language.zh) -> None:
    """查看装了什么、用哪个 Python、它是否应答、什么妨碍加载项运行。"""
    from xl_addin.installation.install import shipped
    from xl_addin.installation.obstacles import obstacles
    from xl_addin.installation.status import look, user_settings
    from xl_addin.refusal import Refused

    machine = this_machine()
    places = _places(machine, lang.value)
    try:
        readings = look(places, machine.registry, shipped().addin)
    except Refused as problem:
        stop(problem.told(lang.value))
    for line in _installed(readings, lang.value):
        typer.echo(line)
    if not readings.addins:
        typer.echo(text("status.absent", lang.value, name=places.addin))
    if readings.answer is not None:
        for line in _python(readings.python, readings.answer, lang.value):
            typer.echo(line)
    if settings := user_settings(places):
        typer.echo(text("status.settings", lang.value, name=places.settings))
        for name, value in settings.items():
            typer.echo(f"  {name} = {value}")
    found = obstacles(readings)
    for blocks in (True, False):
        listed = [obstacle for obstacle in found if obstacle.blocks is blocks]
        if listed:
            typer.echo("\n" + text("status.blocks" if blocks else "status.notes", lang.value))
        for number, obstacle in enumerate(listed, start=1):
            what, remedy = _obstacle(obstacle, lang.value)
            typer.echo(f"{number}. {what}\n   {remedy}")
    if not any(obstacle.blocks for obstacle in found):
        typer.echo("\n" + text("status.fine", lang.value))
    if not readings.addins:
        raise typer.Exit(2)
    raise typer.Exit(int(any(obstacle.blocks for obstacle in found)))


@commands.command(epilog="例：gouji addin remove · gouji addin remove --settings")
def remove(
    settings: Annotated[
        bool, typer.Option("--settings", help="设置和出错记录也一并删除。")
    ] = False,
    lang: LangOption = Language.zh,
) -> None:
    """移除当前用户的加载项，保留设置。"""
    from xl_addin.files import HELP
    from xl_addin.installation import install as installation
    from xl_addin.preferences import FILE
    from xl_addin.refusal import Refused
    from xl_addin.session import LOG

    places = _places(this_machine(), lang.value)
    own = (places.settings, *(places.folder / name for name in (FILE, LOG, HELP)))
    try:
        removed = installation.remove(places, own if settings else ())
    except Refused as problem:
        stop(problem.told(lang.value))
    for path in removed:
        typer.echo(text("install.removed", lang.value, name=path))
    if not removed:
        typer.echo(text("install.nothing", lang.value))
    elif not settings and places.settings.exists():
        typer.echo(text("install.settings_kept", lang.value, name=places.settings))


@commands.command(
    epilog="例：gouji addin build -o gouji.xlam --interpreter \\\\server\\gouji\\python.exe"
)
def build(
    output: Annotated[Path, typer.Option("--output", "-o", help="写入的文件（.xlam）。")],
    interpreter: Annotated[
        str, typer.Option("--interpreter", help="写进加载项的 Python 完整路径，优先于各人的设置。")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="允许覆盖已有的文件。")] = False,
    lang: LangOption = Language.zh,
) -> None:
    """由源文件生成加载项，供信息部门分发；每次逐字节相同。"""
    from xl_addin.build import build as make
    from xl_addin.refusal import Refused

    if exists(output) and not force:
        stop(text("cli.output_exists", lang.value, name=output))
    try:
        if PureWindowsPath(interpreter).is_absolute():
            content = make(interpreter_windows=interpreter)
        else:
            content = make(interpreter_mac=interpreter)
    except Refused as problem:
        stop(problem.told(lang.value))
    write(content, output, lang.value)
    digest = sha256(content).hexdigest()
    typer.echo(text("install.built", lang.value, name=output, digest=digest))


def _places(machine: Machine, lang: Lang) -> "Places":
    """The places of the add-in, or a message and status 2 where there is no Excel."""
    if machine.places is None:
        stop(text("install.no_excel_here", lang))
    return machine.places


def _installed(readings: "Readings", lang: Lang) -> Iterator[str]:
    """Every add-in that Excel opens, and whether it is the one of this gouji."""
    from validator.findings import VERSION

    for found in readings.addins:
        yield text("status.addin", lang, name=found.path)
        key = "status.same" if found.digest == readings.shipped else "status.other"
        yield text(key, lang, version=VERSION, digest=found.digest)
        if found.signed:
            yield text("status.signed", lang)


def _python(name: str | Path, answer: "Answer | Silence", lang: Lang) -> Iterator[str]:
    """The Python that the add-in starts; the versions, if it told them."""
    from xl_addin.installation.interpreter import Answer

    yield text("status.python", lang, name=name)
    if isinstance(answer, Answer) and not answer.missing:
        yield text("status.answers", lang, python=answer.python, gouji=answer.gouji)


def _obstacle(obstacle: "Obstacle", lang: Lang) -> tuple[str, str]:
    """What is in the way and why; what to do, and who can do it."""
    who = text(f"who.{obstacle.who.value}", lang)
    remedy = text(f"remedy.{obstacle.kind}", lang)
    return (
        text(f"block.{obstacle.kind}", lang, **obstacle.facts),
        text("status.remedy", lang, who=who, remedy=remedy),
    )
