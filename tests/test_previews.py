"""Every blank workbook that ships has a picture of its first form, drawn from it as it is now."""

import struct

import pytest

from tools.make_previews import DRAWN_FROM, PREVIEWS, drawn_from
from validator.forms.scorecard import form_sets
from workbook_templates.previews import preview

#: What a page of thirteen of them may take of a slow line.
MOST = 60_000
#: A PNG begins so; the sizes and the kind of colour follow in its first chunk.
SIGNATURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
WITH_A_PALETTE = 3


@pytest.mark.parametrize("name", form_sets())
def test_every_form_set_has_a_small_picture(name):
    picture = preview(name)
    assert picture is not None
    assert len(picture) < MOST
    assert picture.startswith(SIGNATURE)
    width, height, _, colours = struct.unpack(">IIBB", picture[16:26])
    assert (width, colours) == (600, WITH_A_PALETTE)
    assert height > width


def test_no_picture_is_left_of_a_form_set_that_does_not_ship_any_more():
    assert {path.stem for path in PREVIEWS.glob("*.png")} == set(form_sets())


def test_every_picture_was_drawn_from_the_workbook_that_ships():
    assert (PREVIEWS / DRAWN_FROM).read_text(encoding="utf-8") == drawn_from(), (
        "draw them again: make pictures"
    )


@pytest.mark.parametrize("name", ["", "final-accounts-1999", "../previews/budget-2023"])
def test_what_does_not_ship_has_no_picture(name):
    assert preview(name) is None
