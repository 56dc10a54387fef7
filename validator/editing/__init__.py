"""Changes within an .xlsx or .xlsm file: values in cells, and more sheets, styles, conditional
formats and notes. Whatever is not changed keeps its bytes: pictures, charts, macros, settings too.
"""
