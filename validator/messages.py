"""The sentences of reports and of the command, in Chinese and English, each in one place.

The key names the situation; the text says what happened and, where something is to be done, what
to do. Labels, titles and the meaning of rules do not stand here: they come from the forms. What is
wrong with a form or rule file is said where it is read, in the Chinese of the notation.
"""

from collections.abc import Mapping
from typing import Literal

Lang = Literal["zh", "en"]
#: The same in Chinese and in English.
Said = tuple[str, str]

#: key → (Chinese, English). Placeholders are `str.format` names and must be the same in both.
MESSAGES: dict[str, Said] = {
    "unreadable.missing": (
        "{name}：找不到文件。请核对文件名和所在文件夹后再校验。",
        "{name}: there is no such file. Check its name and folder.",
    ),
    "unreadable.no_access": (
        "{name}：无法打开：没有读取权限，或者这是一个文件夹。请检查权限，"
        "或关闭正在使用该文件的程序后再校验。",
        "{name}: it cannot be opened: no permission to read it, or it is a folder. Check the "
        "permissions, or close the program that is using it.",
    ),
    "unreadable.linked_folder": (
        "{name}：这是通往别处文件夹的链接，没有顺着打开，其中的文件没有校验。要校验的，"
        "请把那个文件夹也写在命令里；不要校验的，请把链接移走。",
        "{name}: this is a link to a folder elsewhere; it was not followed, and the files there "
        "were not checked. To have them checked, name that folder, too; else take the link away.",
    ),
    "unreadable.empty": (
        "{name}：文件是空的（0 字节）。请重新获取原文件后再校验。",
        "{name}: the file is empty (0 bytes). Get the original file again.",
    ),
    "unreadable.too_large": (
        "{name}：{part} 超出可读取的范围：{what} {size}，上限 {limit}。请删除与报表无关的工作表、"
        "图片和远离表格的单元格，另存为 .xlsx 再校验；文件可信而确需读取的，用 --limit "
        "{name_of_limit}=… 放宽上限。",
        "{name}: {part} is more than is read: {what} {size}, limit {limit}. Delete sheets, "
        "pictures and far-away cells that do not belong to the tables, and save it as .xlsx again; "
        "for a file that you trust, --limit {name_of_limit}=… sets another limit.",
    ),
    "unreadable.password": (
        "{name}：文件已加密（设有打开密码等），无法读取。请在 Excel 或 WPS 中取消密码后另存为 "
        ".xlsx 再校验。",
        "{name}: the file is encrypted: a password is needed to open it. Remove it in Excel or WPS "
        "and save the file as .xlsx.",
    ),
    "unreadable.old_excel": (
        "{name}：这是 Excel 95 或更早版本的文件，无法准确读取。"
        "请在 Excel 或 WPS 中另存为 .xlsx 再校验。",
        "{name}: the file is of Excel 95 or older and cannot be read exactly. Save it as .xlsx in "
        "Excel or WPS.",
    ),
    "unreadable.web_page": (
        "{name}：这是网页（HTML）存成的表格，扩展名虽是 .xls 之类，并不是工作簿，多由网上系统导出。"
        "请在 Excel 或 WPS 中打开，另存为 .xlsx 再校验。",
        "{name}: this is a web page (HTML), whatever its extension: many web systems export tables "
        "so. Open it in Excel or WPS and save it as .xlsx.",
    ),
    "unreadable.xml_workbook": (
        "{name}：这是 XML 存成的表格（XML 表格 2003 等），并不是 .xls 或 .xlsx 工作簿，多由系统导"
        "出。请在 Excel 或 WPS 中打开，另存为 .xlsx 再校验。",
        "{name}: this is a workbook in plain XML (XML Spreadsheet 2003 or the like), as some "
        "systems export it. Open it in Excel or WPS and save it as .xlsx.",
    ),
    "unreadable.plain_text": (
        "{name}：这是纯文本或 CSV，不是工作簿。请在 Excel 或 WPS 中打开，"
        "核对各列后另存为 .xlsx 再校验。",
        "{name}: this is plain text or CSV, not a workbook. Open it in Excel or WPS, look at "
        "its columns and save it as .xlsx.",
    ),
    "unreadable.document": (
        "{name}：这是文字文档（Word、WPS 文字等），不是工作簿。请提交含有报表的工作簿，"
        "或把其中的表格粘贴到工作簿后再校验。",
        "{name}: this is a text document (Word or the like), not a workbook. Submit the workbook "
        "with the tables, or paste them into one.",
    ),
    "unreadable.slides": (
        "{name}：这是演示文稿，不是工作簿。请提交含有报表的工作簿。",
        "{name}: these are slides, not a workbook. Submit the workbook with the tables.",
    ),
    "unreadable.pdf": (
        "{name}：这是 PDF 或 OFD 版式文件，不是工作簿。请提交生成它的工作簿（.xlsx）。",
        "{name}: this is a PDF or OFD file, not a workbook. Submit the workbook (.xlsx) from which "
        "it was made.",
    ),
    "unreadable.picture": (
        "{name}：这是图片，不是工作簿。请提交含有报表的工作簿（.xlsx）。",
        "{name}: this is a picture, not a workbook. Submit the workbook (.xlsx) with the tables.",
    ),
    "unreadable.archive": (
        "{name}：这是压缩包（.zip、.rar、.7z 等），不是工作簿。请先解压，再校验其中的工作簿。",
        "{name}: this is an archive (.zip, .rar, .7z or the like), not a workbook. Unpack it first "
        "and check the workbooks in it.",
    ),
    # --- archives of workbooks, and addresses ---
    "unreadable.archive_damaged": (
        "{name}：打不开这个压缩包：不是 .zip（例如由 .rar 改名），或已损坏、不完整，或是分卷的。请"
        "重新获取，或解压后校验文件夹。",
        "{name}: this archive cannot be opened: it is no .zip (a renamed .rar, say), damaged, "
        "incomplete, or one of several volumes. Get it again, or unpack it and check the folder.",
    ),
    "unreadable.archive_many": (
        "{name}：压缩包里有 {count} 个文件，上限 {limit}，没有校验。请分成几个压缩包，或解压后校验"
        "文件夹；压缩包可信的，用 --limit archive=… 放宽上限。",
        "{name}: the archive has {count} files, the limit is {limit}; nothing was checked. Make "
        "several of it, or unpack it and check the folder; for an archive that you trust, "
        "--limit archive=… sets another limit.",
    ),
    "unreadable.archive_empty": (
        "{name}：压缩包里没有工作簿（.xlsx、.xlsm、.xlsb、.xls、.et、.ods）。请核对是不是这个压缩"
        "包。",
        "{name}: there is no workbook (.xlsx, .xlsm, .xlsb, .xls, .et, .ods) in this archive. Make "
        "sure that it is the right one.",
    ),
    "unreadable.archive_changed": (
        "{name}：校验期间压缩包被改过，这个工作簿已不在原处，没有校验。请待压缩包不再变动后重新校"
        "验。",
        "{name}: the archive was changed meanwhile, and this workbook is no longer where it was; "
        "it was not checked. Check again once the archive does not change any more.",
    ),
    "unreadable.archive_inside": (
        "{name}：这是压缩包里的压缩包，其中的工作簿没有校验。请先解压外面的一层再校验。",
        "{name}: this is an archive in an archive; the workbooks in it were not checked. Unpack "
        "the outer one first.",
    ),
    "unreadable.archive_password": (
        "{name}：压缩包里的这个文件已加密，无法读取。请用密码解压后再校验。",
        "{name}: this file of the archive is encrypted. Unpack it with its password, and check it "
        "then.",
    ),
    "unreadable.archive_method": (
        "{name}：这个文件的压缩方法（例如 Deflate64）读不了。请解压后再校验，或用普通的 .zip 重新打"
        "包。",
        "{name}: this file was compressed in a way (Deflate64, say) that is not read. Unpack it "
        "first, or pack it again as an ordinary .zip.",
    ),
    "unreadable.archive_member": (
        "{name}：压缩包里的这个文件已损坏，无法解压。请重新获取压缩包再校验。",
        "{name}: this file of the archive is damaged and cannot be unpacked. Get the archive "
        "again.",
    ),
    "unreadable.address_package": (
        "{name}：读取这样的地址还需要软件包：{problem}。请安装后再校验，例如 pip install {package}"
        "；或把文件下载到本机再校验。",
        "{name}: reading from such an address needs another package: {problem}. Install it, as by "
        "pip install {package}, or download the files and check them here.",
    ),
    "unreadable.address": (
        "{name}：读不到这个地址的内容（{problem}）。请核对地址、网络和访问权限，或把文件下载到本机"
        "再校验。",
        "{name}: what is at this address could not be read ({problem}). Check the address, the "
        "network and the permissions, or download the files and check them here.",
    ),
    "unreadable.address_empty": (
        "{name}：这个地址下没有工作簿（.xlsx、.xlsm、.xlsb、.xls、.et、.ods），也没有压缩包。请核对"
        "地址。",
        "{name}: there is no workbook (.xlsx, .xlsm, .xlsb, .xls, .et, .ods) and no archive below "
        "this address. Check it.",
    ),
    "unreadable.address_archive": (
        "{name}：这个压缩包在不能分段读取的地址，且大于 {limit}。请下载到本机再校验，或用 --limit "
        "file=… 放宽上限。",
        "{name}: this archive is at an address from which parts cannot be read, and larger than "
        "{limit}. Download it and check it here, or allow more: --limit file=….",
    ),
    "unreadable.not_a_spreadsheet": (
        "{name}：内容不是工作簿（.xlsx、.xlsm、.xlsb、.xls、.et、.ods），扩展名可能被改过。"
        "请在 Excel 或 WPS 中打开，另存为 .xlsx 再校验。",
        "{name}: the content is not a workbook (.xlsx, .xlsm, .xlsb, .xls, .et, .ods); the "
        "extension may have been changed. Open it in Excel or WPS and save it as .xlsx.",
    ),
    "unreadable.damaged": (
        "{name}：文件已损坏或不完整，无法读取。请在 Excel 或 WPS 中打开并另存为 .xlsx 再校验；"
        "如打不开，请重新获取原文件。",
        "{name}: the file is damaged or incomplete. Open it in Excel or WPS and save it as .xlsx; "
        "if it does not open, get the original file again.",
    ),
    "unreadable.no_worksheets": (
        "{name}：只有图表，没有工作表，无可校验的内容。请提交含有报表的工作簿。",
        "{name}: there are charts but no worksheets, so nothing to check. Submit the workbook with "
        "the tables.",
    ),
    # --- files on which the work was stopped ---
    "isolated.time": (
        "{name}：{seconds} 秒还没有校验完，已停止，这个文件没有结论。文件过大，或做得使程序停不下"
        "来。请删除与报表无关的内容，另存为 .xlsx 再校验；确实要这么久的，用 --limit seconds=秒数 "
        "放宽。",
        "{name}: not finished after {seconds} seconds and stopped, without a result. The file is "
        "too large, or made to keep a program busy. Delete what does not belong to the tables and "
        "save it as .xlsx; if it really needs longer, allow that: --limit seconds=SECONDS.",
    ),
    "isolated.recalculation": (
        "{name}：公式重新计算 {seconds} 秒还没有完成，已停止，这个文件没有结论。请在 Excel 或 WPS "
        "中打开，计算后保存再校验；或用 --limit recalculation=秒数 放宽。",
        "{name}: its formulas were not recalculated after {seconds} seconds; stopped, without a "
        "result. Open it in Excel or WPS, calculate and save it; or allow longer: "
        "--limit recalculation=SECONDS.",
    ),
    "isolated.memory": (
        "{name}：要用的内存超过 {size} MB，已停止，这个文件没有结论。请删除与报表无关的工作表和远"
        "离表格的单元格，另存为 .xlsx 再校验；内存确实够用的，用 --limit memory=2048MB 这样的写法"
        "放宽。",
        "{name}: more than {size} MB of memory are needed; stopped, without a result. Delete "
        "sheets and far-away cells that do not belong to the tables and save it as .xlsx; if "
        "there is more memory, allow it, as in --limit memory=2048MB.",
    ),
    "isolated.crash": (
        "{name}：读取时校验进程意外结束（{how}），这个文件没有结论，其他文件不受影响。文件可能已损"
        "坏或有意做坏，请在 Excel 或 WPS 中打开并另存为 .xlsx 再校验；仍不行，请把文件报告给开发"
        "者。",
        "{name}: the checking process ended unexpectedly ({how}), without a result; other files "
        "are not affected. The file may be damaged, or made to crash programs: open it in Excel "
        "or WPS and save it as .xlsx. If that does not help, please report the file.",
    ),
    "isolated.killed": (
        "{name}：校验进程被系统强行结束，多半是电脑内存不够，这个文件没有结论。请关闭其他程序再校验"
        "；仍不行，请删除与报表无关的工作表，另存为 .xlsx 再校验。",
        "{name}: the system ended the checking process, most likely because the machine ran out of "
        "memory; no result. Close other programs and check again; if that does not help, delete "
        "the sheets that do not belong to the tables and save it as .xlsx.",
    ),
    "isolated.failed": (
        "{name}：校验时程序出错（{problem}），这个文件没有校验完。请把文件和这行信息报告给开发者。",
        "{name}: the program failed ({problem}); the file was not checked. Please report this "
        "line.",
    ),
    # --- identities: {left} and {right} carry the operands with their figures ---
    "identity.copy": (
        "{left} 应与 {right} 相等，相差 {difference}。两处是同一个数，四舍五入不能解释。",
        "{left} should equal {right}; the difference is {difference}. Both are one figure, so "
        "rounding cannot explain it.",
    ),
    "identity.sum": (
        "{left} ≠ {right}，相差 {difference}；{addends} 个非零加数四舍五入最多造成 "
        "{explained} 的差，其余 {unexplained} 须更正。",
        "{left} ≠ {right}; the difference is {difference}. Rounding of {addends} non-zero addends "
        "explains at most {explained}; {unexplained} must be corrected.",
    ),
    "identity.sum_exact": (
        "{left} ≠ {right}，相差 {difference}；只有 {addends} 个非零加数，四舍五入不能解释，"
        "须更正。",
        "{left} ≠ {right}; the difference is {difference}. With {addends} non-zero addends "
        "rounding cannot explain it.",
    ),
    "identity.soft": (
        "{left} 与 {right} 通常应相等，相差 {difference}，四舍五入不能解释，请核实。",
        "{left} and {right} usually agree; the difference is {difference}, which rounding cannot "
        "explain. Please check.",
    ),
    "identity.bound_absent": (
        "{right}，而{left}，请补上或更正。",
        "{right}, but {left}; add it or correct the figure.",
    ),
    "identity.bound": (
        "{left} {relation} {right}，相差 {difference}，四舍五入不能解释。",
        "{left} {relation} {right}; the difference is {difference}, which rounding cannot explain.",
    ),
    "identity.no_detail": (
        "{left} 下面没有科目的行，请补上明细。",
        "{left} has no 科目 rows below it; add them.",
    ),
    "identity.zero": (
        "{left} 应为 0。",
        "{left} should be 0.",
    ),
    "identity.negative": (
        "{left} 为负数，请核实是否填错符号。",
        "{left} is negative; check its sign.",
    ),
    "identity.stored": (
        "{left} 与 {right}：按单元格里保存的数值相差 {difference}，不是四舍五入造成的。",
        "{left} and {right}: the stored values differ by {difference}, which is not rounding.",
    ),
    "identity.missing_total": (
        "{left} 没有填，而 {right}，请补填 {right_value}。",
        "{left} is blank, but {right}; fill in {right_value}.",
    ),
    "identity.missing_row": (
        "{left}，而 {right}，请补上，填 {right_value}。",
        "{left}, but {right}; add it with {right_value}.",
    ),
    "identity.rounding": (
        "{left} 与 {right}，相差 {difference}，四舍五入可解释"
        "（{addends} 个非零加数，最多 {explained}）。",
        "{left} and {right} differ by {difference}: rounding explains it ({addends} non-zero "
        "addends, at most {explained}).",
    ),
    "identity.improbable": (
        "{left} 与 {right}，相差 {difference}，四舍五入有可能造成，但可能性很小，请核实。",
        "{left} and {right} differ by {difference}: rounding could do that, but hardly ever does; "
        "please check.",
    ),
    "identity.units": (
        "{left}，{units} 个单位的和是 {right_value}，相差 {difference}，四舍五入最多解释 "
        "{explained}。各单位：{right}。",
        "{left}, but the sum of {units} units is {right_value}; the difference is {difference}, of "
        "which rounding explains at most {explained}. The units: {right}.",
    ),
    "identity.units_absent": (
        "{left}，而 {units} 个单位的和是 {right_value}，请补上。各单位：{right}。",
        "{left}, but the sum of {units} units is {right_value}; add it. The units: {right}.",
    ),
    "identity.units_rounding": (
        "{left}，{relation} {right}，相差 {difference}，四舍五入最多解释 {explained}：各数都是 "
        "{units} 个单位的和，每个单位自己的差额都在尾差范围之内，这里是它们的累计。没有填错的数；请"
        "各单位用元汇总后一次换算，或调平尾差。",
        "{left} {relation} {right}, but they differ by {difference}, of which rounding explains at "
        "most {explained}: all of these are sums of {units} units, in each of which rounding "
        "explains the difference; here they add up. No figure is mistyped; add the units up in 元 "
        "and convert once, or adjust a figure by the difference.",
    ),
    "identity.exact": (
        "{left}，{relation} {right}：相符。",
        "{left} {relation} {right}: it does.",
    ),
    "identity.not_evaluated": (
        "无法校验：{blocking} 不是数字，或没有这一行。",
        "Could not be checked: {blocking} is no number, or there is no such row.",
    ),
    "identity.not_applicable": (
        "{left}，{relation} {right}：各项都没有填，不校验。",
        "{left} {relation} {right}: all of it is blank, so nothing is checked.",
    ),
    "identity.share.error": (
        "{left}，应为 {right}，相差 {difference} 个百分点。",
        "{left} should be {right}; the difference is {difference} percentage points.",
    ),
    "identity.share.missing": (
        "{left} 没有填，应为 {right}，请补填 {right_value}。",
        "{left} is blank; it should be {right}: fill in {right_value}.",
    ),
    "identity.share.rounding": (
        "{left}，即 {right}：末位没有四舍五入，或少印了小数。",
        "{left} is {right}: its last digit was cut off, or decimals were left out.",
    ),
    "identity.share.improbable": (
        "{left}，按印出的数应为 {right}；四舍五入有可能造成，但可能性很小，请核实。",
        "{left}; by the printed figures it should be {right}. Rounding could do that, but hardly "
        "ever does; please check.",
    ),
    "identity.share.exact": ("{left}，应为 {right}：相符。", "{left} should be {right}: it is."),
    "identity.share.no_whole": (
        "{left}：{whole} 不是正数，算不出占比，请更正或删去占比。",
        "{left}: {whole} is not above 0, so there is no share of it; correct it, or delete the "
        "share.",
    ),
    "relation.equal": ("应等于", "should equal"),
    "relation.at_least": ("不应小于", "should not be less than"),
    "relation.at_most": ("不应大于", "should not be more than"),
    "expression.many": (
        "{expression}（{first} 至 {last}，共 {count} 项）",
        "{expression} ({count} items, {first} to {last})",
    ),
    "operand.absent": ("{table} 没有 {row} 一行", "{table} has no row {row}"),
    "operand.no_column": ("{table} 没有 {column} 一栏", "{table} has no column {column}"),
    "blank.few": ("（{names} 空白，按 0 计）", " ({names} is blank and counts as 0)"),
    "blank.many": (
        "（{names} 等 {count} 处空白，按 0 计）",
        " ({names} and others, {count} in all, are blank and count as 0)",
    ),
    "blank.absent": ("（{names}，按 0 计）", " ({names}; counts as 0)"),
    "consequence": ("{message}（与 {rule} 同因）", "{message} (same cause as {rule})"),
    "whole_table": (
        "《{title}》表内各数相符，却与其他表有 {count} 处不符："
        "整张表可能贴错了（例如上年的表）。其中：",
        "{title} agrees within itself but differs from other tables in {count} places: the whole "
        "table may be another one (last year's, say). Among them: ",
    ),
    "blocked": (
        "因此 {count} 条规则无法核对：{rules}。",
        " {count} rules could not be checked: {rules}.",
    ),
    "unrecognised": (
        "{name}：没有找到任何一张已知的表。请确认文件是部门决算公开表、部门预算公开表或"
        "绩效自评表，且表名与表头没有被删去"
        "（支持的版本：网页上的“空白表”，或命令 gouji editions）。",
        "{name}: none of the known tables was found. Make sure that it holds published "
        "final accounts, a published budget or performance scorecards with their titles and "
        "headings (the editions: “Blank forms” on the web page, or `gouji editions`).",
    ),
    "unrecognised.edition": (
        "{name}：没有找到 {wanted} 的表，这是 {other} 的表。请指定 {other}，或不指定版本，"
        "由程序识别。",
        "{name}: no table of {wanted} was found; its tables are those of {other}. Name {other}, or "
        "no edition, so that it is recognised.",
    ),
    # --- workbooks beside the one that is checked ---
    "beside.previous": (
        "{this} 是{kind}，用 --previous 给出的 {name} 却是{other}，两者不能比较，没有校验。"
        "请给出上年的同一种表。",
        "{this} holds {kind}, but {name}, given with --previous, holds {other}; they cannot be "
        "compared, so nothing was checked. Give last year's workbook of the same kind.",
    ),
    "beside.unit": (
        "{this} 是{kind}，用 --units 给出的 {name} 却是{other}，不能相加，没有校验。"
        "请给出各单位的同一种表。",
        "{this} holds {kind}, but {name}, given with --units, holds {other}; they cannot be added "
        "up, so nothing was checked. Give the units' workbooks of the same kind.",
    ),
    "consolidate.sheet": ("汇总说明", "Consolidation"),
    "consolidate.title": ("汇总说明", "How this workbook was added up"),
    "consolidate.intro": (
        "{department} {year} 年度：{count} 个单位逐表、逐行、逐科目、逐栏相加，什么都没有抵销。"
        "金额单位：{unit}。",
        "{department} {year}: {count} units added up table by table, line by line, 科目 by 科目 "
        "and column by column; nothing was eliminated. Amounts in {unit}.",
    ),
    "consolidate.column.number": ("序号", "No."),
    "consolidate.column.file": ("文件", "File"),
    "consolidate.column.department": ("单位名称", "Unit"),
    "consolidate.column.unit": ("金额单位", "Amounts in"),
    "consolidate.column.checked": ("单位自己的校验", "Its own check"),
    "consolidate.total": ("合计", "Total"),
    "consolidate.agrees": ("没有错误", "no errors"),
    "consolidate.errors": ("{count} 处错误", "{count} errors"),
    "consolidate.section.internal": (
        "可能是单位之间的往来，照原样加在里面，没有抵销（{count} 笔，请核实是否需要抵销）",
        "Possibly paid between the units; added as they stand, not eliminated ({count}; see "
        "whether to eliminate them)",
    ),
    "consolidate.section.converted": ("换算（{count}）", "Converted ({count})"),
    "consolidate.section.absent": (
        "没有的表和注明无数据的表，按 0 相加（{count}）",
        "Tables that are absent or declared empty, taken as 0 ({count})",
    ),
    "consolidate.section.renamed": (
        "各单位名称不同的科目（{count}）",
        "科目 that the units call by different names ({count})",
    ),
    "consolidate.section.typed": (
        "各单位合计之和与明细之和不同的合计，按各单位合计之和填写，公式被覆盖（{count}）",
        "Totals of which the sum of the units' is not the sum of the details; the sum of the "
        "units' was typed over the formula ({count})",
    ),
    "consolidate.section.left": ("没有汇总的（{count}）", "Not added up ({count})"),
    "consolidate.internal": (
        "{table} {words}：{name} {amount} {unit}",
        "{table} {words}: {name} {amount} {unit}",
    ),
    "consolidate.converted": (
        "{name}：{own}换算为{unit}，相加后一次四舍五入。",
        "{name}: {own} converted to {unit}, the sums rounded half-up once.",
    ),
    "consolidate.converted_all": (
        "金额单位与汇总表（{unit}）不同的，换算后相加，只在最后四舍五入一次：{names}。",
        "In another unit than the sum ({unit}); converted, and rounded once at the end: {names}.",
    ),
    "consolidate.lacking": ("{name}：没有 {tables}。", "{name}: {tables} absent."),
    "consolidate.empty": ("{name}：{tables} 注明无数据。", "{name}: {tables} declared empty."),
    "consolidate.renamed": (
        "{code}：{names}；汇总表用“{first}”。",
        "{code}: {names}; {first} is used.",
    ),
    "consolidate.renamed_all": (
        "各单位名称不同的科目：{codes}（见“{sheet}”）。",
        "科目 that the units call by different names: {codes} (see {sheet}).",
    ),
    "consolidate.typed": (
        "{place}：各单位合计之和 {total}，公式得 {formula}。",
        "{place}: sum of the units' totals {total}, by its formula {formula}.",
    ),
    "consolidate.typed_all": (
        "有 {count} 处合计，各单位合计之和与明细之和不同（各单位的尾差累计，或单位自己的合计不对）"
        "，按各单位合计之和填写，列在“{sheet}”里。累计的尾差超过四舍五入能解释的，报为错误；"
        "各单位用以元为单位的工作簿汇总，就没有尾差。",
        "In {count} places the sum of the units' totals is not the sum of the details (their "
        "roundings add up, or a unit's own total is wrong); the sum of the totals was typed. They "
        "are listed on the sheet {sheet}. Roundings that add up to more than rounding explains are "
        "reported as errors; there are none where the units' workbooks are in 元.",
    ),
    "consolidate.described": (
        "{tables} 逐个说明项目，没有相加，请另行填写。",
        "{tables}: these describe projects and were not added up; fill them in.",
    ),
    "consolidate.cards": (
        "各单位的绩效自评表 {count} 张没有汇总，请另行填写。",
        "{count} performance scorecards of the units were not added up.",
    ),
    "consolidate.made": ("由 gouji {version} 汇总。", "Added up by gouji {version}."),
    "consolidate.done": (
        "已汇总 {count} 个单位：{name}（{department}），来历见其中的“{sheet}”表。",
        "{count} units added up: {name} ({department}); the sheet {sheet} tells how.",
    ),
    "consolidate.unit_errors": (
        "{name}：单位自己的表里有 {count} 处错误，照原样加进来了；请先让单位更正。",
        "{name}: the unit's own tables have {count} errors, which were added as they stand; have "
        "them corrected first.",
    ),
    "consolidate.again": ("汇总表的校验：{conclusion}", "The check of the sum: {conclusion}"),
    "consolidate.unit": (
        "金额单位不能是“{name}”；可用：{names}。",
        "Amounts cannot be in {name}; choose from: {names}.",
    ),
    "consolidate.stopped": (
        "不能汇总，没有写文件：有 {count} 处会漏加或加错。请更正后再汇总：",
        "Nothing was added up or written: {count} places would be left out or added wrongly. "
        "Correct them first:",
    ),
    "consolidate.nothing": (
        "各单位里没有可以相加的表（只有申报表或自评表），没有写文件。",
        "The units have no tables that can be added up, so nothing was written.",
    ),
    "consolidate.whose": (
        "从各单位的名称（{names}）推不出部门名称，请用 --department 写明，如 --department 某某局。",
        "The names of the units ({names}) do not tell that of the department; give it with "
        "--department.",
    ),
    "consolidate.edition": (
        "{name}：版本是 {own}，其他单位是 {common}，不同版本的表不能相加；请换成同一版本"
        "（确是同一版本的，用 --edition 写明）。",
        "{name} has the edition {own}, the others {common}; tables of different editions cannot "
        "be added up. Use one edition (if it is one, name it with --edition).",
    ),
    "consolidate.year": (
        "{name}：是 {own} 年度的，其他单位是 {common} 年度的，不能相加；请换成同一年度的。",
        "{name} is of {own}, the others of {common}; they cannot be added up. Use one year.",
    ),
    "consolidate.unread": ("{name} {place}：{why}", "{name} {place}: {why}"),
    "consolidate.double": (
        "{name}：{table} 有两份（{first} 和 {second}），金额不同，无法确定加哪一份；请删去一份。",
        "{name}: {table} stands twice ({first} and {second}) with different figures; delete one.",
    ),
    "consolidate.code_twice": (
        "{place}：科目 {code} {row} 有两行，请并成一行。",
        "{place}: {code} {row} has two rows; make them one.",
    ),
    "consolidate.no_code": (
        "{place}：“{code}” {row} 不是科目编码（位数不对），请更正。",
        "{place}: {code} {row} is no code of a 科目 (wrong number of digits); correct it.",
    ),
    "units.no_workbook": (
        "--units 之后到下一个选项为止都算所属单位，没有剩下要校验的工作簿。请把部门的工作簿写在前面"
        "：gouji check 汇总.xlsx --units 单位*.xlsx。",
        "All names after --units up to the next option are units', so no workbook is left to "
        "check. Write the department's first: gouji check 汇总.xlsx --units 单位*.xlsx.",
    ),
    "units.none_in": (
        "{name}：这个文件夹里没有工作簿，没有可以相加的单位。",
        "{name}: no workbooks in this folder, so there is no unit to add up.",
    ),
    "units.itself": (
        "{name} 就是汇总的工作簿，又列在各单位里；请把它从单位里去掉。",
        "{name} is the workbook of the department, and listed among its units; leave it out there.",
    ),
    "units.one_file": (
        "--units 核对一本部门的工作簿，请只写一本要校验的文件。",
        "--units is for one workbook, that of the department; name just one file to check.",
    ),
    "units.twice": (
        "{first} 和 {second} 是同一个单位（内容相同，或部门名称和各表金额都相同），会被加两次；"
        "请去掉一个。",
        "{first} and {second} are one unit (the same content, or the same department with the same "
        "figures), which would be added twice; leave one out.",
    ),
    "beside.budget": (
        "--budget 用来把预算与决算对照，而 {this} 是{kind}，没有校验。请去掉 --budget 再校验，"
        "或改为校验决算。",
        "--budget sets a budget beside final accounts, but {this} holds {kind}; nothing was "
        "checked. Leave --budget out, or check final accounts.",
    ),
    "beside.no_budget": (
        "{name}：没有找到部门预算的表，不能用作 --budget。请给出部门预算公开表的工作簿。",
        "{name}: no table of a departmental budget was found, so it cannot be used with --budget. "
        "Give the workbook of the published budget.",
    ),
    "comparison.title": (
        "{own} {title} 与{other} 对照（{unit}）",
        "{own} {title} beside {other} ({unit})",
    ),
    "comparison.budget": ("年初预算", "budget"),
    "comparison.accounts": ("决算", "accounts"),
    "comparison.completion": ("完成率", "spent"),
    "comparison.last_year": ("上年", "last year"),
    "comparison.this_year": ("本年", "this year"),
    "comparison.change": ("增减", "change"),
    "comparison.change_rate": ("增减率", "rate"),
    "comparison.only_budget": ("[仅预算]", "[budget only]"),
    "comparison.only_accounts": ("[仅决算]", "[accounts only]"),
    "comparison.only_last_year": ("[仅上年]", "[last year only]"),
    "comparison.only_this_year": ("[仅本年]", "[this year only]"),
    "comparison.part": (
        "{column} {before} → {now}（{percent}）",
        "{column} {before} → {now} ({percent})",
    ),
    "comparison.part_alone": ("{column} {before} → {now}", "{column} {before} → {now}"),
    "comparison.all": ("均为{column}", "all of it {column}"),
    "comparison.left_out": (
        "另有 {count} 行没有列出，完整的对照见 --format json。",
        "{count} more rows are left out; --format json has all of them.",
    ),
    # --- named checks ---
    "check.code_twice": (
        "{what} {code} {name} 出现了两次，请合并或更正编码。",
        "{what} {code} {name} stands twice; merge the rows or correct the code.",
    ),
    "check.code_length": (
        "{what}编码 {code}（{name}）的位数不对：本表的编码应为 {lengths} 位。",
        "{what} code {code} ({name}) has the wrong length: this table's have {lengths} digits.",
    ),
    "check.code_orphan": (
        "{what} {code} {name} 没有上级 {parent} 的行，请补上。",
        "{what} {code} {name} has no row of its parent {parent}; add it.",
    ),
    "check.code_unknown": (
        "科目目录里没有 {codes}，名称未核对（可用 --catalogue 提供完整目录）。",
        "The catalogue does not know {codes}; names were not checked (see --catalogue).",
    ),
    "check.code_name": (
        "{what} {code} 的名称印作“{name}”，目录中为“{expected}”。",
        "{what} {code} is printed as {name}; the catalogue has {expected}.",
    ),
    "check.code_order": (
        "{what} {code} {name} 排在 {before} 之后，应按编码升序排列。",
        "{what} {code} {name} stands after {before}; codes should ascend.",
    ),
    "check.no_item": (
        "款 {code} {name} 下没有项级科目，应公开到项。",
        "款 {code} {name} has no 项 below it; accounts are disclosed to the 项.",
    ),
    "check.no_group": (
        "类 {code} {name} 下没有款级科目，应公开到{lowest}。",
        "类 {code} {name} has no 款 below it; accounts are disclosed to the {lowest}.",
    ),
    "check.not_included": (
        "科目 {code} {name} 有财政拨款支出，但{whole}里没有这一科目。",
        "科目 {code} {name} has fiscal expenditure, but {whole} does not list it.",
    ),
    "check.missing": (
        "工作簿里没有找到 {count} 张表：{tables}。没有数据的表也应列出并注明。",
        "{count} tables were not found: {tables}. Tables without figures are published as well.",
    ),
    "check.missing_optional": (
        "工作簿里没有 {count} 张表：{tables}。这几张表不是各地都公开，有关的规则没有核对。",
        "{count} tables were not found: {tables}. Not every place publishes them; their rules were "
        "not checked.",
    ),
    "check.headings_unknown": (
        "{at}：找到《{title}》的标题，但下面的表头与表式不符，这张表没有核对。请恢复表式的表头。",
        "{at}: the title of {title} was found, but the headings below it are not the form's; the "
        "table was not checked. Restore the headings.",
    ),
    "check.heading_differs": (
        "《{title}》第 {number} 栏的栏名印作“{heading}”，表式为“{expected}”；栏名与数字对不上。",
        "{title}: column {number} is headed {heading}, the form has {expected}.",
    ),
    "check.unnamed_line": (
        "《{title}》第 {line} 行在表式里没有名称，却填有金额，不会计入合计。",
        "{title}: line {line} has no name in the form, yet holds a figure that no total includes.",
    ),
    "check.double_differs": (
        "《{title}》有两份且数字不同：{used} 与 {other}。本次按前者核对，请删除多余的一份。",
        "{title} stands twice with different figures: {used} and {other}. The former was checked; "
        "remove the other.",
    ),
    "check.double_same": (
        "《{title}》有两份，数字相同：{used} 与 {other}。请删除多余的一份。",
        "{title} stands twice with the same figures: {used} and {other}. Remove one.",
    ),
    "check.double_of_many": (
        "《{title}》有两张完全相同：{used} 与 {other}，金额会计算两次。请删除重复的一张，"
        "或更正其中一张。",
        "{title}: {used} and {other} are the same, so that their amounts count twice. Remove or "
        "correct one of them.",
    ),
    "check.double_blank": (
        "《{title}》有两份：{used} 已填，{other} 是空表。本次按已填的核对。",
        "{title} stands twice: {used} is filled in and was checked, {other} is blank.",
    ),
    "check.empty_but_filled": (
        "表里写明“{sentence}”，却填有金额，请更正其一。",
        "The table says {sentence}, yet it holds figures; correct one of them.",
    ),
    "check.empty_contradicted": (
        "《{title}》写明“{sentence}”，但 {other} {label} 为 {raw}（{identity}）。",
        "{title} says {sentence}, but {other} {label} is {raw} ({identity}).",
    ),
    "check.line_missing": (
        "《{title}》没有找到{labels}，请恢复表式印出的行。",
        "{title}: not found: {labels}; restore the printed lines.",
    ),
    "check.line_unknown": (
        "《{title}》里“{label}”一行不是本版本表式的行，或重复出现，其金额没有核对。",
        "{title}: {label} is no line of this edition's form, or stands twice; its figures were not "
        "checked.",
    ),
    "check.layout_differs": (
        "《{title}》的版式与{edition}不同：{differences}。已按名称核对。",
        "{title} is not laid out as in {edition}: {differences}. It was checked by its words.",
    ),
    "check.layout_unchecked": (
        "《{title}》的版式与{edition}不同：{differences}。其余已按名称核对。",
        "{title} is not laid out as in {edition}: {differences}. The rest was checked by its "
        "words.",
    ),
    "layout.lines_unnumbered": ("没有印行次", "it prints no line numbers"),
    "layout.lines_renumbered": ("行次的编号不同", "its lines are numbered otherwise"),
    "layout.columns_unnumbered": ("没有印栏次", "it prints no column numbers"),
    "layout.mark": (
        "表号印作“{printed}”，版本里是“{mark}”",
        "its number is {printed}, not {mark}",
    ),
    "layout.omitted": (
        "没有印版本里的 {count} 行（{names}），这些行按 0 计",
        "{count} of the edition's lines are not printed ({names}) and count as 0",
    ),
    "layout.label_alike": (
        "有 {count} 行的名称略有不同（{names}）",
        "the words of {count} lines are slightly different ({names})",
    ),
    "layout.line_unknown": (
        "有 {count} 行是版本里没有的或重复出现（{names}），其金额没有核对",
        "{count} of its lines are not the edition's, or stand twice ({names}), and were not "
        "checked",
    ),
    "layout.column_unknown": (
        "有 {count} 栏是版本里没有的（{names}），没有核对",
        "{count} of its columns are not the edition's ({names}) and were not checked",
    ),
    "layout.column_omitted": (
        "没有印版本里的 {count} 栏（{names}），按没有金额核对",
        "{count} of the edition's columns are not printed ({names}) and were taken as blank",
    ),
    "layout.words_for": ("“{label}”，版本里是“{expected}”", "{label} for {expected}"),
    "layout.first": ("{first}等", "{first} and others"),
    "layout.unit": ("金额单位是{unit}", "its amounts are in {unit}"),
    "check.number_differs": (
        "“{label}”的行次印作 {printed}，表式为 {expected}。按名称核对。",
        "{label} has line number {printed}, the form has {expected}; it was taken by its words.",
    ),
    "check.label_differs": (
        "第 {printed} 行印作“{label}”，表式为“{expected}”。按行次核对。",
        "Line {printed} reads {label}, the form has {expected}; it was taken by its number.",
    ),
    "check.total_twice": (
        "《{title}》有不止一行“合计”，只核对了第一行。",
        "{title} has more than one total row; the first was checked.",
    ),
    "check.row_without_code": (
        "《{title}》里“{label}”一行有金额但没有科目编码，没有参加核对。",
        "{title}: the row {label} has figures but no 科目 code and was not checked.",
    ),
    "check.row_without_words": (
        "《{title}》的“{section}”有一行只有金额没有名称，没有参加核对；请填写名称，或删去这一行。",
        "{title}: a row of {section} has figures but no name and was not checked; name it or "
        "remove it.",
    ),
    "check.section_missing": (
        "《{title}》没有找到“{section}”的栏目，这一部分没有核对。请恢复表式的栏目。",
        "{title}: the headings of {section} were not found, and it was not checked. Restore them.",
    ),
    "check.column_missing": (
        "《{title}》的“{section}”没有找到“{heading}”一栏，这一栏没有核对。请恢复表式的栏目。",
        "{title}: {section} has no column headed {heading}, which was not checked. Restore it.",
    ),
    "check.column_lacking": (
        "《{title}》无法确定哪一栏是“{heading}”，这一栏没有核对。"
        "请按表式印出这一栏的栏名和它上面的表头。",
        "{title}: which column is {heading} is not certain; it was not checked. Print its heading "
        "and those above it as the form does.",
    ),
    "check.code_unclear": (
        "《{title}》里“{label}”一行的科目编码印作“{code}”，无法确定是哪个科目，没有参加核对；"
        "请填写完整的编码。",
        "{title}: the code {code} of the row {label} is not certain, and the row was not checked. "
        "Write the whole code.",
    ),
    "check.total_ambiguous": (
        "“{label}”右边有不止一个数，无法确定哪一个是合计。",
        "There is more than one figure beside {label}; which is the total cannot be told.",
    ),
    "check.second_row": (
        "《{title}》应只有一行金额，这里是第二行，没有核对。",
        "{title} should have one row of figures; this second one was not checked.",
    ),
    # In this family {where} is the cell or the cells, {said} what stands there.
    "check.text": (
        "{where}填的是文字{said}，不是数字，请改为数字。",
        "{where}: the text {said} is no number; type a number.",
    ),
    "check.text_unit": (
        "{where}填的是带单位的文字{said}：数是 {number}，单位是{stated}。单位写在表头上，"
        "单元格里只填数字 {number}。",
        "{where}: {said} is the number {number} with the unit {stated}. The unit belongs into the "
        "heading; type {number} alone.",
    ),
    "check.text_other_unit": (
        "{where}填的是带单位的文字{said}：数是 {number}，单位是{stated}，而本表的单位是{unit}。"
        "单元格里只填数字：换算成{unit}是 {due}。",
        "{where}: {said} is the number {number} with the unit {stated}, but the table is in "
        "{unit}. Type a number alone: {due} in {unit}.",
    ),
    "check.text_currency": (
        "{where}填的是带货币符号“{sign}”的文字{said}：数是 {number}。单元格里只填数字，"
        "并核对是不是本表的单位。",
        "{where}: {said} is the number {number} with the sign of the currency {sign}. Type the "
        "number alone, in the table's unit.",
    ),
    "check.text_about": (
        "{where}填的是约数{said}：数是 {number}。金额应是确切的数，请填准确的数字。",
        "{where}: {said} is about {number}; an amount is exact. Type the exact number.",
    ),
    "check.text_per_cent": (
        "{where}填的是百分数{said}，这里应填金额，请填金额的数字。",
        "{where}: {said} is a per cent where an amount belongs; type the amount.",
    ),
    "check.text_footnote": (
        "{where}填的是{said}，数字 {number} 后面带有注的记号。注的记号请写在行的名称里，"
        "单元格里只填数字 {number}。",
        "{where}: {said} is the number {number} with the mark of a note. Put the mark into the "
        "row's words and type {number} alone.",
    ),
    "check.text_scientific": (
        "{where}填的是以文字保存的科学记数{said}，即 {number}。请改填数字 {number}。",
        "{where}: {said} is scientific notation kept as text, {number}. Type {number}.",
    ),
    "check.text_negative": (
        "{where}的{said}不是数字。若是负数，请改填 {number}。",
        "{where}: {said} is no number. If it is negative, type {number}.",
    ),
    "check.text_letter": (
        "{where}的{said}里有不是数字的字符 {letters}，像是把 0 或 1 打成了字母。"
        "若是 {number}，请改填数字。",
        "{where}: {said} has {letters} among its digits, likely for 0 or 1. If it is {number}, "
        "type that.",
    ),
    "check.text_point": (
        "{where}的{said}小数点不对。若是 {number}，请改填数字。",
        "{where}: {said} has a wrong decimal point. If it is {number}, type that.",
    ),
    "check.text_points": (
        "{where}的{said}有不止一个小数点，无法确定是多少，请改为数字。",
        "{where}: {said} has more than one decimal point, so what it is cannot be told; type a "
        "number.",
    ),
    "check.text_grouping": (
        "{where}的{said}千分号位置不对，可能多打或少打了数字。若是 {number}，请改填数字。",
        "{where}: the thousands separators of {said} are misplaced; a digit may be missing. If it "
        "is {number}, type that.",
    ),
    "check.text_quote": (
        "{where}的{said}带有引号或撇号，成了文字。请去掉，只填数字 {number}。",
        "{where}: {said} has quotes and so is text; type {number} alone.",
    ),
    "check.text_numerals": (
        "{where}填的是中文数字{said}，请改填阿拉伯数字。",
        "{where}: {said} is written in Chinese numerals; type digits.",
    ),
    "check.text_nothing": (
        "{where}填的是文字{said}。没有金额的，请留空、填 0 或填“—”。",
        "{where}: {said} is text. Where there is no amount leave the cell blank, or type 0 or —.",
    ),
    "check.text_formula": (
        "{where}的{said}是以文字保存的公式，没有计算。请把单元格格式改为“常规”，"
        "双击单元格后按回车；或改填数字。",
        "{where}: {said} is a formula kept as text and was not calculated. Format the cell as "
        "General, open it and press Enter; or type the number.",
    ),
    "check.text_written_date": (
        "{where}填的是日期{said}，这里应填金额，请填金额的数字。",
        "{where}: {said} is a date where an amount belongs; type the amount.",
    ),
    "check.text_date": (
        "{where}填的是日期{said}：像是输入 {typed} 时被自动变成了日期，"
        "或数 {number} 的单元格设成了日期格式。请把单元格格式改为“数值”，再填金额。",
        "{where}: {said} is a date. Either {typed} was typed and turned into one, or the cell of "
        "the number {number} is formatted as a date. Format it as a number and type the amount.",
    ),
    "check.text_date_format": (
        "{where}的格式是日期，显示为{said}，保存的数是 {number}。请把单元格格式改为“数值”，"
        "核对后再校验。",
        "{where} is formatted as a date and shows {said}; it holds {number}. Format it as a number "
        "and check again.",
    ),
    "check.text_time": (
        "{where}的格式是时间，显示为{said}，保存的数是 {number}。请把单元格格式改为“数值”，"
        "核对后再校验。",
        "{where} is formatted as a time and shows {said}; it holds {number}. Format it as a number "
        "and check again.",
    ),
    "check.text_boolean": (
        "{where}填的是逻辑值{said}，不是数字，请改为数字。",
        "{where}: {said} is a truth value, no number; type a number.",
    ),
    "check.error_cell": (
        "{where}是错误值，请修正公式。",
        "{where}: an error value; correct the formula.",
    ),
    "check.not_computed": (
        "{where}的公式没有计算结果，请在 Excel 或 WPS 中打开并保存后再校验。",
        "{where}: a formula without a result; open and save the file in Excel or WPS.",
    ),
    "cells.one": ("{label}（{heading}）", "{label} ({heading})"),
    "cells.many": (
        "{label}（{heading}）等 {count} 个单元格（{places}）",
        "{label} ({heading}) and others, {count} cells in all ({places})",
    ),
    "cells.said": ("“{raw}”", "{raw}"),
    "cells.said_in_many": ("“{raw}”等", "{raw}, and the like,"),
    "check.number_as_text": (
        "《{title}》有 {count} 个数字以文本保存；已按数字核对，但 Excel 的求和会漏掉它们。",
        "{title}: {count} numbers are stored as text; they were read, but Excel's SUM skips them.",
    ),
    "check.fewer_decimals": (
        "《{title}》的金额只有 {shown} 位小数，应保留 {wanted} 位。",
        "{title} prints {shown} decimals; it should print {wanted}.",
    ),
    "check.more_decimals": (
        "《{title}》有 {count} 个单元格（{places}）保存的小数多于公布的 {wanted} 位"
        "（如 {raw}）；印出的数和保存的数都已核对。公布前宜四舍五入成 {wanted} 位再保存。",
        "{title}: {count} cells ({places}) keep more than the {wanted} published decimals ({raw}, "
        "for one); what they print and what they keep was both checked. Better round them before "
        "publishing.",
    ),
    "check.below_fen": (
        "《{title}》的单位是元，有 {count} 个单元格（{places}）的小数多于 {wanted} 位（如 {raw}），"
        "不到一分的不是金额；请核实，四舍五入到分。",
        "{title} is in 元, but {count} cells ({places}) have more than {wanted} decimals ({raw}, "
        "for one); less than 分 is no amount of money. Check them, and round to 分.",
    ),
    "check.magnitude": (
        "《{title}》注明的单位是{unit}，数却像是{likely}的：与其他表的 {count} 处同一数都相差同样的"
        "倍数（如 {examples}），其他表彼此相符。请把数换算成{unit}，或改正表头的单位；"
        "由此引起的不符列在下面。",
        "{title} states {unit}, but its figures are likely in {likely}: {count} of them differ "
        "from the same figures of other tables by one factor ({examples}, for example), and the "
        "others agree with each other. Convert the figures or correct the heading; what fails for "
        "it is listed below.",
    ),
    "check.magnitude_unstated": (
        "《{title}》没有注明单位，按{unit}核对，数却像是{likely}的：与其他表的 {count} 处同一数都"
        "相差同样的倍数（如 {examples}）。请注明单位，并与其他表一致；由此引起的不符列在下面。",
        "{title} states no unit, {unit} was assumed, but its figures are likely in {likely}: "
        "{count} of them differ from the same figures of other tables by one factor ({examples}, "
        "for example). State the unit, that of the other tables; what fails for it is listed "
        "below.",
    ),
    "check.magnitude_either": (
        "《{title}》与《{other}》的 {count} 处同一数都相差同样的倍数（如 {examples}），"
        "其中一张的单位不对：若后者对，前者的数是{likely}，表头却是{unit}。请核对两张表的单位；"
        "由此引起的不符列在下面。",
        "{title} and {other}: {count} figures that should be the same differ by one factor "
        "({examples}, for example), so one of the two is in another unit than it states; if the "
        "latter is right, the former is in {likely} under the heading {unit}. Check the units of "
        "both; what fails for it is listed below.",
    ),
    "check.magnitude_column": (
        "《{title}》的单位是{unit}，“{headings}”一栏的数却像是{likely}的：各行换算后全都相符。"
        "请把这一栏换算成{unit}；由此引起的 {count} 处不符列在下面。",
        "{title} is in {unit}, but its column {headings} is likely in {likely}: converted, every "
        "row agrees. Convert the column; the {count} places that fail for it are listed below.",
    ),
    "check.magnitude_columns": (
        "《{title}》的单位是{unit}，“{headings}”这 {columns} 栏里有一栏的数像是{likely}的："
        "各行换算后全都相符。请核对是哪一栏，换算成{unit}；由此引起的 {count} 处不符列在下面。",
        "{title} is in {unit}, but one of its {columns} columns {headings} is likely in {likely}: "
        "converted, every row agrees. Find out which and convert it; the {count} places that fail "
        "for it are listed below.",
    ),
    "check.magnitude_impossible": (
        "《{title}》的“{label}”有 {figure} {unit}，即 {worth} 亿元，不是一个部门的数；"
        "请核实表头的单位，数可能是以更小的单位填的。",
        "{title}: {label} is {figure} {unit}, which is {worth} 亿元 and no department's. Check the "
        "unit of the heading; the figures are likely in a smaller one.",
    ),
    "check.same_columns": (
        "《{title}》的“{heading}”与“{other}”两栏 {count} 行的数完全相同，两栏又同是加数；"
        "请核实是否把同一栏贴了两次。",
        "{title}: the columns {heading} and {other} hold the same figures on all {count} rows, and "
        "both are added up. Make sure that one was not pasted twice.",
    ),
    "check.same_tables": (
        "《{title}》与《{other}》{count} 行的科目和数完全相同，两张表又是相加的关系；"
        "请核实是否把同一张表贴了两次。",
        "{title} and {other} hold the same 科目 and figures on all {count} rows, and are added up. "
        "Make sure that one was not pasted in the place of the other.",
    ),
    "check.unit_assumed": (
        "《{title}》没有注明金额单位，按{unit}核对。",
        "{title} does not state its unit; {unit} was assumed.",
    ),
    "check.year_differs": (
        "《{title}》的年度是 {own}，其他表是 {common}；请核实是否贴错了年度。",
        "{title} is of {own}, the other tables of {common}; make sure that it is this year's.",
    ),
    "check.year_elsewhere": (
        "“{where}”写的是 {own} 年度，各表的标题却都是 {common} 年度；请核实是否沿用了上年的表。",
        "{where} says {own}, but the titles of the tables say {common}; make sure that the tables "
        "are not last year's.",
    ),
    "check.department_differs": (
        "《{title}》的部门是“{own}”，其他表是“{common}”；请核实是否贴错了部门。",
        "{title} is of {own}, the other tables of {common}; make sure that it belongs here.",
    ),
    "check.project_money": (
        "《{project}》的“{label}”填 {figure}，与{whole} {code} {name} 的{heading}相同；而{fund}这一"
        "科目只有 {own}。多出的 {rest} 不是这项拨款，应改填到它的其他资金来源。",
        "{project}: {label} is {figure}, which is {heading} of {code} {name} in {whole}; but "
        "{fund} has only {own} of it. The other {rest} are from elsewhere and belong to the "
        "project's other sources of money.",
    ),
    "check.years_differ": (
        "《{title}》“{goal}”的近两年印作 {named} 年，本年是 {year} 年，近两年应为 {wanted} 年；"
        "请核实是否沿用了以前的表。",
        "{title}: the last two years of {goal} are printed as {named}; before {year} they are "
        "{wanted}. Make sure that the heading is not an older one.",
    ),
    "check.years_differ_above": (
        "《{title}》的近两年印作 {named} 年，本年是 {year} 年，近两年应为 {wanted} 年；"
        "请核实是否沿用了以前的表。",
        "{title}: the last two years are printed as {named}; before {year} they are {wanted}. Make "
        "sure that the heading is not an older one.",
    ),
    "check.last_year": (
        "给作上年的 {name} 是 {other} 年度的，本年是 {this} 年度；年初与上年年末的比较不可靠。",
        "{name}, given as last year's, is of {other}, this one of {this}; do not rely on comparing "
        "opening with closing figures.",
    ),
    "check.last_department": (
        "给作上年的 {name} 是“{other}”的，本年是“{this}”的；请核实是否同一部门（改过名称可忽略）。",
        "{name}, given as last year's, is that of {other}, this one of {this}; make sure that they "
        "are one department.",
    ),
    "check.beside_blank": (
        "给出的 {name} 是还没有填写的空白工作簿，没有可对照的数；请给出填好的工作簿。",
        "{name}, given beside this workbook, has not been filled in, so there is nothing to "
        "compare with; give one with figures.",
    ),
    "check.beside_missing": (
        "给出的 {name} 里没有找到 {tables}，与之有关的核对和对照没有做。",
        "{name}, given beside this workbook, has no {tables}; what is held to them was not checked "
        "or compared.",
    ),
    "check.unit_year": (
        "作为所属单位的 {name} 是 {other} 年度的，本工作簿是 {this} 年度的；不同年度的数不能相加，"
        "请给出同一年度的。",
        "{name}, given as a unit's, is of {other}, this workbook of {this}; figures of different "
        "years cannot be added up. Give that of the same year.",
    ),
    "check.unit_unread": (
        "作为所属单位的 {name}，{at} 的 {title} 没有读出来（表头与表式不同），没有加进来，请核对。",
        "{name}, given as a unit's: the table {title} at {at} could not be read (its headings are "
        "not those of the form) and was not added; please check it.",
    ),
    "check.unit_missing": (
        "作为所属单位的 {name} 里没有 {tables}，按 0 相加。",
        "{name}, given as a unit's, has no {tables}, which count as 0.",
    ),
    "check.unit_table": (
        "所属单位有 {title}（{place}），表里有金额，本工作簿却没有这张表，请补上。",
        "A unit has {title} ({place}) with figures; this workbook lacks the table. Add it.",
    ),
    "check.units_described": (
        "{tables} 逐个说明项目，不是各单位之和，没有与所属单位核对。",
        "{tables}: these describe projects, and are not the sum of the units; they were not "
        "compared.",
    ),
    "check.unit_left_out": (
        "与各单位之和不符的 {count} 处，差额正好都是 {unit} 的数：汇总时可能漏加了这个单位。"
        "本工作簿：{cells}。",
        "In {count} places the difference from the sum of the units is just the figure of {unit}: "
        "the whole unit may have been left out. This workbook: {cells}.",
    ),
    "check.unit_twice": (
        "与各单位之和不符的 {count} 处，多出的正好都是 {unit} 的数：汇总时可能把这个单位加了两次。"
        "本工作簿：{cells}。",
        "In {count} places this workbook has just the figure of {unit} too much: the whole unit "
        "may have been added twice. This workbook: {cells}.",
    ),
    "check.unit_cell_left_out": (
        "与各单位之和相差 {difference}，正好是 {unit} 的数：可能漏加了它。本工作簿：{cells}。",
        "The difference from the sum of the units, {difference}, is just the figure of {unit}: it "
        "may have been left out. This workbook: {cells}.",
    ),
    "check.unit_cell_twice": (
        "比各单位之和多 {difference}，正好是 {unit} 的数：可能加了两次。本工作簿：{cells}。",
        "This workbook has {difference} too much, just the figure of {unit}: it may have been "
        "added twice. This workbook: {cells}.",
    ),
    "check.units_not_given": (
        "有 {count} 处大于 {units} 个单位之和，没有一处小于：可能有单位的工作簿没有给出，"
        "请补齐后再核对。本工作簿：{cells}。",
        "{count} figures are larger than the sum of the {units} units, and none is smaller: the "
        "workbook of a unit may not have been given. Give all of them. This workbook: {cells}.",
    ),
    "check.units_not_all": (
        "有 {count} 处小于 {units} 个单位之和，没有一处大于：汇总时可能少加了，"
        "或给出了不属于本部门的单位。本工作簿：{cells}。",
        "{count} figures are smaller than the sum of the {units} units, and none is larger: some "
        "may not have been added, or units of another department were given. This workbook: "
        "{cells}.",
    ),
    "check.unit_row_missing": (
        "{table} 没有科目 {row}，而 {units} 有，请补上这一行；合计也少了它的数。涉及：{cells}。",
        "{table} has no row {row}, which {units} has: add the row; the totals may lack it, too. "
        "Concerned: {cells}.",
    ),
    "check.unit_row_extra": (
        "{table} 的科目 {row} 有金额，{count} 个单位都没有这个科目，请核实是否录错编码，"
        "或缺少一个单位的工作簿。涉及：{cells}。",
        "{table}: {row} has figures, but none of the {count} units has this 科目. See whether the "
        "code is mistyped, or the workbook of a unit was not given. Concerned: {cells}.",
    ),
    "check.budget_year": (
        "给作预算的 {name} 是 {other} 年度的，决算是 {this} 年度的；预算与决算的对照不可靠，"
        "请给出同一年度的预算。",
        "{name}, given as the budget, is of {other}, the accounts are of {this}; do not rely on "
        "the comparison, and give the budget of the same year.",
    ),
    "check.budget_department": (
        "给作预算的 {name} 是“{other}”的，决算是“{this}”的；请核实是否同一部门（改过名称可忽略）。",
        "{name}, given as the budget, is that of {other}, the accounts are those of {this}; make "
        "sure that they are one department.",
    ),
    "check.only_before": (
        "{other}里有、{own}里没有的 {before} 行：{before_rows}。",
        "{before} rows of {other} are not in {own}: {before_rows}.",
    ),
    "check.only_now": (
        "{own}里有、{other}里没有的 {now} 行：{now_rows}。",
        "{now} rows of {own} are not in {other}: {now_rows}.",
    ),
    "check.only_in_one": (
        "{other}里有、{own}里没有的 {before} 行：{before_rows}；"
        "{own}里有、{other}里没有的 {now} 行：{now_rows}。",
        "{before} rows of {other} are not in {own}: {before_rows}; {now} rows of {own} are not in "
        "{other}: {now_rows}.",
    ),
    "check.not_evaluated": (
        "《{title}》的{labels}没有找到，{count} 条规则无法核对：{rules}。",
        "{title}: not found: {labels}; {count} rules could not be checked: {rules}.",
    ),
    "names": ("“{name}”", "{name}"),
    "names.more": ("{names}等 {count} 项", "{names} … ({count} of them)"),
    "check.blank": (
        "这是还没有填写的空白工作簿：{count} 张表里一个数也没有，没有可核对的内容。请填好再校验；"
        "没有数据的表应注明。",
        "The workbook is blank: there is not a figure in its {count} tables, so nothing to check. "
        "Fill it in first; tables without figures should be declared empty.",
    ),
    "check.blank_tables": (
        "{count} 张公开表还没有填写，一个数也没有，没有核对；只核对了自评表。请填好再校验；"
        "没有数据的表应注明。",
        "There is not a figure in the {count} published tables, so they were not checked; "
        "the scorecards were. Fill them in first; tables without figures should be declared empty.",
    ),
    # In this family {where} is the sheet on which other figures are to be entered.
    "check.formula_same": (
        "{label} 的公式被“{raw}”代替。现在与公式的结果相同，但以后不再随其他数变化。"
        "请复制同列公式或重新生成空白工作簿来恢复；要填别的数，填在“{where}”里。",
        "{label}: the formula was replaced by {raw}. That is what it gives now, but it no longer "
        "follows the other figures. Copy the column's formula back or make the workbook anew; "
        "other figures are to be entered on {where}.",
    ),
    "check.formula_differs": (
        "{label} 的公式被“{raw}”代替，公式的结果应为“{due}”。"
        "请复制同列公式或重新生成空白工作簿来恢复；确要填别的数，填在“{where}”里。",
        "{label}: the formula was replaced by {raw}; it gives {due}. Copy the column's formula "
        "back or make the workbook anew; if another figure is right, enter it on {where}.",
    ),
    "check.formula_extra": (
        "{label} 的公式被“{raw}”代替，公式的结果应为空白。"
        "请复制同列公式或重新生成空白工作簿来恢复；要填的数填在“{where}”里。",
        "{label}: the formula was replaced by {raw}; it gives a blank. Copy the column's formula "
        "back or make the workbook anew; figures are to be entered on {where}.",
    ),
    "check.formula_wiped": (
        "{label} 的公式被删去，现在空白，公式的结果应为“{due}”。"
        "请复制同列公式或重新生成空白工作簿来恢复；要填别的数，填在“{where}”里。",
        "{label}: the formula was deleted and the cell is blank; it gives {due}. Copy the column's "
        "formula back or make the workbook anew; other figures are to be entered on {where}.",
    ),
    "check.formulas_same": (
        "《{title}》有 {count} 个单元格（{cells} 等）的公式被数字或文字代替。现在与公式的结果相同，"
        "但以后不再随其他数变化。请复制同列公式或重新生成空白工作簿来恢复；要填别的数，填在"
        "“{where}”里。",
        "{title}: the formulas of {count} cells ({cells} …) were replaced. They hold what the "
        "formulas give now, but no longer follow the other figures. Copy the column's formula "
        "back or make the workbook anew; other figures are to be entered on {where}.",
    ),
    "check.formulas_differ": (
        "《{title}》有 {count} 个单元格（{cells} 等）的公式被代替或删去，与公式的结果不同。"
        "请复制同列公式或重新生成空白工作簿来恢复；确要填别的数，填在“{where}”里。",
        "{title}: the formulas of {count} cells ({cells} …) were replaced or deleted, and the "
        "cells do not hold what they give. Copy the column's formula back or make the workbook "
        "anew; if other figures are right, enter them on {where}.",
    ),
    "check.formulas_gone": (
        "工作簿的各表已没有公式（可能整本粘贴成了数值），{count} 个应由公式计算的单元格与公式的"
        "结果相同。作为公开的定稿没有问题；要修改，请改原来的工作簿。",
        "The tables hold no formulas any more (pasted as values, perhaps); {count} computed cells "
        "hold what the formulas give. That is fine for publishing; make changes in the original.",
    ),
    # In this family {cells} are the addresses, the first few of many, {label} is the first of them.
    "check.typed_over_same": (
        "{label}（{cells}）填的是数字“{raw}”，同一行或同一列的其他单元格用的是公式。现在勾稽相符，"
        "但加数改了它不会跟着变。请核实，并复制旁边的公式。",
        "{label} ({cells}) holds the number {raw}, where formulas stand in the other cells of its "
        "row or column. It agrees now, but will not follow its addends. Check it, and copy the "
        "formula from beside it.",
    ),
    "check.typed_over_differs": (
        "{label}（{cells}）填的是数字“{raw}”，同一行或同一列的其他单元格用的是公式；按勾稽关系"
        "应为“{due}”。请复制旁边的公式。",
        "{label} ({cells}) holds the number {raw}, where formulas stand in the other cells of its "
        "row or column; by the identity it is {due}. Copy the formula from beside it.",
    ),
    "check.sum_misses": (
        "{label}（{cells}）的公式“={formula}”漏加了 {names}，按 {rule} 应加上。请修改公式的范围。",
        "{label} ({cells}): the formula ={formula} leaves out {names}, which {rule} adds up. "
        "Correct its range.",
    ),
    "check.sum_twice": (
        "{label}（{cells}）的公式“={formula}”重复计算了 {names}：上级和下级都加了，或者加了两次"
        "（{rule}）。请修改公式，每一项只加一次。",
        "{label} ({cells}): the formula ={formula} counts {names} twice, together with the level "
        "below or by itself ({rule}). Correct it so that everything is added once.",
    ),
    "check.sum_others": (
        "{label}（{cells}）的公式“={formula}”多加了 {names}，或者它的正负号不对，与 {rule} 不同。"
        "请修改公式。",
        "{label} ({cells}): the formula ={formula} adds {names}, which {rule} does not, or has its "
        "sign wrong. Correct the formula.",
    ),
    "formula.row": ("{label}（第 {row} 行）", "{label} (row {row})"),
    "formula.column": ("{label}（{column} 列）", "{label} (column {column})"),
    "formula.cell": ("{title} {label}（{place}）", "{title} {label} ({place})"),
    "formula.first": ("{first}等 {count} 处", "{first} and others, {count} in all"),
    "check.result_differs": (
        "{label}（{cells}）显示“{raw}”，公式的结果应为“{due}”：改了加数以后没有重新计算，或者文件"
        "被直接修改过。请在 Excel 或 WPS 中打开，按 F9 重新计算并保存。",
        "{label} ({cells}) shows {raw}, where its formula gives {due}: it was not calculated after "
        "a change, or the file itself was edited. Open it in Excel or WPS, press F9 and save it.",
    ),
    "check.saved_differs": (
        "{label}（{cells}）保存的是“{raw}”，重新计算的结果是“{due}”，已按重新计算的结果核对。"
        "请在 Excel 或 WPS 中打开，按 F9 重新计算并保存。",
        "{label} ({cells}) was saved as {raw}, recalculating it gives {due}, with which it was "
        "checked. Open it in Excel or WPS, press F9 and save it.",
    ),
    "check.circular": (
        "{label}的公式循环引用（{circle}），没有正确的结果。请修改其中的公式。",
        "{label}: its formula goes round in a circle ({circle}), which has no right result. "
        "Correct one of the formulas.",
    ),
    "check.errors_from": (
        "《{title}》{cells} 的错误值都从 {origin} 的 {error} 而来（公式“{formula}”），请先修正它。",
        "{title}: the error values of {cells} come from {error} in {origin} (formula {formula}); "
        "correct that first.",
    ),
    "check.other_file": (
        "工作表“{sheet}”{cells} 的公式取自其他文件（{what}）。没有打开那个文件，按保存的数核对；"
        "请核实该数，提交前改为数值。",
        "The formulas of {cells} on {sheet} take figures from another file ({what}). It was not "
        "opened; the saved values were checked. Verify them, and replace the formulas by values.",
    ),
    "check.looks_outside": (
        "工作表“{sheet}”{cells} 的公式要访问工作簿以外的程序或网络（{what}）。没有运行，"
        "按保存的数核对；请核实来历，提交前改为数值。",
        "The formulas of {cells} on {sheet} ask for something outside the workbook ({what}). They "
        "were not run; the saved values were checked. Ask where they come from, and replace them "
        "by values.",
    ),
    "check.formulas_too_many": (
        "各表的公式涉及的单元格太多，没有逐一核对这 {count} 个公式。请把整列的引用（如 A:A）改为实"
        "际的范围。",
        "The formulas of the tables speak of too many cells, so not all {count} of them were "
        "followed. Replace references to whole columns (as A:A) by the ranges that are meant.",
    ),
    "check.file_macros": (
        "文件带有宏（VBA）。校验时没有运行；上报、公开前请确认用途，或另存为不带宏的 .xlsx。",
        "The file has macros (VBA). They were not run; find out what they are for, or save the "
        "file as .xlsx without them.",
    ),
    "check.file_macro_sheets": (
        "文件里有宏表或对话框表（旧式宏）。校验时没有读取，也没有运行；请确认用途，或删除后另存为 "
        ".xlsx。",
        "The file has macro sheets (macros of an old kind). They were neither read nor run; find "
        "out what they are for, or delete them and save the file as .xlsx.",
    ),
    "check.file_external_links": (
        "文件链接到 {count} 个其他文件：{names}。校验时没有打开它们，按本文件里保存的数核对；"
        "请断开链接、保留数值后再上报。",
        "The file is linked to {count} other files: {names}. They were not opened, and the figures "
        "saved in this file were checked; break the links and keep the values.",
    ),
    "check.file_embedded": (
        "文件里嵌有其他程序的对象（文档、图表之类）。校验时没有打开，其中的内容没有核对。",
        "Objects of other programs are embedded in the file. They were not opened, and what is in "
        "them was not checked.",
    ),
    "check.file_hidden_sheets": (
        "有 {count} 张隐藏的工作表里有内容：{names}。其中的表照样核对了；请确认是否应随文件上报、"
        "公开。",
        "{count} hidden sheets hold something: {names}. Tables on them were checked as well; make "
        "sure that they should go out with the file.",
    ),
    "check.file_recalculated": (
        "工作簿的公式已由 {engine} 重新计算（没有改动文件），按重新计算的结果核对。",
        "The formulas of the workbook were recalculated by {engine} (the file was not changed), "
        "and the results were checked.",
    ),
    "check.file_not_recalculated": (
        "公式没有重新计算：没有安装 LibreOffice，也没有安装 gouji[recalculate]。请安装其中之一，或"
        "者在 Excel 或 WPS 中打开、保存后再校验。",
        "Formulas were not recalculated: neither LibreOffice nor gouji[recalculate] is installed. "
        "Install one of them, or open and save the file in Excel or WPS.",
    ),
    "check.file_recalculation_refused": (
        "公式没有重新计算：{cell} 的公式要访问工作簿以外（{what}），为安全起见没有运行。请改为数"
        "值，或者在 Excel 或 WPS 中打开、保存后再校验。",
        "Formulas were not recalculated: that of {cell} asks for something outside the workbook "
        "({what}), which is not safe. Replace it by its value, or open and save the file in Excel "
        "or WPS.",
    ),
    "check.file_recalculation_slow": (
        "公式没有重新计算：{engine} 计算了 {seconds} 秒还没有完成，已停止。请在 Excel 或 WPS 中打"
        "开、保存后再校验；确实要这么久的，用 --limit recalculation=秒数 放宽。",
        "Formulas were not recalculated: {engine} was stopped after {seconds} seconds. Open and "
        "save the file in Excel or WPS, or allow more time: --limit recalculation=SECONDS.",
    ),
    "check.file_recalculation_failed": (
        "公式没有重新计算：{engine} 无法计算这个文件。请在 Excel 或 WPS 中打开、保存后再校验。",
        "Formulas were not recalculated: {engine} cannot calculate this file. Open and save it in "
        "Excel or WPS.",
    ),
    "check.file_formulas_unread": (
        "这种格式（.xls、.et、.xlsb）的公式没有读取，只核对了单元格里的数；要查公式请另存为 .xlsx "
        "再校验。",
        "What the formulas of a file of this format (.xls, .et, .xlsb) say was not read; only the "
        "figures in the cells were checked. Save the file as .xlsx to have its formulas checked.",
    ),
    "check.template_edition": (
        "工作簿的标记是 {stamp}，但各表印的是 {printed} 的表式。请核实是否把另一年度版式的表贴了"
        "进来；要换版本，请重新生成空白工作簿。",
        "The workbook's stamp says {stamp}, but its tables are printed as in {printed}. Make sure "
        "that no other edition's tables were pasted in; for another edition make a new workbook.",
    ),
    "check.template_unknown": (
        "工作簿的标记是 {stamp}，本程序没有这个版本，按 {printed} 核对，没有核对公式和版面。"
        "请更新程序或重新生成空白工作簿。",
        "The workbook's stamp says {stamp}, an edition that is not known here; it was checked as "
        "{printed}, its formulas and layout were not. Update gouji or make a new workbook.",
    ),
    "check.sheet_renamed": (
        "《{title}》所在的工作表改名为“{own}”，应为“{wanted}”。请改回原名。",
        "{title} stands on a sheet that was renamed {own}; it should be {wanted}. Rename it back.",
    ),
    "check.sheets_missing": (
        "找不到 {count} 张工作表：{names}。可能改了名或被删去，报表的公式或校验会失效。"
        "请改回原名，或重新生成空白工作簿。",
        "{count} sheets were not found: {names}. They were renamed or deleted, and formulas or "
        "checks may fail. Rename them back, or make the workbook anew.",
    ),
    "check.heading_changed": (
        "《{title}》的表头“{wanted}”被改成“{found}”，请恢复表式的文字。",
        "{title}: the heading {wanted} was changed to {found}; restore the form's words.",
    ),
    "check.heading_wiped": (
        "《{title}》的表头没有“{wanted}”，请恢复表式的文字。",
        "{title}: the heading {wanted} is not there; restore the form's words.",
    ),
    "check.rows_deleted": (
        "《{title}》少了表式印出的 {count} 行：{rows}。请恢复，或重新生成空白工作簿。",
        "{title}: {count} printed lines are not there: {rows}. Restore them, or make the workbook "
        "anew.",
    ),
    "check.rows_inserted": (
        "《{title}》中间插入了 {count} 行（工作表第 {rows} 行）。请删去插入的行。",
        "{title}: {count} rows were inserted (rows {rows} of the sheet). Delete them.",
    ),
    "check.rows_not_printed": (
        "应印的 {count} 个科目没有出现在《{title}》里：{rows}。可能删了报表的行、行数不够，"
        "或者没有重新计算。请恢复，或重新生成空白工作簿。",
        "{count} 科目 that should be printed do not stand in {title}: {rows}. Rows were deleted, "
        "or there is no room for them, or it was not recalculated. Restore the rows, or make the "
        "workbook anew.",
    ),
    # --- scorecards ---
    "card.not_applicable": (
        "不适用：表上没有这条规则所核对的内容。",
        "It does not apply: the scorecard holds nothing that the rule looks at.",
    ),
    "card.no_number": (
        "{cells} 不是数字，无法核对，请改为数字。",
        "{cells} is no number, so this could not be checked; enter a number.",
    ),
    "card.error_value": (
        "{cells} 是错误值，无法核对，请修正公式。",
        "{cells} is an error value, so this could not be checked; correct its formula.",
    ),
    "card.not_computed": (
        "{labels} 的公式没有计算结果，无法核对，请在 Excel 或 WPS 中打开并保存后再校验。",
        "{labels}: a formula without a result, so this could not be checked; open and save the "
        "file in Excel or WPS.",
    ),
    "card.blank": ("空白", "blank"),
    # --- scorecards: the execution of the budget ---
    "card.rate.exact": (
        "执行率 {rate} = {executed} ÷ {budget}，相符。",
        "The rate {rate} is {executed} ÷ {budget}.",
    ),
    "card.rate.cut": (
        "执行率 {rate}：{executed} ÷ {budget} = {due}%，末位是舍去的，不是四舍五入的；不必更正。",
        "The rate {rate}: {executed} ÷ {budget} = {due}%; the last digit was cut off, not rounded. "
        "Nothing need be corrected.",
    ),
    "card.rate.rounding": (
        "执行率 {rate}：按印出的数 {executed} ÷ {budget} = {due}%，差额可由预算数、执行数的四舍五入"
        "解释；不必更正。",
        "The rate {rate}: by the printed figures {executed} ÷ {budget} = {due}%; rounding of the "
        "two amounts explains the difference. Nothing need be corrected.",
    ),
    "card.rate.wrong": (
        "执行率印作 {rate}，而 {executed} ÷ {budget} = {due}%。请更正执行率，"
        "或核对预算数、执行数。",
        "The rate is printed as {rate}, but {executed} ÷ {budget} = {due}%. Correct the rate, or "
        "check the two amounts.",
    ),
    "card.rate.missing": (
        "执行率没有填：{executed} ÷ {budget} = {due}%，请补填。",
        "The rate is blank: {executed} ÷ {budget} = {due}%; fill it in.",
    ),
    "card.rate.not_executed": (
        "执行数和执行率都没有填（预算数 {budget}），请补填；没有支出的填 0。",
        "Neither the executed amount nor the rate is filled in (the budget is {budget}); fill them "
        "in, with 0 where nothing was spent.",
    ),
    "card.rate.no_budget": (
        "预算数是“{budget}”，执行数 {executed}、执行率 {rate} 无法核对。请填写预算数（调整后）。",
        "The budget is “{budget}”; the executed amount {executed} and the rate {rate} cannot be "
        "checked. Fill in the (adjusted) budget.",
    ),
    "card.rate.within": (
        "执行率 {rate}%，没有超过 100%（执行数 {executed}，预算数 {budget}）。",
        "The rate of {rate}% is not beyond 100% (executed {executed}, budget {budget}).",
    ),
    "card.rate.beyond": (
        "执行率 {rate}% 超过 100%：执行数 {executed} 大于预算数 {budget}。预算数多半是年初预算，"
        "应填调整后的预算（含上年结转）；请核实。",
        "The rate of {rate}% is beyond 100%: {executed} was spent of a budget of {budget}. That is "
        "likely the budget at the beginning of the year; state the adjusted one, carry-over "
        "included.",
    ),
    "card.score.exact": (
        "预算执行得分 {score} = {full} × {rate}%（不超过 {full}），相符。",
        "The score of the execution {score} is {full} × {rate}% (at most {full}).",
    ),
    "card.score.rounding": (
        "预算执行得分 {score}：{full} × {rate}% = {due}，差额是四舍五入造成的；不必更正。",
        "The score of the execution {score}: {full} × {rate}% = {due}; the difference is rounding. "
        "Nothing need be corrected.",
    ),
    "card.score.wrong": (
        "预算执行得分印作 {score}，应为 {full} × {rate}% = {due}（不超过 {full}）。请更正。",
        "The score of the execution is printed as {score}; it should be {full} × {rate}% = {due} "
        "(at most {full}). Correct it.",
    ),
    "card.score.wrong_with_total": (
        "预算执行得分印作 {score}，应为 {full} × {rate}% = {due}（不超过 {full}）；总分随之应为 "
        "{total_due}，现为 {total}。请更正。",
        "The score of the execution is printed as {score}; it should be {full} × {rate}% = {due} "
        "(at most {full}), and the total {total_due} instead of {total}. Correct both.",
    ),
    "card.score.missing": (
        "预算执行得分没有填，应为 {full} × {rate}% = {due}，请补填。",
        "The score of the execution is blank; it should be {full} × {rate}% = {due}. Fill it in.",
    ),
    "card.score.no_rate": (
        "没有可用的预算数和执行率，预算执行得分无法核对。请先填好预算数（调整后）和执行数。",
        "There is neither a budget nor a rate, so the score of the execution could not be checked. "
        "Fill in the (adjusted) budget and the executed amount first.",
    ),
    "card.parts.exact": (
        "执行数 {executed} = {parts}，相符{blanks}。",
        "The executed amount {executed} is {parts}{blanks}.",
    ),
    "card.parts.rounding": (
        "执行数 {executed} 与 {parts} 相差 {difference}，四舍五入可解释{blanks}。",
        "The executed amount {executed} and {parts} differ by {difference}, which rounding "
        "explains{blanks}.",
    ),
    "card.parts.missing": (
        "执行数没有填，而 {parts} 合计 {sum}{blanks}，请补填。",
        "The executed amount is blank, but {parts} come to {sum}{blanks}; fill it in.",
    ),
    "card.parts.wrong": (
        "执行数 {executed}，而 {parts} 合计 {sum}，相差 {difference}，四舍五入不能解释{blanks}。"
        "请核对这几个数。",
        "The executed amount is {executed}, but {parts} come to {sum}; the difference of "
        "{difference} is not rounding{blanks}. Check these figures.",
    ),
    # --- scorecards: weights and points ---
    "card.weights.exact": (
        "{name}各指标的分值合计 {sum}，相符{blanks}。",
        "{name}: the weights of the indicators come to {sum}, as they should{blanks}.",
    ),
    "card.weights.wrong": (
        "{name}各指标的分值合计 {sum}，应为 {weight}，相差 {difference}{blanks}。请更正分值。",
        "{name}: the weights of the indicators come to {sum} and should come to {weight}; the "
        "difference is {difference}{blanks}. Correct the weights.",
    ),
    "card.weights.blanks": (
        "（{names} 没有分值，按 0 计）",
        " ({names}: no weight, counts as 0)",
    ),
    "card.weights.whole": ("整张表", "The whole scorecard"),
    "card.goals": ("各目标", "The goals"),
    "card.groups": ("各一级指标", "The groups"),
    "card.goals.exact": (
        "{name}：分值 {parts} = {whole}，相符{blanks}。",
        "{name}: the weights {parts} come to {whole}{blanks}.",
    ),
    "card.goals.wrong": (
        "{name}：分值 {parts} = {sum}，应为 {whole}，相差 {difference}{blanks}。请更正分值。",
        "{name}: the weights {parts} come to {sum} and should come to {whole}; the difference is "
        "{difference}{blanks}. Correct the weights.",
    ),
    "card.goals.fixed": (
        "{name}的分值印作 {weight}，表式规定为 {due}。请改回表式的分值。",
        "{name} is printed with a weight of {weight}; the form fixes it at {due}. Restore it.",
    ),
    "card.points.within": (
        "{name}：各指标得分合计 {sum}，没有超过 {weight}。",
        "{name}: the scores come to {sum}, which is not beyond {weight}.",
    ),
    "card.points.beyond": (
        "{name}：各指标得分合计 {sum}，超过分值 {weight}，多 {difference}。请更正得分。",
        "{name}: the scores come to {sum}, which is {difference} beyond the weight of {weight}. "
        "Correct the scores.",
    ),
    "card.points.exact": (
        "“{name}”：得分 {points}，没有超过分值 {weight}。",
        "{name}: the score {points} is not beyond its weight of {weight}.",
    ),
    "card.points.too_high": (
        "“{name}”：得分 {points} 超过分值 {weight}，多 {difference}。请核对是分值印错"
        "还是得分填错。",
        "{name}: the score {points} is {difference} beyond its weight of {weight}. See whether the "
        "weight is misprinted or the score is wrong.",
    ),
    "card.points.negative": (
        "“{name}”：得分 {points} 是负数，得分最少为 0，请更正。",
        "{name}: the score {points} is negative; it is at least 0. Correct it.",
    ),
    # --- scorecards: the total, and what is not filled in ---
    "card.total.exact": (
        "总分 {total} = 预算执行 {execution} + 各指标 {goals}，相符{blanks}。",
        "The total {total} is {execution} for the execution and {goals} for the "
        "indicators{blanks}.",
    ),
    "card.total.rounding": (
        "总分 {total}：预算执行 {execution} + 各指标 {goals} = {sum}，总分只印了一位小数；不必更正"
        "{blanks}。",
        "The total {total}: {execution} for the execution and {goals} for the indicators come to "
        "{sum}; the total is printed with one decimal. Nothing need be corrected{blanks}.",
    ),
    "card.total.wrong": (
        "总分印作 {total}，而预算执行 {execution} + 各指标 {goals} = {sum}，相差 {difference}"
        "{blanks}。请核对得分，更正总分。",
        "The total is printed as {total}, but {execution} for the execution and {goals} for the "
        "indicators come to {sum}; the difference is {difference}{blanks}. Check the scores, and "
        "correct the total.",
    ),
    "card.total.missing": (
        "总分没有填，各项得分合计 {sum}，请补填。",
        "The total is blank; the scores come to {sum}. Fill it in.",
    ),
    "card.scores.filled": (
        "各指标都填了得分。",
        "Every indicator has a score.",
    ),
    "card.scores.blank": (
        "{count} 个指标没有填得分：{names}。请逐个补填得分。",
        "{count} indicators have no score: {names}. Fill in each of them.",
    ),
    "card.scores.blank_but_met": (
        "{count} 个指标没有填得分：{names}。各指标的目标值都已达到，按满分计这些指标应得 {due} 分，"
        "总分应为 {total}。请逐个补填得分；有扣分的请写明。",
        "{count} indicators have no score: {names}. All targets of the scorecard are met, so they "
        "would be due {due} points and the total would be {total}. Fill in each score; where "
        "points were deducted, say why.",
    ),
    "card.complete": (
        "自评表的预算执行情况、指标和总分都在。",
        "The scorecard has its execution, its indicators and its total.",
    ),
    "card.incomplete": (
        "自评表缺少：{parts}，有关的规则无法核对。请补全，或核对是否贴漏、表头是否改过。",
        "The scorecard lacks {parts}; the rules about it could not be checked. Complete it, or see "
        "whether something was not pasted or its headings were changed.",
    ),
    # --- scorecards: the tables of the same workbook ---
    "card.accounts.exact": (
        "{name} {own} 与{table}的{column}一致。",
        "{name} {own} is {column} of {table}.",
    ),
    "card.accounts.wrong": (
        "{name} {own}，而{table}的{column}是 {printed}，相差 {difference}{other}。请更正，"
        "或说明口径。",
        "{name} is {own}, but {column} of {table} is {printed}; the difference is "
        "{difference}{other}. Correct it, or state its scope.",
    ),
    "card.accounts.other": ("；{table}为 {printed}", "; {table} has {printed}"),
    "card.accounts.scope": (
        "{own} 与{table}一致，只含一般公共预算；{whole}为 {printed}，相差 {difference}。"
        "请确认口径，或注明。",
        "{own} agree with {table}: the scope is the general public budget alone. {whole} "
        "has {printed}; the difference is {difference}. Make sure of the scope, or state it.",
    ),
    "card.projects.exact": (
        "{count} 个项目自评表的执行数合计 {sum}，等于{table}的项目支出{unknown}。",
        "The executed amounts of {count} project scorecards come to {sum}, the project "
        "expenditure of {table}{unknown}.",
    ),
    "card.projects.less": (
        "{count} 个项目自评表的执行数合计 {sum}，比{table}的项目支出 {printed} 少 {difference}"
        "{unknown}。如已自评全部项目，两者应相等。",
        "The executed amounts of {count} project scorecards come to {sum}, {difference} less than "
        "the project expenditure of {table}, {printed}{unknown}. They are equal only where every "
        "project is evaluated.",
    ),
    "card.projects.rounding": (
        "{count} 个项目自评表的执行数合计 {sum}，{table}的项目支出 {printed}，相差 {difference}，"
        "四舍五入可解释{unknown}。",
        "The executed amounts of {count} project scorecards come to {sum}, the project expenditure "
        "of {table} is {printed}; rounding explains the difference of {difference}{unknown}.",
    ),
    "card.projects.more": (
        "{count} 个项目自评表的执行数合计 {sum}，比{table}的项目支出 {printed} 多 {difference}"
        "{unknown}。请核实项目执行数的口径，或项目是否列在基本支出里。",
        "The executed amounts of {count} project scorecards come to {sum}, {difference} more than "
        "the project expenditure of {table}, {printed}{unknown}. Check their scope, and whether a "
        "project stands within the basic expenditure.",
    ),
    "card.projects.unknown": (
        "（没有执行数的未计入：{names}）",
        " (without an executed amount and not counted: {names})",
    ),
    # --- scorecards: words and boxes ---
    "card.grade.exact": (
        "等级“{grade}”与得分 {total} 一致。",
        "The grade {grade} is that of a total of {total}.",
    ),
    "card.grade.wrong": (
        "等级印作“{grade}”，得分 {total} 应为“{due}”（最低分：{grades}）。请更正等级。",
        "The grade is printed as {grade}; a total of {total} is {due} (least totals: {grades}). "
        "Correct the grade.",
    ),
    "card.grade.unknown": (
        "等级“{grade}”不是表式的等级（最低分：{grades}）；得分 {total} 应为“{due}”。请核实。",
        "The grade {grade} is none of the form's (least totals: {grades}); a total of {total} is "
        "{due}. Please check.",
    ),
    "card.cap.kept": (
        "约束性指标“{name}”没有出现问题，总分 {total} 不受上限 {cap} 限制。",
        "The constraint {name} is kept; the total of {total} is not capped at {cap}.",
    ),
    "card.cap.within": (
        "总分 {total} 没有超过约束性指标“{name}”的上限 {cap}。",
        "The total of {total} is not above {cap}, the cap of the constraint {name}.",
    ),
    "card.cap.broken": (
        "约束性指标“{name}”写明“{words}”，总分不得超过 {cap}，现为 {total}。请更正总分。",
        "The constraint {name} reads “{words}”; the total is then at most {cap}, but is {total}. "
        "Correct the total.",
    ),
    "card.cap.unclear": (
        "约束性指标“{name}”写的是“{words}”，无法判断是否出现问题；出现问题的，总分不得超过 {cap}，"
        "现为 {total}。请核实，没有问题请写“无”。",
        "The constraint {name} reads “{words}”, of which it cannot be told whether it is broken; "
        "then the total is at most {cap}, but is {total}. Please check; write 无 where it is kept.",
    ),
    "card.ticks.exact": (
        "{label}：勾选了“{chosen}”。",
        "{label}: {chosen} is ticked.",
    ),
    "card.ticks.none": (
        "{label}一项也没有勾选，应在 {choices} 中勾选一项。",
        "{label}: nothing is ticked; tick one of {choices}.",
    ),
    "card.ticks.several": (
        "{label}勾选了不止一项：{chosen}。请只保留一项。",
        "{label}: more than one is ticked: {chosen}. Keep one.",
    ),
    "card.ticks.lost": (
        "{label}（{choices}）没有找到勾选的方框，可能在转换时丢失，无法核对。请补上 ☑ 和 □。",
        "{label} ({choices}): no boxes were found; they may have been lost in a conversion. Put ☑ "
        "and □ back.",
    ),
    # --- scorecards: the summary ---
    "card.summary.same": (
        "摘要的{what} {own} 与自评表（{card}）一致。",
        "{what} {own} of the summary is that of the scorecard ({card}).",
    ),
    "card.summary.differs": (
        "摘要的{what}是 {own}，自评表（{card}）是 {other}。请核对，改为一致。",
        "{what} is {own} in the summary and {other} on the scorecard ({card}). Make them agree.",
    ),
    "card.summary.full_same": (
        "摘要里预算执行的满分 {own} 与自评表（{card}）一致。",
        "The full score of the execution, {own}, is that of the scorecard ({card}).",
    ),
    "card.summary.full_differs": (
        "摘要里预算执行的满分是 {own}，自评表（{card}）是 {other}。请核对，改为一致。",
        "The full score of the execution is {own} in the summary and {other} on the scorecard "
        "({card}). Make them agree.",
    ),
    "card.summary.goals_same": (
        "摘要列出 {count} 个目标{weights}，与自评表（{card}）一致。",
        "The summary lists {count} goals{weights}, as the scorecard ({card}) does.",
    ),
    "card.summary.goals_differ": (
        "摘要列出 {count} 个目标{weights}，自评表（{card}）有 {cards} 个目标{other}。"
        "请核对，改为一致。",
        "The summary lists {count} goals{weights}, the scorecard ({card}) {cards} goals{other}. "
        "Make them agree.",
    ),
    "card.summary.weighing": ("（分值 {weights}）", " (weights {weights})"),
    "card.summary.groups_same": (
        "摘要各项得分与自评表（{card}）按一级指标的合计一致。",
        "The scores of the summary are the sums of the scorecard ({card}) by group.",
    ),
    "card.summary.groups_differ": (
        "摘要的得分 {own}，自评表（{card}）按一级指标合计是 {other}。请核实。",
        "The scores of the summary are {own}, the sums of the scorecard ({card}) by group {other}. "
        "Please check.",
    ),
    "card.summary.weights_exact": (
        "摘要各项权重 {parts} = {due}，相符。",
        "The weights of the summary, {parts}, come to {due}.",
    ),
    "card.summary.weights_wrong": (
        "摘要各项权重 {parts} = {sum}，应为 {due}，相差 {difference}。请更正权重。",
        "The weights of the summary, {parts}, come to {sum} and should come to {due}; the "
        "difference is {difference}. Correct the weights.",
    ),
    "card.summary.scores_exact": (
        "摘要各项得分 {parts} = {due}，相符。",
        "The scores of the summary, {parts}, come to {due}.",
    ),
    "card.summary.scores_wrong": (
        "摘要各项得分 {parts} = {sum}，综合得分印作 {due}，相差 {difference}。请更正。",
        "The scores of the summary, {parts}, come to {sum}, but the whole is printed as {due}; the "
        "difference is {difference}. Correct them.",
    ),
    "card.summary.sentence_exact": (
        "{name}：正文的满分 {full}、得分 {points} 与摘要表一致。",
        "{name}: the full score {full} and the score {points} of the text are the table's.",
    ),
    "card.summary.sentence_differs": (
        "{name}：正文写满分 {full}、得分 {points}，摘要表的权重是 {weight}、得分 {score}。"
        "请核对，改为一致。",
        "{name}: the text says {points} of {full}, the table {score} of {weight}. Make them agree.",
    ),
    "card.summary.blank": (
        "摘要表的{name}没有填权重或得分，请补填。",
        "{name}: the summary's table has no weight or no score; fill it in.",
    ),
    "card.summary.grade_exact": (
        "{name}：评价结果“{grade}”与得分占比 {share}% 一致。",
        "{name}: the grade {grade} is that of {share}% of the weight.",
    ),
    "card.summary.grade_wrong": (
        "{name}：评价结果印作“{grade}”，得分占权重的 {share}%，应为“{due}”。请更正。",
        "{name}: the grade is printed as {grade}; {share}% of the weight is {due}. Correct it.",
    ),
    "card.not_filled": (
        "有 {count} 张自评表还没有填写（{sheets}），没有核对。请填好再校验；不用的空着就行。",
        "{count} scorecards are not filled in ({sheets}) and were not checked. Fill them in first; "
        "those that are not needed may stay blank.",
    ),
    # --- scorecards: indicators ---
    "card.indicator.kinds": (
        "“{name}”：目标值“{target}”读作 {goal}，完成值“{result}”读作 {given}，不是同一种量，"
        "无法比较。请核实，把完成值改为与目标值同一种量。",
        "{name}: the target “{target}” reads {goal}, the result “{result}” reads {given}; they "
        "are of different kinds and cannot be compared. State the result as the target is stated.",
    ),
    "card.indicator.copied": (
        "{count} 个指标的完成值照抄目标值，没有实际完成数：{names}。建议填写实际完成的数。",
        "The results of {count} indicators only repeat their targets and state no figure of their "
        "own: {names}. Better state what was reached.",
    ),
    "card.indicator.no_weight": (
        "“{name}”：目标值“{target}”读作 {goal}，完成值“{result}”读作 {given}，可以比较；没有"
        "印出它自己的分值，得分不核对。",
        "{name}: the target “{target}” reads {goal}, the result “{result}” reads {given}; they "
        "can be compared, but no weight of its own is printed, so the score is not checked.",
    ),
    "card.indicator.exact": (
        "“{name}”：目标值“{target}”读作 {goal}，完成值“{result}”读作 {given}，分值 {weight}，"
        "应得 {due} 分，得分 {score} 相符。",
        "{name}: the target “{target}” reads {goal}, the result “{result}” reads {given}; of its "
        "weight of {weight} it is due {due}, and scores {score}.",
    ),
    "card.indicator.rounding": (
        "“{name}”：目标值“{target}”读作 {goal}，完成值“{result}”读作 {given}，分值 {weight}，"
        "应得 {due} 分，得分 {score} 是它四舍五入到一位小数。",
        "{name}: the target “{target}” reads {goal}, the result “{result}” reads {given}; of its "
        "weight of {weight} it is due {due}; the score {score} is that rounded to one decimal.",
    ),
    "card.indicator.met": (
        "“{name}”：目标值“{target}”读作 {goal}，完成值“{result}”读作 {given}，达到目标，应得"
        "满分 {weight} 分，得分却是 {score}。请更正得分，或核对完成值。",
        "{name}: the target “{target}” reads {goal}, the result “{result}” reads {given}; the "
        "target is met, so it is due its whole weight of {weight}, but scores {score}. Correct "
        "the score, or look at the result again.",
    ),
    "card.indicator.rising": (
        "“{name}”：目标值“{target}”读作 {goal}，完成值“{result}”读作 {given}，没有达到目标，"
        "得分应为分值×B/A，即 {weight} 分里的 {due} 分，得分却是 {score}。请更正得分，或核对"
        "完成值。",
        "{name}: the target “{target}” reads {goal}, the result “{result}” reads {given}; the "
        "target is not met, so it is due weight × B/A, {due} of {weight}, but scores {score}. "
        "Correct the score, or look at the result again.",
    ),
    "card.indicator.falling": (
        "“{name}”：目标值“{target}”读作 {goal}，完成值“{result}”读作 {given}，没有达到目标，"
        "得分应为分值×A/B，即 {weight} 分里的 {due} 分，得分却是 {score}。请更正得分，或核对"
        "完成值。",
        "{name}: the target “{target}” reads {goal}, the result “{result}” reads {given}; the "
        "target is not met, so it is due weight × A/B, {due} of {weight}, but scores {score}. "
        "Correct the score, or look at the result again.",
    ),
    "card.indicator.completion": (
        "“{name}”：目标值“{target}”读作 {goal}，完成值“{result}”读作 {given}，没有全部完成，"
        "得分应为分值×完成率，即 {weight} 分里的 {due} 分，得分却是 {score}。请更正得分，或核"
        "对完成率。",
        "{name}: the target “{target}” reads {goal}, the result “{result}” reads {given}; it is "
        "not complete, so it is due its weight times the completion, {due} of {weight}, but scores "
        "{score}. Correct the score, or look at the completion again.",
    ),
    "card.indicator.point": (
        "“{name}”：目标值“{target}”读作 {goal}，完成值“{result}”读作 {given}，没有达到目标值"
        "，按比例应得 {weight} 分里的 {due} 分，得分却是 {score}。目标值没有写明是 ≥ 还是 ≤，"
        "请核实得分。",
        "{name}: the target “{target}” reads {goal}, the result “{result}” reads {given}; the "
        "target is not met; in proportion it is due {due} of {weight}, but scores {score}. The "
        "target does not say whether it is ≥ or ≤: look at the score again.",
    ),
    "card.indicator.point_met": (
        "“{name}”：目标值“{target}”读作 {goal}，完成值“{result}”读作 {given}，达到目标值，应"
        "得满分 {weight} 分，得分却是 {score}。目标值没有写明是 ≥ 还是 ≤，请核实得分。",
        "{name}: the target “{target}” reads {goal}, the result “{result}” reads {given}; the "
        "target is met, so it is due its whole weight of {weight}, but scores {score}. The target "
        "does not say whether it is ≥ or ≤: look at the score again.",
    ),
    "card.indicator.together": (
        "“{group}”下没有印出各指标的分值，得分合计 {total}。{names} 没有达到目标，得分只是分值的"
        "一部分；按得分倒推，各指标的分值合计至少 {implied}，超过了 {weight}。请更正没有达到目标的"
        "指标的得分，或核对完成值。",
        "{group} prints no weights for its indicators, which score {total} together. {names} does "
        "not reach its target and so scores only part of its weight; the weights that follow from "
        "the scores come to {implied} or more, beyond {weight}. Correct the scores of what falls "
        "short, or look at the results again.",
    ),
    "card.indicator.reached": (
        "“{name}”的目标值是“{target}”，完成值“{result}”表示已经达成，得分应为分值 {weight} 的 "
        "100%–80%（{low} 到 {high} 分），得分却是 {score}。请核实得分，或写明完成的情况。",
        "{name}: the target is “{target}”; the result “{result}” says that it is reached, which "
        "scores 100%–80% of its weight of {weight} ({low} to {high}), but it scores {score}. "
        "Look at the score again, or say what was reached.",
    ),
    "card.indicator.partly": (
        "“{name}”的目标值是“{target}”，完成值“{result}”表示部分达成，得分应为分值 {weight} 的 "
        "80%–50%（{low} 到 {high} 分），得分却是 {score}。请核实得分，或写明完成的情况。",
        "{name}: the target is “{target}”; the result “{result}” says that it is partly reached, "
        "which scores 80%–50% of its weight of {weight} ({low} to {high}), but it scores {score}. "
        "Look at the score again, or say what was reached.",
    ),
    "card.indicator.missed": (
        "“{name}”的目标值是“{target}”，完成值“{result}”表示没有达成，得分应为分值 {weight} 的 "
        "50%–0%（{low} 到 {high} 分），得分却是 {score}。请核实得分，或写明完成的情况。",
        "{name}: the target is “{target}”; the result “{result}” says that it is not reached, "
        "which scores 50%–0% of its weight of {weight} ({low} to {high}), but it scores {score}. "
        "Look at the score again, or say what was reached.",
    ),
    "card.indicator.fits": (
        "“{name}”的目标值是“{target}”，完成值是“{result}”，应得 {low} 到 {high} 分，得分 {score} "
        "在这之内。",
        "{name}: the target is “{target}”, the result “{result}”, which scores {low} to {high}; "
        "the score {score} lies within.",
    ),
    "card.indicator.open": (
        "“{name}”的目标值是“{target}”，完成值“{result}”没有说明达成到什么程度，得分 {score} "
        "在分值 {weight} 之内。",
        "{name}: the target is “{target}”; the result “{result}” does not say how far it is "
        "reached; the score {score} lies within its weight of {weight}.",
    ),
    "card.indicator.no_result": (
        "{count} 个指标填了得分而没有填完成值，无法判断是否达到目标：{names}。请补填完成值。",
        "{count} indicators have a score but no result, so nobody can tell whether the target is "
        "met: {names}. Fill in the results.",
    ),
    "card.indicator.reason_missing": (
        "{count} 个指标没有达到目标值：{names}；“{place}”却没有写原因。请写明原因。",
        "{count} indicators do not reach their targets: {names}; but “{place}” gives no reason. "
        "State it.",
    ),
    "card.indicator.reason_given": (
        "{count} 个指标没有达到目标值：{names}；已写明原因。",
        "{count} indicators do not reach their targets: {names}; the reason is given.",
    ),
    "card.indicator.all_met": (
        "能够判断的 {count} 个指标都达到了目标值，不必写原因。",
        "All {count} indicators of which it can be told reach their targets; no reason is due.",
    ),
    # --- scorecards in reports ---
    "card.called.department": ("部门整体自评 {name}", "Department: {name}"),
    "card.called.project": ("项目自评 {name}", "Project: {name}"),
    "card.called.summary": ("自评摘要 {name}", "Summary: {name}"),
    "card.report.cards": ("自评表", "Scorecards"),
    "card.report.budget": ("预算数 A", "Budget A"),
    "card.report.executed": ("执行数 B", "Spent B"),
    "card.report.rate": ("执行率", "Rate"),
    "card.report.total": ("总分", "Total"),
    "card.report.grade": ("等级", "Grade"),
    "card.report.errors": ("错误", "Errors"),
    "card.report.warnings": ("核实", "Warn."),
    # --- the terminal report ---
    "report.year": ("{year} 年度", "{year}"),
    "report.table": ("表", "Table"),
    "report.workbook": ("整本工作簿", "Workbook"),
    "report.total": ("合计", "Total"),
    "report.declared_empty": ("（注明无数据）", " (declared empty)"),
    "report.other_sheets": (
        "没有识别为表格的工作表：{names}",
        "Sheets without a known table: {names}",
    ),
    "report.rule_count": ("{rule} {count} 处", "{rule} ×{count}"),
    "report.same_cause": (
        "同因的另有 {count} 处：{places}",
        "{count} more of the same cause: {places}",
    ),
    # --- the mistakes that people make with a figure ---
    "mistake.swapped": (
        "相邻两位数字颠倒，{right} 打成了 {wrong}",
        "two adjacent digits exchanged, {right} typed as {wrong}",
    ),
    "mistake.mistyped": ("把数字 {right} 错打成 {wrong}", "the digit {right} typed as {wrong}"),
    "mistake.dropped": ("漏打一位数字 {digit}", "a digit {digit} left out"),
    "mistake.doubled": ("数字 {digit} 重复输入", "the digit {digit} typed twice"),
    "mistake.inserted": ("多打一位数字 {digit}", "a digit {digit} too many"),
    "mistake.point": ("小数点{how}", "the decimal point {how}"),
    "point.right": ("右移了 {places} 位", "moved right by {places}"),
    "point.left": ("左移了 {places} 位", "moved left by {places}"),
    "point.lost": ("漏打", "left out"),
    "mistake.sign": ("{how}负号", "{how} minus sign"),
    "sign.added": ("多了一个", "a superfluous"),
    "sign.lost": ("漏了", "a missing"),
    "mistake.unit": ("按{other}填写，没有换算成{unit}", "entered in {other} instead of {unit}"),
    "mistake.missing": ("此格漏填", "left blank"),
    "mistake.counted_twice": (
        "“{label}”的 {figure} 重复计入",
        "{figure} of {label} counted twice",
    ),
    "mistake.left_out": ("漏加“{label}”的 {figure}", "{figure} of {label} not added"),
    "mistake.neighbour_row": ("填成了相邻一行“{label}”的数", "the figure of the next row, {label}"),
    "mistake.neighbour_column": (
        "填成了相邻一栏“{label}”的数",
        "the figure of the next column, {label}",
    ),
    "mistake.last_year": ("与上年同一格的数相同，应是没有更新", "last year's figure, not updated"),
    "mistake.adjusted": (
        "平差：为使本表相加相等，末位调了 {step} {unit}",
        "adjusted by {step} {unit} so that the table adds up (平差)",
    ),
    "mistake.one_step": ("末位差 {step} {unit}", "off by {step} {unit}, the last printed digit"),
    # --- the cells that are likely wrong ---
    "mark.level.error": ("错误", "Error"),
    "mark.level.warning": ("核实", "Warning"),
    "mark.level.info": ("提示", "Info"),
    "mark.more": (
        "……另有 {count} 条，见工作表“校验结果”。",
        "… and {count} more: see the sheet 校验结果.",
    ),
    "mark.suspect.mark": (" · 可能有误", " · possibly wrong"),
    "mark.suspect.row_mark": (" · 上方可能漏了一行", " · a row may be missing above"),
    "mark.suspect.here": ("本格", "this cell"),
    "mark.suspect.cause": (
        "可能由 {places} 引起。",
        "Probably caused by {places}.",
    ),
    "mark.suspect.or": (" 或 ", " or "),
    "mark.suspect.others": ("别处", "elsewhere"),
    "mark.suspect.resolved": (
        "改正后以下 {count} 条一并消除：{findings}",
        "Put right, these {count} findings go: {findings}",
    ),
    "likely.most": ("最可能填错：", "Most likely wrong: "),
    "likely.missing": ("最可能漏了一行。", "Most likely a row is missing: "),
    "likely.one_of": (
        "以下之一填错，最可能的在前：",
        "One of these is wrong, the likeliest first:",
    ),
    "likely.all_of": (
        "最可能填错的是以下 {count} 格，要一起改：",
        "Most likely wrong are these {count} cells, to be changed together:",
    ),
    "likely.all_missing": (
        "最可能漏了以下 {count} 行：",
        "Most likely these {count} rows are missing:",
    ),
    "likely.all_places": (
        "最可能填错或漏填的是以下 {count} 处，要一起改：",
        "Most likely wrong or missing are these {count} places, to be changed together:",
    ),
    "likely.together": ("{count} 处一起改：", "{count} places together: "),
    "likely.cell": ("{label}，{current}，{expected}", "{label} {current}, and {expected}"),
    "likely.insert": ("在", "insert before "),
    "likely.row_of": ("“{sheet}”第 {row} 行", "row {row} of {sheet}"),
    "likely.row_number": ("第 {row} 行", "row {row}"),
    "likely.row": ("前插入科目 {row} 一行：{amounts}", " the row of {row}: {amounts}"),
    "likely.amount": ("{label} {expected}", "{label} {expected}"),
    "likely.comma": ("，", ", "),
    "likely.missing_row": ("{place}前漏的科目 {row} 一行", "the row of {row} before {place}"),
    "likely.area": ("{label}", "{label}"),
    "likely.current": ("现为 {current}", "is {current}"),
    "likely.blank": ("现为空白", "is blank"),
    "likely.number": ("应为 {expected}", "should be {expected}"),
    "likely.range": ("应在 {expected} 之间", "should be within {expected}"),
    "likely.unknown": (
        "应为多少由其他数推不出",
        "the other figures do not tell what it should be",
    ),
    "likely.open": ("未知", "unknown"),
    "likely.why": ("：{why}", ": {why}"),
    "likely.both": ("{why}。", "{why}. "),
    "likely.stop": ("。", "."),
    "likely.and": ("；", "; "),
    "likely.or": ("；或 ", "; or "),
    "likely.and_others": (" 等", " and others"),
    "likely.more": ("另有 {count} 处也可能：{places}。", "{count} more may be: {places}. "),
    "likely.besides": (
        "不能排除的还有 {count} 处：{places}，请对照账簿确认。",
        "{count} more cannot be ruled out: {places}. Compare them with the books.",
    ),
    "likely.apart": (
        "只凭勾稽关系分不出是哪一处，请对照账簿核对。",
        "The identities alone cannot tell which: compare these cells with the books.",
    ),
    "likely.first_resolved": (
        "如果是 (1)，改正后，本条和以下 {count} 条一并消除：{places}",
        "If it is (1), put right, this finding goes and {count} more: {places}",
    ),
    "likely.resolved": (
        "改正后，本条和以下 {count} 条一并消除：{places}",
        "Put right, this finding goes and {count} more: {places}",
    ),
    "report.conclusion": ("结论：{said}", "Result: {said}"),
    "report.to_correct": (
        "有 {causes} 处错误须更正（涉及 {count} 条意见）。",
        "{causes:error|errors} must be corrected ({count:finding|findings}).",
    ),
    "report.to_explain": (
        "没有错误，有 {count} 条须核实。",
        "no errors; {count:finding|findings} must be explained.",
    ),
    "report.incomplete": (
        "没有发现错误，但有规则无法核对，列在意见里。",
        "no errors found, but some rules could not be checked; the findings name them.",
    ),
    "report.blank": (
        "工作簿还没有填写，没有可核对的内容。",
        "the workbook is blank; there was nothing to check.",
    ),
    "report.waived_too": (
        "已豁免 {count} 条，另列。",
        " {count:finding is|findings are} waived and stand apart.",
    ),
    "report.nothing_left": (
        "没有须更正、须核实的。",
        "nothing to correct or to explain.",
    ),
    "report.only_information": (
        "没有须更正、须核实的；不符 {count} 处按级别只作提示。",
        "nothing to correct or to explain; the {count} that do not agree are information "
        "by their severity.",
    ),
    "report.levels": ("规则文件改了级别：{levels}", "Severities set by the rules file: {levels}"),
    "report.level_source": ("（{source}）", " ({source})"),
    "csv.file": ("文件", "file"),
    "csv.sha256": ("SHA-256", "SHA-256"),
    "csv.edition": ("版本", "edition"),
    "csv.department": ("部门", "department"),
    "csv.year": ("年度", "year"),
    "csv.table": ("表", "table"),
    "csv.title": ("表名", "title"),
    "csv.rule": ("规则", "rule"),
    "csv.severity": ("级别", "severity"),
    "csv.verdict": ("结论", "verdict"),
    "csv.sheet": ("工作表", "sheet"),
    "csv.cell": ("单元格", "cell"),
    "csv.label": ("名称", "label"),
    "csv.left": ("左边", "left"),
    "csv.right": ("右边", "right"),
    "csv.difference": ("差额", "difference"),
    "csv.message": ("意见", "message"),
    "csv.waived": ("豁免", "waived by"),
    "csv.likely": ("可能填错的单元格", "likely wrong"),
    "csv.expected": ("应为", "should be"),
    "csv.explanation": ("说明", "why"),
    "csv.unreadable": ("读不了", "unreadable"),
    "csv.unrecognised": ("没有认出表", "unrecognised"),
    # --- 审核意见单, the letter that a reviewer sends back ---
    "letter.title": ("公开表审核意见单", "Review of published tables"),
    "letter.title.决算": ("部门决算公开审核意见单", "Review of published final accounts"),
    "letter.title.预算": ("部门预算公开审核意见单", "Review of a published budget"),
    "letter.title.自评表": ("绩效自评审核意见单", "Review of performance self-evaluation"),
    "letter.about.department": ("单位名称", "Department"),
    "letter.about.year": ("年度", "Year"),
    "letter.about.file": ("报送文件", "File"),
    "letter.about.day": ("审核日期", "Date"),
    "letter.about.edition": ("表式", "Forms"),
    "letter.about.unit": ("金额单位", "Unit"),
    "letter.about.checked": ("核对范围", "Checked"),
    "letter.unknown": ("未能识别", "not known"),
    "letter.date": ("{year} 年 {month} 月 {day} 日", "{year}-{month:02}-{day:02}"),
    "letter.checked": (
        "{tables} 张表，{count} 处勾稽关系：{counts}",
        "{tables:table|tables}, {count:identity|identities}: {counts}",
    ),
    "letter.whoever": ("报送单位", "To the department that submitted it"),
    "letter.to": ("{department}：", "{department}:"),
    "letter.opening": ("你单位报送的{kind}已经审核。", "{kind}: the workbook was reviewed. "),
    "letter.ask": (
        "请逐条更正或者说明，填写“单位回复”，签字盖章后，连同更正的文件一并报回。",
        "Please correct or explain each point, fill in the replies, sign, and return this letter "
        "with the corrected file.",
    ),
    "letter.ask_nothing": (
        "没有需要单位更正或者说明的事项。",
        "There is nothing that the department must correct or explain.",
    ),
    "letter.not_checked": (
        "你单位报送的文件“{name}”未能审核。原因和处理办法：",
        "The file “{name}” could not be reviewed. Why, and what to do:",
    ),
    "letter.again": ("请按上述办法处理后重新报送。", "Please do so and submit it again."),
    "letter.ordinals": ("一、|二、|三、", "1. |2. |3. "),
    "letter.errors": ("须更正的（{count} 处）", "To be corrected ({count})"),
    "letter.warnings": ("请核实的（{count} 处）", "To be explained ({count})"),
    "letter.beyond": ("其他", "Besides"),
    "letter.column.number": ("序号", "No."),
    "letter.column.line": ("表、行次（科目）和栏次", "Table, line and column"),
    "letter.column.cell": ("单元格", "Cell"),
    "letter.column.printed": ("填报数", "Printed"),
    "letter.column.expected": ("应为", "Should be"),
    "letter.opinion": ("审核意见：", "Opinion: "),
    "letter.basis": ("依据：", "Rule: "),
    "letter.answer": ("单位回复：", "Reply: "),
    "letter.source": ("（{source}）", " ({source})"),
    "letter.line": ("{line}行 {label}", "line {line} {label}"),
    "letter.column": ("{line}，第 {column} 栏", "{line}, column {column}"),
    "letter.missing_row": ("漏填的一行：{row}，{column}", "missing row: {row}, {column}"),
    "letter.missing": ("漏填", "missing"),
    "letter.before_row": ("{sheet}!第 {row} 行前", "{sheet}, before row {row}"),
    "letter.see": ("见审核意见", "see below"),
    "letter.against": ("与 {other} 核对", "compare with {other}"),
    "letter.differs": (
        "与 {other} 核对，相差 {difference}",
        "compare with {other}: {difference} apart",
    ),
    "letter.likely": (
        "按勾稽关系推断，最可能错在上列之处{why}。",
        "By the identities, the place named above is most likely wrong{why}. ",
    ),
    "letter.all_of": (
        "按勾稽关系推断，最可能错在上列各处，要一起改{why}。",
        "By the identities, the places named above are most likely wrong, to be changed "
        "together{why}. ",
    ),
    "letter.one_of": (
        "按勾稽关系推断，上列各处之一有错，最可能的在前{why}。",
        "By the identities, one of the places named above is wrong, the likeliest first{why}. ",
    ),
    "letter.more_figures": (
        "另有 {count} 格没有列出，见审核意见的列表。",
        "{count} more cells are not named here; the list of findings has them.",
    ),
    "letter.more": (
        "另有 {count} 处没有列出，见审核意见的列表（.xlsx 或 .csv）。",
        "{count} more are not told here; the list of findings (.xlsx or .csv) has them.",
    ),
    "letter.unchecked": (
        "有 {count} 处勾稽关系未能核对，更正后请再校验。",
        "{count} identities could not be checked; check again after the corrections.",
    ),
    "letter.information": (
        "另有提示 {count} 处（四舍五入的尾差等），不必更正，见审核意见的列表。",
        "{count} notes (rounding and the like) need no correction; the list of findings has them.",
    ),
    "letter.waived": (
        "已豁免：{id}，{count} 条。{why}",
        "Waived: {id}, {count:finding|findings}. {why}",
    ),
    "letter.more_waivers": ("另有 {count} 项豁免没有列出。", "{count} more waivers are not named."),
    "letter.side.reviewer": ("审核单位（盖章）", "Reviewing office (seal)"),
    "letter.side.department": ("填报单位（盖章）", "Department (seal)"),
    "letter.sign.handled": ("经办人：", "Handled by:"),
    "letter.sign.reviewed": ("复核人：", "Reviewed by:"),
    "letter.sign.responsible": ("负责人：", "Responsible:"),
    "letter.sign.day": ("日　期：", "Date:"),
    "letter.page": ("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
    "letter.of_file": ("文件 SHA-256 {sha256}…", "File SHA-256 {sha256}…"),
    "letter.of_rules": (
        "规则 SHA-256 {digest}…　gouji {version}",
        "Rules SHA-256 {digest}…　gouji {version}",
    ),
    "excel.findings": ("审核意见", "Findings"),
    "excel.summary": ("汇总", "Summary"),
    "excel.state": ("状态", "state"),
    "excel.errors": ("错误（条）", "errors"),
    "excel.warnings": ("核实（条）", "warnings"),
    "excel.unchecked": ("未能核对（处）", "not run"),
    "excel.waived": ("已豁免（条）", "waived"),
    "excel.conclusion": ("结论", "result"),
    "excel.split": (
        "共 {count} 行，一张工作表放不下，依次列在：{sheets}。",
        "{count} rows, which one sheet does not hold; they stand on {sheets}.",
    ),
    "severity_word.error": ("错误", "error"),
    "severity_word.warning": ("核实", "warning"),
    "severity_word.info": ("提示", "information"),
    "drawn.not_computed": ("未计算", "not calculated"),
    "report.agrees": ("各表勾稽相符。", "all tables agree."),
    "verdict.exact": ("相符", "exact"),
    "verdict.rounding": ("尾差", "round."),
    "verdict.improbable": ("存疑", "improb."),
    "verdict.error": ("不符", "error"),
    "verdict.not_evaluated": ("未核", "not run"),
    "verdict.not_applicable": ("不适用", "n/a"),
    "severity.error": ("错误 {count} 处，须更正", "Errors ({count}), to be corrected"),
    "severity.warning": ("核实 {count} 处，须说明", "Warnings ({count}), to be explained"),
    "severity.info": ("提示 {count} 处，不必更正", "Information ({count})"),
    # --- the command ---
    "cli.no_workbooks": (
        "{name}：文件夹里没有工作簿（.xlsx、.xlsm 等），请检查路径。",
        "{name}: the folder holds no workbooks (.xlsx, .xlsm …); check the path.",
    ),
    "cli.unknown_edition": (
        "没有名为“{name}”的版本{near}。可用的版本：\n{editions}",
        "There is no edition {name}{near}. Known editions:\n{editions}",
    ),
    "cli.editions_of_kind": ("  {kind}：{names}", "  {kind}: {names}"),
    "template.working": ("正在生成，要几秒钟……", "Building it takes some seconds …"),
    "template.written": (
        "已写入 {name}。先看第一张表“封面”，照那里的说明填。",
        "{name} was written. Begin with its first sheet, which says how to fill it in.",
    ),
    "template.filled": (
        "已写入 {name}：{department}的数已填好，合计由公式算出。",
        "{name} was written with the figures of {department}; its totals are formulas.",
    ),
    "template.totals": (
        "公布的合计与公式不同的有 {count} 处，见工作簿的“勾稽校验”：",
        "{count} published totals are not what the formulas give; see the sheet 勾稽校验:",
    ),
    "template.differs": (
        "{table} {place}：公布 {published}，公式得 {computed}，按公布数填",
        "{table} {place}: published {published}, the formula gives {computed}; typed as published",
    ),
    "template.no_formula": (
        "{table} {place}：公布 {published}，没有明细，按公布数填",
        "{table} {place}: published {published}, without details; typed as published",
    ),
    "template.not_published": (
        "{table} {place}：没有公布，公式得 {computed}",
        "{table} {place}: not published, the formula gives {computed}",
    ),
    "template.too_many": (
        "{name}：{table}有 {count} 行（含各上级的行），工作簿只有 {room} 行的位置",
        "{name}: {table} has {count} rows (with those of higher levels), the workbook has room "
        "for {room}",
    ),
    "template.too_many_in_all": (
        "{name}：各表共有 {count} 个不同的编码（含各上级的），工作簿只有 {room} 个的位置",
        "{name}: {count} different codes in all tables (with those of higher levels), the workbook "
        "has room for {room}",
    ),
    "template.cards_differ": (
        "自评表里公布的执行率、得分、总分与公式不同的有 {count} 处，见工作簿的“勾稽校验”：",
        "{count} published rates, scores and totals of scorecards are not what the formulas give; "
        "see the sheet 勾稽校验:",
    ),
    "template.no_room": (
        "{name}：“{what}”有 {count} 个，工作簿只有 {room} 个的位置",
        "{name}: there are {count} of “{what}”, the workbook has room for {room}",
    ),
    "template.no_excel": (
        "生成带自评表或多张项目表的工作簿要用 openpyxl，这里没有装。请先运行 "
        "pip install openpyxl，再生成；不带 --with、--projects 的空白工作簿不用它。",
        "A workbook with scorecards or several projects is built with openpyxl, which is not "
        "installed here. Run pip install openpyxl first; blank workbooks without --with and "
        "--projects do without it.",
    ),
    "template.unknown_card": (
        "--with {name}：没有这种自评表{near}。可以写 scorecards（该版本同时公开的自评表），"
        "或者：{names}",
        "--with {name}: there is no such scorecard{near}. Write scorecards (those published with "
        "the edition), or one of: {names}",
    ),
    "template.no_cards_of": (
        "--with scorecards：{name} 没有同时公开的自评表；请写明自评表，如 --with {example}",
        "--with scorecards: no scorecards are published with {name}; name one: --with {example}",
    ),
    "template.projects_of_what": (
        "--projects {count}：{name} 里没有按项目填的表。请加 --with scorecards，"
        "或用 --with 写明一种项目自评表，如 {example}",
        "--projects {count}: there is no table of a project in {name}. Add --with scorecards, or "
        "name a project scorecard: --with {example}",
    ),
    "template.too_many_projects": (
        "--projects {count}：一个工作簿里的项目表应是 1 到 {most} 张；更多的请分成几个工作簿",
        "--projects {count}: a workbook holds 1 to {most} projects; make several workbooks "
        "for more",
    ),
    "template.not_utf8": (
        "{name}：不是 UTF-8 编码的文本，请另存为 UTF-8",
        "{name} is not UTF-8 text; save it as UTF-8",
    ),
    "template.other_edition": (
        "{name} 是 {own} 的数，与要生成的版本 {wanted} 不同",
        "{name} holds figures for {own}, which is not the edition asked for, {wanted}",
    ),
    "cli.unknown_rule": (
        "没有编号为“{name}”的规则。用 gouji rules 列出全部规则{near}。",
        "There is no rule {name}. `gouji rules` lists them{near}.",
    ),
    "cli.near": ("；相近的有：{names}", "; close to it: {names}"),
    "cli.output_is_input": (
        "{name} 是这次读取的文件，不能写在被读取的文件上。请换一个文件名。",
        "{name} is a file that is read here, and is never written over. Choose another name.",
    ),
    "cli.output_exists": (
        "{name} 已经存在，没有覆盖。请换一个文件名，或加 --force。",
        "{name} exists and was not overwritten. Choose another name, or add --force.",
    ),
    "cli.not_written": (
        "无法写入 {name}：{problem}。没有保存。",
        "{name} could not be written: {problem}. Nothing was saved.",
    ),
    "cli.same_output": (
        "{name}：报告、副本和意见单不能写到同一个文件，请换一个名称。",
        "{name}: a report, a copy and a letter cannot be one file; take another name.",
    ),
    "cli.no_folder": (
        "{name} 不能用作文件夹：{problem}。请换一个文件夹。",
        "{name} cannot be used as a folder: {problem}. Choose another one.",
    ),
    "cli.xlsx_needs_file": (
        "--format xlsx 的报告是工作簿，不能显示在屏幕上。请用 --output 写明文件名，"
        "如 -o 意见.xlsx。",
        "A report with --format xlsx is a workbook, which no screen shows. Name a file with "
        "--output, as in -o findings.xlsx.",
    ),
    "cli.documents_missing": (
        "没有安装 {names}，不能生成意见表格和审核意见单。请运行：pip install 'gouji[documents]'",
        "{names} is not installed, which tables of findings and letters need. Run: "
        "pip install 'gouji[documents]'",
    ),
    "file.marked": ("{name}-已标注", "{name}-marked"),
    "file.letter": ("{name}-审核意见单", "{name}-letter"),
    "cli.not_marked": (
        "{name}：没有校验成，因此没有写出标注的副本。",
        "{name}: it was not checked, so no marked copy was written.",
    ),
    "cli.no_letter": (
        "{name}：不是可以打开的文件，没有写出审核意见单。",
        "{name}: there is no such file to open; no letter was written.",
    ),
    "cli.said_of": ("{name}：{said}", "{name}: {said}"),
    "cli.report_written": (
        "已写出报告：{name}",
        "The report was written: {name}",
    ),
    "cli.copies_made": (
        "已写出标注的副本 {count} 份：{folder}",
        "{count} marked copies were written: {folder}",
    ),
    "cli.letters_made": (
        "已写出审核意见单 {count} 份：{folder}",
        "{count:letter was|letters were} written: {folder}",
    ),
    "cli.own_too_large": (
        "{name} 太大，不会是规则、豁免或科目文件。请核对文件名。",
        "{name} is too large for a file of rules, waivers or codes. Check the name.",
    ),
    "cli.no_room": (
        "报告没有写完：{problem}。请检查磁盘是否已满，或用 -o 写入别处的文件。",
        "The report could not be written to its end: {problem}. See whether the disk is full, or "
        "write to a file elsewhere with -o.",
    ),
    "cli.interrupted": (
        "已中断：{done} 个文件已校验，结果照常给出；其余 {left} 个没有校验。",
        "Interrupted: {done:file was|files were} checked and reported, {left} not.",
    ),
    "cli.progress.waiting": ("集群里没有工作进程，等待中", "No worker in the cluster; waiting"),
    # --- the Dask cluster ---
    "cluster.package": (
        '--scheduler 要用 dask 的 distributed，这里没有装。请先运行 pip install "gouji[cluster]"。',
        "--scheduler needs Dask's package distributed, which is not installed here. Run "
        'pip install "gouji[cluster]" first.',
    ),
    "cluster.unreachable": (
        "连不上 Dask 调度器 {address}（{problem}）。请核对地址（tcp://主机:8786，或配好证书的 "
        "tls://…）和网络，并确认 dask scheduler 正在运行。",
        "The Dask scheduler {address} cannot be reached ({problem}). Check the address "
        "(tcp://host:8786, or tls://… with certificates), the network, and that dask scheduler is "
        "running.",
    ),
    "cluster.lost": (
        "与 Dask 调度器的连接断了，没有校验完；已完成的结果有效。请确认调度器正在运行，再运行一次同"
        "样的命令。",
        "The connection to the Dask scheduler was lost before all was checked; what was done "
        "counts. Make sure that the scheduler is running, and run the same command again.",
    ),
    "cluster.no_workers": (
        "集群里 {minutes} 分钟没有工作进程，没有校验完；已完成的结果有效。请在各台机器上启动 dask "
        "worker，再运行一次同样的命令。",
        "The cluster had no worker for {minutes} minutes; not all was checked, and what was done "
        "counts. Start dask worker on the machines, and run the same command again.",
    ),
    "cluster.differs": (
        "机器 {host} 上{what}是 {there}，这里是 {here}：结果可能不同，没有继续校验。请在调度器和所"
        "有机器上装同样的版本，重新启动它们，再运行一次。",
        "On the machine {host}, {what} is {there}, here it is {here}: results might differ, so "
        "nothing more was checked. Install the same on the scheduler and all machines, start them "
        "again, and run the command again.",
    ),
    # … of which `what` is one of these
    "cluster.part.gouji": ("gouji 的版本", "the version of gouji"),
    "cluster.part.rules": ("gouji 自带的规则", "gouji's own rules"),
    "cluster.part.python": ("Python 的版本", "the version of Python"),
    "cluster.part.dask": ("dask 的版本", "the version of dask"),
    "cluster.no_files": (
        "机器 {host} 看不到要校验的文件，例如 {name}。文件要放在所有机器以同样的路径看得到的共享文"
        "件夹里，或用地址（s3://… 等）。",
        "The machine {host} does not see the files to check, {name} for one. They must be in a "
        "shared folder that all machines see under the same path, or at addresses (s3://…).",
    ),
    "cluster.not_installed": (
        "集群做不了这项工作（{problem}）。请确认调度器和所有机器上都装了同样版本的 gouji[cluster]，"
        "并在安装后重新启动过。",
        "The cluster cannot do this work ({problem}). Make sure that the scheduler and all "
        "machines have the same version of gouji[cluster], and were started after it was "
        "installed.",
    ),
    "cli.progress.checking": ("校验", "Checking"),
    "cli.progress.fixing": ("改正，并再核对", "Correcting, and checking again"),
    "cli.progress.agree": ("无须更正 {count}", "{count} agree"),
    "cli.progress.wrong": ("有错误 {count}", "{count} wrong"),
    "cli.progress.unchecked": ("未能完整校验 {count}", "{count} not fully checked"),
    "cli.progress.unchanged": ("未变 {count}", "{count} unchanged"),
    "cli.progress.rate": ("每秒 {rate} 个", "{rate} a second"),
    "cli.progress.recalculating": ("重新计算公式", "Recalculating"),
    "store.address": (
        "{name}：不是结果库。请写文件名，如 results.db，或 PostgreSQL 的地址，如 "
        "postgresql://用户@主机/数据库。",
        "{name}: this is no results store. Name a file, as results.db, or a PostgreSQL database, "
        "as postgresql://user@host/database.",
    ),
    "store.missing": (
        "{name}：没有这个结果库。请核对名称；结果库由 gouji check … --store 建立。",
        "{name}: there is no such results store. Check its name; gouji check … --store makes one.",
    ),
    "store.no_folder": (
        "{name}：没有这个文件夹，无法建立结果库。请先建立文件夹，或换一个位置。",
        "{name}: there is no such folder to make the results store in. Make it first, or choose "
        "another place.",
    ),
    "store.no_access": (
        "{name}：无法打开或写入结果库（{problem}）。请检查对它和所在文件夹（或数据库）的读写权限。",
        "{name}: the results store cannot be opened or written ({problem}). Check the permissions "
        "on it and on its folder, or in the database.",
    ),
    "store.foreign": (
        "{name}：这不是 gouji 的结果库，没有改动它。请用别的文件名，或别的数据库。",
        "{name}: this is something other than a results store of gouji, and was left as it is. "
        "Use another file name, or another database.",
    ),
    "store.version": (
        "{name}：这个结果库是别的版本的 gouji 建立的（结构 {found}，本版用 {ours}），没有改动它。"
        "请用同一版本的 gouji，或另建一个结果库重新校验。",
        "{name}: this results store was made by another version of gouji (shape {found}, this one "
        "has {ours}) and was left as it is. Use that version, or check again into a new store.",
    ),
    "store.damaged": (
        "{name}：结果库已损坏（{problem}）。请换成备份，或另建一个结果库重新校验。",
        "{name}: the results store is damaged ({problem}). Take a backup of it, or check again "
        "into a new store.",
    ),
    "store.locked": (
        "{name}：结果库被另一个程序占用，等了一分钟还没有空出来。已存入的结果都在；"
        "请等那个程序结束后再运行同一命令，从这里接着校验。",
        "{name}: another program holds the results store, for more than a minute. What was kept is "
        "safe; when that program has ended, run the same command again to go on from here.",
    ),
    "store.full": (
        "{name}：磁盘已满，存不进新的结果。已存入的结果都在；请腾出空间后再运行同一命令，"
        "从这里接着校验。",
        "{name}: the disk is full; no more results can be kept. What was kept is safe; make room "
        "and run the same command again to go on from here.",
    ),
    "store.no_server": (
        "{name}：连接不上数据库：{problem}。请核对地址、数据库、用户名和口令（口令可写在 "
        "~/.pgpass 或环境变量 PGPASSWORD 里），并确认服务器在运行。已存入的结果都在。",
        "{name}: no connection with the database: {problem}. Check the address, the database, the "
        "user and the password (it may stand in ~/.pgpass or in the variable PGPASSWORD), and that "
        "the server runs. What was kept is safe.",
    ),
    "store.no_driver": (
        "{name}：没有安装 PostgreSQL 的驱动程序。请运行：pip install 'gouji[postgresql]'",
        "{name}: the driver for PostgreSQL is not installed. Run: pip install 'gouji[postgresql]'",
    ),
    "store.encoding": (
        "{name}：这个数据库的编码是 {encoding}，存不下所有的字。请另建编码为 UTF8 的数据库："
        "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
        "{name}: the encoding of this database is {encoding}, which cannot hold every character. "
        "Make one with UTF8: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
    ),
    "store.failed": (
        "{name}：结果库出错：{problem}。已存入的结果都在；排除原因后再运行同一命令，从这里接着校验"
        "。",
        "{name}: the results store failed: {problem}. What was kept is safe; when the cause is "
        "gone, run the same command again to go on from here.",
    ),
    "store.alone": (
        "用 --store 时结果都存入 {store}，不能同时用 {options}：报告用 gouji summary {store} -o "
        "汇总.html；要别的报告、副本或意见单，请不带 --store 另外运行一次。",
        "With --store all results go to {store}, not together with {options}: for a report, gouji "
        "summary {store} -o summary.html; for other reports, copies or letters run the command "
        "once more without --store.",
    ),
    "store.interrupted": (
        "已中断：{done} 个文件的结果已存好，其余 {left} 个没有校验；再运行同一命令，从这里接着校验"
        "。",
        "Interrupted: the results of {done:file|files} are kept, {left} not checked; run the same "
        "command again to go on from here.",
    ),
    "store.done": (
        "本次校验 {checked} 个，{unchanged} 个没有变化、沿用上次的结果；都在 {store}。",
        "{checked} checked in this run, {unchanged} unchanged and taken over; all in {store}.",
    ),
    "store.gone": (
        "{count} 个以前校验过的文件已不在文件夹里，汇总时不再计入。",
        "{count:file|files} checked before no longer in the folder; the summary leaves them out.",
    ),
    "store.more_unread": (
        "另有 {count} 个未能校验。",
        "{count} more could not be checked.",
    ),
    "store.next": (
        "看汇总：gouji summary {store} -o 汇总.html",
        "For the summary: gouji summary {store} -o summary.html",
    ),
    "cli.summary": (
        "共 {files} 个文件：{agree} 个无须更正，{wrong} 个有错误，{unchecked} 个未能完整校验。",
        "{files:file|files}: {agree} with nothing to correct, {wrong} with errors, {unchecked} not "
        "fully checked.",
    ),
    # --- waivers: what is wrong with their file, and what is said of them in reports ---
    "waiver.none": (
        "文件里没有豁免，应写作“豁免 编号”，下面写 规则、范围、理由、批准、到期",
        "there is no waiver; write “豁免 ID”, below it 规则, 范围, 理由, 批准, 到期",
    ),
    "waiver.no_text": (
        "这不是文本文件（Word、Excel 文件不行）。请用记事本另存为 .txt，编码选 UTF-8",
        "this is no text file (Word and Excel files are not read); save it as .txt in Notepad, in "
        "UTF-8",
    ),
    "waiver.head": (
        "看不懂这一行：{words}；豁免应以“豁免 编号”开头，下面一行写一项，如“规则：X05”",
        "this line is not understood: {words}; a waiver begins with “豁免 ID”, each line below it "
        "says one thing, as “规则：X05”",
    ),
    "waiver.twice": ("豁免编号 {id} 写了两次", "the waiver {id} stands twice"),
    "waiver.key": (
        "豁免里没有“{item}：”，可用的有 {items}",
        "a waiver has no “{item}：”; it may have {items}",
    ),
    "waiver.key_twice": ("“{item}：”写了两次", "“{item}：” stands twice"),
    "waiver.lacks": (
        "豁免 {id} 没有写“{item}：”；规则、范围、理由、批准、到期都要写明",
        "the waiver {id} lacks “{item}：”; 规则, 范围, 理由, 批准 and 到期 must all be stated",
    ),
    "waiver.approval": (
        "批准应写作“张三，2024-11-02”，写明谁在哪一天批准，不能是“{words}”",
        "批准 is written “张三，2024-11-02”, who approved it and on which day, not “{words}”",
    ),
    "waiver.date": (
        "日期应写作“2025-03-31”，不能是“{words}”",
        "a date is written “2025-03-31”, not “{words}”",
    ),
    "waiver.expires_first": (
        "到期 {expires} 早于批准 {approved}",
        "it expires on {expires}, before it was approved on {approved}",
    ),
    "waiver.approved_later": (
        "批准日期 {approved} 晚于今天（{today}）",
        "it was approved on {approved}, which is after today ({today})",
    ),
    "waiver.all_rules": (
        "一个豁免不能包括全部规则，应写明规则编号，如 X05、JS05-*",
        "no waiver can cover every rule; name rules, as X05, JS05-*",
    ),
    "waiver.no_rule": (
        "没有编号为 {rule} 的规则；gouji rules 列出全部规则",
        "there is no rule {rule}; `gouji rules` lists them",
    ),
    "waiver.scope": (
        "看不懂范围“{words}”，应写作 表3、表3 2080505 1栏、表1 27行、表3[合计]1栏、"
        "公开05表!G8 或 整本",
        "the scope “{words}” is not understood; write 表3, 表3 2080505 1栏, 表1 27行, "
        "表3[合计]1栏, 公开05表!G8 or 整本 (everywhere)",
    ),
    "waiver.no_table": (
        "范围“{words}”：哪个版本都没有这张表",
        "scope “{words}”: no edition has this table",
    ),
    "waiver.no_column": (
        "范围“{words}”：这张表没有 {column} 栏",
        "scope “{words}”: the table has no column {column}",
    ),
    "waiver.no_line": (
        "范围“{words}”：这张表没有 {number} 行",
        "scope “{words}”: the table has no line {number}",
    ),
    "waiver.no_row": (
        "范围“{words}”：这张表没有“{row}”这一行",
        "scope “{words}”: the table has no row {row}",
    ),
    "waiver.expired": (
        "豁免 {id} 已于 {expires} 到期，不再适用于 {places}。请更正，或重新批准豁免。",
        "The waiver {id} expired on {expires} and no longer covers {places}. Correct it, or have "
        "it approved again.",
    ),
    "waiver.expired_many": (
        "豁免 {id} 已于 {expires} 到期，不再适用于 {count} 条意见：{places}……。"
        "请更正，或重新批准豁免。",
        "The waiver {id} expired on {expires} and no longer covers {count} findings: {places} …. "
        "Correct them, or have it approved again.",
    ),
    "waiver.section": (
        "已豁免 {count} 条，不计入错误和核实",
        "Waived ({count}), not counted among errors and warnings",
    ),
    "waiver.said": (
        "{reason}（{by} {approved} 批准，{expires} 到期）",
        "{reason} (approved by {by} on {approved}, until {expires})",
    ),
    "waiver.unused": (
        "提示：豁免 {id}（{file} 第 {line} 行）在所校验的文件里没有用到。",
        "Note: the waiver {id} ({file}, line {line}) fits nothing in the files that were checked.",
    ),
    # --- what a copy of a workbook was made of ---
    "origin.file": ("原文件：{name}", "Original file: {name}"),
    "origin.sha256": ("原文件 SHA-256：{sha256}", "SHA-256 of the original file: {sha256}"),
    "origin.time": ("制作时间：{when}", "Made: {when}"),
    "origin.version": (
        "程序：勾稽 gouji {version}；规则摘要：{digest}",
        "Program: gouji {version}; digest of the rules: {digest}",
    ),
    # --- the list of findings in a workbook ---
    "list.column.number": ("序号", "No."),
    "list.column.level": ("级别", "Level"),
    "list.column.rule": ("规则", "Rule"),
    "list.column.place": ("单元格（点击跳转）", "Cell (click)"),
    "list.column.label": ("项目", "Line"),
    "list.column.message": ("说明", "What is wrong"),
    "list.column.likely": ("可能填错的单元格", "Likely wrong"),
    "list.column.expected": ("应为", "Should be"),
    "list.column.why": ("理由", "Why"),
    "list.column.left": ("左边", "Left"),
    "list.column.right": ("右边", "Right"),
    "list.column.difference": ("差额", "Difference"),
    "list.column.cause": ("起因", "Cause"),
    "list.title": ("校验结果：{name}", "Results: {name}"),
    "list.summary": (
        "{whose}；勾稽关系 {counts}；列出 {count} 条意见。",
        "{whose}; identities: {counts}; {count:finding is|findings are} listed.",
    ),
    "list.cause": ("起因", "cause"),
    "list.follows": ("随第 {number} 条", "follows from no. {number}"),
    # --- a marked copy of a workbook ---
    "marked.counts": ("其中{counts}。", " Of these: {counts}."),
    "marked.hint": (
        "这是标注的副本，原文件没有改动。起因排在前面，连带的排在后面：先核对紫色的可能填错的格。"
        "表头可筛选，点单元格地址可跳转；各格上的批注写明哪里不符、为什么、应为多少。",
        "This is a marked copy; the original file was not changed. Causes come first, what follows "
        "from them below: look at the cells that are likely wrong (violet) first. Filter by the "
        "headings, click a cell to go there; the notes on the cells say what is wrong and why.",
    ),
    "marked.remarks_below": (
        "关于这份副本另有 {count} 点说明，见表后。",
        "{count:remark on this copy stands|remarks on this copy stand} below the list.",
    ),
    "marked.remarks": ("说明", "Remarks"),
    "marked.none": ("没有意见。", "There are no findings."),
    "marked.footer": ("&C第 &P 页，共 &N 页", "&CPage &P of &N"),
    "marked.more": (" 等", " and others"),
    "marked.hidden": (
        "这些工作表（{count} 张）是隐藏的，已标记，但点链接到不了，请先取消隐藏：{names}。",
        "These sheets ({count}) are hidden: they are marked, but links do not lead there before "
        "you unhide them: {names}.",
    ),
    "marked.protected": (
        "这些工作表（{count} 张）设有保护，标记后保护仍在：{names}。",
        "These sheets ({count}) are protected, and still are: {names}.",
    ),
    "marked.structure": (
        "工作簿的结构设有保护，副本里保护仍在，因此不能手工删除或移动本表。",
        "The structure of the workbook is protected, and still is: this sheet cannot be deleted or "
        "moved by hand.",
    ),
    "marked.macros": (
        "文件带有宏，已原样保留。本表排在最前，宏里如按次序取工作表（如 Sheets(1)），取到的会是"
        "本表，请在原文件里运行宏。",
        "The file has macros, which were kept as they are. Where they take sheets by their order, "
        "as Sheets(1), they will find this one: run them in the original file.",
    ),
    "marked.other_sheets": (
        "没有识别为表格、没有校验的工作表（{count} 张）：{names}。",
        "Sheets without a known table, which were not checked ({count}): {names}.",
    ),
    "marked.waived": (
        "另有 {count} 条意见已按规定豁免，没有列出，也没有标记。",
        "{count} more findings are waived: they are neither listed nor marked.",
    ),
    "marked.added": (
        "这些单元格（{count} 个）原有批注，原文保留，意见接在横线下面：{names}。",
        "These cells ({count}) had a note, which was kept; what we say stands below a line: "
        "{names}.",
    ),
    "marked.discussed": (
        "这些单元格（{count} 个）有讨论（带回复的批注），原样保留，意见没有写进去，只着色并列在"
        "本表：{names}。",
        "These cells ({count}) have a discussion (comments with replies), which was left alone: "
        "they are coloured and listed here only: {names}.",
    ),
    "marked.elsewhere": (
        "这些工作表（{count} 张）没有着色：本文件里没有，或者有两张同名：{names}。",
        "These sheets ({count}) are not coloured: the file has none or two of that name: {names}.",
    ),
    # --- a corrected copy of a workbook ---
    "edit.format": (
        "{name}：只能为 .xlsx、.xlsm 工作簿写副本（改正的、标注的），没有写出。请用 WPS 或 Excel "
        "打开它，点“文件”→“另存为”，文件类型选 .xlsx，再校验另存的文件。",
        "{name}: a copy (corrected or marked) can only be made of .xlsx and .xlsm workbooks; none "
        "was written. Open it in WPS or Excel, choose File > Save As and the type .xlsx, and "
        "check the new file.",
    ),
    "edit.signed": (
        "{name}：文件带有数字签名，改动后签名就失效，没有写出副本。请按报告自行改正并重新签名，"
        "或另存为不带签名的 .xlsx 后再试。",
        "{name}: the file is digitally signed, and a change would make the signature invalid; no "
        "copy was written. Correct it by the report and sign it anew, or save it without a "
        "signature and try again.",
    ),
    "fix.one_file": (
        "--fix-to 一次只改正一个工作簿：请只写一个文件，不写文件夹。",
        "--fix-to corrects one workbook: name one file, and no folder.",
    ),
    "fix.not_checked": (
        "{name}：没有校验成，因此没有改正，也没有写出副本。",
        "{name}: it was not checked, so nothing was corrected and no copy was written.",
    ),
    "edit.changed_since": (
        "{name}：校验以后文件又有改动，没有写出副本。请保存并关闭文件，再校验一次。",
        "{name}: the file has changed since it was checked; no copy was written. Save and close "
        "it, and check it again.",
    ),
    "fix.no_need": (
        "没有需要改正的数，没有写出 {name}。",
        "There is nothing to correct; {name} was not written.",
    ),
    "fix.nothing": (
        "没有一处能确定应改成什么数，没有写出 {name}。须人工改正的有 {count} 组：",
        "Of no cell is it certain what it should be; {name} was not written. {count} groups are "
        "left to be corrected by hand:",
    ),
    "fix.ending": (
        "{name}：副本与原文件是同一种工作簿，文件名应以 {ending} 结尾，否则 Excel 打不开。"
        "请改名后再试，没有写出副本。",
        "{name}: the copy is of the same kind as the workbook, and its name must end in {ending} "
        "for Excel to open it. Take another name; no copy was written.",
    ),
    "fix.unreadable": (
        "{name}：改正后的文件再核对时无法校验，没有写出副本。原因：{message}",
        "{name}: the corrected copy could not be checked and was not written. Why: {message}",
    ),
    "fix.no_better": (
        "{name}：改正后再核对，错误没有减少（原有 {before} 处，改后 {after} 处），没有写出副本。"
        "请按报告人工改正。",
        "{name}: checked again, the corrected copy has no fewer errors ({before} before, {after} "
        "after) and was not written. Correct the workbook by hand as the report says.",
    ),
    "fix.done": (
        "已改正 {count} 处，写入 {name}；逐处列在工作表“{sheet}”里，原文件没有改动。",
        "Corrected {count:cell|cells} in {name}; the sheet {sheet} lists them. The original file "
        "was not changed.",
    ),
    "fix.left_over": (
        "另有 {count} 组不符没有改，原因也列在那里，须人工改正。",
        "{count} more groups of findings were not corrected, for the reasons given there, and are "
        "left to you.",
    ),
    "fix.again": ("改正后再核对：{conclusion}", "The corrected copy, checked again: {conclusion}"),
    "fix.new_errors": (
        "注意：其中有 {count} 处是原文件没有报告过的：",
        "Note: {count} of these were not reported of the original file:",
    ),
    "fix.blank": ("空白", "blank"),
    "fix.choice": ("这是第 {number} 种{said}。", " This is correction {number}{said}."),
    "fix.choice_together": ("，须 {count} 格一起改", ", of {count} cells together"),
    "fix.more": ("另有 {count} 处", "{count} more"),
    "fix.sheet": ("更正说明", "Corrections"),
    "fix.title": ("更正说明", "Corrections"),
    "fix.intro": (
        "这是改正的副本，原文件没有改动。按勾稽关系改正 {count} 处，请逐处对照原始资料核实。",
        "This is a corrected copy; the original file was not changed. {count} cells were corrected "
        "by the identities between the figures: compare each with the source documents.",
    ),
    "fix.intro_left": (
        "另有 {count} 组不符没有改，见下。",
        " {count} more groups of findings were not corrected: see below.",
    ),
    "fix.left": (
        "没有改、须人工处理的 {count} 组",
        "Not corrected, left to be done by hand: {count} groups",
    ),
    "fix.column.number": ("序号", "No."),
    "fix.column.place": ("工作表", "Sheet"),
    "fix.column.cell": ("单元格", "Cell"),
    "fix.column.label": ("项目", "What it is"),
    "fix.column.before": ("原数", "Before"),
    "fix.column.after": ("改为", "After"),
    "fix.column.why": ("原因", "Why"),
    "fix.column.rules": ("改正后消除的不符（规则）", "Rules that it resolves"),
    "fix.column.current": ("现在的数", "Now"),
    "fix.column.expected": ("应为", "Should be"),
    "fix.column.why_not": ("没有改的原因", "Why it was not corrected"),
    "fix.column.broken": ("不符的规则", "Rules that are broken"),
    "fix.protected": (
        "这些工作表设有保护，改正后保护仍在：{names}",
        "These sheets are protected, and still are: {names}",
    ),
    "fix.one_of": (
        "{count} 种改法都能使各数相符，不能确定是哪一种，请对照原始资料。",
        "{count} different corrections would make the figures agree, and it is not certain which "
        "is right: compare with the source documents.",
    ),
    "fix.unexplained": (
        "不能确定错在哪一个数。{message}",
        "It is not certain which figure is wrong. {message}",
    ),
    "fix.together": (
        "须与 {places} 一起改，那里没有改。",
        "It must be changed together with {places}, which was not.",
    ),
    "fix.contradiction": (
        "不同的意见要求改成不同的数。",
        "Different findings ask for different figures.",
    ),
    "fix.row": (
        "{why}，须人工插入并录入。",
        "{why}: put it in and fill it in by hand.",
    ),
    "fix.area": (
        "整张表可能贴错，须人工换成正确的表。",
        "The whole table may be the wrong one: replace it by hand.",
    ),
    "fix.range": (
        "只能推出一个范围，不能确定是哪个数。",
        "Only a range is known, not the figure itself.",
    ),
    "fix.unknown": (
        "其他数推不出应是多少。",
        "The other figures do not tell what it should be.",
    ),
    "fix.formula": (
        "这一格是公式，不用数代替公式。请检查公式，或改它取数的单元格。",
        "The cell holds a formula, which is not replaced by a number. Look at the formula, or at "
        "the cells that it reads.",
    ),
    "fix.covered": (
        "这一格被合并的单元格盖住，写进去也看不见。请取消合并，或人工改。",
        "The cell is hidden under others that it is merged with, and nothing written there would "
        "be seen: unmerge them, or correct it by hand.",
    ),
    "fix.interrupted": ("已中断，没有写出副本。", "Interrupted; no copy was written."),
    "fix.not_found": (
        "文件里找不到这一格，或有同名的工作表。",
        "There is no such cell in the file, or two sheets have this name.",
    ),
    "fix.other_words": (
        "这一格的写法（如带百分号的文字）不能直接换成数，请人工改。",
        "What stands in the cell (a text with a per cent sign, say) cannot be replaced by a number "
        "as it is: correct it by hand.",
    ),
    "cli.rules_refused": (
        "{problem}",
        "The rules file cannot be used; file, line and, in the words of the notation, what is "
        "wrong (docs/forms.md says how rules are written):\n{problem}",
    ),
    "cli.encoding": (
        "{name} 不是 UTF-8 编码，已按 {encoding} 读入；请在记事本里另存为 UTF-8。",
        "{name} is not UTF-8; it was read as {encoding}. Save it as UTF-8 in Notepad.",
    ),
    "cli.rules_do_not_fit": (
        "{name}：自定规则不适用于这个文件的版本（{problem}），没有校验。请按版本分开使用规则文件。",
        "{name}: the own rules do not fit this file's edition ({problem}); it was not checked. Use "
        "a rules file for each edition.",
    ),
    "limits.heading": (
        "读取和校验一个文件的上限，超出的不读，说明原因：",
        "The limits of reading and checking one file; what exceeds them is refused with a reason:",
    ),
    "limits.use": (
        "改一项或几项：gouji check 决算.xlsx --limit file=200MB --limit seconds=300",
        "To change some: gouji check accounts.xlsx --limit file=200MB --limit seconds=300",
    ),
    "limits.unknown": (
        "--limit {given}：没有这项上限{near}。写作 名称=数值，名称有：{names}",
        "--limit {given}: there is no such limit{near}. Write NAME=VALUE with one of: {names}",
    ),
    "limits.value": (
        "--limit {given}：数值应为大于 0 的整数，可以带单位（{units}）；默认是 {usual}",
        "--limit {given}: the value should be a whole number above 0, with a unit if there is one "
        "({units}); the default is {usual}",
    ),
    "limits.no_unit": ("这一项没有单位", "this one has none"),
    # --- the add-in: installing it, and what keeps it from working ---
    "tolerance.copy": ("同一数，不容许差额", "one figure; no difference"),
    "tolerance.sum": ("合计，按四舍五入定理", "a sum; the rounding theorem"),
    "tolerance.bound": ("其中数，区间内无解才算错", "a part of; wrong if no true amounts fit"),
    "tolerance.sign": ("符号", "a sign"),
    "tolerance.share": (
        "占比，按印出的位数四舍五入；末位舍去或少印小数作提示",
        "a share, rounded to its printed digits; a digit cut off or left out is information",
    ),
    "tolerance.card": (
        "分值与得分不容许差额，只认四舍五入；执行率按印出的位数；金额按四舍五入定理",
        "weights and scores exact, or rounded; rates by their printed digits; amounts by the "
        "rounding theorem",
    ),
    "tolerance.units": (
        "各单位之和，按四舍五入定理：n 个单位最多 n/2 个末位",
        "the sum of the units; the rounding theorem: at most n/2 last digits of n units",
    ),
    "tolerance.beside": ("只作对照，不判断", "shown beside each other, not judged"),
    "tolerance.structure": ("表式结构，不涉及金额", "the shape of a table"),
    "rules.heading": ("{title}：{count} 条规则", "{title}: {count:rule|rules}"),
    "rules.source": ("来源：{source}", "Source: {source}"),
    "rules.tolerance": ("容差：{tolerance}", "Tolerance: {tolerance}"),
    "rules.severity": ("级别：{severity}", "Severity: {severity}"),
    "rules.file": ("出处：{file} 第 {line} 行", "Stated in {file}, line {line}"),
    "example.exact": ("相符的例子：{example}", "An example that passes: {example}"),
    "example.rounding": ("尾差的例子：{example}", "An example of rounding: {example}"),
    "example.improbable": ("存疑的例子：{example}", "An example that is improbable: {example}"),
    "example.error": ("不符的例子：{example}", "An example that fails: {example}"),
    "example.not_evaluated": (
        "未核的例子：{example}",
        "An example that cannot be checked: {example}",
    ),
    "example.not_applicable": (
        "不适用的例子：{example}",
        "An example to which it does not apply: {example}",
    ),
    "rules.cross": ("表间关系与整本检查", "Between tables, and of the workbook"),
    "rules.cards": ("绩效自评表，各种表式共用", "Of every scorecard, whatever its form"),
    "editions.about": ("{kind}；来源：{source}", "{kind}; source: {source}"),
    "editions.unsourced": (
        "{table}的版式不是取自该文件：{source}",
        "The layout of {table} is not taken from it: {source}",
    ),
    "kind.决算": ("决算公开表", "Tables of final accounts"),
    "kind.预算": ("预算公开表", "Tables of a budget"),
    "kind.自评表": ("绩效自评表", "Scorecards"),
    "kind.department": ("部门整体自评表", "Scorecard of a department"),
    "kind.project": ("项目自评表", "Scorecard of a project"),
    "kind.summary": ("自评摘要", "Summary of a department's scorecard"),
    "level.error": ("错误，须更正", "error, to be corrected"),
    "level.warning": ("核实，须说明", "warning, to be explained"),
    "level.info": ("提示", "information"),
    "suspect.then": ("{said}，则应为 {value}", "{said}, which makes it {value}"),
    "suspect.and": ("{first}；{more}", "{first}; {more}"),
    "suspect.told_apart": (
        "用 {option} 给出另一本工作簿，可以核对这一格",
        "with the workbook that {option} names this cell can be told",
    ),
    "suspect.text": (
        "格里填的是文字，不是数字",
        "the cell holds a text, no number",
    ),
    "suspect.error_cell": (
        "格里的公式出错，没有结果",
        "the formula of the cell gives an error",
    ),
    "suspect.not_computed": (
        "格里的公式没有算出结果",
        "the formula of the cell has no saved result",
    ),
    "suspect.unit": (
        "这里的数像是以{likely}填写的，表头的单位是{unit}",
        "these figures are likely in {likely}, the heading says {unit}",
    ),
    "suspect.unit_either": (
        "若另一张表对，就是这张表的单位不对",
        "if the other table is right, this one is in another unit than it states",
    ),
    "suspect.same_columns": (
        "这一栏各行的数与另一栏完全相同，像是把同一栏贴了两次",
        "its figures are those of another column on every row, as if that had been pasted twice",
    ),
    "suspect.same_tables": (
        "这张表的科目和数与另一张完全相同，像是把同一张表贴了两次",
        "it holds the 科目 and figures of another table, as if that had been pasted twice",
    ),
    "suspect.last_years_table": (
        "整张表的数与上年的同一张表完全相同，像是把上年的表贴了过来",
        "its figures are those of last year's table, as if that had been pasted here",
    ),
    "suspect.whole_table": (
        "整张表可能贴错了：表内各数相符，却与其他表多处不符",
        "the whole table may be a wrong one: it agrees within itself, and with no other",
    ),
    "mistake.slipped_row": (
        "这个数填到了相邻的一行",
        "the figure stands one row too far: it belongs to the neighbouring row",
    ),
    "mistake.slipped_column": (
        "这个数填到了相邻的一栏",
        "the figure stands one column too far: it belongs to the neighbouring column",
    ),
    "mistake.exchanged": ("与相邻的一格填反了", "exchanged with the neighbouring cell"),
    "mistake.rows_exchanged": (
        "{one} 与 {other} 两行的数填反了",
        "the figures of the rows {one} and {other} are exchanged",
    ),
    "mistake.row_twice": ("{row} 一行重复填列", "the row {row} is entered twice"),
    "mistake.row_missing": (
        "漏了科目 {row} 一行，应插在第 {at} 行前",
        "the row of {row} is missing, which belongs before row {at}",
    ),
    "mistake.full_score": (
        "按满分填写，没有按实际完成的比例计算",
        "the full score, not the share that was reached",
    ),
    "mistake.misplaced": (
        "{figure} 填错了地方：两格一多一少，相差正好是这个数",
        "{figure} was entered in the wrong place: one cell has it too much, the other too little",
    ),
    "suspect.follows": ("随之更正", "follows from the others"),
    "suspect.together": (
        "这 {count} 格合计应为 {whole} 分",
        "these {count} cells come to {whole} points together",
    ),
    "suspect.blank_scores": ("{count} 个空白的得分", "{count} blank scores"),
    "suspect.weight": ("{name} 的分值", "weight of {name}"),
    "suspect.full": ("{name} 中的满分", "full score in {name}"),
    "suspect.points": ("{name} 中的得分", "score in {name}"),
    # --- the HTML report ---
    "html.title": ("勾稽校验报告", "Report of checks"),
    "html.title_several": (
        "勾稽校验报告：{count} 个工作簿",
        "Report of checks: {count:workbook|workbooks}",
    ),
    "html.workbooks": ("全部工作簿", "All workbooks"),
    "html.workbook": ("工作簿", "Workbook"),
    "html.number": ("序号", "No."),
    "html.fact.file": ("文件", "File"),
    "html.fact.edition": ("表式", "Form"),
    "html.fact.unit": ("单位", "Unit"),
    "html.state": ("状态", "State"),
    "html.state.to_correct": ("须更正", "to be corrected"),
    "html.state.incomplete": ("未核全", "not all checked"),
    "html.state.to_explain": ("须核实", "to be explained"),
    "html.state.only_information": ("只有提示", "information only"),
    "html.state.nothing_left": ("均已豁免", "all waived"),
    "html.state.agrees": ("相符", "agrees"),
    "html.state.blank": ("未填写", "blank"),
    "html.state.unreadable": ("未能校验", "not checked"),
    "html.state.unrecognised": ("没有认出表", "no known table"),
    "html.contents": ("目录", "Contents"),
    "html.summary": ("概况", "Summary"),
    "html.findings": ("审核意见", "Findings"),
    "html.tables": ("表格", "Tables"),
    "html.scope": ("核对范围", "What was checked"),
    "html.verdicts": (
        "各列是核对的次数。尾差：四舍五入可以解释；存疑：四舍五入极少造成这样的差；未核：没有能够核"
        "对；不适用：有关的表或数不在，或都是空白。未核和不适用不算相符。",
        "The columns count what was judged. round.: rounding explains it; improb.: rounding hardly "
        "ever does; not run: it could not be checked; n/a: the tables or figures are not there, or "
        "blank. The last two do not count as agreeing.",
    ),
    "html.card": ("自评表", "Scorecard"),
    "html.levels": ("规则文件改了级别", "Severities set by the rules file"),
    "html.level_of": ("规则或类别", "Rule or class"),
    "html.level_usual": ("原级别", "Usual"),
    "html.level_now": ("现级别", "Now"),
    "html.level_source": ("依据", "Source"),
    "html.no_findings": ("没有意见。", "There are none."),
    "html.more_findings": (
        "共有 {count} 条意见，这里按级别和起因列出前 {shown} 条；其余的见意见清单（.xlsx、.csv）。",
        "Of {count} findings the first {shown} by severity and cause are shown here; the others "
        "are in the list of findings (.xlsx, .csv).",
    ),
    "html.more_following": (
        "同因的另有 {count} 条没有列出，见意见清单（.xlsx、.csv）。",
        "{count} more of the same cause are not shown; see the list of findings (.xlsx, .csv).",
    ),
    "html.more": (
        "另有 {count} 条没有列出，见意见清单（.xlsx、.csv）。",
        "{count} more are not shown; see the list of findings (.xlsx, .csv).",
    ),
    "html.more_cells": (
        "另有 {count} 个单元格没有列出，见 JSON 报告。",
        "{count} more cells are not shown; see the JSON report.",
    ),
    "html.firsts": ("最可能填错的单元格", "The cells that are most likely wrong"),
    "html.current": ("现为", "Now"),
    "html.missing_row": ("漏行", "row missing"),
    "html.other_choices": (
        "（也可能是别处，另有 {count} 种）",
        "(or {count} other explanations)",
    ),
    "html.more_firsts": (
        "另有 {count} 格，写在下面各条意见里。",
        "{count} more cells are named with their findings below.",
    ),
    "html.opinion": ("意见", "Finding"),
    "html.opinion_number": ("意见 {number}", "finding {number}"),
    "html.figure.left": ("左边", "Left"),
    "html.figure.right": ("右边", "Right"),
    "html.figure.difference": ("相差", "Difference"),
    "html.figure.unexplained": ("四舍五入不能解释", "Beyond rounding"),
    "html.side": ("方", "Side"),
    "html.side.left": ("左边", "left"),
    "html.side.right": ("右边", "right"),
    "html.cell": ("单元格", "Cell"),
    "html.label": ("名称", "Label"),
    "html.raw": ("表上", "Printed"),
    "html.cells": ("涉及的单元格 {count} 个", "{count:cell|cells}"),
    "html.cells_on_screen": (
        "打印时不列出提示各条涉及的单元格，它们在后面的表格里标有意见的编号。",
        "On paper the cells of these findings are not listed; the tables below number them.",
    ),
    "html.blank": ("空白", "blank"),
    "html.blanks": (
        "右边另有 {count} 格空白：",
        "{count} more cells of the right side are blank: ",
    ),
    "html.source": ("依据：{source}", "Source: {source}"),
    "html.waived": ("已豁免，不计入错误和核实", "Waived, not counted among errors and warnings"),
    "html.legend.suspect": ("最可能填错", "most likely wrong"),
    "html.legend.other": ("也可能填错", "may be wrong"),
    "html.legend.compared": ("与之比较的数", "compared with it"),
    "html.legend.numbers": (
        "右上角的数字是意见的编号。",
        "The small numbers are those of the findings.",
    ),
    "html.rows_left_out": (
        "第 {first} 至 {last} 行没有画出",
        "rows {first} to {last} are not drawn",
    ),
    "html.rows_blank": ("第 {first} 至 {last} 行空白", "rows {first} to {last} are blank"),
    "html.columns_left_out": (
        "没有画出的列：{columns}。",
        "Columns that are not drawn: {columns}.",
    ),
    "html.sheets_left_out": (
        "文件里的表格太多，以下工作表没有画出：{names}。单独校验这个工作簿可以看到。",
        "There are too many tables for one file; these sheets are not drawn: {names}. Check this "
        "workbook alone to see them.",
    ),
    "html.empty_sheet": ("这张工作表是空的。", "This sheet is empty."),
    "html.scope.counts": (
        "这类表的规则中，{ran} 条有核对结果，{idle} 条没有遇到可以核对的内容。",
        "Of the rules for these tables {ran} gave a result; {idle} found nothing to check.",
    ),
    "html.unread": ("没有能够核对的", "What could not be checked"),
    "html.idle": ("没有核对的规则 {count} 条", "Rules that checked nothing ({count})"),
    "html.idle.why": (
        "工作簿里没有这些规则要核对的表或数，或者都是空白、注明无数据；要与上年、预算比较的，"
        "没有给出那份工作簿。",
        "The tables or figures that these rules are about are not in the workbook, are blank or "
        "declared empty; or the workbook of last year or of the budget was not given.",
    ),
    "html.ran": ("核对过的规则 {count} 条", "Rules that were checked ({count})"),
    "html.rule_count": ("{count} 条", "{count:rule|rules}"),
    "html.rules.own": ("本单位的规则", "Rules of the bureau"),
    "html.meaning": ("含义", "Meaning"),
    "html.made": ("由勾稽（gouji）{version} 于 {when} 生成", "Made by gouji {version} at {when}"),
    "html.rules_digest": ("规则摘要", "Digest of the rules"),
    "html.file_digest": ("文件摘要", "Digest of the file"),
    # --- the summary of a store ---
    "summary.title": ("报送校验汇总", "Summary of submissions"),
    "summary.store": ("结果库", "Store"),
    "summary.checked": ("校验时间", "Checked"),
    "summary.list": ("应报名单", "List of departments"),
    "summary.conclusion": (
        "{workbooks} 份工作簿：通过 {passed}，须更正 {to_correct}，须核实 {to_explain}，"
        "未能核全 {unchecked}。",
        "{workbooks:workbook|workbooks}: {passed} passed, {to_correct} to be corrected, "
        "{to_explain} to be explained, {unchecked} not all checked.",
    ),
    "summary.came": (
        "应报 {expected}，已报 {received}，应报未报 {missing}。",
        "{expected} expected, {received} received, {missing} missing. ",
    ),
    "summary.other_rules": (
        "这些工作簿是按 {count} 套不同的规则校验的，数字不能直接相比。用现在的规则再运行一次 "
        "gouji check --store，规则变了的会重新校验。",
        "These workbooks were checked by {count} different sets of rules, so that their figures do "
        "not compare. Run gouji check --store again: what was checked by other rules is checked "
        "anew.",
    ),
    "summary.figure.expected": ("应报", "expected"),
    "summary.figure.received": ("已报", "received"),
    "summary.figure.missing": ("应报未报", "missing"),
    "summary.figure.double": ("重复", "double"),
    "summary.figure.late": ("晚报", "late"),
    "summary.figure.unexpected": ("名单之外", "not on the list"),
    "summary.figure.departments": ("部门", "departments"),
    "summary.figure.workbooks": ("工作簿", "workbooks"),
    "summary.no_list": (
        "没有给出应报名单，不知道谁没有报。用 --expected 名单.csv 给出。",
        "Without a list of departments nobody knows who is missing: give one by --expected.",
    ),
    "summary.stands": ("{count} 份工作簿的结论", "How {count:workbook stands|workbooks stand}"),
    "summary.group.passed": ("通过", "passed"),
    "summary.group.to_correct": ("须更正", "to be corrected"),
    "summary.group.to_explain": ("须核实", "to be explained"),
    "summary.group.unchecked": ("未能核全", "not all checked"),
    "summary.groups": (
        "通过：相符、只有提示、均已豁免。未能核全：有规则无法核对、读不了、没有认出表、没有填写。",
        "Passed: agrees, has information only, or all is waived. Not all checked: some rules could "
        "not be checked, the file could not be read, holds no known table, or is blank.",
    ),
    "summary.to_correct": ("须更正的部门 {count} 个", "Departments that must correct ({count})"),
    "summary.places": ("错误（处）", "errors"),
    "summary.findings": ("意见（条）", "findings"),
    "summary.what": ("主要是什么", "mostly what"),
    "summary.places_said": (
        "按错误的处数排列，多的在前。一处错误牵动几条规则的，只算一处，只列起因的规则。",
        "By the number of errors. One that breaks several rules counts once, and is named by the "
        "rule that it begins with.",
    ),
    "summary.mistake": ("{rule} {meaning}（{count} 处）", "{rule} {meaning} (×{count})"),
    "summary.more_rules": ("另有 {count} 条规则", "{count:more rule|more rules}"),
    "summary.nameless_one": ("没有写明部门", "no department named"),
    "summary.none": ("没有。", "None."),
    "summary.more": (
        "另有 {count} 个没有列出，全部在 gouji summary … -o 汇总.xlsx 的“{sheet}”里。",
        "{count} more are not shown; all of them are on the sheet {sheet} of gouji summary … -o "
        "summary.xlsx.",
    ),
    "summary.submissions": ("报送情况", "What came"),
    "summary.missing": ("应报未报 {count}", "Missing ({count})"),
    "summary.late": ("晚报 {count}", "Late ({count})"),
    "summary.unexpected": ("名单之外 {count}", "Not on the list ({count})"),
    "summary.owed": ("应报什么", "what is owed"),
    "summary.deadline": ("截止日期", "deadline"),
    "summary.contact": ("联系人", "contact"),
    "summary.maybe": ("可能是", "may be"),
    "summary.maybe_said": (
        "“可能是”只供核对：名称相近，或文件名里有这个部门，或没有写明年度。确是同一部门的，把名称写"
        "进名单的“别名”。",
        "What may be meant is only offered: a similar name, a file that is called so, or one that "
        "names no year. If it is the same department, write that name among its aliases.",
    ),
    "summary.late_said": (
        "晚报按文件本身的修改时间判断，截止当天北京时间 24 时以后为晚；复制、下载会改变这个时间，"
        "请对照收文记录。",
        "Whether a file is late is judged by the time at which it was last changed, from the end "
        "of the day in Beijing on; copying may change it, so compare your own register.",
    ),
    "summary.untimed": (
        "有 {count} 份没有修改时间，无法判断。",
        "{count:file has|files have} no such time.",
    ),
    "summary.file_of": ("文件（修改时间）", "files (when changed)"),
    "summary.editions": ("按版本和年度", "By edition and year"),
    "summary.no_edition": ("没有认出版本", "no known edition"),
    "summary.mistakes": ("最常见的错误", "The most frequent mistakes"),
    "summary.doubts": ("最常见的须核实", "What must be explained most often"),
    "summary.mistakes_said": (
        "按有这类错误的部门多少排列。处：起因的处数；条：连同随之不符的意见。",
        "By the number of departments. Errors count causes; findings, what follows from them too.",
    ),
    "summary.bar": ("部门数图", "departments, as a bar"),
    "summary.unread": ("未能校验的文件 {count} 个", "Files that were not checked ({count})"),
    "summary.why": ("原因", "why"),
    "summary.doubles": ("重复报送 {count}", "Submitted more than once ({count})"),
    "summary.of_what": ("哪一种", "of what"),
    "summary.same": ("内容相同", "the same content"),
    "summary.different": ("内容不同，请确认用哪一份", "different: ask which one counts"),
    "summary.doubles_said": (
        "同一部门、同一年度、同一类的工作簿不止一份。决算和预算不算重复；绩效自评表一个项目一份，"
        "只有内容相同的才算。",
        "More than one workbook of a department, kind and year. Accounts and a budget are not "
        "double; scorecards are one for each project, so that only the same file counts.",
    ),
    "summary.nameless": ("没有写明部门的 {count} 份", "Workbooks without a department ({count})"),
    "summary.nameless_said": (
        "表上没有“部门：”，或写得认不出，不知道是谁报的；没有计入任何部门。",
        "No department stands on their tables, so that they count for none.",
    ),
    "summary.passed": ("通过的部门 {count} 个", "Departments that passed ({count})"),
    "summary.rules": ("核对了什么：{count} 条规则", "What was checked: {count:rule|rules}"),
    "summary.rules_said": (
        "每条规则在多少份工作簿里核对过，核对的次数各得出什么结论。未核、不适用的不算相符。",
        "In how many workbooks each rule was judged, and what it gave. What was not run or did not "
        "apply does not count as agreeing.",
    ),
    "summary.rules_open": ("逐条列出", "Each of them"),
    "summary.case": ("情形", "case"),
    "summary.cause": ("起因", "cause"),
    "summary.yes": ("是", "yes"),
    "summary.no": ("随之", "follows"),
    "summary.number": ("数", "number"),
    "summary.changed": ("修改时间", "changed"),
    "summary.error_departments": ("有错误的部门", "departments with errors"),
    "summary.error_places": ("错误（处）", "errors"),
    "summary.warning_departments": ("须核实的部门", "departments to explain"),
    "summary.chart": ("最常见的错误（部门数）", "The most frequent mistakes (departments)"),
    "summary.findings_left": (
        "共 {count} 条意见，这里按级别列出前 {shown} 条；全部在结果库的 findings 表里。",
        "Of {count} findings the first {shown} by severity are listed; all of them are in the "
        "store's table findings.",
    ),
    "summary.sheet_full": (
        "一张工作表放不下，从这里起没有列出。",
        "The sheet is full; what would follow is not listed.",
    ),
    "summary.sheet.overview": ("概况", "Overview"),
    "summary.sheet.departments": ("部门", "Departments"),
    "summary.sheet.came": ("报送", "Submissions"),
    "summary.sheet.findings": ("意见", "Findings"),
    "summary.sheet.rules": ("规则", "Rules"),
    "summary.sheet.files": ("文件", "Files"),
    "summary.whole": (
        "全部内容：gouji summary … -o 汇总.html（给人看）或 -o 汇总.xlsx（可筛选）。",
        "All of it: gouji summary … -o summary.html, to read, or -o summary.xlsx, to filter.",
    ),
    "summary.perhaps": ("（可能是 {others}）", " (may be {others})"),
    "summary.more_here": ("另有 {count} 个", "{count} more"),
    "summary.empty": (
        "{name}：结果库里还没有工作簿。请先校验：gouji check 收件箱/ --store {name}",
        "{name}: the store holds no workbooks yet. Check some first: gouji check inbox/ --store "
        "{name}",
    ),
    "summary.format": (
        "{name}：汇总写成 .html 或 .xlsx，请用其中之一作扩展名。",
        "{name}: a summary is written as .html or .xlsx; end its name with one of these.",
    ),
    "summary.written": ("汇总已写入 {name}", "The summary is in {name}."),
    "expected.unused": (
        "{name}：没有用到的列：{names}",
        "{name}: columns that are not used: {names}",
    ),
    "expected.no_heading": (
        "没有找到表头：名单要有一列叫“部门”。",
        "No headings were found: the list needs a column that is called 部门.",
    ),
    "expected.columns_twice": (
        "这几列说的是同一件事，只留一列：{columns}",
        "These columns say the same; keep one of them: {columns}",
    ),
    "expected.none": (
        "表头下面没有部门。",
        "There are no departments below the headings.",
    ),
    "expected.workbook": (
        "这是 Excel 工作簿，不是 CSV。请在 Excel 里另存为“CSV（逗号分隔）”。",
        "This is an Excel workbook, no CSV. Save it as CSV in Excel.",
    ),
    "expected.no_text": (
        "读不出文字：不是 UTF-8、UTF-16 或 GB18030（GBK）编码的 CSV。请另存为 CSV。",
        "No text in UTF-8, UTF-16 or GB18030 (GBK). Save it as CSV.",
    ),
    "expected.broken": (
        "从这一行起引号不成对，请检查。",
        "A quotation mark is not closed from this line on.",
    ),
    "expected.no_department": (
        "这一行没有写部门。",
        "This line names no department.",
    ),
    "expected.deadline": (
        "截止日期“{words}”看不懂，写成 2025-03-31。",
        "{words} is no date; write 2025-03-31.",
    ),
    "expected.year": (
        "年度“{words}”看不懂，写成 2024。",
        "{words} is no year; write 2024.",
    ),
    "expected.kind": (
        "类别“{words}”不认得，写 {kinds} 之一，或版本的名称（gouji editions）。",
        "{words} is no kind; write one of {kinds}, or the name of an edition (gouji editions).",
    ),
    "expected.twice": (
        "{department} 与第 {other} 行重复：同一部门、年度和类别只写一行。",
        "{department} stands on line {other} already with the same year and kind.",
    ),
    "expected.name_of_two": (
        "“{name}”在第 {other} 行已是 {department} 的名称，一个名称不能指两个部门。",
        "{name} is a name of {department} on line {other}; it cannot be that of two departments.",
    ),
    # --- what the add-in itself says, before Python can say anything ---
}


def text(key: str, lang: Lang = "zh", **facts: object) -> str:
    """The sentence of `key` in `lang`, filled with `facts`."""
    return filled(MESSAGES[key], lang, facts)


def filled(sentences: Said, lang: Lang, facts: Mapping[str, object]) -> str:
    """The one of the (Chinese, English) sentences that is in `lang`, filled with `facts`; a fact
    that is itself such a pair is said in the same language, and {count:cell|cells} is the number
    with the word for one or for several."""
    index = 0 if lang == "zh" else 1
    said = {k: fact[index] if isinstance(fact, tuple) else fact for k, fact in facts.items()}
    sentence = sentences[index]
    if "|" in sentence:
        said = {k: _Count(fact) if type(fact) is int else fact for k, fact in said.items()}
    return sentence.format(**said)


class _Count(int):
    def __format__(self, said: str) -> str:
        one, several, many = said.partition("|")
        return f"{int(self)} {one if self == 1 else many}" if several else format(int(self), said)


def in_both(key: str, **facts: object) -> Said:
    """The words of `key` in both languages, as a fact of another sentence."""
    return text(key, "zh", **facts), text(key, "en", **facts)
