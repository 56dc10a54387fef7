"""Workbooks as people really submit them, each with a statement of what a checker must see in it.

`departments` keeps the books of small departments that do not exist, `pages` prints their tables,
`layouts` prints them as others do, `writers` makes the files, and the `variants` modules say which
files there are. Nothing here asks gouji what it sees: who writes a figure knows where it stands.
"""
