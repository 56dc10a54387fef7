"""The ribbon 决算勾稽 in Excel: an open workbook is checked as a file is, and the findings become
marks in it. A face like the command: it reads, calls `validator.run`, and paints.
"""
