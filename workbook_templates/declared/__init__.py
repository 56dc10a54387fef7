"""申报表 → sheets: sections one below the other, with words, and lists of any length.

On paper: `grid` says where every cell goes, `data` reads what fills it. Live: `plan` says where
everything stands, rows yet to be inserted too; `sheet` writes what people see, `figures` what is
read of it and how its cells are marked; `filled` types what is published.
"""
