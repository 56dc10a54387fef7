"""`make accuracy`: how often the cell that is wrong is named, and what it should be.

`books` are the workbooks of random departments, `mistakes` those that people make in them, and
`telling` tries out whether the identities can tell; `cases` puts them together and asks
`validator.check`; `cards` does the same with random scorecards; `page` counts, for
docs/localisation.md.
"""
