"""The drawn pictures of the add-in's guide, as pages of HTML: the ribbon from its buttons, the
colours of marks, a terminal with what a command prints, the window of Python's installer."""

from collections.abc import Sequence
from html import escape

from validator.forms.model import Severity
from validator.reports.marks import COLOURS, SUSPECTED
from xl_addin.buttons import TAB, Button, Group, Menu, groups
from xl_addin.messages import text

_FONT = '"Noto Sans CJK SC", "Microsoft YaHei", sans-serif'
_MONO = '"Noto Sans Mono CJK SC", monospace'
#: The tabs of Excel itself, before which a tab of an add-in never stands.
_TABS = ("文件", "开始", "插入", "页面布局", "公式", "数据", "审阅", "视图", "帮助")
#: Office's picture → lines drawn in a square of 24, in the place of it.
_DRAWN = {
    "AcceptInvitation": '<path d="M4 13l5 6L20 5" stroke="#107c41" stroke-width="3.5"/>',
    "DataValidation": '<path d="M3 4h18v16H3zM3 9h18M9 9v11"/>'
    '<path d="M11 15l3 3 6-8" stroke="#107c41" stroke-width="2.5"/>',
    "ReviewPreviousComment": '<path d="M4 4h16v11h-9l-4 5v-5H4z" fill="#fff4c2"/>'
    '<path d="M16 9.5H8m3-3l-3 3 3 3" stroke="#2b579a" stroke-width="2"/>',
    "ReviewNextComment": '<path d="M4 4h16v11h-9l-4 5v-5H4z" fill="#fff4c2"/>'
    '<path d="M8 9.5h8m-3-3l3 3-3 3" stroke="#2b579a" stroke-width="2"/>',
    "TracePrecedents": '<path d="M3 4h7v6H3zM14 14h7v6h-7z"/>'
    '<path d="M10 10l5 5m0-4v4h-4" stroke="#2b579a" stroke-width="2"/>',
    "FileSaveAs": '<path d="M4 4h13l3 3v13H4zM8 4v6h8V4M7 20v-7h10v7" stroke="#2b579a"/>',
    "ClearAll": '<path d="M9 20l-5-5L15 4l6 6-10 10zM8 11l6 6M7 20h14" stroke="#b0508a"/>',
    "FileNew": '<path d="M5 3h9l5 5v13H5z" fill="#fff"/><path d="M14 3v5h5"/>',
    "PropertySheet": '<path d="M5 3h14v18H5z" fill="#fff"/><path d="M8 8h2m2 0h5M8 12h2m2 0h5'
    'M8 16h2m2 0h5" stroke="#2b579a"/>',
    "Help": '<circle cx="12" cy="12" r="9" fill="#2b579a" stroke="none"/><path d="M9.5 9.5'
    'a2.5 2.5 0 1 1 3.5 2.5q-1 .5-1 2m0 2.5v1" stroke="#fff" stroke-width="2"/>',
    "MicrosoftExcel": '<path d="M4 4h16v16H4z" fill="#107c41" stroke="none"/>'
    '<path d="M8 8l8 8m0-8l-8 8" stroke="#fff" stroke-width="2.5"/>',
}


def ribbon_page() -> str:
    """The tab of the add-in, its menu open below it."""
    tabs = "".join(f"<span>{name}</span>" for name in _TABS)
    shown = "".join(map(_group, groups()))
    menu = next(c for group in groups() for c in group.controls if isinstance(c, Menu))
    items = "".join(f"<div>{_icon(b.image, 18)}{escape(b.label)}</div>" for b in menu.buttons)
    return page(
        f'<div class="tabs">{tabs}<b>{TAB}</b></div><div class="ribbon">{shown}</div>'
        f'<div class="open"><i>点“{escape(menu.label)}”后：</i>'
        f'<div class="menu">{items}</div></div>',
        """
body { background: #fff; font-size: 13px; color: #333 }
.tabs { background: #f3f3f3; padding: 8px 10px 0 }
.tabs * { display: inline-block; padding: 3px 9px 6px }
.tabs b { color: #107c41; border-bottom: 3px solid #107c41; font-weight: 700 }
.ribbon { display: flex; padding: 6px 4px 0; border-bottom: 1px solid #ccc; background: #fbfbfb }
.group { border-right: 1px solid #ddd; padding: 0 8px; display: flex; flex-direction: column }
.group p { margin: 4px 0 3px; text-align: center; color: #777; font-size: 12px }
.buttons { display: flex; height: 84px; gap: 4px }
.large { text-align: center; padding: 4px 6px; min-width: 62px }
.large svg { display: block; margin: 0 auto 8px }
.small { display: grid; grid-template-rows: repeat(3, 28px); grid-auto-flow: column }
.small span { display: flex; align-items: center; gap: 5px; padding: 0 7px; white-space: nowrap }
.open { display: flex; padding: 8px 12px 12px; align-items: flex-start; gap: 6px }
.open i { font-style: normal; color: #777; padding-top: 6px }
.menu { border: 1px solid #bbb; box-shadow: 2px 2px 5px #ccc; padding: 3px 0; background: #fff }
.menu div { display: flex; align-items: center; gap: 8px; padding: 4px 18px 4px 8px }
""",
    )


