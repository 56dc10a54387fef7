"""汇总: the units of a department, their workbooks added up into that of the department.

`units` recognises the workbooks of the units, `adding` adds them up, `obstacles` says what keeps
them from being added up; `listing` is the sheet 汇总说明 of the result. That a department's
workbook is the sum of its units' is checked by `validator.checks.units`.
"""
