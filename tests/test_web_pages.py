"""The pages of the server, as a browser gets them: their languages and links, what stands in them
and what must not, the lists and results of uploads."""

import re
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient
from lxml import html
from openpyxl import load_workbook

from validator.forms.scorecard import form_set, form_sets
from validator.messages import text as said
from validator.reports import terminal
from validator.rulebook import rulebook
from validator.web.app import create_app
from validator.web.layout import static_file
from validator.web.messages import text
from validator.web.outcomes import ALL, OUTCOMES
from validator.web.pages import ROUTES
from validator.web.settings import Settings

ROOT = Path(__file__).parent.parent
GOOD = ROOT / "examples" / "jiangan-2020" / "printed.xlsx"
BAD = ROOT / "examples" / "jiangan-2020-mistakes" / "three-mistakes.xlsx"
HOST = "http://127.0.0.1"
PAGES = ("/", "/templates", "/rules", "/about")
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
HOSTILE = "<img src=x onerror=alert(1)>'&amp;.xlsx"
#: The name of what is no workbook, which stands in the sentence that says so.
NONE = "<img src=y onerror=alert(2)>说明.txt"
DEPARTMENT = "<img/src=z/onerror=alert(3)>局"
SCRIPTS = ("upload.js", "waiting.js", "result.js", "rules.js")


def opened(settings: Settings) -> TestClient:
    return TestClient(create_app(settings), base_url=HOST, headers=BROWSER)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with opened(Settings(jobs=1)) as found:
        yield found


@pytest.fixture(autouse=True)
def forget_language(client):
    client.cookies.clear()


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    assert answer.headers["content-type"].startswith("text/html")
    return html.fromstring(answer.text)


def words(element):
    return " ".join(element.text_content().split())


def submit(client, *files):
    """The ids of files, given as (name, content), that a browser without script uploads."""
    sent = [("file", file) for file in files]
    answer = client.post("/checks", files=sent, follow_redirects=False)
    assert answer.status_code == 303
    address = urlsplit(answer.headers["location"])
    return re.findall(r"id=([^&]+)", address.query) or [address.path.rpartition("/")[2]]


def wait(client, *ids):
    until = time.monotonic() + 60
    for id in ids:
        while client.get(f"/api/checks/{id}").json()["state"] != "done":
            assert time.monotonic() < until
            time.sleep(0.05)


def hostile_workbook() -> bytes:
    book = load_workbook(BAD)
    sheet = book.worksheets[0]
    sheet.title = "表1'\"><script>"
    for each in book.worksheets:
        each["A2"] = f"部门：{DEPARTMENT}"
    sheet["A6"] = "<script>alert(1)</script>=cmd|' /C calc'!A0" + "长" * 30_000
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.fixture(scope="module")
def uploads(client):
    """Five uploads that are done, and the address of each: what stands in them by name."""
    (first,) = submit(client, (BAD.name, BAD.read_bytes()))
    files = [
        (GOOD.name, GOOD.read_bytes()),
        (HOSTILE, hostile_workbook()),
        (NONE, b"no workbook"),
        ("空白.xlsx", (ROOT / "workbook_templates" / "final-accounts-2024.xlsx").read_bytes()),
    ]
    ids = [first, *submit(client, *files)]
    wait(client, *ids)
    return dict(zip(("bad", "good", "hostile", "none", "blank"), ids, strict=True))


@pytest.fixture(scope="module")
def everywhere(uploads):
    """The address of every kind of page."""
    listed = "/checks?" + "&".join(f"id={id}" for id in uploads.values())
    results = [f"/checks/{id}" for id in uploads.values()]
    return [*PAGES, "/rules?q=%E7%BB%93%E8%BD%AC", listed, *results, "/?deleted=1"]


# --- every page -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "tag"), [("zh", "zh-CN"), ("en", "en")])
def test_every_page_is_whole_in_both_languages(client, everywhere, lang, tag):
    for path in everywhere:
        found = page(client, f"{path}{'&' if '?' in path else '?'}lang={lang}")
        assert found.get("lang") == tag
        assert len(found.xpath("//h1")) == 1, path
        assert words(found.xpath("//title")[0]).endswith(f" · {text('web.brand', lang)}")
        assert text("web.nav.rules", lang) in words(found.xpath("//nav")[0])


