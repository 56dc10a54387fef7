"""T17 检查 文件内容: what is in a submitted file beside its tables is said, and never run."""

import re
from pathlib import Path

import pytest

from tests.test_reading import OFFICE, unzipped, zipped
from validator.forms.model import Severity
from validator.reading import read
from validator.run import Options, check

PRINTED = Path(__file__).parent.parent / "examples" / "jiangan-2020" / "printed.xlsx"
WORKBOOK = PRINTED.with_name("workbook.xlsx")
RELATIONS = "xl/_rels/workbook.xml.rels"


def related(parts: dict[str, bytes], kind: str, target: str) -> None:
    """Add a relation of the workbook."""
    line = f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", line.encode())


def with_macros(parts: dict[str, bytes]) -> None:
    related(parts, "vbaProject", "vbaProject.bin")
    parts["xl/vbaProject.bin"] = b"\0not even looked at"


def with_links(parts: dict[str, bytes]) -> None:
    related(parts, "externalLink", "externalLinks/externalLink1.xml")
    parts["xl/externalLinks/externalLink1.xml"] = b"<!DOCTYPE never read"
    target = "file:///C:/%E8%B4%A6/%E5%8E%BB%E5%B9%B4.xlsx"
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        f'<Relationships><Relationship Id="rId1" Type="t" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    ).encode()


def with_objects(parts: dict[str, bytes]) -> None:
    parts["xl/embeddings/oleObject1.bin"] = b"\0"


def with_hidden_sheets(parts: dict[str, bytes]) -> None:
    """The second sheet hidden from the menu too, as only macros can do it."""
    name = "xl/workbook.xml"
    second = re.findall(rb"<sheet [^>]*>", parts[name])[1]
    plain = re.sub(rb' state="[a-z]+"', b"", second)
    parts[name] = parts[name].replace(
        second, plain.replace(b"<sheet ", b'<sheet state="veryHidden" ')
    )


def test_a_plain_workbook_has_nothing_beside_its_tables() -> None:
    for path in (PRINTED, WORKBOOK):  # the hidden sheets of our own workbooks are no news
        report = check(path, Options(recalculate=False))
        assert "T17" in report.ran
        assert not [f for f in report.findings if f.rule == "T17"]


@pytest.mark.parametrize(
    ("change", "severity", "words"),
    [
        (with_macros, Severity.WARNING, "宏"),
        (with_links, Severity.INFO, "去年.xlsx"),
        (with_objects, Severity.INFO, "嵌有"),
        (with_hidden_sheets, Severity.INFO, "收入决算表"),
    ],
)  # fmt: skip
def test_what_is_beside_the_tables_is_said(change, severity, words) -> None:
    parts = unzipped(PRINTED.read_bytes())
    change(parts)
    data = zipped(parts)
    (finding,) = [f for f in check(data, Options(name="决算.xlsx")).findings if f.rule == "T17"]
    assert finding.severity is severity
    assert words in finding.message
    assert read(data).format == ("xlsm" if change is with_macros else "xlsx")