def _group(group: Group) -> str:
    large = "".join(
        f'<div class="large">{_icon(c.image, 32)}{escape(c.label)}{_arrow(c)}</div>'
        for c in group.controls
        if c.large
    )
    small = "".join(
        f"<span>{_icon(c.image, 18)}{escape(c.label)}{_arrow(c)}</span>"
        for c in group.controls
        if not c.large
    )
    return (
        f'<div class="group"><div class="buttons">{large}<div class="small">{small}</div></div>'
        f"<p>{escape(group.label)}</p></div>"
    )


def _arrow(control: Button | Menu) -> str:
    return " ▾" if isinstance(control, Menu) else ""


def _icon(image: str, size: int) -> str:
    return (
        f'<svg width="{size}" height="{size}" viewBox="0 0 24 24" fill="none" stroke="#555" '
        f'stroke-width="1.6">{_DRAWN[image]}</svg>'
    )


def colours_page() -> str:
    """What the colours of marks mean."""
    rows = "".join(
        f"<tr><th>{text(f'mark.level.{severity.value}')}</th>"
        + "".join(f'<td style="background:{colour}">{example}</td>' for colour, example in cells)
        + f"<td class=what>{_TO_DO[severity]}</td></tr>"
        for severity, colours in COLOURS.items()
        for cells in [tuple(zip(colours, ("1,849.46", "1,809.26"), strict=True))]
    )
    likely, others = SUSPECTED
    first = (
        "<tr><th></th><th>最可能填错</th><th>也可能填错</th><th></th></tr>"
        f'<tr><th></th><td style="background:{likely}">1,849.46</td>'
        f'<td style="background:{others}">1,809.26</td>'
        "<td class=what>最先看：批注里写着应为多少</td></tr>"
    )
    return page(
        f"<table>{first}<tr><th></th><th>关系的左边（深色）</th><th>与它比较的（浅色）</th><th></th>"
        f"</tr>{rows}</table>",
        """
body { padding: 8px; font-size: 14px }
table { border-collapse: collapse }
th { font-weight: 400; padding: 4px 14px }
td { border: 1px solid #bbb; padding: 4px 8px; width: 150px; text-align: right }
td.what { border: 0; width: auto; text-align: left }
""",
    )


_TO_DO = {
    Severity.ERROR: "必须更正",
    Severity.WARNING: "必须核实，能说明原因就不用改",
    Severity.INFO: "看一眼就行，不必更正",
}


def terminal_page(lines: Sequence[tuple[str, str]]) -> str:
    """A terminal of Windows: commands as (prompt, command), what they print as ("", text)."""
    shown = "\n".join(
        f"{escape(prompt)}<b>{escape(said)}</b>" if prompt else escape(said)
        for prompt, said in lines
    )
    return page(
        f'<div class="window"><p>命令提示符</p><pre>{shown}</pre></div>',
        f"""
body {{ padding: 6px }}
.window {{ border: 1px solid #888; border-radius: 6px; overflow: hidden }}
.window p {{ margin: 0; padding: 5px 12px; background: #e6e6e6; font-size: 13px }}
pre {{ margin: 0; padding: 10px 12px; background: #141414; color: #ccc; font: 13px/1.5 {_MONO};
  white-space: pre-wrap; overflow-wrap: anywhere }}
pre b {{ color: #fff; font-weight: 700 }}
""",
    )


def installer_page() -> str:
    """The first window of Python's installer, and what to click in it, in which order."""
    return page(
        r"""<div class="window"><p>Python 3.13 Setup</p><div class="inside">
<h1>Install Python 3.13 (64-bit)</h1>
<p>Select Install Now to install Python with default settings, or choose<br>
Customize to enable or disable features.</p>
<p class="choice marked"><em>②</em> <b>Install Now</b><br>
C:\Users\张三\AppData\Local\Programs\Python\Python313<br>Includes IDLE, pip and documentation</p>
<p class="choice"><b>Customize installation</b><br>Choose location and features</p>
<p class="box"><i></i> Use admin privileges when installing py.exe</p>
<p class="box marked"><em>①</em> <i>✓</i> Add python.exe to PATH</p>
</div></div>""",
        """
body { padding: 8px }
.window { width: 560px; border: 1px solid #888; box-shadow: 2px 2px 6px #bbb; font-size: 13px }
.window > p { margin: 0; padding: 5px 10px; background: #f0f0f0 }
.inside { padding: 10px 20px 14px 60px; background: #fff }
h1 { font-size: 20px; font-weight: 400; margin: 6px 0 10px }
.inside p { position: relative; margin: 6px 0 }
.inside .marked { outline: 2px solid #d11 }
.choice { padding: 6px 10px }
.choice b { color: #0a4ea2; font-weight: 400; font-size: 16px }
.box { width: max-content; padding: 3px 8px 3px 4px }
.box i { display: inline-block; width: 15px; height: 15px; border: 1px solid #555; font: 13px/13px
  sans-serif; text-align: center; vertical-align: -2px }
em { position: absolute; left: -44px; font: 700 24px/1 sans-serif; color: #d11 }
""",
    )


def page(body: str, style: str) -> str:
    """A page that needs nothing but itself."""
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title></title><style>'
        f"* {{ box-sizing: border-box }} body {{ margin: 0; font-family: {_FONT} }}{style}</style>"
        f"</head><body>{body}</body></html>"
    )