def test_nothing_on_a_page_is_inline_or_from_elsewhere(client, everywhere):
    for path in [*everywhere, "/nowhere"]:
        found = page(client, path, 404 if path == "/nowhere" else 200)
        assert not found.xpath("//style | //@style | //base | //iframe | //object | //embed"), path
        assert not [name for each in found.iter() for name in each.attrib if name[:2] == "on"]
        assert all(each.get("src") and not each.text for each in found.xpath("//script"))
        for address in found.xpath("//@href | //@src | //@action"):
            assert re.match(r"[/#?](?!/)", address), (path, address)


def test_no_address_makes_a_link_of_the_page_lead_elsewhere(client):
    for path in ("//elsewhere.example/", "///elsewhere.example/checks", "/\\elsewhere.example/"):
        found = page(client, f"{HOST}{path}", 404)
        for address in found.xpath("//@href | //@action"):
            assert re.match(r"[/#?](?![/\\])", address), (path, address)


def test_ids_are_unique_and_everything_has_a_name(client, everywhere):
    for path in everywhere:
        found = page(client, path)
        ids = found.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            assert set(found.xpath(f"//@{name}")) <= set(ids), path
        labelled = set(found.xpath("//label/@for"))
        for field in found.xpath("//input | //select"):
            assert field.get("id") in labelled, path
        assert all(image.get("alt") for image in found.xpath("//img"))
        for control in found.xpath("//a | //button"):
            named = words(control) or control.get("aria-label") or control.xpath(".//img/@alt")
            assert named, path
        assert found.xpath("//main/@id") == ["main"]
        assert found.xpath("//body/a[1]/@href") == ["#main"]


def test_every_link_leads_somewhere(client, everywhere):
    seen: dict[str, set[str] | None] = {}

    def ids_of(path: str) -> set[str] | None:
        if path not in seen:
            answer = client.get(path)
            assert answer.status_code == 200, path
            is_page = answer.headers["content-type"].startswith("text/html")
            is_page = is_page and "attachment" not in answer.headers.get("content-disposition", "")
            seen[path] = set(html.fromstring(answer.text).xpath("//@id")) if is_page else None
        return seen[path]

    for start in everywhere:
        found = page(client, start)
        for link in found.xpath("//a/@href | //link/@href | //script/@src | //img/@src"):
            path, fragment = urldefrag(urljoin(start, link))
            ids = ids_of(path)
            assert not fragment or (ids and unquote(fragment) in ids), (start, link)


def test_the_switch_of_language_keeps_the_page_and_is_remembered(client, uploads):
    listed = f"/checks?id={uploads['bad']}&id={uploads['good']}"
    (link,) = page(client, listed).xpath("//div[@class='language']/a/@href")
    answer = client.get(link)
    assert str(answer.url).startswith(f"{HOST}{listed}&lang=en")
    assert "Max-Age" in answer.headers["set-cookie"]
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=lax" in answer.headers["set-cookie"]
    after = page(client, "/rules")
    assert after.get("lang") == "en"
    (back,) = after.xpath("//div[@class='language']/a/@href")
    assert page(client, back).get("lang") == "zh-CN"
    assert page(client, "/?lang=fr").get("lang") == "zh-CN"


@pytest.mark.parametrize("stripped", [True, False])
def test_behind_a_proxy_all_links_stay_in_its_folder(stripped):
    """A proxy may take the folder off the path that it passes on, or leave it there."""
    with opened(Settings(jobs=1, root_path="/gouji")) as client:
        root = "" if stripped else "/gouji"
        for path in (*PAGES, "/nowhere"):
            found = page(client, root + path, 404 if path == "/nowhere" else 200)
            for address in found.xpath("//@href | //@src | //@action | //@data-list"):
                assert address.startswith(("/gouji/", "#")), (path, address)
        rules = client.get(f"{root}/rules?lang=en")
        assert "Path=/gouji" in rules.headers["set-cookie"]
        moved = client.get(f"{root}/checks", follow_redirects=False)
        assert moved.headers["location"] == "/gouji/"
        current = html.fromstring(rules.text).xpath("//a[@aria-current='page']/@href")
        assert current == ["/gouji/rules"]


