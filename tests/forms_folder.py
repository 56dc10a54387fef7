"""A folder of form files that a test may change: the shipped ones, read from there."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest

from validator.forms import loader
from validator.forms.compiler import compiled
from validator.forms.computed import computed

SHIPPED = Path(str(files("validator.forms")))


@contextmanager
def forms_in(folder: Path) -> Iterator[Path]:
    """`folder`, with a copy of every shipped edition, as the place that editions are loaded from.

    What is written there counts until it is asked for: then it is kept, as a form always is.
    """
    shutil.copy(SHIPPED / "workbook.form", folder)
    for name in loader.editions():
        shutil.copytree(SHIPPED / name, folder / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "files", lambda package: folder)
        _forget()
        yield folder
    _forget()


def _forget() -> None:
    for kept in (loader.editions, loader.load, compiled, computed):
        kept.cache_clear()
