"""What the blank workbooks look like: of each that ships, a picture of its first form, for a person
who must choose one. `tools/make_previews.py` draws them.
"""

from importlib.resources import files

from validator.forms.scorecard import form_sets


def preview(name: str) -> bytes | None:
    """The picture of the blank workbook of the form set `name`, a PNG that shows its first form, an
    A4 page 600 pixels wide; None for one that does not ship."""
    return files(__name__).joinpath(f"{name}.png").read_bytes() if name in form_sets() else None
