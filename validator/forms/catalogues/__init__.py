"""The 科目 lists that ship, as `catalogue.py` reads them."""
