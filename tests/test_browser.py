"""The pages in a real Chromium: a person uploads workbooks, reads the result, takes it away.

Whatever a test does, `watched` fails it when a console says anything, a script fails, the server
does, or anything is asked of another host.
"""

import base64
import io
import json
import re
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Locator, expect

from tests.browser import (
    PATIENCE,
    XLSX,
    Watched,
    chromium,
    content,
    payload,
    serving,
    watched,
)
from tests.servers import BAD, EXAMPLES, GOOD, form, started
from tools.drawing import BROWSERS
from validator.forms.scorecard import form_sets
from validator.web.messages import text

PAGES = ("/", "/templates", "/rules", "/about")
PHONE = {"width": 390, "height": 844}
MISTAKES = sorted((EXAMPLES / "jiangan-2020-mistakes").glob("[0-9]*.xlsx"))
#: What must stay words wherever it is shown.
HACKED = "gehackt"
SCRIPT = f"<script>document.title='{HACKED}'</script>"
IMAGE = f"\"'><img src=x onerror=\"document.title='{HACKED}'\">"
COMMAND = "=cmd|'/C calc'!A0"
LONG = "长" * 30_000

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def server():
    with serving("--jobs", "2") as address:
        yield address


@pytest.fixture(scope="module")
def browser(program):
    with chromium(program("Chromium", *BROWSERS)) as found:
        yield found


@pytest.fixture
def person(browser, server):
    """Somebody at a desk, in Chinese."""
    with watched(browser, server, viewport={"width": 1280, "height": 900}) as seen:
        yield seen


def done(person: Watched, count: int) -> Locator:
    """The rows of the list of uploads, when all of them have a result."""
    rows = person.page.locator("#uploads > .upload")
    expect(rows).to_have_count(count)
    expect(person.page.locator("#uploads > .is-working")).to_have_count(0)
    return rows


def open_result(person: Watched, *files: object) -> None:
    """Upload one file, of which the result is shown as soon as there is one."""
    person.upload(*files)  # type: ignore[arg-type]
    expect(person.page.locator("#report")).to_have_count(1)


def hostile() -> bytes:
    """A workbook with an error, and with texts everywhere that would do harm if they were more."""
    book = load_workbook(BAD)
    table = book.worksheets[0]
    table["A2"] = f"部门：{SCRIPT}{IMAGE}"
    table["A6"] = f"一、一般公共预算财政拨款收入{IMAGE}"
    for address, words in {"A7": COMMAND, "D7": SCRIPT, "D9": LONG, "C13": f"{SCRIPT}1.00"}.items():
        table[address] = words
        table[address].data_type = "s"
    table.title = "表1'\"><b>&lt;"
    book.create_sheet("'=1+1<i>").append([SCRIPT])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def bomb() -> bytes:
    """A workbook of which a part unpacks to far more than its size."""
    saved, packed = io.BytesIO(), io.BytesIO()
    Workbook().save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in parts.namelist():
            padding = b" " * (30 << 20) if name.endswith("sheet1.xml") else b""
            new.writestr(name, parts.read(name) + padding)
    return packed.getvalue()


# --- uploads --------------------------------------------------------------------------------------


def test_a_workbook_in_which_all_agrees_needs_no_correction(person):
    open_result(person, GOOD)
    expect(person.page).to_have_title(re.compile(GOOD.name))
    expect(person.page.locator("main")).to_contain_text("各表勾稽相符")
    person.page.go_back()
    row = done(person, 1)
    expect(row).to_have_attribute("data-outcome", "good")
    expect(row).to_contain_text("江岸区医疗保障局")


def test_the_likely_wrong_cell_stands_on_the_first_screen_and_its_table_is_open(person):
    open_result(person, EXAMPLES / "jiangan-2020-mistakes" / "02-swapped-digits.xlsx")
    tab = person.page.locator("[role=tab][aria-selected=true]")
    for size in ({"width": 1280, "height": 800}, PHONE):
        person.page.set_viewport_size(size)
        expect(person.page.locator(".firsts tbody tr").first).to_be_in_viewport(ratio=1)
        expect(tab).to_contain_text("表3")