# --- uploads --------------------------------------------------------------------------------------


def test_the_list_says_how_each_workbook_stands_and_counts_them(client, uploads):
    ids = [*uploads.values(), "gone"]
    found = page(client, "/checks?" + "&".join(f"id={id}" for id in ids))
    rows = {row.get("id"): row for row in found.xpath("//ol[@id='uploads']/li")}
    assert [*rows] == [f"upload-{id}" for id in uploads.values()]
    outcomes = [row.get("data-outcome") for row in rows.values()]
    assert outcomes == ["correct", "good", "correct", "unchecked", "blank"]
    bad = words(rows[f"upload-{uploads['bad']}"])
    assert "江岸区医疗保障局 · 2020 年度 · 部门决算公开表（2020 年版）" in bad
    assert "错误6" in bad
    counted = words(found.get_element_by_id("counted"))
    assert counted == "共 5 个：1 个无须更正、2 个须更正、1 个没有填写、1 个无法校验"
    assert "有 1 个文件已经删除" in words(found.get_element_by_id("left-out"))


def test_every_conclusion_has_an_outcome_and_every_outcome_words_and_a_sign(client):
    assert set(OUTCOMES) == set(terminal._CONCLUSIONS)
    templates = page(client, "/").xpath("//template")
    assert len(templates) == 3
    (form,) = page(client, "/").forms
    for outcome in ALL:
        assert text(f"web.counted.{outcome}", "zh", count=3).startswith("3 个")
        assert f'"{outcome}"' in form.get("data-words")
        source = (ROOT / "validator" / "web" / "templates" / "parts.html").read_text("utf-8")
        assert f'name == "{outcome}"' in source


def test_an_upload_that_is_not_done_is_shown_as_such_and_looked_at_again(client):
    ids = submit(client, *((f"{n}.xlsx", BAD.read_bytes()) for n in range(20)))
    last = page(client, f"/checks/{ids[-1]}")
    assert last.xpath("//noscript/meta[@http-equiv='refresh']")
    (row,) = last.xpath("//li[@data-outcome='working']")
    assert text("web.state.waiting", "zh", ahead="")[:8] in words(row)
    listed = page(client, "/checks?" + "&".join(f"id={id}" for id in ids))
    assert listed.xpath("//noscript/meta[@http-equiv='refresh']")
    for id in reversed(ids):  # none is begun any more
        client.delete(f"/api/checks/{id}")


def test_a_result_offers_what_can_be_taken_from_it(client, uploads):
    found = page(client, f"/checks/{uploads['bad']}")
    products = found.xpath("//ul[@class='products']//a/@href")
    kinds = ["marked", "letter.docx", "findings.xlsx", "report.html", "report.json"]
    assert products == [f"/checks/{uploads['bad']}/{kind}" for kind in kinds]
    assert found.xpath("//article[contains(@class, 'gouji')]")
    assert client.get(f"/checks/{uploads['bad']}").headers["cache-control"] == "no-store"


def test_of_what_could_not_be_checked_is_said_why_there_is_no_marked_copy(client, uploads):
    found = page(client, f"/checks/{uploads['none']}")
    offered = found.xpath("//a[@class='product']/@href")
    assert [each.rpartition("/")[2] for each in offered] == ["letter.docx", "report.html"]
    assert client.get(offered[0]).status_code == 200
    assert text("web.result.unchecked") in words(found.xpath("//main")[0])
    refused = page(client, f"/checks/{uploads['none']}/marked", 422)
    assert words(refused.xpath("//p[@class='message']")[0])
    assert refused.xpath("//main//a/@href") == [f"/checks/{uploads['none']}"]


def test_of_an_old_workbook_is_said_how_it_becomes_one_that_can_be_marked(client):
    (id,) = submit(client, ("旧.XLS", (ROOT / "tests/corpus/format-xls-2020.xls").read_bytes()))
    wait(client, id)
    found = page(client, f"/checks/{id}")
    assert text("web.result.not_marked") in words(found.xpath("//main")[0])
    assert not [each for each in found.xpath("//a[@class='product']/@href") if "marked" in each]
    client.delete(f"/api/checks/{id}")


