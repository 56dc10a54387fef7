"""Values in number formats, and what Excel shows for them, for the tests of drawn sheets."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

DAY, MOMENT = date(2021, 8, 3), datetime(2021, 8, 3, 14, 5, 6)
ACCOUNTS = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


class Case(NamedTuple):
    """A value, its format, and the words that are seen."""

    value: object
    code: str
    words: str


CASES = (
    Case(10.2, "0.00", "10.20"),
    Case(10.2, "General", "10.2"),
    Case(0.1 + 0.2, "General", "0.3"),
    Case(123456789.12, "General", "123456789.12"),
    Case(1e-5, "General", "0.00001"),
    Case(-0.5, "General", "-0.5"),
    Case(5, "@", "5"),
    Case(1234567.5, "#,##0.00", "1,234,567.50"),
    Case(-1234.5, "#,##0.00", "-1,234.50"),
    Case(1e20, "#,##0", "100,000,000,000,000,000,000"),
    Case(1234.5, "0,000.0", "1,234.5"),
    Case(-3.456, "0.00_);(0.00)", "(3.46)"),
    Case(-3, "0;[Red]-0", "-3"),
    Case(-1, '0;"负"0', "负1"),
    Case(0, ACCOUNTS, "-"),
    Case(-1234.5, ACCOUNTS, "-1,234.50"),
    Case("说明", ACCOUNTS, "说明"),
    Case(0, "#,##0.00;-#,##0.00;", ""),
    Case(0, "#", ""),
    Case(2.5, "0", "3"),
    Case(1.005, "0.00", "1.01"),
    Case(99.995, "0.00", "100.00"),
    Case(1e-7, "0.00", "0.00"),
    Case(0.9876, "0.0%", "98.8%"),
    Case(0.005, "0%", "1%"),
    Case(123456, r"0\.0,", "12.3"),
    Case(123456, "0!.0,", "12.3"),
    Case(12345678.9, '#,##0.00,"千"', "12,345.68千"),
    Case(0.5, '0.00" 万元"', "0.50 万元"),
    Case(8, 'General"元"', "8元"),
    Case(1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
    Case(12.3, "0.##", "12.3"),
    Case(1.5, "?.??", "1.5"),
    Case(0.5, ".00", ".50"),
    Case(5, "000", "005"),
    Case(13800001111, "000-0000-0000", "138-0000-1111"),
    Case(1234567, "0.00E+00", "1.23E+06"),
    Case(1500, '[>=1000]0.0,"k";0', "1.5k"),
    Case(15, '[>=1000]0.0,"k";0', "15"),
    Case(3, "0.00;@", "3.00"),
    Case("某项目", '"项目："@', "项目：某项目"),
    Case(DAY, 'yyyy"年"m"月"d"日"', "2021年8月3日"),
    Case(DAY, "yyyy/m/d", "2021/8/3"),
    Case(DAY, "yyyy-mm", "2021-08"),
    Case(DAY, "mmm-yy", "Aug-21"),
    Case(DAY, "[$-409]dddd, mmmm dd, yyyy", "Tuesday, August 03, 2021"),
    Case(MOMENT, "yyyy-mm-dd hh:mm:ss", "2021-08-03 14:05:06"),
    Case(MOMENT, "h:mm AM/PM", "2:05 PM"),
    Case(time(9, 5), "h:mm", "9:05"),
    Case(timedelta(hours=30, minutes=2), "[h]:mm", "30:02"),
    # What LibreOffice shows otherwise.
    Case(12, "0.##", "12."),
    Case(0.285, "0%", "29%"),
    Case(-0.001, "0.00", "-0.00"),
    Case(True, "0.00", "TRUE"),
    Case(1e21, "General", "1E+21"),
    Case(-15, '[>=1000]0.0,"k";0', "-15"),
    # What a format would hide of a figure.
    Case(-5, "0.00;0.00", "-5.00"),
    Case(5, ";;;", "5"),
    Case("文", "0;0;0;", "文"),
    # What is not understood, and shown as it is.
    Case(0.25, "# ?/?", "0.25"),
    Case(44000, "[DBNum1][$-804]General", "44000"),
    Case(7.25, "##0.0E+0", "7.25"),
    Case(7.25, "0" * 300, "7.25"),
)
#: Where LibreOffice shows something else, and why.
OTHERWISE: Mapping[tuple[object, str], str] = {
    (12, "0.##"): "Excel shows the point",
    (0.285, "0%"): "Excel rounds the decimal, LibreOffice the binary fraction",
    (-0.001, "0.00"): "Excel keeps the minus",
    (True, "0.00"): "for Excel it is no number",
    (1e21, "General"): "1E+021 there",
    (-15, '[>=1000]0.0,"k";0'): "the minus is lost there",
    (-5, "0.00;0.00"): "the minus is hidden",
    (5, ";;;"): "the number is hidden",
    ("文", "0;0;0;"): "the text is hidden",
    (0.25, "# ?/?"): "a fraction",
    (44000, "[DBNum1][$-804]General"): "Chinese numerals",
    (7.25, "##0.0E+0"): "powers of a thousand",
    (7.25, "0" * 300): "a format longer than Excel takes",
    (123456, "0!.0,"): "there ! is no more than itself",
}
