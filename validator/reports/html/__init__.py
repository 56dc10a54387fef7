"""The HTML report: one file without outside resources and without script, for screen and paper.

- `page`: `render` gives the whole file, `fragment` the inside of one report for the upload page;
  `environment` and `words` are there for other pages that look like it.
- `view`: a report → what the templates show, with `findings`, `sheets` (the tables as they are
  drawn, `layout`) and `scope` (what was checked); `links` says which cell has which anchor,
  `bounds` how much is shown.
- `templates/` and `report.css`: how it looks. Every value is escaped, and made plain before.
"""

from validator.reports.html.page import STYLE, environment, fragment, render, words

__all__ = ["STYLE", "environment", "fragment", "render", "words"]