def test_a_finding_leads_to_the_cell_that_is_likely_wrong(person):
    open_result(person, BAD)
    link = person.page.locator("main a[href^='#cell-']", has_text="C32").first
    link.click()
    cell = person.page.locator(":target")
    expect(cell).to_be_visible()
    expect(cell).to_be_in_viewport()
    expect(cell).to_contain_text("1849.46")
    (tab,) = person.page.locator("[role=tab][aria-selected=true]").all()
    expect(tab).to_contain_text("收入支出决算总表")
    panel = person.page.locator(f"#{tab.get_attribute('aria-controls')}")
    expect(panel).to_be_visible()
    assert panel.locator(":target").count() == 1
    told = person.page.locator(".note:visible")
    expect(told).to_have_count(1)
    expect(told).to_contain_text("应为 1819.46")
    other = panel.locator("#cell-1-C35")
    other.hover()
    expect(other.locator(".note")).to_be_visible()
    expect(other.locator(".note")).to_contain_text("JS01-3")
    person.page.go_back()
    expect(person.page.locator(":target")).to_have_count(0)


def test_ten_workbooks_at_once_are_each_told_their_own_mistake(person):
    person.upload(*MISTAKES)
    rows = done(person, 10)
    names = rows.locator(".file").all_inner_texts()
    assert sorted(names) == [path.name for path in MISTAKES]
    expect(person.page.locator("#counted")).to_contain_text("10")
    assert set(rows.evaluate_all("rows => rows.map(row => row.dataset.outcome)")) <= {
        "correct",
        "incomplete",
    }
    listed = person.page.url
    assert listed.count("id=") == 10
    letters = person.page.locator("#archives a").first
    with person.page.expect_download() as waited:
        letters.click()
    with zipfile.ZipFile(waited.value.path()) as packed:
        assert len(packed.namelist()) == 10
    person.page.reload()
    assert sorted(done(person, 10).locator(".file").all_inner_texts()) == sorted(names)
    person.page.locator("#uploads .upload", has_text=BAD.name).locator("a.open").click()
    expect(person.page.locator("main")).to_contain_text("1849.46")
    person.page.go_back()
    assert person.page.url == listed
    done(person, 10)


def test_dropped_workbooks_are_taken_as_chosen_ones_are(person):
    person.open("/")
    files = [
        {"name": p.name, "content": base64.b64encode(p.read_bytes()).decode()} for p in (GOOD, BAD)
    ]
    dropped = person.page.evaluate_handle(
        """files => {
            const transfer = new DataTransfer();
            for (const file of files) {
                const bytes = Uint8Array.from(atob(file.content), sign => sign.charCodeAt(0));
                transfer.items.add(new File([bytes], file.name));
            }
            return transfer;
        }""",
        files,
    )
    for event in ("dragenter", "dragover", "drop"):
        person.page.dispatch_event("#send", event, {"dataTransfer": dropped})
    assert sorted(done(person, 2).locator(".file").all_inner_texts()) == [BAD.name, GOOD.name]


def test_a_hostile_workbook_is_words_on_the_page_and_in_all_that_is_taken_away(person):
    name = f"{SCRIPT}{IMAGE}{COMMAND}.xlsx".replace("/", "∕")
    open_result(person, {"name": name, "mimeType": XLSX, "buffer": hostile()})
    page = person.page
    shown = page.locator("main").inner_text()
    assert {"<script>", "<img src=x"} <= set(re.findall(r"<script>|<img src=x", shown))
    assert page.locator("main").locator("script, img, i, b, iframe").count() == 0
    assert page.title() != HACKED
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    taken = products(person)
    for kind in ("findings.xlsx", "marked"):
        cells = [c for s in load_workbook(io.BytesIO(taken[kind])) for row in s for c in row]
        assert not [c.value for c in cells if c.data_type == "f" and "cmd" in str(c.value)]
    assert Document(io.BytesIO(taken["letter.docx"])).tables
    assert json.loads(taken["report.json"])["workbooks"][0]["status"] == "checked"
    alone = person.context.new_page()
    alone.set_content(taken["report.html"].decode())
    assert alone.locator("script, img, iframe").count() == 0
    assert alone.title() != HACKED


@pytest.mark.parametrize(
    ("name", "file", "said"),
    [
        ("炸弹.xlsx", bomb, "超出可读取的范围"),
        ("说明.xlsx", lambda: b"no workbook", "说明.xlsx"),
        ("空.xlsx", lambda: b"", "空.xlsx"),
    ],
)
def test_what_cannot_be_checked_is_told_so_beside_what_can(person, name, file, said):
    person.upload({"name": name, "mimeType": XLSX, "buffer": file()}, GOOD)
    rows = done(person, 2)
    bad = rows.filter(has_text=name)
    expect(bad).to_have_attribute("data-outcome", re.compile("unchecked|refused"))
    expect(bad.locator(".state")).to_contain_text(said)
    expect(rows.filter(has_text=GOOD.name)).to_have_attribute("data-outcome", "good")