def test_names_and_contents_are_shown_as_text(client, uploads):
    id = uploads["hostile"]
    for path in (f"/checks/{id}", f"/checks?id={id}"):
        found = page(client, path)
        assert HOSTILE in words(found.xpath("//main")[0])
        assert not found.xpath("//img | //main//script")
    listed = page(client, f"/checks?id={id}&id={uploads['none']}")
    assert not listed.xpath("//img")
    told = [words(each) for each in listed.xpath("//li/div[@class='what']")]
    assert DEPARTMENT in told[0] and told[1].count(NONE) == 2  # its name, and why
    assert words(page(client, f"/checks/{id}").xpath("//title")[0]).startswith(HOSTILE)
    for path in ("/rules?q=<script>alert(1)</script>", "/rules?edition=<script>", "/rules/<b>"):
        answer = client.get(path)
        assert "<script>alert" not in answer.text
        assert "<b>" not in answer.text
        assert not html.fromstring(answer.text).xpath("//script[not(@src)]")


def test_an_upload_can_be_deleted_without_script(client):
    (id,) = submit(client, (GOOD.name, GOOD.read_bytes()))
    wait(client, id)
    (form,) = page(client, f"/checks/{id}").xpath("//form[@method='post']")
    answer = client.post(form.get("action"))
    assert text("web.deleted") in answer.text
    gone = page(client, f"/checks/{id}", 404)
    assert said_gone(gone)
    assert client.post(form.get("action")).status_code == 404


def said_gone(found):
    return text("serve.gone") in words(found.xpath("//main")[0])


def test_a_browser_gets_a_page_of_what_went_wrong_and_a_program_json(client):
    found = page(client, "/checks/nothing", 404)
    assert said_gone(found)
    assert "/" in found.xpath("//main//a/@href")
    asked = client.get("/checks/nothing", headers={"Accept": "application/json"})
    assert asked.status_code == 404
    assert asked.json()["message"] == text("serve.gone")
    answer = client.post("/checks", files={"file": ("", b"")})
    assert answer.status_code == 422
    assert html.fromstring(answer.text).xpath("//h1")


# --- blank workbooks, rules, about ----------------------------------------------------------------


def test_all_form_sets_can_be_taken_blank_with_a_picture(client):
    found = page(client, "/templates")
    assert sorted(found.xpath("//li[@class='blank']/@id")) == sorted(form_sets())
    headings = [words(each) for each in found.xpath("//section[@class='kind']/h2")]
    assert headings == [said(f"kind.{kind}") for kind in ("决算", "预算", "自评表")]
    for name in form_sets():
        form = form_set(name)
        (entry,) = found.xpath(f"//li[@id='{name}']")
        assert form.title in words(entry)
        assert f"{form.first_year}–{form.last_year}" in words(entry)
        assert form.source in words(entry)
        assert f"/templates/{name}.xlsx" in entry.xpath(".//a/@href")
        assert entry.xpath(".//img/@src") == [f"/templates/{name}.png"]
    years = [form_set(each.get("id")).first_year for each in found.xpath("(//ul)[2]/li")]
    assert years == sorted(years, reverse=True)


@pytest.mark.parametrize(
    "edition", ["final-accounts-2024", "budget-2023", "scorecard-project-2024"]
)
def test_the_catalogue_shows_every_rule_with_what_explains_it(client, edition):
    found = page(client, f"/rules?edition={edition}")
    shown = {each.get("id"): words(each) for each in found.xpath("//details")}
    entries = rulebook(edition)
    assert [*shown] == [f"rule-{entry.rule.id}" for entry in entries]
    for entry in entries:
        about = shown[f"rule-{entry.rule.id}"]
        expected = [
            entry.rule.meaning,
            entry.tolerance,
            entry.rule.source,
            said(f"level.{entry.rule.severity.value}"),
            *(example.words for example in entry.examples),
        ]
        assert all(" ".join(each.split()) in about for each in expected), entry.rule.id


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("js01-3", ["JS01-3"]),
        ("ＪＳ０１－３", ["JS01-3"]),
        ("JS01 收入总计 结转", ["JS01-3"]),
        ("（27+28+29）行", ["JS01-3"]),
        ("(27+28+29)行", ["JS01-3"]),
    ],
)
def test_a_search_finds_rules_however_they_are_typed(client, question, expected):
    found = page(client, f"/rules?edition=final-accounts-2024&q={question.replace('+', '%2B')}")
    assert [each.removeprefix("rule-") for each in found.xpath("//details/@id")] == expected
    assert found.xpath("//details/@open")
    assert found.xpath("//details//mark")
    assert found.xpath("//input[@id='q']/@value") == [question]


