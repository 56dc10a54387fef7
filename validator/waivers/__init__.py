"""Waivers (豁免): named, dated records that a difference is known and accepted, with the reason.

A bureau keeps them in a text file (docs/forms.md); `read_waivers` reads it, `waive` takes what they
cover out of the findings of a workbook. A waiver never changes a verdict or a figure that is still
right: what it covers is shown with its reason in a place of its own.
"""

from validator.waivers.file import WaiverError, read_waivers
from validator.waivers.record import Waiver, Workbook
from validator.waivers.waive import Waived, waive

__all__ = ["Waived", "Waiver", "WaiverError", "Workbook", "read_waivers", "waive"]