def test_a_result_shows_itself_when_the_check_has_ended(browser, tmp_path):
    with started(tmp_path, module=("tests.stubborn",), SECONDS="2") as server:
        files = form(("loop.xlsx", GOOD.read_bytes()))  # it is stopped after two seconds
        (sent,) = server.client.post("/checks", files=files).json()["checks"]
        address = str(server.client.base_url).rstrip("/")
        with watched(browser, address) as person:
            person.open(f"/checks/{sent['id']}")
            row = person.page.locator("#uploads > .is-working")
            expect(row).to_contain_text("loop.xlsx")
            expect(person.page.locator("#report")).to_contain_text("loop.xlsx")
            expect(row).to_have_count(0)


# --- what is taken away ---------------------------------------------------------------------------


def products(person: Watched) -> dict[str, bytes]:
    """What the buttons of a result give, by the last part of their addresses."""
    found = {}
    for link in person.page.locator(".products a").all():
        with person.page.expect_download() as waiting:
            link.click()
        found[(link.get_attribute("href") or "").rpartition("/")[2]] = content(waiting.value)
    return found


def test_every_product_can_be_downloaded_and_opened(person):
    open_result(person, BAD)
    taken = products(person)
    assert set(taken) == {"marked", "letter.docx", "findings.xlsx", "report.html", "report.json"}
    report = json.loads(taken["report.json"])["workbooks"][0]
    assert (report["department"], report["counts"]["error"]) == ("江岸区医疗保障局", 4)
    letter = Document(io.BytesIO(taken["letter.docx"]))
    cells = [cell.text for table in letter.tables for row in table.rows for cell in row.cells]
    assert any("1819.46" in words for words in cells)
    marked = load_workbook(io.BytesIO(taken["marked"]))
    assert len(marked.sheetnames) == len(load_workbook(BAD).sheetnames) + 1
    note = marked["表1 收入支出决算总表"]["C32"].comment
    assert note is not None
    assert "1819.46" in note.text
    (findings,) = load_workbook(io.BytesIO(taken["findings.xlsx"])).worksheets[:1]
    assert findings.max_row > 4
    alone = person.context.new_page()
    alone.set_content(taken["report.html"].decode())
    expect(alone.locator("body")).to_contain_text("应为 1819.46")


def test_what_cannot_be_marked_says_why_and_the_rest_is_there(person):
    open_result(person, EXAMPLES.parent / "tests" / "corpus" / "mistake-filing-software-export.xls")
    expect(person.page.locator(".products a[href$='/marked']")).to_have_count(0)
    expect(person.page.locator(".take")).to_contain_text(text("web.result.not_marked"))
    result = person.path()
    person.open(f"{result}/marked")
    expect(person.page.locator("main")).to_contain_text("文件类型选 .xlsx")
    person.open(result)
    with person.page.expect_download() as waiting:
        person.page.locator(".products a[href$='/letter.docx']").click()
    assert Document(io.BytesIO(content(waiting.value))).tables
    person.expect("422")


def test_on_paper_is_the_report_alone(person):
    open_result(person, BAD)
    page = person.page
    page.emulate_media(media="print")
    for gone in (".products", "header.site", "form.kept"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator("main")).to_contain_text("应为 1819.46")
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_blank_workbook_can_be_downloaded_beside_its_picture(person):
    person.open("/templates")
    pictures = person.page.locator("main img")
    expect(pictures).to_have_count(len(form_sets()))
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        assert picture.get_attribute("alt")
        person.page.wait_for_function(
            "image => image.naturalWidth > 0", arg=picture.element_handle()
        )
    for name in ("final-accounts-2024", "scorecard-project-2024"):
        with person.page.expect_download() as waiting:
            person.page.locator(f"a[href$='/templates/{name}.xlsx']").first.click()
        assert load_workbook(io.BytesIO(content(waiting.value))).sheetnames


def test_a_result_that_was_deleted_is_gone(person):
    open_result(person, GOOD)
    address = person.path()
    person.page.locator("form.kept button").click()
    expect(person.page.locator("[role=status]", has_text=text("web.deleted"))).to_be_visible()
    assert person.open(address).status == 404
    expect(person.page.locator("main")).to_contain_text(text("serve.gone"))
    person.page.locator("main a").first.click()
    expect(person.page.locator("input[type=file]")).to_have_count(1)
    person.expect("404")


