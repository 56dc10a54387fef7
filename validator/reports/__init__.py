"""Reports of findings: for a terminal, a browser, a spreadsheet, a letter, another program."""
