"""The sentences of the add-in and of its installation, in Chinese and English, each in one place.

`text` knows the validator's sentences too, so that words such as 相符 and 尾差 are said once.
"""

from collections.abc import Mapping

from validator import messages
from validator.messages import Lang, filled

__all__ = ["MESSAGES", "Lang", "text"]

#: key → (Chinese, English), as in `validator.messages`.
MESSAGES: Mapping[str, tuple[str, str]] = {
    "addin.no_excel": (
        "没有找到正在运行的 Excel。请在 Excel 里点按钮。",
        "No running Excel was found. Click the button in Excel.",
    ),
    "addin.no_workbook": (
        "没有打开的工作簿，或者文件处于“受保护的视图”。请打开工作簿；如上方有黄色提示条，"
        "先点“启用编辑”，再点一次。",
        "No workbook is open, or it is in Protected View. Open one; if there is a yellow bar, "
        "click “Enable Editing” first.",
    ),
    "addin.no_cell": (
        "没有选中单元格（选中的可能是图片或图表）。请点一个单元格再试。",
        "No cell is selected (perhaps a picture or chart is). Select a cell and try again.",
    ),
    "addin.busy": (
        "Excel 正忙：可能有单元格正在编辑，或者有对话框没有关。请按回车键结束输入、"
        "关闭对话框，再点一次。工作簿没有改动。",
        "Excel is busy: a cell is being edited, or a dialog is open. Press Enter or close it, and "
        "click again. The workbook was not changed.",
    ),
    "addin.interrupted": (
        "已中断。没有做完的标记已经撤回。需要时请再点一次。",
        "Interrupted. Marks that were not complete have been taken back. Click again if you like.",
    ),
    "addin.failed": (
        "没有完成：{problem}\n没有做完的标记已经撤回；如仍有残留，请点“清除标记”。"
        "详细记录在 {log}，请发给负责维护的人。",
        "Not done: {problem}\nMarks that were not complete have been taken back; if any are left, "
        "click “清除标记”. The details are in {log}; please send them to whoever maintains gouji.",
    ),
    "addin.not_ours": ("{problem}", "{problem}"),
    "addin.sheet_too_large": (
        "工作表“{sheet}”用到了 {rows} 行 × {columns} 列，太大，没有读取。请删除远离表格的单元格"
        "（选中多余的行和列，右键“删除”，保存）再校验。",
        "The sheet “{sheet}” uses {rows} rows × {columns} columns, which is too large. Delete the "
        "cells far away from the tables, save, and check again.",
    ),
    "addin.structure_locked": (
        "工作簿“{name}”的结构有密码保护，不能加入或删除“校验结果”工作表，没有改动。"
        "请在“审阅 → 保护工作簿”撤销保护后再点，或用 gouji check 校验文件。",
        "The structure of “{name}” is protected by a password, so the sheet 校验结果 cannot be "
        "added or deleted. Nothing was changed. Unprotect the workbook first.",
    ),
    "addin.locked": (
        "工作表 {names} 有密码保护，上面的标记没能清除。请撤销工作表保护后再点“清除标记”。",
        "The sheets {names} are protected by a password: their marks remain. Unprotect them and "
        "click “清除标记” again.",
    ),
    "addin.only_list": (
        "其他工作表都隐藏了，不能去掉“{sheet}”，没有改动。请先取消隐藏一张工作表（右键点工作表标签"
        "“{sheet}”，选“取消隐藏”），再点一次。",
        "All other sheets are hidden, so “{sheet}” cannot be taken away; nothing was changed. "
        "Unhide a sheet first and click again.",
    ),
    "addin.on_results": (
        "现在打开的是“校验结果”。请先点要校验的那张表，再点“校验本表”。",
        "This is the sheet of results. Select the table's sheet and click again.",
    ),
    "addin.not_checked": (
        "还没有校验，或标记已清除。请先点“校验全部”。",
        "Nothing has been checked yet, or the marks were cleared. Click “校验全部” first.",
    ),
    "addin.no_places": (
        "校验结果里没有可以跳到的单元格：意见说的是整张表，或者所在的工作表被隐藏。请看“校验结果”里"
        "的说明，或取消隐藏工作表再点。",
        "No finding has a cell that can be shown: they speak of whole tables, or of hidden sheets. "
        "Read the list 校验结果, or unhide the sheets and click again.",
    ),
    "addin.no_figure": (
        "{place} 不是报表里的金额单元格，也不是自评表的单元格。请点其中一格再点“说明”。",
        "{place} is neither a figure of a table nor a cell of a scorecard. Select one and try "
        "again.",
    ),
    "addin.no_marks": ("没有需要清除的标记。", "There are no marks to clear."),
    "addin.not_written": (
        "{path} 没有写成：{problem}。请检查文件夹的权限和磁盘空间。",
        "{path} could not be written: {problem}. Check the permissions of the folder and the disk.",
    ),
    "addin.not_saved": (
        "审核意见没能保存到 {path}。结果已在新打开的工作簿里，请用“另存为”保存到别处。",
        "The findings could not be saved as {path}. They are in the workbook that is open now: "
        "save it elsewhere.",
    ),
    "addin.same_name": (
        "Excel 里已打开了另一个叫“{name}”的工作簿，不能同时打开 {path}。请先关闭那个工作簿，"
        "再点一次。",
        "Another workbook called “{name}” is open, so that {path} cannot be opened as well. Close "
        "that one first, and click again.",
    ),
    "addin.no_browser": (
        "没能打开浏览器。帮助在 {path}，请双击打开。",
        "No browser could be opened. The guide is {path}: double-click it.",
    ),
    "addin.all_agree": (
        "校验完成，没有要更正的。\n{summary}\n{own}",
        "Checked: nothing to correct.\n{summary}\n{own}",
    ),
    "addin.none_shown": (
        "校验完成。按“设置”里选的范围，没有要标记的意见。\n{summary}\n{own}",
        "Checked. Of what the settings ask to be shown there is nothing.\n{summary}\n{own}",
    ),
    "addin.sheet_agrees": (
        "工作表“{sheet}”上没有意见（整个工作簿都校验了）。\n{summary}\n{own}",
        "There are no findings on the sheet “{sheet}” (the whole workbook was checked).\n{summary}"
        "\n{own}",
    ),
    "addin.status.reading": (
        "决算勾稽：正在读取 {name}（{number}/{count}）…",
        "gouji: reading {name} ({number}/{count}) …",
    ),
    "addin.status.checking": ("决算勾稽：正在校验…", "gouji: checking …"),
    "addin.status.marking": (
        "决算勾稽：正在标记（{done}/{count}）…",
        "gouji: marking ({done}/{count}) …",
    ),
    "addin.opened": ("决算勾稽：已打开 {path}", "gouji: opened {path}"),
    "addin.at": ("第 {number} 处，共 {count} 处。", "{number} of {count}."),
    "addin.around": ("（到头了，从另一头继续）", "(from the other end)"),
    "addin.moved": (
        "（校验以后插入或删除过行列，意见所指的已不是这一格，请再点“校验全部”）",
        "(rows or columns were put in or taken out since: this is no longer the cell; check again)",
    ),
    "addin.hidden_row": ("（这一行被隐藏或筛选掉了）", "(this row is hidden or filtered out)"),
    "addin.likely_here": ("可能错在这里。", "Here is what is likely wrong."),
    "addin.explained": ("{told}", "{told}"),
    "addin.no_identity": (
        "没有勾稽关系涉及这一格。",
        "No identity speaks of this cell.",
    ),
    "addin.more_identities": (
        "……另有 {count} 个勾稽关系，均不比以上严重。",
        "… and {count} more, none of them worse.",
    ),
    "addin.suspect.not_this": (
        "这一格本身不像填错，",
        "This cell itself is hardly wrong. ",
    ),
    "addin.blank_name": ("{title}（空白）.xlsx", "{title}（空白）.xlsx"),
    "addin.export_name": ("{name}-审核意见.xlsx", "{name}-审核意见.xlsx"),
    "addin.results.hint": (
        "起因排在前面，连带的排在后面：先核对紫色的可能填错的格，改正后再点“校验全部”。表头可筛选；"
        "点单元格地址跳转；“清除标记”恢复原样，不影响填的数。",
        "Causes first, what follows from them below: look at the cells that are likely wrong "
        "(violet) first, correct, and check again. Filter by the headings; click a cell to go "
        "there; “清除标记” takes everything away.",
    ),
    "addin.results.one_sheet": (
        "只列出工作表“{sheet}”上的意见；整个工作簿都校验了。",
        "Only findings of the sheet “{sheet}” are listed; the whole workbook was checked.",
    ),
    "addin.results.locked": (
        "有密码保护而没有着色的工作表（{count} 张）：{names}。",
        "Sheets not coloured, because a password protects them ({count}): {names}.",
    ),
    "addin.results.own_note": (
        "已有批注而没有加批注的单元格（{count} 个，原批注未动）：{names}。",
        "Cells with a note of their own, which was left alone ({count}): {names}.",
    ),
    "addin.own_check.agrees": (
        "本工作簿自带“{sheet}”表，结论与此一致（{counts}）。",
        "The workbook's own sheet {sheet} says the same ({counts}).",
    ),
    "addin.own_check.all_agree": (
        "本工作簿自带“{sheet}”表，结论与此一致（全部相符）。",
        "The workbook's own sheet {sheet} says the same: all agrees.",
    ),
    "addin.own_check.differs": (
        "本工作簿自带“{sheet}”表，有 {count} 条规则的结论与此不同（{rules}），以这里为准："
        "表里的公式可能被改动、还没有重算，或填了两位以上的小数。",
        "The workbook's own sheet {sheet} differs on {count} rules ({rules}); what is said here "
        "holds. Its formulas may have been changed or not calculated.",
    ),
    "addin.preferences.file": (
        "设置里写的文件不能用：{problem}\n请点“设置”改正。",
        "A file named in the settings cannot be used: {problem}\nClick “设置” to correct it.",
    ),
    "addin.preferences.unreadable": (
        "设置不能用：{problem}\n请删除 {path}，再点“设置”，会新建一份。",
        "The settings cannot be used: {problem}\nDelete {path} and click “设置”: it is made anew.",
    ),
    "addin.preferences.choice": (
        "{name} 工作表“{sheet}”{cell}：“{item}”填的是“{value}”，只能是：{choices}。"
        "请点“设置”改正。",
        "{name}, sheet “{sheet}”, {cell}: “{item}” is “{value}”, but must be one of: {choices}. "
        "Click “设置” to correct it.",
    ),
    "addin.start.title": ("决算勾稽", "gouji"),
    "addin.start.starting": ("决算勾稽：正在启动……", "gouji: starting …"),
    "addin.start.not_configured": (
        "还没有设置用哪个 Python，没有执行。请在命令行运行 gouji addin install；"
        "如由信息部门统一安装，请联系信息部门。",
        "It is not set which Python to start, so nothing was done. Run gouji addin install, or "
        "ask the department that installed the add-in.",
    ),
    "addin.start.not_usable": (
        "设置的 Python 找不到，或者写的不是完整路径，没有执行。请在命令行运行 gouji addin status "
        "查看原因；如由信息部门统一安装，请把下面的路径发给信息部门。",
        "The Python that is set cannot be found, or is not a full path, so nothing was done. "
        "Run gouji addin status, or send this path to the department that installed the add-in.",
    ),
    "addin.start.no_script": (
        "缺少启动 Python 的脚本 gouji.applescript，没有执行。请在命令行运行 gouji addin install；"
        "如由信息部门统一安装，请联系信息部门。",
        "The script gouji.applescript, which starts Python, is missing, so nothing was done. "
        "Run gouji addin install, or ask the department that installed the add-in.",
    ),
    "addin.start.failed": (
        "没有做完：Python 没能启动，或者中途出错。请在命令行运行 gouji addin status 查看原因；"
        "如由信息部门统一安装，请把下面的内容发给信息部门。",
        "Not done: Python did not start, or failed. Run gouji addin status, or send what follows "
        "to the department that installed the add-in.",
    ),
    # --- the build of the add-in ---
    "addin.build.interpreter": (
        '“{name}”不能写进加载项：要写 Python 的完整路径，其中不能有 " % | 这些符号。',
        "“{name}” cannot be written into the add-in: it must be the full path of a Python, without "
        'any of the signs " % |.',
    ),
    "addin.build.missing": (
        "没有安装 {library}，不能生成加载项。请在源代码文件夹运行：pip install -e '.[dev]'",
        "{library} is not installed, so the add-in cannot be built. In the folder of the source, "
        "run: pip install -e '.[dev]'",
    ),
    "addin.build.other_text": (
        "xlwings {version} 的 VBA 与核对过的文本不同，没有生成加载项。请安装 pyproject.toml 里"
        "写明的版本；如要换版本，须重新通读它的 VBA，再更改 xl_addin/build/xlwings_module.py。",
        "The VBA of xlwings {version} is not the text that was read through, so the add-in was not "
        "built. Install the version that pyproject.toml names; for another one, its VBA must be "
        "read again before xl_addin/build/xlwings_module.py is changed.",
    ),
    "addin.build.other_addin": (
        "xlwings 的加载项文件与预期不同（{problem}），没有生成加载项。请安装 pyproject.toml "
        "里写明的版本。",
        "xlwings' add-in file is not as expected ({problem}), so the add-in was not built. Install "
        "the version that pyproject.toml names.",
    ),
    "addin.build.edit": (
        "要改的一处 VBA 不是恰好出现一次，没有生成加载项：{fragment}",
        "A piece of VBA that is to be changed does not stand exactly once, so the add-in was not "
        "built: {fragment}",
    ),
    "install.no_excel_here": (
        "Excel 加载项只能装在 Windows 和 macOS 上，这里没有 Excel。在这里可以用 gouji check 校验"
        "文件，或用 gouji template 生成自带“勾稽校验”的工作簿，在 WPS 或 LibreOffice 里填写。",
        "The Excel add-in can be installed on Windows and macOS only; there is no Excel here. Use "
        "gouji check, or gouji template for workbooks that check themselves in WPS or LibreOffice.",
    ),
    "install.store": (
        "正在运行 gouji 的是微软应用商店的 Python，它写进用户文件夹的文件 Excel 看不到，没有安装。"
        "请从 python.org 安装 Python，在其中安装 gouji 后再试。",
        "gouji runs in the Python of Microsoft's store: Excel cannot see the files that it writes. "
        "Nothing was installed. Install Python from python.org, and gouji in it.",
    ),
    "install.no_such_python": (
        "找不到 Python：{name}。请用 --python 写出 python.exe（macOS 是 python3）的完整路径。",
        "There is no Python {name}. Give the full path of python.exe (macOS: python3) by --python.",
    ),
    "install.excel_never_opened": (
        "没有找到 Excel 的文件夹：没有安装 Excel，或从未打开过。请先打开一次 Excel，关闭后再安装。",
        "Excel's folder was not found: Excel is not installed or was never opened. Open it once, "
        "close it, and install again.",
    ),
    "install.locked_windows": (
        "{name}：文件被占用或不许改动，没有改动。请先关闭 Excel 再安装或移除；如果 Excel 已关闭，"
        "请检查文件是否设为只读，或请信息部门检查文件夹的权限。",
        "{name}: the file is in use or may not be changed; it was not. Close Excel first. If it is "
        "closed, the file may be read-only, or IT must check the permissions of the folder.",
    ),
    "install.locked_mac": (
        "{name}：系统不许改动这个文件，没有改动。请先关闭 Excel 再安装或移除；如果 Excel 已关闭，"
        "请在“系统设置 → 隐私与安全性 → 完全磁盘访问权限”中允许“终端”，再试一次。",
        "{name}: the system does not allow a change of this file; it was not changed. Close Excel "
        "first. If it is closed, allow Terminal under System Settings → Privacy & Security → Full "
        "Disk Access.",
    ),
    "install.not_written": (
        "{name}：无法写入（{problem}），没有装好。请检查磁盘空间和文件夹后再试。",
        "{name} could not be written ({problem}); nothing is installed. Check the disk and folder.",
    ),
    "install.sign": (
        "{name}：Python 的路径里有加载项无法使用的符号（如 % 或引号）。"
        "请把 Python 装到普通的文件夹，如 C:\\Python312，用 --python 指定。",
        "{name}: the path holds a sign that the add-in cannot use (such as % or a quotation mark). "
        "Install Python in a plain folder such as C:\\Python312 and name it by --python.",
    ),
    "install.encoding": (
        "{name}：Python 的路径里有这台电脑的系统编码写不出的字，Excel 读不到。"
        "请把 Python 装到普通的文件夹，如 C:\\Python312，用 --python 指定。",
        "{name}: the path holds a character that the code page of this computer lacks, so that "
        "Excel cannot read it. Install Python in a plain folder such as C:\\Python312 and name it "
        "by --python.",
    ),
    "install.profile": (
        "{name}：用户文件夹的名称里有这台电脑的系统编码写不出的字，Excel 读不到其中的设置，"
        "没有安装。请信息部门用 gouji addin build --interpreter 把 Python 写进加载项"
        "（见 docs/addin-rollout.md）。",
        "{name}: the name of the user's folder holds a character that the code page of this "
        "computer lacks; Excel cannot read settings there. Nothing was installed. IT can write the "
        "Python into the add-in: gouji addin build --interpreter (docs/addin-rollout.md).",
    ),
    "install.not_shipped": (
        "这份 gouji 不完整，缺少加载项文件。请重新安装 gouji。",
        "This gouji lacks the add-in's files. Install gouji again.",
    ),
    "install.new": ("已安装加载项：{name}", "The add-in was installed: {name}"),
    "install.replaced": (
        "已更新加载项，原有设置保留：{name}",
        "The add-in was replaced, its settings kept: {name}",
    ),
    "install.next": (
        "请关闭并重新打开 Excel，在功能区找“决算勾稽”。"
        "没有出现，就运行 gouji addin status 查看原因。",
        "Close Excel and open it again; the ribbon has a tab 决算勾稽. If it does not, gouji addin "
        "status says why.",
    ),
    "install.removed": ("已移除：{name}", "Removed: {name}"),
    "install.nothing": ("没有安装加载项，无须移除。", "The add-in is not installed."),
    "install.settings_kept": (
        "设置保留在 {name}；一并删除请加 --settings。",
        "The settings stay in {name}; --settings removes them too.",
    ),
    "install.built": (
        "已生成 {name}\nsha256：{digest}",
        "{name} was built\nsha256: {digest}",
    ),
    "status.absent": (
        "没有安装加载项（{name}）。请运行 gouji addin install。",
        "The add-in is not installed ({name}). Run gouji addin install.",
    ),
    "status.addin": ("加载项：{name}", "Add-in: {name}"),
    "status.same": (
        "  与 gouji {version} 附带的相同（sha256 {digest}）",
        "  that of gouji {version} (sha256 {digest})",
    ),
    "status.other": (
        "  不是 gouji {version} 附带的那一份（sha256 {digest}）",
        "  not that of gouji {version} (sha256 {digest})",
    ),
    "status.signed": ("  有数字签名", "  digitally signed"),
    "status.python": ("解释器：{name}", "Python: {name}"),
    "status.answers": (
        "  应答正常：Python {python}，gouji {gouji}",
        "  it answers: Python {python}, gouji {gouji}",
    ),
    "status.settings": ("设置文件：{name}", "Settings: {name}"),
    "status.blocks": ("妨碍使用：", "In the way:"),
    "status.notes": ("请留意：", "Worth a look:"),
    "status.remedy": ("处理（{who}）：{remedy}", "To do ({who}): {remedy}"),
    "status.fine": (
        "没有发现妨碍加载项的设置。",
        "Nothing was found that keeps the add-in from working.",
    ),
    "who.you": ("本人", "you"),
    "who.it": ("信息部门", "IT"),
    "block.no_excel": ("没有找到 Excel。", "Excel was not found."),
    "block.only_wps": (
        "只找到 WPS，没有找到 Excel。加载项不能在 WPS 里运行。",
        "Only WPS was found, not Excel. The add-in does not run in WPS.",
    ),
    "block.vba_off": (
        "Office 的 VBA 被整个关闭，任何宏都不运行，功能区里的按钮不会出现或点不动（{where}）。",
        "VBA is switched off in Office; no macro runs at all ({where}).",
    ),
    "block.child_processes": (
        "Microsoft Defender 不许 Office 启动其他程序，加载项无法启动 Python（{where}）。",
        "Microsoft Defender does not let Office start other programs, so that Python cannot be "
        "started ({where}).",
    ),
    "block.applescript_off": (
        "Office 不许宏调用 AppleScript，加载项无法启动 Python（{where}）。",
        "Office does not let macros call AppleScript, so that Python cannot be started ({where}).",
    ),
    "block.no_script": (
        "缺少加载项用来启动 Python 的脚本。",
        "The script by which the add-in starts Python is missing.",
    ),
    "block.no_python": (
        "没有设置加载项要启动的 Python。",
        "It is not set which Python the add-in starts.",
    ),
    "block.python_absent": (
        "{name}：没有这个文件，Python 可能已经移动或卸载。",
        "{name}: there is no such file; Python may have been moved or removed.",
    ),
    "block.python_late": (
        "{name}：启动后很久没有应答，可能被安全软件拦下检查。",
        "{name}: it did not answer for a long time; a virus scanner may hold it.",
    ),
    "block.python_old": (
        "{name}：Python 太旧，需要 3.11 或更高版本。",
        "{name}: this Python is too old; 3.11 or later is needed.",
    ),
    "block.python_failed": (
        "{name}：不能作为 Python 启动（{detail}）。",
        "{name}: it could not be started as Python ({detail}).",
    ),
    "block.python_modules": (
        "{name}：缺少加载项需要的软件包：{missing}。",
        "{name}: packages that the add-in needs are missing: {missing}.",
    ),
    "block.python_store": (
        "{name}：这是微软应用商店的 Python，它写的文件其他程序可能看不到。",
        "{name}: this is the Python of Microsoft's store; other programs may not see its files.",
    ),
    "block.damaged": (
        "{name}：文件已损坏，Excel 打不开。",
        "{name}: the file is damaged; Excel cannot open it.",
    ),
    "block.other_version": (
        "{name}：与这份 gouji 的版本不同，按钮可能与程序对不上。",
        "{name}: it is not that of this gouji; its buttons may not fit the program.",
    ),
    "block.twice": (
        "{name}：另有一份加载项也会被打开（{others}），Excel 只能打开其中一份。",
        "{name}: another copy would be opened as well ({others}); Excel opens only one of them.",
    ),
    "block.disabled": (
        "Excel 曾因出错把加载项列入“禁用项目”，启动时不再打开。",
        "Excel has disabled the add-in after a fault and does not open it any more.",
    ),
    "block.addins_off": (
        "Excel 的所有加载项都被禁用（{where}）。",
        "All add-ins of Excel are disabled ({where}).",
    ),
    "block.signed": (
        "只许运行有受信任发布者签名的加载项，而这份没有签名（{where}）。",
        "Only add-ins signed by a trusted publisher may run, and this one is not signed ({where}).",
    ),
    "block.publisher": (
        "加载项有签名；只有签名者在“受信任的发布者”之中，它才会运行。",
        "The add-in is signed; it runs only if its signer is among the trusted publishers.",
    ),
    "block.listed": (
        "组策略的加载项名单禁用了 gouji.xlam（{where}）。",
        "The policy's list of add-ins blocks gouji.xlam ({where}).",
    ),
    "block.listed_only": (
        "组策略只许运行名单中的加载项，名单里没有 gouji.xlam（{where}）。",
        "Only add-ins of the policy's list may run, and gouji.xlam is not in it ({where}).",
    ),
    "block.macros_elsewhere": (
        "宏设置不许运行没有签名的宏（{where}）。启动文件夹是受信任位置，加载项一般不受影响。",
        "The macro setting does not let unsigned macros run ({where}). The start folder is a "
        "trusted location, so that the add-in is usually not affected.",
    ),
    "block.macros_off": (
        "启动文件夹不受信任，而宏设置禁用所有宏（{where}）。",
        "The start folder is not trusted, and the macro setting disables all macros ({where}).",
    ),
    "block.macros_signed": (
        "启动文件夹不受信任，而宏设置只许运行有签名的宏，这份加载项没有签名（{where}）。",
        "The start folder is not trusted, only signed macros run, and the add-in is not signed "
        "({where}).",
    ),
    "block.macros_ask": (
        "启动文件夹不受信任，Excel 打开加载项时会询问是否启用宏（{name}）。",
        "The start folder is not trusted; Excel asks whether to enable the add-in's macros "
        "({name}).",
    ),
    "block.marked": (
        "{name}：Windows 把这个文件记为来自互联网。",
        "{name}: Windows holds this file for one from the internet.",
    ),
    "block.marked_blocked": (
        "{name}：Windows 把这个文件记为来自互联网，Excel 不运行其中的宏。",
        "{name}: Windows holds this file for one from the internet; Excel does not run its macros.",
    ),
    "remedy.no_excel": (
        "安装 Excel 2010 或更高版本。没有 Excel 可以用空白工作簿里的“勾稽校验”，或 gouji check。",
        "Install Excel 2010 or later. Without it, use the check sheet of the blank workbooks, or "
        "gouji check.",
    ),
    "remedy.only_wps": (
        "在 WPS 里用空白工作簿的“勾稽校验”，或用 gouji check 校验文件。",
        "In WPS, use the check sheet of the blank workbooks, or check files with gouji check.",
    ),
    "remedy.vba_off": (
        "为 Excel 取消这项设置（“禁用 Office 应用程序的 VBA”）。",
        "Take back this setting (Disable VBA for Office applications) for Excel.",
    ),
    "remedy.child_processes": (
        "在“攻击面减少规则”里为 Excel 的这一条加上排除项（见 docs/addin-rollout.md）。",
        "Exclude Excel from this attack surface reduction rule (docs/addin-rollout.md).",
    ),
    "remedy.applescript_off": (
        "在配置描述文件中取消这项设置。",
        "Take back this setting in the configuration profile.",
    ),
    "remedy.no_script": ("运行 gouji addin install。", "Run gouji addin install."),
    "remedy.no_python": ("运行 gouji addin install。", "Run gouji addin install."),
    "remedy.python_absent": (
        "在装有 gouji 的 Python 里运行 gouji addin install，或用 --python 写出它的完整路径。",
        "Run gouji addin install in the Python that has gouji, or name it by --python.",
    ),
    "remedy.python_late": (
        "再试一次；仍没有应答，请信息部门在安全软件中允许它。",
        "Try again; if it still does not answer, IT must allow it in the virus scanner.",
    ),
    "remedy.python_old": (
        "安装新的 Python，在其中安装 gouji，再运行 gouji addin install。",
        "Install a newer Python, gouji in it, and run gouji addin install.",
    ),
    "remedy.python_failed": (
        "用 --python 写出 python.exe（macOS 是 python3）的完整路径，运行 gouji addin install。",
        "Run gouji addin install with the full path of python.exe (macOS: python3) by --python.",
    ),
    "remedy.python_modules": (
        "在 gouji 的文件夹里，用这个 Python 运行：python -m pip install .[excel]",
        "In gouji's folder, run with this Python: python -m pip install .[excel]",
    ),
    "remedy.python_store": (
        "从 python.org 安装 Python，在其中安装 gouji，再运行 gouji addin install。",
        "Install Python from python.org, gouji in it, and run gouji addin install.",
    ),
    "remedy.damaged": (
        "关闭 Excel，再运行 gouji addin install。",
        "Close Excel and run gouji addin install.",
    ),
    "remedy.other_version": (
        "关闭 Excel，再运行 gouji addin install。",
        "Close Excel and run gouji addin install.",
    ),
    "remedy.twice": (
        "如由信息部门统一安装，运行 gouji addin remove 移除自己的一份。",
        "If IT installs it for all, remove your own by gouji addin remove.",
    ),
    "remedy.disabled": (
        "在 Excel 中打开“文件 → 选项 → 加载项”，下方“管理”选“禁用项目”，点“转到”，"
        "选中 gouji.xlam，点“启用”，重新打开 Excel。",
        "In Excel, File → Options → Add-ins → Manage: Disabled Items → Go, choose gouji.xlam, "
        "Enable, and open Excel again.",
    ),
    "remedy.addins_off": (
        "取消“禁用所有应用程序加载项”（Excel 的“信任中心 → 加载项”，或同名的组策略）。",
        "Take back “Disable all application add-ins” (Trust Center → Add-ins, or the policy).",
    ),
    "remedy.signed": (
        "由信息部门签名后安装（见 docs/addin-rollout.md），或取消这项设置。",
        "Let IT sign it (docs/addin-rollout.md), or take back the setting.",
    ),
    "remedy.publisher": (
        "把签名证书装入每台电脑的“受信任的发布者”。",
        "Put the certificate among the Trusted Publishers of each computer.",
    ),
    "remedy.listed": (
        "在“受管理加载项列表”中把 gouji.xlam 设为 1（启用）。",
        "Set gouji.xlam to 1 (enabled) in the list of managed add-ins.",
    ),
    "remedy.listed_only": (
        "在“受管理加载项列表”中加入 gouji.xlam，值为 1（启用）。",
        "Add gouji.xlam with value 1 (enabled) to the list of managed add-ins.",
    ),
    "remedy.macros_elsewhere": (
        "按钮能用就不必处理；不能用，请签名，或确认启动文件夹仍是受信任位置。",
        "Nothing, if the buttons work; else sign the add-in, or see that the start folder is still "
        "a trusted location.",
    ),
    "remedy.macros_off": (
        "把加载项所在的文件夹设为受信任位置，或签名并把宏设置改为“禁用无数字签署的所有宏”。",
        "Make the folder of the add-in a trusted location, or sign the add-in and let signed "
        "macros run.",
    ),
    "remedy.macros_signed": (
        "把加载项所在的文件夹设为受信任位置，或由信息部门签名。",
        "Make the folder of the add-in a trusted location, or let IT sign the add-in.",
    ),
    "remedy.macros_ask": (
        "询问时选“启用宏”；不想每次询问，请信息部门把这个文件夹设为受信任位置。",
        "Choose Enable Macros; to be asked no more, let IT make the folder a trusted location.",
    ),
    "remedy.marked": (
        "按钮能用就不必处理；不能用，关闭 Excel，再运行 gouji addin install。",
        "Nothing, if the buttons work; else close Excel and run gouji addin install.",
    ),
    "remedy.marked_blocked": (
        "关闭 Excel，再运行 gouji addin install（重新写入的文件不带这个标记）。",
        "Close Excel and run gouji addin install: a file written anew does not carry the mark.",
    ),
}


def text(key: str, lang: Lang = "zh", **facts: object) -> str:
    """The sentence of `key` in `lang`, filled with `facts`."""
    return filled(MESSAGES.get(key) or messages.MESSAGES[key], lang, facts)
