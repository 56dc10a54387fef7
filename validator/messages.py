"""The sentences of reports and of the command, in Chinese and English, each in one place.

The key names the situation; the text says what happened and, where something is to be done, what
to do. Labels, titles and the meaning of rules do not stand here: they come from the forms. What is
wrong with a form or rule file is said where it is read, in the Chinese of the notation.
"""

from collections.abc import Mapping
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
        "{name}：没有找到任何一张已知的表。请确认文件是部门决算公开表或绩效自评表（支持的版本："
        "{editions}），且表名与表头没有被删去。",
        "{name}: none of the known tables was found. Make sure that it holds published "
        "final accounts or performance scorecards (editions: {editions}) with their titles and "
        "headings.",
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
    "check.blank_tables": (
        "{count} 张决算表还没有填写，一个数也没有，没有核对；只核对了自评表。请填好再校验；"
        "没有数据的表应注明。",
        "There is not a figure in the {count} tables of final accounts, so they were not checked; "
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
        "无法写入 {name}：{problem}。没有保存。",
        "{name} could not be written: {problem}. Nothing was saved.",
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
    "tolerance.copy": ("同一数，不容许差额", "one figure; no difference"),
    "tolerance.sum": ("合计，按四舍五入定理", "a sum; the rounding theorem"),
    "tolerance.bound": ("其中数，区间内无解才算错", "a part of; wrong if no true amounts fit"),
    "tolerance.sign": ("符号", "a sign"),
    "tolerance.card": (
        "分值与得分不容许差额，只认四舍五入；执行率按印出的位数；金额按四舍五入定理",
        "weights and scores exact, or rounded; rates by their printed digits; amounts by the "
        "rounding theorem",
    ),
    "tolerance.structure": ("表式结构，不涉及金额", "the shape of a table"),
    "rules.heading": ("{title}：{count} 条规则", "{title}: {count} rules"),
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
    "kind.tables": ("决算公开表", "Tables of final accounts"),
    "kind.department": ("部门整体自评表", "Scorecard of a department"),
    "kind.project": ("项目自评表", "Scorecard of a project"),
    "kind.summary": ("自评摘要", "Summary of a department's scorecard"),
    "level.error": ("错误，须更正", "error, to be corrected"),
    "level.warning": ("核实，须说明", "warning, to be explained"),
    "level.info": ("提示", "information"),
    # --- what the add-in itself says, before Python can say anything ---
}


def text(key: str, lang: Lang = "zh", **facts: object) -> str:
    """The sentence of `key` in `lang`, filled with `facts`."""
    return filled(MESSAGES[key], lang, facts)


def filled(sentences: tuple[str, str], lang: Lang, facts: Mapping[str, object]) -> str:
    """The one of the (Chinese, English) sentences that is in `lang`, filled with `facts`."""
    chinese, english = sentences
    return (chinese if lang == "zh" else english).format(**facts)
