"""Reports: the terminal's and the JSON. Each is made from `validator.findings` alone."""