def test_a_search_marks_what_was_asked_for_and_says_when_nothing_is_found(client):
    found = page(client, "/rules?q=结转")
    assert {words(each) for each in found.xpath("//mark")} == {"结转"}
    nothing = page(client, "/rules?q=没有这样的规则")
    assert not nothing.xpath("//details")
    assert text("web.rules.nothing") in words(nothing.xpath("//main")[0])
    assert page(client, f"/rules?q={'长' * 2000}").xpath("//input[@id='q']/@value") == ["长" * 80]


def test_a_rule_has_an_address_of_its_own(client):
    for address, leads in {
        "/rules/JS01-2?edition=final-accounts-2020": "final-accounts-2020#rule-JS01-2",
        "/rules/JS01-2?edition=nothing": "final-accounts-2024#rule-JS01-2",
        "/rules/P02?edition=final-accounts-2020": "#rule-P02",
    }.items():
        answer = client.get(address, follow_redirects=False)
        assert answer.status_code == 303
        target = answer.headers["location"]
        assert target.endswith(leads)
        path, fragment = urldefrag(target)
        assert page(client, path).get_element_by_id(fragment) is not None
    page(client, "/rules/JS99-9", 404)
    page(client, "/rules?edition=final-accounts-1999", 404)


def test_what_is_said_of_the_api_is_what_there_is(client):
    paths = client.get("/openapi.json").json()["paths"]
    there = {(method.upper(), path) for path, each in paths.items() for method in each}
    assert {(method, path) for method, path, _ in ROUTES} == there
    assert f"curl -F file=@{text('web.about.file')} {HOST}/api/check" in client.get("/about").text


# --- what goes with the pages ---------------------------------------------------------------------


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_runs_in_old_browsers_and_makes_no_markup_of_words(name):
    found = static_file(name)
    assert found is not None
    content, media = found
    source = content.decode()
    assert media == "text/javascript"
    for never in (
        "?.",
        "??",
        "eval(",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        ".at(",
        "replaceAll",
        "replaceChildren",
        "||=",
        "#private",
    ):
        assert never not in source, never  # fmt: skip


@pytest.mark.parametrize("name", ["style.css", "report.css"])
def test_a_style_names_no_other_file_and_no_font_that_must_be_fetched(name):
    found = static_file(name)
    assert found is not None
    style = re.sub(r"/\*.*?\*/", "", found[0].decode(), flags=re.DOTALL)
    assert not re.search(r"url\(|image-set|@import|@font-face|//", style, re.IGNORECASE)


def test_a_static_file_is_asked_for_under_another_address_when_it_changes(client):
    found = page(client, "/")
    for address in found.xpath("//link/@href | //script/@src"):
        assert re.search(r"\?v=[0-9a-f]{12}$", address)
        answer = client.get(address)
        assert "max-age" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get("/static/nothing.js").status_code == 404
    assert client.get("/static/..%2Fpages.py").status_code == 404


def test_words_stand_out_from_their_ground():
    """WCAG AA: 4.5 to 1."""
    found = static_file("style.css")
    assert found is not None
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", found[0].decode()))
    grounds = {name: ["#ffffff"] for name in ("ink", "muted", "blue", "grey", "seal")}
    for name in ("ink", "muted"):
        grounds[name].append(colours["ground"])
    for name in ("good", "correct", "explain", "incomplete", "grey", "blue"):
        grounds.setdefault(name, ["#ffffff"]).append(colours[f"{name}-pale"])
    for name, each in grounds.items():
        for ground in each:
            assert contrast(colours[name], ground) >= 4.5, (name, ground)


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (
            p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
