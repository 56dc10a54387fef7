"""Forms → workbooks: where every cell of a printed table goes, and how it looks in Excel.

`grid` lays a form out, `data` reads the figures that fill it, `excel` writes it with openpyxl.
"""
