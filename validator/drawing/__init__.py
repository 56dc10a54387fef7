"""A checked workbook → its sheets as a person sees them, for those who read of it elsewhere.

- `spoken`: which sheets and cells are meant; `choice`: which rows and columns of a sheet are drawn.
- `looks`: how cells look, by the reader of a format: `xlsx`, `xls`, `ods`.
- `words`, `formats` with `pieces` and `dates`: the value of a cell → its words.
- `spans`, `cells`: the room that a cell takes, and the cells themselves.
- `sheets`: all of it put together; `drawn` is what others call.
"""

from validator.drawing.sheets import drawn

__all__ = ["drawn"]
