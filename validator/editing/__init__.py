"""Changes within an .xlsx or .xlsm file: a value in a cell, a sheet more, styles more. Whatever is
not changed keeps its bytes: pictures, charts, macros, names and settings too."""
