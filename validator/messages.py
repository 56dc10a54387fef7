"""The sentences of reports and of the command, in Chinese and English, each in one place.

The key names the situation; the text says what happened and, where something is to be done, what
to do. Labels, titles and the meaning of rules do not stand here: they come from the forms. What is
wrong with a form or rule file is said where it is read, in the Chinese of the notation.
"""

from typing import Literal

Lang = Literal["zh", "en"]

#: key → (Chinese, English). Placeholders are `str.format` names and must be the same in both.
MESSAGES: dict[str, tuple[str, str]] = {
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
    "unreadable.empty": (
        "{name}：文件是空的（0 字节）。请重新获取原文件后再校验。",
        "{name}: the file is empty (0 bytes). Get the original file again.",
    ),
    "unreadable.too_large": (
        "{name}：超出可读取的范围（{part}：{size}，上限 {limit}）。请删除与报表无关的工作表、图片"
        "和远离表格的单元格，另存为 .xlsx 再校验。",
        "{name}: more than can be read ({part}: {size}, limit {limit}). Delete sheets, pictures "
        "and far-away cells that do not belong to the tables, and save it as .xlsx again.",
    ),
    "unreadable.password": (
        "{name}：文件设有打开密码，无法读取。请在 Excel 或 WPS 中取消密码后另存为 .xlsx 再校验。",
        "{name}: a password is needed to open the file. Remove it in Excel or WPS and save the "
        "file as .xlsx.",
    ),
    "unreadable.legacy": (
        "{name}：这是旧格式文件（.xls、.et 等），无法读取。"
        "请在 Excel 或 WPS 中另存为 .xlsx 再校验。",
        "{name}: the file has an old format (.xls, .et or the like). Save it as .xlsx in Excel or "
        "WPS.",
    ),
    "unreadable.not_a_spreadsheet": (
        "{name}：内容不是 .xlsx 或 .xlsm 工作簿（扩展名可能被改过）。"
        "请在 Excel 或 WPS 中打开，另存为 .xlsx 再校验。",
        "{name}: the content is not an .xlsx or .xlsm workbook (the extension may have been "
        "changed). Open it in Excel or WPS and save it as .xlsx.",
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
        "{right}，而{left}，请补上这一行或更正。",
        "{right}, but {left}; add the row or correct the figure.",
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
        "{left}，而 {right}，请补上这一行，填 {right_value}。",
        "{left}, but {right}; add the row with {right_value}.",
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
    "relation.equal": ("应等于", "should equal"),
    "relation.at_least": ("不应小于", "should not be less than"),
    "relation.at_most": ("不应大于", "should not be more than"),
    "expression.many": (
        "{expression}（{first} 至 {last}，共 {count} 项）",
        "{expression} ({count} items, {first} to {last})",
    ),
    "operand.absent": ("{table} 没有 {row} 一行", "{table} has no row {row}"),
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
        "{name}：没有找到任何一张已知的表。请确认文件是部门决算公开表（支持的版本：{editions}），"
        "且表名与表头没有被删去。",
        "{name}: none of the known tables was found. Make sure that it holds published "
        "final accounts (editions: {editions}) with their titles and headings.",
    ),
    # --- named checks ---
    "check.code_twice": (
        "科目 {code} {name} 出现了两次，请合并或更正编码。",
        "科目 {code} {name} stands twice; merge the rows or correct the code.",
    ),
    "check.code_length": (
        "科目编码 {code}（{name}）的位数不对：本表的编码应为 {lengths} 位。",
        "科目 code {code} ({name}) has the wrong length: this table's have {lengths} digits.",
    ),
    "check.code_orphan": (
        "科目 {code} {name} 没有上级 {parent} 的行，请补上。",
        "科目 {code} {name} has no row of its parent {parent}; add it.",
    ),
    "check.code_unknown": (
        "科目目录里没有 {code} {name}，名称未核对（可用 --catalogue 提供完整目录）。",
        "The catalogue does not know {code} {name}; its name was not checked (see --catalogue).",
    ),
    "check.code_name": (
        "科目 {code} 的名称印作“{name}”，目录中为“{expected}”。",
        "科目 {code} is printed as {name}; the catalogue has {expected}.",
    ),
    "check.code_order": (
        "科目 {code} {name} 排在 {before} 之后，应按编码升序排列。",
        "科目 {code} {name} stands after {before}; codes should ascend.",
    ),
    "check.no_item": (
        "款 {code} {name} 下没有项级科目，应公开到项。",
        "款 {code} {name} has no 项 below it; accounts are disclosed to the 项.",
    ),
    "check.no_group": (
        "类 {code} {name} 下没有款级科目，应公开到项。",
        "类 {code} {name} has no 款 below it; accounts are disclosed to the 项.",
    ),
    "check.not_included": (
        "科目 {code} {name} 有财政拨款支出，但{whole}里没有这一科目。",
        "科目 {code} {name} has fiscal expenditure, but {whole} does not list it.",
    ),
    "check.missing": (
        "工作簿里没有找到 {count} 张表：{tables}。没有数据的表也应列出并注明。",
        "{count} tables were not found: {tables}. Tables without figures are published as well.",
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
        "《{title}》没有找到“{label}”一行，请恢复表式印出的行。",
        "{title}: the line {label} was not found; restore the printed lines.",
    ),
    "check.line_unknown": (
        "《{title}》里“{label}”一行不是本版本表式的行，或重复出现，其金额没有核对。",
        "{title}: {label} is no line of this edition's form, or stands twice; its figures were not "
        "checked.",
    ),
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
    "check.total_ambiguous": (
        "“{label}”右边有不止一个数，无法确定哪一个是合计。",
        "There is more than one figure beside {label}; which is the total cannot be told.",
    ),
    "check.second_row": (
        "《{title}》应只有一行金额，这里是第二行，没有核对。",
        "{title} should have one row of figures; this second one was not checked.",
    ),
    "check.text": (
        "{label}（{heading}）填的是文字“{raw}”，不是数字，请改为数字。",
        "{label} ({heading}) holds the text {raw}, not a number.",
    ),
    "check.error_cell": (
        "{label}（{heading}）是错误值，请修正公式。",
        "{label} ({heading}) is an error value; correct its formula.",
    ),
    "check.not_computed": (
        "{label}（{heading}）的公式没有计算结果，请在 Excel 或 WPS 中打开并保存后再校验。",
        "{label} ({heading}) is a formula without a result; open and save the file in Excel "
        "or WPS.",
    ),
    "check.number_as_text": (
        "《{title}》有 {count} 个数字以文本保存；已按数字核对，但 Excel 的求和会漏掉它们。",
        "{title}: {count} numbers are stored as text; they were read, but Excel's SUM skips them.",
    ),
    "check.fewer_decimals": (
        "《{title}》的金额只有 {shown} 位小数，应保留 {wanted} 位。",
        "{title} prints {shown} decimals; it should print {wanted}.",
    ),
    "check.unit_assumed": (
        "《{title}》没有注明金额单位，按{unit}核对。",
        "{title} does not state its unit; {unit} was assumed.",
    ),
    "check.year_differs": (
        "《{title}》的年度是 {own}，其他表是 {common}；请核实是否贴错了年度。",
        "{title} is of {own}, the other tables of {common}; make sure that it is this year's.",
    ),
    "check.department_differs": (
        "《{title}》的部门是“{own}”，其他表是“{common}”；请核实是否贴错了部门。",
        "{title} is of {own}, the other tables of {common}; make sure that it belongs here.",
    ),
    "check.other_year": (
        "给作上年的 {name} 是 {last} 年度的，本年是 {this} 年度；年初与上年年末的比较不可靠。",
        "{name}, given as last year's, is of {last}, this one of {this}; do not rely on comparing "
        "opening with closing figures.",
    ),
    "check.other_department": (
        "给作上年的 {name} 是“{last}”的，本年是“{this}”的；请核实是否同一部门（改过名称可忽略）。",
        "{name}, given as last year's, is that of {last}, this one of {this}; make sure that they "
        "are one department.",
    ),
    "check.not_evaluated": (
        "《{title}》的“{label}”没有找到，{count} 条规则无法核对：{rules}。",
        "{title}: {label} was not found; {count} rules could not be checked: {rules}.",
    ),
    "check.blank": (
        "这是还没有填写的空白工作簿：{count} 张表里一个数也没有，没有可核对的内容。请填好再校验；"
        "没有数据的表应注明。",
        "The workbook is blank: there is not a figure in its {count} tables, so nothing to check. "
        "Fill it in first; tables without figures should be declared empty.",
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
    "report.to_correct": (
        "结论：有 {causes} 处错误须更正（涉及 {count} 条意见）。",
        "Result: {causes} errors must be corrected ({count} findings).",
    ),
    "report.to_explain": (
        "结论：没有错误，有 {count} 条须核实。",
        "Result: no errors; {count} findings must be explained.",
    ),
    "report.incomplete": (
        "结论：没有发现错误，但有规则无法核对，见上。",
        "Result: no errors found, but some rules could not be checked; see above.",
    ),
    "report.blank": (
        "结论：工作簿还没有填写，没有可核对的内容。",
        "Result: the workbook is blank; there was nothing to check.",
    ),
    "report.agrees": ("结论：各表勾稽相符。", "Result: all tables agree."),
    "verdict.exact": ("相符", "exact"),
    "verdict.rounding": ("尾差", "round."),
    "verdict.improbable": ("存疑", "improb."),
    "verdict.error": ("不符", "error"),
    "verdict.not_evaluated": ("未核", "not run"),
    "verdict.not_applicable": ("不适用", "n/a"),
    "addin.level.error": ("错误", "Error"),
    "addin.level.warning": ("核实", "Warning"),
    "addin.level.info": ("提示", "Info"),
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
        "已中断。没有做完的标记已经撤回。",
        "Interrupted. Marks that were not complete have been taken back.",
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
        "工作簿“{name}”的结构有密码保护，不能加入或删除“校验结果”工作表，没有标记。"
        "请在“审阅 → 保护工作簿”撤销保护后再点，或用 gouji check 校验文件。",
        "The structure of “{name}” is protected by a password, so the sheet 校验结果 cannot be "
        "added or deleted. Nothing was marked. Unprotect the workbook first.",
    ),
    "addin.locked": (
        "工作表 {names} 有密码保护，上面的标记没能清除。请撤销工作表保护后再点“清除标记”。",
        "The sheets {names} are protected by a password: their marks remain. Unprotect them and "
        "click “清除标记” again.",
    ),
    "addin.on_results": (
        "现在打开的是“校验结果”。请先点要校验的那张表，再点“校验本表”。",
        "This is the sheet of results. Select the table's sheet first.",
    ),
    "addin.not_checked": (
        "还没有校验，或标记已清除。请先点“校验全部”。",
        "Nothing has been checked yet, or the marks were cleared. Click “校验全部” first.",
    ),
    "addin.no_places": (
        "校验结果里没有可以跳到的单元格：意见说的是整张表，或者所在的工作表被隐藏。",
        "No finding has a cell that can be shown: they speak of whole tables, or of hidden sheets.",
    ),
    "addin.no_figure": (
        "{place} 不是报表里的金额单元格。请点表里的一个金额再点“说明”。",
        "{place} is not a figure of a table. Select an amount and try again.",
    ),
    "addin.no_marks": ("没有需要清除的标记。", "There are no marks to clear."),
    "addin.not_written": (
        "{path} 没有写成：{problem}。请检查文件夹的权限和磁盘空间。",
        "{path} could not be written: {problem}.",
    ),
    "addin.not_saved": (
        "审核意见没能保存到 {path}。结果已在新打开的工作簿里，请用“另存为”保存到别处。",
        "The findings could not be saved as {path}. They are in the workbook that is open now: "
        "save it elsewhere.",
    ),
    "addin.no_browser": (
        "没能打开浏览器。帮助在 {path}，请双击打开。",
        "No browser could be opened. The guide is {path}.",
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
    "addin.hidden_row": ("（这一行被隐藏或筛选掉了）", "(this row is hidden or filtered out)"),
    "addin.explained": ("{told}", "{told}"),
    "addin.no_identity": (
        "没有勾稽关系涉及这一格。",
        "No identity speaks of this cell.",
    ),
    "addin.more_identities": (
        "……另有 {count} 个勾稽关系，均不比以上严重。",
        "… and {count} more, none of them worse.",
    ),
    "addin.note.more": (
        "……另有 {count} 条，见工作表“校验结果”。",
        "… and {count} more: see the sheet 校验结果.",
    ),
    "addin.note.likely": (
        "可能应为 {expected}：{explanation}",
        "probably {expected}: {explanation}",
    ),
    "addin.blank_name": ("{title}（空白）.xlsx", "{title}（空白）.xlsx"),
    "addin.export_name": ("{name}-审核意见.xlsx", "{name}-审核意见.xlsx"),
    "addin.column.number": ("序号", "No."),
    "addin.column.level": ("级别", "Level"),
    "addin.column.rule": ("规则", "Rule"),
    "addin.column.place": ("单元格（点击跳转）", "Cell (click)"),
    "addin.column.label": ("项目", "Line"),
    "addin.column.message": ("说明", "What is wrong"),
    "addin.column.left": ("左边", "Left"),
    "addin.column.right": ("右边", "Right"),
    "addin.column.difference": ("差额", "Difference"),
    "addin.column.likely": ("可能应为", "Probably"),
    "addin.column.cause": ("起因", "Cause"),
    "addin.results.title": ("校验结果：{name}", "Results: {name}"),
    "addin.results.summary": (
        "{whose}；勾稽关系 {counts}；列出 {count} 条意见。",
        "{whose}; identities: {counts}; {count} findings are listed.",
    ),
    "addin.results.hint": (
        "起因排在前面，连带的排在后面：先改起因，再点“校验全部”。表头可筛选；点单元格地址跳转；"
        "“清除标记”恢复原样，不影响填的数。",
        "Causes first, what follows from them below: correct the causes and check again. Filter by "
        "the headings; click a cell to go there; “清除标记” takes everything away.",
    ),
    "addin.results.cause": ("起因", "cause"),
    "addin.results.follows": ("随第 {number} 条", "follows from no. {number}"),
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
        "A file named in the settings cannot be used: {problem}",
    ),
    "addin.preferences.choice": (
        "{name} 工作表“{sheet}”{cell}：“{item}”填的是“{value}”，只能是：{choices}。"
        "请点“设置”改正。",
        "{name}, sheet “{sheet}”, {cell}: “{item}” is “{value}”, but must be one of: {choices}.",
    ),
    "severity.error": ("错误 {count} 处，须更正", "Errors ({count}), to be corrected"),
    "severity.warning": ("核实 {count} 处，须说明", "Warnings ({count}), to be explained"),
    "severity.info": ("提示 {count} 处，不必更正", "Information ({count})"),
    # --- the command ---
    "cli.no_workbooks": (
        "{name}：文件夹里没有工作簿（.xlsx、.xlsm 等），请检查路径。",
        "{name}: the folder holds no workbooks (.xlsx, .xlsm …); check the path.",
    ),
    "cli.unknown_edition": (
        "没有名为“{name}”的版本。可用的版本：{editions}。",
        "There is no edition {name}. Known editions: {editions}.",
    ),
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
        "{name}：{table}有 {count} 个科目（含类、款），工作簿只有 {room} 行的位置",
        "{name}: {table} has {count} 科目 (with 类 and 款), the workbook has room for {room}",
    ),
    "template.too_many_in_all": (
        "{name}：各表共有 {count} 个不同的科目（含类、款），工作簿只有 {room} 个的位置",
        "{name}: {count} different 科目 in all tables, the workbook has room for {room}",
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
        "{name} 是这次读取的文件，报告不能写在被读取的文件上。请换一个文件名。",
        "{name} is a file that is read here; a report is never written over it. Choose another "
        "name.",
    ),
    "cli.output_exists": (
        "{name} 已经存在，没有覆盖。请换一个文件名，或加 --force。",
        "{name} exists and was not overwritten. Choose another name, or add --force.",
    ),
    "cli.not_written": (
        "无法写入 {name}：{problem}。报告没有保存。",
        "{name} could not be written: {problem}. The report was not saved.",
    ),
    "cli.interrupted": (
        "已中断：{done} 个文件已校验，结果照常给出；其余 {left} 个没有校验。",
        "Interrupted: {done} files were checked and are reported, {left} were not.",
    ),
    "cli.cannot_use": ("无法使用 {name}：{problem}", "{name} cannot be used: {problem}"),
    "cli.progress": ("校验", "Checking"),
    "cli.summary": (
        "共 {files} 个文件：{agree} 个无须更正，{wrong} 个有错误，{unchecked} 个未能完整校验。",
        "{files} files: {agree} with nothing to correct, {wrong} with errors, {unchecked} not "
        "fully checked.",
    ),
    "cli.rules_do_not_fit": (
        "{name}：自定规则不适用于这个文件的版本（{problem}），没有校验。请按版本分开使用规则文件。",
        "{name}: the own rules do not fit this file's edition ({problem}); it was not checked. Use "
        "a rules file for each edition.",
    ),
    "cli.internal": (
        "{name}：校验时程序出错（{problem}），这个文件没有校验完。请把文件和这行信息报告给开发者。",
        "{name}: the program failed ({problem}); the file was not checked. Please report this "
        "line.",
    ),
    # --- the add-in: installing it, and what keeps it from working ---
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
    "remedy.no_excel": (
        "安装 Excel 2010 或更高版本。没有 Excel 可以用空白工作簿里的“勾稽校验”，或 gouji check。",
        "Install Excel 2010 or later. Without it, use the check sheet of the blank workbooks, or "
        "gouji check.",
    ),
    "block.only_wps": (
        "只找到 WPS，没有找到 Excel。加载项不能在 WPS 里运行。",
        "Only WPS was found, not Excel. The add-in does not run in WPS.",
    ),
    "remedy.only_wps": (
        "在 WPS 里用空白工作簿的“勾稽校验”，或用 gouji check 校验文件。",
        "In WPS, use the check sheet of the blank workbooks, or check files with gouji check.",
    ),
    "block.vba_off": (
        "Office 的 VBA 被整个关闭，任何宏都不运行，功能区里的按钮不会出现或点不动（{where}）。",
        "VBA is switched off in Office; no macro runs at all ({where}).",
    ),
    "remedy.vba_off": (
        "为 Excel 取消这项设置（“禁用 Office 应用程序的 VBA”）。",
        "Take back this setting (Disable VBA for Office applications) for Excel.",
    ),
    "block.child_processes": (
        "Microsoft Defender 不许 Office 启动其他程序，加载项无法启动 Python（{where}）。",
        "Microsoft Defender does not let Office start other programs, so that Python cannot be "
        "started ({where}).",
    ),
    "remedy.child_processes": (
        "在“攻击面减少规则”里为 Excel 的这一条加上排除项（见 docs/addin-rollout.md）。",
        "Exclude Excel from this attack surface reduction rule (docs/addin-rollout.md).",
    ),
    "block.applescript_off": (
        "Office 不许宏调用 AppleScript，加载项无法启动 Python（{where}）。",
        "Office does not let macros call AppleScript, so that Python cannot be started ({where}).",
    ),
    "remedy.applescript_off": (
        "在配置描述文件中取消这项设置。",
        "Take back this setting in the configuration profile.",
    ),
    "block.no_script": (
        "缺少加载项用来启动 Python 的脚本。",
        "The script by which the add-in starts Python is missing.",
    ),
    "remedy.no_script": ("运行 gouji addin install。", "Run gouji addin install."),
    "block.no_python": (
        "没有设置加载项要启动的 Python。",
        "It is not set which Python the add-in starts.",
    ),
    "remedy.no_python": ("运行 gouji addin install。", "Run gouji addin install."),
    "block.python_absent": (
        "{name}：没有这个文件，Python 可能已经移动或卸载。",
        "{name}: there is no such file; Python may have been moved or removed.",
    ),
    "remedy.python_absent": (
        "在装有 gouji 的 Python 里运行 gouji addin install，或用 --python 写出它的完整路径。",
        "Run gouji addin install in the Python that has gouji, or name it by --python.",
    ),
    "block.python_late": (
        "{name}：启动后很久没有应答，可能被安全软件拦下检查。",
        "{name}: it did not answer for a long time; a virus scanner may hold it.",
    ),
    "remedy.python_late": (
        "再试一次；仍没有应答，请信息部门在安全软件中允许它。",
        "Try again; if it still does not answer, IT must allow it in the virus scanner.",
    ),
    "block.python_old": (
        "{name}：Python 太旧，需要 3.11 或更高版本。",
        "{name}: this Python is too old; 3.11 or later is needed.",
    ),
    "remedy.python_old": (
        "安装新的 Python，在其中安装 gouji，再运行 gouji addin install。",
        "Install a newer Python, gouji in it, and run gouji addin install.",
    ),
    "block.python_failed": (
        "{name}：不能作为 Python 启动（{detail}）。",
        "{name}: it could not be started as Python ({detail}).",
    ),
    "remedy.python_failed": (
        "用 --python 写出 python.exe（macOS 是 python3）的完整路径，运行 gouji addin install。",
        "Run gouji addin install with the full path of python.exe (macOS: python3) by --python.",
    ),
    "block.python_modules": (
        "{name}：缺少加载项需要的软件包：{missing}。",
        "{name}: packages that the add-in needs are missing: {missing}.",
    ),
    "remedy.python_modules": (
        "在 gouji 的文件夹里，用这个 Python 运行：python -m pip install .[excel]",
        "In gouji's folder, run with this Python: python -m pip install .[excel]",
    ),
    "block.python_store": (
        "{name}：这是微软应用商店的 Python，它写的文件其他程序可能看不到。",
        "{name}: this is the Python of Microsoft's store; other programs may not see its files.",
    ),
    "remedy.python_store": (
        "从 python.org 安装 Python，在其中安装 gouji，再运行 gouji addin install。",
        "Install Python from python.org, gouji in it, and run gouji addin install.",
    ),
    "block.damaged": (
        "{name}：文件已损坏，Excel 打不开。",
        "{name}: the file is damaged; Excel cannot open it.",
    ),
    "remedy.damaged": (
        "关闭 Excel，再运行 gouji addin install。",
        "Close Excel and run gouji addin install.",
    ),
    "block.other_version": (
        "{name}：与这份 gouji 的版本不同，按钮可能与程序对不上。",
        "{name}: it is not that of this gouji; its buttons may not fit the program.",
    ),
    "remedy.other_version": (
        "关闭 Excel，再运行 gouji addin install。",
        "Close Excel and run gouji addin install.",
    ),
    "block.twice": (
        "{name}：另有一份加载项也会被打开（{others}），Excel 只能打开其中一份。",
        "{name}: another copy would be opened as well ({others}); Excel opens only one of them.",
    ),
    "remedy.twice": (
        "如由信息部门统一安装，运行 gouji addin remove 移除自己的一份。",
        "If IT installs it for all, remove your own by gouji addin remove.",
    ),
    "block.disabled": (
        "Excel 曾因出错把加载项列入“禁用项目”，启动时不再打开。",
        "Excel has disabled the add-in after a fault and does not open it any more.",
    ),
    "remedy.disabled": (
        "在 Excel 中打开“文件 → 选项 → 加载项”，下方“管理”选“禁用项目”，点“转到”，"
        "选中 gouji.xlam，点“启用”，重新打开 Excel。",
        "In Excel, File → Options → Add-ins → Manage: Disabled Items → Go, choose gouji.xlam, "
        "Enable, and open Excel again.",
    ),
    "block.addins_off": (
        "Excel 的所有加载项都被禁用（{where}）。",
        "All add-ins of Excel are disabled ({where}).",
    ),
    "remedy.addins_off": (
        "取消“禁用所有应用程序加载项”（Excel 的“信任中心 → 加载项”，或同名的组策略）。",
        "Take back “Disable all application add-ins” (Trust Center → Add-ins, or the policy).",
    ),
    "block.signed": (
        "只许运行有受信任发布者签名的加载项，而这份没有签名（{where}）。",
        "Only add-ins signed by a trusted publisher may run, and this one is not signed ({where}).",
    ),
    "remedy.signed": (
        "由信息部门签名后安装（见 docs/addin-rollout.md），或取消这项设置。",
        "Let IT sign it (docs/addin-rollout.md), or take back the setting.",
    ),
    "block.publisher": (
        "加载项有签名；只有签名者在“受信任的发布者”之中，它才会运行。",
        "The add-in is signed; it runs only if its signer is among the trusted publishers.",
    ),
    "remedy.publisher": (
        "把签名证书装入每台电脑的“受信任的发布者”。",
        "Put the certificate among the Trusted Publishers of each computer.",
    ),
    "block.listed": (
        "组策略的加载项名单禁用了 gouji.xlam（{where}）。",
        "The policy's list of add-ins blocks gouji.xlam ({where}).",
    ),
    "remedy.listed": (
        "在“受管理加载项列表”中把 gouji.xlam 设为 1（启用）。",
        "Set gouji.xlam to 1 (enabled) in the list of managed add-ins.",
    ),
    "block.listed_only": (
        "组策略只许运行名单中的加载项，名单里没有 gouji.xlam（{where}）。",
        "Only add-ins of the policy's list may run, and gouji.xlam is not in it ({where}).",
    ),
    "remedy.listed_only": (
        "在“受管理加载项列表”中加入 gouji.xlam，值为 1（启用）。",
        "Add gouji.xlam with value 1 (enabled) to the list of managed add-ins.",
    ),
    "block.macros_elsewhere": (
        "宏设置不许运行没有签名的宏（{where}）。启动文件夹是受信任位置，加载项一般不受影响。",
        "The macro setting does not let unsigned macros run ({where}). The start folder is a "
        "trusted location, so that the add-in is usually not affected.",
    ),
    "remedy.macros_elsewhere": (
        "按钮能用就不必处理；不能用，请签名，或确认启动文件夹仍是受信任位置。",
        "Nothing, if the buttons work; else sign the add-in, or see that the start folder is still "
        "a trusted location.",
    ),
    "block.macros_off": (
        "启动文件夹不受信任，而宏设置禁用所有宏（{where}）。",
        "The start folder is not trusted, and the macro setting disables all macros ({where}).",
    ),
    "remedy.macros_off": (
        "把加载项所在的文件夹设为受信任位置，或签名并把宏设置改为“禁用无数字签署的所有宏”。",
        "Make the folder of the add-in a trusted location, or sign the add-in and let signed "
        "macros run.",
    ),
    "block.macros_signed": (
        "启动文件夹不受信任，而宏设置只许运行有签名的宏，这份加载项没有签名（{where}）。",
        "The start folder is not trusted, only signed macros run, and the add-in is not signed "
        "({where}).",
    ),
    "remedy.macros_signed": (
        "把加载项所在的文件夹设为受信任位置，或由信息部门签名。",
        "Make the folder of the add-in a trusted location, or let IT sign the add-in.",
    ),
    "block.macros_ask": (
        "启动文件夹不受信任，Excel 打开加载项时会询问是否启用宏（{name}）。",
        "The start folder is not trusted; Excel asks whether to enable the add-in's macros "
        "({name}).",
    ),
    "remedy.macros_ask": (
        "询问时选“启用宏”；不想每次询问，请信息部门把这个文件夹设为受信任位置。",
        "Choose Enable Macros; to be asked no more, let IT make the folder a trusted location.",
    ),
    "block.marked": (
        "{name}：Windows 把这个文件记为来自互联网。",
        "{name}: Windows holds this file for one from the internet.",
    ),
    "remedy.marked": (
        "按钮能用就不必处理；不能用，关闭 Excel，再运行 gouji addin install。",
        "Nothing, if the buttons work; else close Excel and run gouji addin install.",
    ),
    "block.marked_blocked": (
        "{name}：Windows 把这个文件记为来自互联网，Excel 不运行其中的宏。",
        "{name}: Windows holds this file for one from the internet; Excel does not run its macros.",
    ),
    "remedy.marked_blocked": (
        "关闭 Excel，再运行 gouji addin install（重新写入的文件不带这个标记）。",
        "Close Excel and run gouji addin install: a file written anew does not carry the mark.",
    ),
    # --- the catalogue ---
    "tolerance.copy": ("同一数，不容许差额", "one figure; no difference"),
    "tolerance.sum": ("合计，按四舍五入定理", "a sum; the rounding theorem"),
    "tolerance.bound": ("其中数，区间内无解才算错", "a part of; wrong if no true amounts fit"),
    "tolerance.sign": ("符号", "a sign"),
    "tolerance.structure": ("表式结构，不涉及金额", "the shape of a table"),
    "rules.heading": ("{title}：{count} 条规则", "{title}: {count} rules"),
    "rules.source": ("来源：{source}", "Source: {source}"),
    "rules.tolerance": ("容差：{tolerance}", "Tolerance: {tolerance}"),
    "rules.severity": ("级别：{severity}", "Severity: {severity}"),
    "rules.file": ("出处：{file} 第 {line} 行", "Stated in {file}, line {line}"),
    "rules.passes": ("相符的例子：{example}", "An example that passes: {example}"),
    "rules.fails": ("不符的例子：{example}", "An example that fails: {example}"),
    "rules.cross": ("表间关系与整本检查", "Between tables, and of the workbook"),
    "level.error": ("错误，须更正", "error, to be corrected"),
    "level.warning": ("核实，须说明", "warning, to be explained"),
    "level.info": ("提示", "information"),
    # --- what the add-in itself says, before Python can say anything ---
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
}


def text(key: str, lang: Lang = "zh", **facts: object) -> str:
    """The sentence of `key` in `lang`, filled with `facts`."""
    chinese, english = MESSAGES[key]
    return (chinese if lang == "zh" else english).format(**facts)
