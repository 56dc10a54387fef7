"""The forms as data, one folder an edition, and their loader."""
