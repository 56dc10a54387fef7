"""Measure: how fast gouji is, on one workbook and on thousands, and beside what there is else.

    python -m tools.bench [--only NAME …] [--files N | --quick] [--write] [WORKBOOK]

`single` what a check of one workbook takes beside reading it; `one` the same workbook by all that
can check it; `folder`, `standard`, `sizes` and `cluster` whole folders of generated workbooks;
`naming` what naming the wrong cell takes; `ribbon` the button in Excel; `load` fifty uploads at
once to a server.
"""
