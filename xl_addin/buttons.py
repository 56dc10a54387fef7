"""The ribbon 决算勾稽 as data: its groups and buttons, what they say, and what each one runs.

Everything else of the ribbon is made from this: the XML that Excel draws it from, the VBA that a
click runs (`xl_addin.build`), and what the tests expect of both.
"""

from collections.abc import Iterator
from typing import NamedTuple

from validator.forms.loader import editions, load

TAB = "决算勾稽"


class Button(NamedTuple):
    """A button. `image` is one of Office's own pictures, named in the imageMso table of
    [MS-CUSTOMUI], so that Excel 2007 has it too; `call` calls a function of `xl_addin.ribbon`."""

    id: str
    label: str
    tip: str
    image: str
    call: str
    large: bool = False


class Menu(NamedTuple):
    """A button that opens a list of buttons."""

    id: str
    label: str
    tip: str
    image: str
    buttons: tuple[Button, ...]
    large: bool = False


class Group(NamedTuple):
    """Buttons that stand together, under a caption."""

    id: str
    label: str
    controls: tuple[Button | Menu, ...]


def groups() -> tuple[Group, ...]:
    """The ribbon, from left to right."""
    return (
        Group("checking", "校验", (_CHECK_ALL, _CHECK_SHEET)),
        Group("findings", "审核意见", (_PREVIOUS, _NEXT, _EXPLAIN, _EXPORT, _CLEAR)),
        Group("workbooks", "空白表", (_new_blank(),)),
        Group("gouji", "勾稽", (_SETTINGS, _HELP)),
    )


def buttons() -> Iterator[Button]:
    """Every button, those in menus too."""
    for group in groups():
        for control in group.controls:
            yield from control.buttons if isinstance(control, Menu) else (control,)


def _new_blank() -> Menu:
    """One button an edition, the latest first."""
    latest_first = sorted(map(load, editions()), key=lambda edition: -edition.first_year)
    return Menu(
        "new_blank",
        "新建空白表",
        "新建一本空白的决算公开表：合计已有公式，边填边核对勾稽关系。请选择版本。",
        "FileNew",
        tuple(
            Button(
                f"new_blank_{edition.name.replace('-', '_')}",
                edition.title,
                f"新建一本空白的{edition.title}，适用 {edition.first_year}—{edition.last_year} "
                "年度。现在打开的工作簿不受影响。",
                "MicrosoftExcel",
                f"new_blank('{edition.name}')",
            )
            for edition in latest_first
        ),
        large=True,
    )


_CHECK_ALL = Button(
    "check_all",
    "校验全部",
    "核对这本工作簿里全部表内、表间勾稽关系。不符的单元格就地标色并加批注，写明原因和可能的正确"
    "数；另加一张“校验结果”工作表，列出全部审核意见。再点一次会换成新的结果。",
    "AcceptInvitation",
    "check_all()",
    large=True,
)
_CHECK_SHEET = Button(
    "check_sheet",
    "校验本表",
    "同样核对整本工作簿，但只标出当前工作表里的问题，适合填完一张表时用。",
    "DataValidation",
    "check_sheet()",
    large=True,
)
_PREVIOUS = Button(
    "previous_place",
    "上一处",
    "转到上一个意见所指的单元格。请先点“校验全部”或“校验本表”。",
    "ReviewPreviousComment",
    "previous_place()",
)
_NEXT = Button(
    "next_place",
    "下一处",
    "转到下一个意见所指的单元格。请先点“校验全部”或“校验本表”。",
    "ReviewNextComment",
    "next_place()",
)
_EXPLAIN = Button(
    "explain",
    "说明",
    "说明选中的单元格参与哪些勾稽关系，每条关系现在是否相符、差多少。不改动工作簿。",
    "TracePrecedents",
    "explain()",
)
_EXPORT = Button(
    "export",
    "导出审核意见",
    "核对这本工作簿，把审核意见另存为一个 Excel 文件，放在工作簿旁边，可以发给填报单位。不改动"
    "这本工作簿。",
    "FileSaveAs",
    "export()",
)
_CLEAR = Button(
    "clear",
    "清除标记",
    "去掉校验加上的颜色、批注和“校验结果”工作表，恢复成校验以前的样子。",
    "ClearAll",
    "clear()",
)
_SETTINGS = Button(
    "settings",
    "设置",
    "打开勾稽的设置：标出哪些级别的意见、批注用什么语言、本单位的规则文件等。改好保存后，"
    "下一次校验生效。",
    "PropertySheet",
    "settings()",
)
_HELP = Button(
    "help_page",
    "帮助",
    "打开使用说明。",
    "Help",
    "help_page()",
)
