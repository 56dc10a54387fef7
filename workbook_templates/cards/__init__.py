"""Scorecards → sheets.

On paper: `grid` and `summary_grid` say where every cell goes, `data` and `summary_data` read what
fills it, `paper` writes it. Live: `plan` says where everything stands; `sheet`, `summary_sheet` and
`scores` write what people see, `figures` what is read of it, the modules of lines what the rules
give, `marks` how a cell shows it; `filled` types a published scorecard.
"""