# --- language, rules ------------------------------------------------------------------------------


def test_the_language_is_switched_on_the_page_and_stays(person):
    open_result(person, BAD)
    expect(person.page.locator("html")).to_have_attribute("lang", "zh-CN")
    address = person.path()
    person.page.locator(".language a").click()
    expect(person.page.locator("html")).to_have_attribute("lang", "en")
    assert person.path().startswith(address)
    expect(person.page.locator("main")).to_contain_text("Most likely wrong")
    for path in PAGES:
        person.open(path)
        expect(person.page.locator("html")).to_have_attribute("lang", "en")
    person.page.locator(".language a").click()
    expect(person.page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_rules_are_searched(person):
    person.open("/rules")
    every = person.page.locator("main details").count()
    box = person.page.locator("input[name=q]")
    box.fill("JS01-1")
    box.press("Enter")
    expect(person.page).to_have_url(re.compile("q=JS01-1"))
    found = person.page.locator("main details:visible")
    assert 0 < found.count() < every
    expect(found.first).to_have_attribute("open", "")  # where there are few, all is shown
    expect(found.first).to_contain_text("本年收入合计等于")
    found.first.locator("summary").click()
    expect(found.first).not_to_have_attribute("open", "")


def test_a_token_is_asked_for_as_a_password(browser, tmp_path):
    token = tmp_path / "口令"
    token.write_text("twelve-signs-or-more", encoding="utf-8")
    with serving("--jobs", "1", "--token-file", str(token)) as address:
        with watched(browser, address) as stranger:
            answer = stranger.context.request.get(address, headers={"Accept": "text/html"})
            assert answer.status == 401
            assert text("serve.token") in answer.text()
        known = {"username": "任何人", "password": "twelve-signs-or-more"}
        with watched(browser, address, http_credentials=known) as person:
            open_result(person, GOOD)


# --- without a mouse, without scripts, on a phone -------------------------------------------------


def focused(person: Watched) -> str:
    """What has the focus, as a selector would name it."""
    found = person.page.evaluate(
        "() => { const e = document.activeElement;"
        " return `${e.tagName.toLowerCase()}#${e.id}.${e.className}[${e.getAttribute('role')}]"
        " ${e.getAttribute('href')}` }"
    )
    assert isinstance(found, str)
    return found


def tab_to(person: Watched, wanted: str, presses: int = 60) -> None:
    """Press Tab until what has the focus is named by `wanted`."""
    for _ in range(presses):
        person.page.keyboard.press("Tab")
        if re.search(wanted, focused(person)):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def test_a_keyboard_is_enough(person):
    page = person.page
    person.open("/")
    page.keyboard.press("Tab")
    assert "skip" in focused(person)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    tab_to(person, "input#files", presses=1)
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files([payload(BAD), payload(GOOD)])
    done(person, 2)
    tab_to(person, r"\.button open")
    page.keyboard.press("Enter")
    expect(page.locator("[role=tab]").first).to_be_attached()
    tab_to(person, r"\[tab\]", 200)
    before = focused(person)
    page.keyboard.press("ArrowRight")
    assert focused(person) != before
    (panel,) = page.locator("[role=tabpanel]:visible").all()
    named = panel.get_attribute("aria-labelledby")
    assert named is not None
    assert f"#{named}." in focused(person)


def test_without_scripts_a_plain_form_does_the_same(browser, server):
    with watched(browser, server, java_script_enabled=False) as person:
        person.open("/")
        person.page.locator("input[type=file]").set_input_files([payload(GOOD), payload(BAD)])
        person.page.locator("button[type=submit]").first.click()
        rows = done(person, 2)
        rows.filter(has_text=BAD.name).locator("a.open").click()
        main = person.page.locator("main")
        expect(main).to_contain_text("1849.46")
        link = main.locator("a[href^='#cell-']", has_text="C32").first
        link.click()
        expect(person.page.locator(":target")).to_be_in_viewport()


def test_on_a_phone_nothing_is_wider_than_the_page(browser, server):
    with watched(browser, server, viewport=PHONE, is_mobile=True, has_touch=True) as person:
        open_result(person, BAD)
        places = [*PAGES, person.path()]
        for place in places:
            person.open(place)
            wide = person.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= PHONE["width"], place
        person.page.locator("main a[href^='#cell-']", has_text="C32").first.tap()
        expect(person.page.locator(":target")).to_be_in_viewport()
