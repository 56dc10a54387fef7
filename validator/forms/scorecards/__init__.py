"""The scorecards that ship, a file each, and the rules of all of them."""
