"""A marked copy of a workbook (标注的副本): the wrong cells coloured, a note on each that says what
is wrong and why, and a first sheet with all findings. The file that was checked is never touched.
"""

from validator.marking.copy import Marked, marked

__all__ = ["Marked", "marked"]
