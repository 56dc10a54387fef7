"""The command `gouji`. A thin face: parse, call, print.

Nothing heavy is imported before a command runs, so that `gouji --help` answers at once.
"""

import os
import sys
from contextlib import suppress
from errno import EDQUOT, EFBIG, EIO, ENOSPC
from typing import Annotated

import typer

from validator.cli.addin import commands as addin_commands
from validator.cli.catalogue import editions, explain, rules
from validator.cli.check import check
from validator.cli.consolidate import consolidate
from validator.cli.limits import limits
from validator.cli.serve import serve
from validator.cli.summary import summary
from validator.cli.template import template
from validator.cli.units import CommandWithUnits
from validator.messages import text

#: What the system says where the screen, or the file that stands for it, takes no more.
_NO_ROOM = (ENOSPC, EDQUOT, EFBIG, EIO)

app = typer.Typer(
    name="gouji",
    help="勾稽：校验部门决算公开表，逐格核对勾稽关系，指出不符之处。\n\n"
    "Checks published government accounts: every figure that does not agree is named.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from validator.findings import VERSION

        typer.echo(f"gouji {VERSION}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本后退出。")
    ] = False,
) -> None:
    pass


app.command(
    cls=CommandWithUnits,
    epilog="例：gouji check 决算.xlsx · gouji check 收件箱/ --format json -o 结果.json · "
    "gouji check 决算.xlsx --previous 去年.xlsx --budget 预算.xlsx · "
    "gouji check 汇总.xlsx --units 单位*.xlsx · "
    "gouji check 决算.xlsx --fix-to 决算-改正.xlsx · "
    "gouji check 收件箱/ --annotate 标注/ --letters 意见单/ --format html -o 结果.html。"
    "退出状态：0 无须更正，1 有错误，2 有文件或规则未能校验，或有副本、意见单没有写成。",
)(check)
app.command(
    epilog="例：gouji summary results.db · "
    "gouji summary results.db --expected 名单.csv -o 汇总.html · "
    "gouji summary postgresql://user@host/gouji -o 汇总.xlsx。"
    "退出状态：0 都通过、都已报，1 有须更正的或应报未报的，2 有未能核全的，或结果库读不了。"
)(summary)
app.command(
    epilog="例：gouji template final-accounts-2024 -o 决算.xlsx · "
    "gouji template final-accounts-2024 --filled data.json -o 决算.xlsx · "
    "gouji template final-accounts-2024 --with scorecards --projects 10 -o 决算和自评.xlsx · "
    "gouji template budget-2023 --projects 3 -o 预算.xlsx · "
    "gouji template scorecard-project-2024 -o 项目自评.xlsx"
)(template)
app.command(
    epilog="例：gouji consolidate 单位*.xlsx -o 汇总.xlsx，"
    "然后 gouji check 汇总.xlsx --units 单位*.xlsx。"
    "退出状态：0 汇总表勾稽相符，1 有不符，2 不能汇总，没有写文件。"
)(consolidate)
app.command()(editions)
app.command(epilog="例：gouji rules final-accounts-2022")(rules)
app.command(epilog="例：gouji explain X05")(explain)
app.command()(limits)
app.command(
    epilog="例：gouji serve --open · "
    "gouji serve --host 0.0.0.0 --token-file 口令.txt · "
    "gouji serve --behind-proxy --allow-host gouji.example.gov.cn --token-file 口令.txt"
)(serve)
app.add_typer(addin_commands, name="addin")


def main() -> None:
    """The console command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not be UTF-8
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except KeyboardInterrupt:  # again, by somebody impatient, while the first is being seen to
        os._exit(130)
    except OSError as problem:
        if problem.errno not in _NO_ROOM:
            raise
        with suppress(OSError):
            print(text("cli.no_room", "zh", problem=problem.strerror), file=sys.stderr)
        os._exit(2)  # an ordinary end would try to write the rest once more, and say so
