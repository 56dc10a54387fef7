"""A checked workbook → its sheets as a person sees them, for those who read of it elsewhere.

- `choice`: which rows and columns of a sheet are drawn, and what of a long one is not.
- `words`: the value of a cell → its words.
- `sheets`: all of it put together; `drawn` is what others call.
"""

from validator.drawing.sheets import drawn

__all__ = ["drawn"]
