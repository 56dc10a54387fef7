"""Forms → workbooks: as printed, and live ones that check themselves.

As printed: `grid` says where every cell of a table goes, `data` reads the figures that fill it,
`excel` writes it. Live: `plan` says where everything stands; `tables`, `entry`, `front`,
`pictures`, `check_sheet` write what people see, `keys`, `lines`, `bands` what it calculates with;
`live` puts them together. `built` hands out the workbooks that ship, blank or filled (`filled`,
`patch`). `declared` has the same for 申报表, `cards` for scorecards.
"""
