"""A store of checked workbooks → what a bureau wants to know of all of them.

- `expected`: the list of departments that have to submit, and which name of a workbook is on it.
- `gather`: rows → `record.Summary`: what came and what did not, who must correct what, the most
  frequent mistakes, what every rule gave. It knows no database; `kept` asks the store.
- `page` (HTML), `workbook` (.xlsx) and `screen` show it; `words` has what they say alike.
"""
