"""The corpus: the same tables as files of other kinds, written by other programs."""

from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from tempfile import mkdtemp
from zipfile import ZIP_DEFLATED, ZipFile

import msoffcrypto.format.ooxml

from tools.corpus import layouts
from tools.corpus.pages import Cell, Page
from tools.corpus.variant import (
    A2020,
    A2022,
    A2024,
    Variant,
    Writer,
    accounts,
    cell_of,
    table,
    typed,
)
from tools.corpus.writers import by_hand, with_openpyxl, with_xlsxwriter
from validator.forms.loader import load
from validator.forms.model import TOTAL
from validator.forms.workbook import FRONT, stamp

_ADDIN = Path(__file__).resolve().parents[2] / "xl_addin" / "gouji.xlam"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#: The first row of figures in what the filing software exports, from zero.
_EXPORTED_FROM = 9


def variants() -> Iterator[Variant]:
    """The workbooks of other kinds."""
    yield from _saved_by_libreoffice()
    yield from _written_by_hand()
    yield exported("format-filing-software-export", 220)
    yield pasted_from_word()
    yield last_years_file()
    yield from _odd_files()


def _saved_by_libreoffice() -> Iterator[Variant]:
    number = 200
    for kind in ("xls", "ods", "xlsx"):
        for edition in (A2020, A2022, A2024):
            number += 1
            if (kind == "xlsx" and edition != A2022) or edition == A2024:
                continue
            made = accounts(number, edition, plain=number % 3 == 0)
            yield Variant(
                f"format-{kind}-{edition[-4:]}",
                (f"格式：{kind}",),
                f"LibreOffice 另存的 .{kind}",
                made,
                with_openpyxl,
                edition,
                saved_as=kind,
                suffix=kind,
            )
    made = accounts(212, A2024)
    yield Variant(
        "format-xls-renamed-xlsx",
        ("OLE改名xlsx",),
        "老格式 .xls 的文件，后缀改成了 .xlsx",
        made,
        with_openpyxl,
        A2024,
        saved_as="xls",
        suffix="xlsx",
    )
    yield Variant(
        "format-et",
        ("et",),
        "WPS 的 .et：内容是老格式的工作簿",
        accounts(213, A2020),
        with_openpyxl,
        A2020,
        saved_as="xls",
        suffix="et",
    )
    yield Variant(
        "format-xlsx-renamed-xls",
        ("xlsx改名xls",),
        ".xlsx 的文件，后缀是 .xls",
        accounts(214, A2022),
        with_xlsxwriter,
        A2022,
        suffix="xls",
    )


def _written_by_hand() -> Iterator[Variant]:
    written: dict[str, tuple[tuple[str, ...], str, Writer]] = {
        "used-to-column-iv": (
            ("用到IV列65536行",),
            "只有格式的单元格一直到 IV 列、65536 行",
            partial(by_hand, wide=True),
        ),
        "dimension-a1": (
            ("dimension为A1:A1",),
            "工作表声明的范围是 A1:A1（WPS）",
            partial(by_hand, dimension="A1:A1"),
        ),
        "inline-strings": (
            ("没有共用文字",),
            "文字写在单元格里，没有共用文字表",
            partial(by_hand, shared=False),
        ),
        "rich-text-and-phonetic": (
            ("富文本", "注音"),
            "文字分成两种字体，带注音",
            partial(by_hand, rich=True),
        ),
        "without-addresses": (
            ("单元格不写地址",),
            "单元格和行都不写地址，靠次序",
            partial(by_hand, addressed=False),
        ),
    }
    for number, (name, (shows, about, write)) in enumerate(written.items(), start=230):
        edition = (A2020, A2022, A2024)[number % 3]
        made = accounts(number, edition)
        yield Variant(f"format-{name}", shows, about, made, write, edition)


def exported(name: str, number: int) -> Variant:
    """What the filing software exports: .xls, 元, numbers as text, — for zero, data from row 10,
    编制单位："""
    made = accounts(number, A2022, unit="元", name="GK{n:02d} {title}(公开{n:02d}表)")
    for page in made:
        first = page.of("amount")[0][0] if page.of("amount") else layouts.heading_rows(page)[-1] + 1
        top = layouts.heading_rows(page)[0]
        page.insert_rows(top, max(0, _EXPORTED_FROM - first))
        page.change(page.of("department"), lambda words: f"编制单位：{str(words)[3:]}")
        page.change(page.of("amount"), lambda value: f"{value:.2f}" if value else "—")
        page.change(page.of("line", "numbers"), str)
    return Variant(
        name,
        ("填报软件导出的xls", "元", "文本数字", "编制单位：", "数据从第10行起", "GK表名"),
        "填报软件导出的 .xls：单位元，数字是文本，零印作“—”，数据从第 10 行起，印“编制单位：”",
        made,
        with_openpyxl,
        A2022,
        saved_as="xls",
        suffix="xls",
    )


