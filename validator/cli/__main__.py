"""python -m validator.cli: the command, where it is not installed."""

from validator.cli import main

main()
