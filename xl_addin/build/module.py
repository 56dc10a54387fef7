"""The add-in's one VBA module: a procedure a button, how Python is started, what is xlwings' own.

One module, so that everything but the buttons' procedures can be private: public functions of an
add-in can be called by a formula in any workbook.
"""

from importlib import resources

from xl_addin.build.xlwings_module import kept
from xl_addin.buttons import Button, buttons

NAME = "Gouji"


def callback(button: Button) -> str:
    """The name by which the ribbon's XML calls the procedure of a button."""
    return f"{NAME}.{_procedure(button)}"


def command(button: Button) -> str:
    """What Python runs when a button is clicked."""
    return f"import xl_addin.ribbon; xl_addin.ribbon.{button.call}"


def module(xlwings_source: str) -> str:
    """The module, in ASCII, with the line ends of VBA.

    `xlwings_source` is xlwings' module for add-ins; Refused if it is not the one that was read.
    """
    taken = kept(xlwings_source)
    start = resources.files("xl_addin.build").joinpath("start.bas").read_text(encoding="ascii")
    parts = (
        f'Attribute VB_Name = "{NAME}"\nOption Explicit',
        start.strip(),
        *map(_callback, buttons()),
        _is_of_a_button(),
        f"' From here on: xlwings {taken.version}\n'\n{taken.licence}",
        taken.procedures,
    )
    return ("\n\n".join(parts) + "\n").replace("\n", "\r\n")


def _procedure(button: Button) -> str:
    return f"button_{button.id}"


def _callback(button: Button) -> str:
    return (
        f"Public Sub {_procedure(button)}(control As IRibbonControl)\n"
        f'    RunPython "{command(button)}"\n'
        "End Sub"
    )


def _is_of_a_button() -> str:
    case = '        Case "{}": IsOfAButton = True\n'
    cases = "".join(case.format(command(button)) for button in buttons())
    return (
        "Private Function IsOfAButton(ByVal PythonCommand As String) As Boolean\n"
        f"    Select Case PythonCommand\n{cases}    End Select\n"
        "End Function"
    )
