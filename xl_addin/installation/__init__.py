"""Putting the add-in where Excel finds it, saying which Python it starts and what keeps it from
working, and taking it away: what `gouji addin` does on a machine.
"""
