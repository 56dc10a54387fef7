"""Letters (.docx) as a person reads them: words by python-docx, pages by LibreOffice."""

import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Letter
from docx.table import Table

from tests.conftest import find_program, missing

#: No conversion takes longer, in seconds.
_LIMIT = 180


def opened(content: bytes) -> Letter:
    """The letter, as python-docx reads it."""
    return Document(BytesIO(content))


def paragraphs(letter: Letter) -> list[str]:
    """The words between its tables."""
    return [paragraph.text for paragraph in letter.paragraphs if paragraph.text]


def lines(table: Table) -> list[list[str]]:
    """The rows of a table; a cell that spans columns stands once."""
    return [[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows]


def everything(letter: Letter) -> str:
    """All words of it, those of tables and feet too."""
    feet = [p.text for section in letter.sections for p in section.footer.paragraphs]
    cells = [cell for table in letter.tables for line in lines(table) for cell in line]
    return "\n".join([*paragraphs(letter), *cells, *feet])


def pages(content: bytes, folder: Path) -> Sequence[str]:
    """The words of each page, as LibreOffice lays them out; without its Writer the test ends."""
    soffice = find_program("LibreOffice", "soffice", "libreoffice")
    (folder / "letter.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command: list[str | Path] = [soffice, profile, "--headless", "--convert-to", "pdf"]
    command += ["--outdir", folder, folder / "letter.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=_LIMIT)
    if not (folder / "letter.pdf").exists():
        missing("LibreOffice Writer is not installed")
    told = subprocess.run(
        [find_program("pdftotext"), "-layout", folder / "letter.pdf", "-"],
        check=True,
        capture_output=True,
        timeout=_LIMIT,
    )
    return told.stdout.decode().rstrip("\f").split("\f")