def pasted_from_word() -> Variant:
    """Pages pasted out of Word: everything is text, with line breaks and spaces in it."""
    made = accounts(221, A2020)
    for page in made:
        page.change(page.of("amount"), lambda value: f" {value:,.2f} ")
        page.change(page.of("line", "numbers", "code"), lambda value: f"{value}\n")
        page.change(page.of("name"), lambda words: f"{str(words)[:4]}\n{str(words)[4:]}")
        page.change(
            page.of("label"),
            lambda words: " ".join(str(words)) if len(str(words)) < 7 else f"{words}　",
        )
        layouts.split_words(page)
        page.merges = []
    return Variant(
        "format-pasted-from-word",
        ("Word粘贴", "文本数字"),
        "从 Word 粘贴：全部是文本，单元格里有换行，字间有空格",
        made,
        with_openpyxl,
        A2020,
    )


def last_years_file() -> Variant:
    """Last year's workbook from the template, with this year's figures typed over the formulas,
    and one forgotten."""
    made = accounts(222, A2020, year=2021, name="表{n}")
    front = Page(FRONT)
    front.put(0, 0, "部门决算公开表")
    front.put(1, 0, stamp(load(A2020)))
    general = table(made, "05")
    title = general.of("title")[0]
    general.put(*title, str(general.cells[title].value).replace("2021", "2020"))
    wrong = typed(made, "05", TOTAL, 3, lambda value: round(value - 36.5, 2))
    return Variant(
        "format-last-years-file",
        ("上年文件手工改", "旧模板印记"),
        "上年的工作簿手工改成今年的：公式都被数字代替，一张表还是上年的表题，一个合计没有改",
        [front, *made],
        with_openpyxl,
        A2020,
        must=[("T09", ""), ("JS05-TOT", wrong), ("JS05-1", wrong)],
        must_not=("not_evaluated",),
    )


# --- what lies in the file beside the cells -----------------------------------------------------


def _odd_files() -> Iterator[Variant]:
    yield Variant(
        "format-macros",
        ("宏", "格式：xlsm"),
        "带宏的 .xlsm",
        accounts(240, A2024),
        lambda pages, path: with_xlsxwriter(pages, path, _vba_project()),
        A2024,
        suffix="xlsm",
        must=[("T17", "")],
    )
    made = accounts(241, A2022)
    place = table(made, "05").place_of("05", TOTAL, 1)
    page = table(made, "05")
    old = page.cells[place]
    page.cells[place] = Cell(old.value, old.role, old.table, old.key, "[1]Sheet1!$B$4")
    yield Variant(
        "format-external-links",
        ("外部链接",),
        "一个合计取自另一个文件",
        made,
        with_xlsxwriter,
        A2022,
        finish=_link,
        must=[("T17", ""), ("T14", cell_of(made, "05", TOTAL, 1))],
    )
    yield Variant(
        "format-password",
        ("密码",),
        "打开需要密码",
        accounts(242, A2022),
        with_openpyxl,
        None,
        finish=_encrypt,
        status="unreadable",
        tables=False,
        must_not=(),
    )
    yield Variant(
        "format-not-a-workbook",
        ("不是工作簿",),
        "后缀是 .xlsx，内容是一个网页",
        [],
        _as_page,
        None,
        status="unreadable",
        tables=False,
        must_not=(),
    )
    yield Variant(
        "format-cut-off",
        ("传输中断的文件",),
        "只传上来一半的 .xlsx",
        accounts(243, A2022),
        with_openpyxl,
        None,
        finish=_cut,
        status="unreadable",
        tables=False,
        must_not=(),
    )


@cache
def _vba_project() -> Path:
    """The macros of our own add-in, as a file."""
    path = Path(mkdtemp()) / "vbaProject.bin"
    with ZipFile(_ADDIN) as archive:
        path.write_bytes(archive.read("xl/vbaProject.bin"))
    return path


def _as_page(_: Sequence[Page], path: Path) -> str:
    path.write_text("<html><body><table><tr><td>公开01表</td></tr></table></body></html>", "utf-8")
    return "手写 HTML"


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


def _encrypt(path: Path) -> None:
    with path.open("rb") as plain:
        file = msoffcrypto.format.ooxml.OOXMLFile(plain)
        with path.with_suffix(".encrypted").open("wb") as target:
            file.encrypt("gouji", target)
    path.with_suffix(".encrypted").replace(path)


def _link(path: Path) -> None:
    """Give a workbook a link to another file, which the formula [1]Sheet1!… speaks of."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    book, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    parts[book] = parts[book].replace(
        "</sheets>", '</sheets><externalReferences><externalReference r:id="rIdLink"/>'
        "</externalReferences>"
    )  # fmt: skip
    parts[relations] = parts[relations].replace(
        "</Relationships>",
        f'<Relationship Id="rIdLink" Type="{_RELATION}/externalLink" '
        'Target="externalLinks/externalLink1.xml"/></Relationships>',
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>",
        '<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"/></Types>',
    )
    parts["xl/externalLinks/externalLink1.xml"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<externalLink xmlns='
        '"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook '
        f'xmlns:r="{_RELATION}" r:id="rId1"><sheetNames><sheetName val="Sheet1"/></sheetNames>'
        "</externalBook></externalLink>"
    )
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns='
        '"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATION}/externalLinkPath" Target="file:///D:/2022/年初预算.xlsx" '
        'TargetMode="External"/></Relationships>'
    )
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
