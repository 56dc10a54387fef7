"""The API: uploads, their state and products, one workbook checked at once, blank workbooks."""

import json
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tests.servers import BAD, EXAMPLES, GOOD, Started, form, started, waited
from validator import Options, check, rules_digest
from validator.forms.scorecard import form_sets
from validator.messages import text as core_text
from validator.reports import json as json_report
from validator.web.messages import text
from validator.web.products import OFFERED
from validator.web.shapes import Document

_ONE = form(("a.xlsx", b"x"))
_XLS = next((Path(__file__).parent / "corpus").rglob("*.xls"))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with started(tmp_path_factory.mktemp("server"), "--jobs", 2) as running:
        yield running
        assert running.stop() == 0


def upload(server: Started, name: str, content: bytes) -> str:
    """The id of an upload that is checked."""
    answer = server.client.post("/checks", files=form((name, content)))
    assert answer.status_code == 202, answer.text
    (told,) = answer.json()["checks"]
    waited(server.client, told["id"])
    return str(told["id"])


@pytest.fixture(scope="module")
def bad(server):
    return upload(server, "决算 “2020”.xlsx", BAD.read_bytes())


def test_one_workbook_is_answered_with_the_json_of_the_command(server):
    answer = server.client.post("/api/check", files=form(("决算.xlsx", BAD.read_bytes())))
    report = check(BAD.read_bytes(), Options(name="决算.xlsx"))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.text == json_report.render([report], rules_digest())


def test_nothing_is_kept_of_a_workbook_that_is_answered_at_once(server):
    folders = set(next(server.folder.iterdir()).iterdir())
    server.client.post("/api/check", files=form(("决算.xlsx", GOOD.read_bytes())))
    assert set(next(server.folder.iterdir()).iterdir()) == folders


def test_the_language_is_the_one_that_is_asked_for(server, bad):
    files = form(("a.xlsx", BAD.read_bytes()))
    english = check(BAD.read_bytes(), Options(name="a.xlsx", lang="en"))
    said = server.client.post("/api/check", params={"lang": "en"}, files=files).json()
    assert said["workbooks"][0] == json.loads(json.dumps(english.as_json()))
    again = server.client.get(f"/checks/{bad}/report.json", params={"lang": "en"}).json()
    assert again["workbooks"][0]["findings"] == said["workbooks"][0]["findings"]
    cookie = {"Cookie": "gouji_lang=en"}
    refused = server.client.post("/api/check", headers=cookie, files=form(field="other"))
    assert refused.json()["message"] == text("serve.no_form", "en", field="file")


def test_several_workbooks_are_taken_at_once_in_their_order(server):
    given = [(f"{number}.xlsx", GOOD.read_bytes()) for number in range(3)]
    told = server.client.post("/checks", files=form(*given)).json()["checks"]
    assert [each["name"] for each in told] == ["0.xlsx", "1.xlsx", "2.xlsx"]
    for each in told:
        assert each["url"] == f"/checks/{each['id']}"
        assert waited(server.client, each["id"])["summary"]["status"] == "checked"


def test_a_browser_that_posts_a_form_is_led_to_the_page(server):
    as_browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    one = form(("a.xlsx", GOOD.read_bytes()))
    answer = server.client.post("/checks", headers=as_browser, files=one)
    assert (answer.status_code, answer.headers["location"][:8]) == (303, "/checks/")
    answer = server.client.post("/checks", headers=as_browser, files=one * 2)
    assert (answer.status_code, answer.headers["location"][:11]) == (303, "/checks?id=")
    assert server.client.get(answer.headers["location"]).status_code == 200


def test_the_state_says_how_the_workbook_stands(server, bad):
    told = server.client.get(f"/api/checks/{bad}").json()
    report = check(BAD.read_bytes())
    assert told["name"] == "决算 “2020”.xlsx" and told["ahead"] == 0
    assert told["size"] == BAD.stat().st_size
    assert told["summary"] == {
        "status": "checked",
        "conclusion": "report.to_correct",
        "sentence": told["summary"]["sentence"],
        "errors": report.errors,
        "warnings": report.warnings,
        "department": report.department,
        "year": report.year,
        "edition": report.edition,
    }


@pytest.mark.parametrize(
    ("product", "begins", "name"),
    [
        ("report.html", b"<!DOCTYPE html>", "决算 “2020”-校验报告.html"),
        ("report.json", b"{", "决算 “2020”-校验报告.json"),
        ("marked", b"PK", "决算 “2020”-已标注.xlsx"),
        ("letter.docx", b"PK", "决算 “2020”-审核意见单.docx"),
        ("findings.xlsx", b"PK", "决算 “2020”-校验意见.xlsx"),
        ("findings.csv", b"\xef\xbb\xbf", "决算 “2020”-校验意见.csv"),
    ],
)
def test_every_product_is_a_file_to_keep(server, bad, product, begins, name):
    assert product in OFFERED
    answer = server.client.get(f"/checks/{bad}/{product}")
    assert answer.status_code == 200
    assert answer.content[: len(begins)].upper() == begins.upper()
    kind, _, given = answer.headers["content-disposition"].partition(";")
    assert kind == "attachment"
    assert unquote(given.partition("filename*=UTF-8''")[2]) == name
    assert answer.content == server.client.get(f"/checks/{bad}/{product}").content


def test_the_marked_copy_is_that_of_the_uploaded_file(server, bad):
    marked = server.client.get(f"/checks/{bad}/marked").content
    book = load_workbook(BytesIO(marked))
    assert len(book.sheetnames) == len(load_workbook(BAD).sheetnames) + 1


def test_what_cannot_be_made_says_why(server):
    id = upload(server, "旧.xls", _XLS.read_bytes())
    answer = server.client.get(f"/checks/{id}/marked")
    assert answer.status_code == 422
    assert answer.json() == {
        "message": core_text("edit.format", name="旧.xls"),
        "code": "no_product",
    }


def test_a_product_of_several_workbooks_comes_in_one_archive(server):
    ids = [upload(server, "决算.xlsx", path.read_bytes()) for path in (BAD, GOOD)]
    ids += [upload(server, "旧.xls", _XLS.read_bytes()), "gone"]
    answer = server.client.get("/archives/marked", params={"id": ids, "lang": "zh"})
    assert answer.headers["content-type"] == "application/zip"
    given = answer.headers["content-disposition"].partition("filename*=UTF-8''")[2]
    assert unquote(given) == "标注副本（4 个文件）.zip"
    with ZipFile(BytesIO(answer.content)) as packed:
        assert packed.namelist() == ["决算-已标注.xlsx", "决算-已标注 (2).xlsx", "没有写出的.txt"]
        for name, id in zip(packed.namelist(), ids, strict=False):
            if name.endswith(".xlsx"):
                assert packed.read(name) == server.client.get(f"/checks/{id}/marked").content
        told = packed.read("没有写出的.txt").decode("utf-8-sig").splitlines()
    assert told == [core_text("edit.format", name="旧.xls"), text("web.list.gone", count=1)]


def test_names_in_an_archive_are_names_everywhere(server):
    id = upload(server, 'a:b?"c".xlsx', GOOD.read_bytes())
    answer = server.client.get("/archives/letter.docx", params={"id": [id]})
    with ZipFile(BytesIO(answer.content)) as packed:
        (name,) = packed.namelist()
    assert not set(name) & set('<>:"/\\|?*')


@pytest.mark.parametrize(
    ("product", "count", "status", "code"),
    [
        ("letter.docx", 1, 404, "gone"),
        ("report.json", 1, 404, "not_found"),
        ("letter.docx", 201, 413, "too_many_listed"),
    ],
)
def test_what_cannot_be_packed_is_refused_with_a_reason(server, product, count, status, code):
    ids = [f"none{number}" for number in range(count)]
    answer = server.client.get(f"/archives/{product}", params={"id": ids})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    ("content", "key"), [(b"", "unreadable.empty"), (b"nothing", "unreadable.not_a_workbook")]
)
def test_a_file_that_is_no_workbook_is_an_upload_whose_report_says_so(server, content, key):
    id = upload(server, "空.xlsx", content)
    summary = server.client.get(f"/api/checks/{id}").json()["summary"]
    assert summary["status"] == "unreadable"
    assert summary["sentence"] == check(content, Options(name="空.xlsx")).message
    for product in OFFERED:
        answer = server.client.get(f"/checks/{id}/{product}")
        assert answer.status_code == (422 if product == "marked" else 200), product


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\报表\\决算.xlsx", "决算.xlsx"),
        ("a\u202exslx.exe", "axslx.exe"),
        ("长" * 300 + ".xlsx", "长" * 195 + ".xlsx"),
        ("<script>'.xlsx", "<script>'.xlsx"),
        (" ", "?"),
    ],
)
def test_the_name_of_a_file_is_only_a_name(server, name, shown):
    answer = server.client.post("/checks", files=form((name, b"nothing")))
    (told,) = answer.json()["checks"]
    assert told["name"] == shown
    waited(server.client, told["id"])
    given = server.client.get(f"/checks/{told['id']}/report.json")
    assert "\n" not in given.headers["content-disposition"]
    assert given.json()["workbooks"][0]["path"] == shown


def test_an_upload_can_be_deleted_before_its_time(server):
    id = upload(server, "a.xlsx", GOOD.read_bytes())
    assert server.client.get(f"/checks/{id}/report.json").status_code == 200
    assert server.client.delete(f"/api/checks/{id}").status_code == 204
    for path in (f"/api/checks/{id}", f"/checks/{id}", f"/checks/{id}/report.json"):
        answer = server.client.get(path)
        assert answer.status_code == 404
    assert server.client.delete(f"/api/checks/{id}").json()["code"] == "gone"


@pytest.mark.parametrize(
    "path", ["/api/checks/x", "/checks/x/marked", "/templates/x.xlsx", "/nothing"]
)
def test_what_is_not_there_is_said_in_json_to_programs_and_on_a_page_to_people(server, path):
    answer = server.client.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert set(answer.json()) == {"message", "code"}
    page = server.client.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert page.headers["content-type"].startswith(
        "application/json" if path.startswith("/api/") else "text/html"
    )


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({}, 415, "no_form"),
        ({"data": {"file": "文字"}}, 415, "no_form"),
        ({"json": {"file": "x"}}, 415, "no_form"),
        ({"files": form(("a.xlsx", b"x"), field="other")}, 422, "no_file"),
        ({"files": {"file": (None, b"x")}}, 422, "no_file"),
        ({"files": _ONE * 51}, 413, "too_many"),
        (
            {"files": _ONE, "data": {f"f{n}": "x" for n in range(9)}},
            400,
            "bad_form",
        ),
        ({"files": _ONE, "data": {"f": "x" * 70000}}, 400, "bad_form"),
        (
            {"content": b"--x\r\n\r\n", "headers": {"Content-Type": "multipart/form-data"}},
            400,
            "bad_form",
        ),
        (
            {
                "content": b"not a form",
                "headers": {"Content-Type": "multipart/form-data; boundary=x"},
            },
            400,
            "bad_form",
        ),
    ],
)
@pytest.mark.parametrize("path", ["/checks", "/api/check"])
def test_what_is_no_form_with_files_is_refused_with_a_reason(server, path, sent, status, code):
    answer = server.client.post(path, **sent)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_one_at_a_time_is_said(server):
    answer = server.client.post("/api/check", files=form(("a", b"x"), ("b", b"x")))
    assert (answer.status_code, answer.json()["code"]) == (422, "one_file")


def test_blank_workbooks_and_their_pictures_are_those_that_ship(server):
    told = server.client.get("/api/editions").json()["editions"]
    assert [each["name"] for each in told] == list(form_sets())
    folder = EXAMPLES.parent / "workbook_templates"
    for each in told:
        path = each["template"]
        content = (folder / f"{each['name']}.xlsx").read_bytes()
        assert sha256(server.client.get(path).content).digest() == sha256(content).digest()
        picture = server.client.get(path.replace(".xlsx", ".png"))
        assert (picture.status_code, picture.content[1:4]) == (200, b"PNG")


def test_the_health_tells_nothing_but_how_busy_it_is(server):
    told = server.client.get("/healthz").json()
    assert set(told) == {"status", "version", "waiting", "working"}
    assert told["status"] == "ok"


def test_the_openapi_document_describes_every_route_and_refusal(server):
    document = server.client.get("/openapi.json").json()
    assert set(document["paths"]) == {
        *("/checks", "/api/check", "/api/checks/{id}", "/checks/{id}/{product}"),
        "/archives/{product}",
        *("/api/editions", "/templates/{edition}.xlsx", "/templates/{edition}.png", "/healthz"),
    }
    for path, methods in document["paths"].items():
        for about in methods.values():
            assert about["summary"] and about["description"], path
            refusals = {status for status in about["responses"] if status >= "400"}
            assert path == "/healthz" or {"400", "401", "429", "503"} <= refusals
    for page in ("/docs", "/redoc"):  # they would load scripts from elsewhere
        assert server.client.get(page).status_code == 404


@pytest.mark.parametrize(
    "path",
    sorted(EXAMPLES.rglob("*.xlsx")),
    ids=lambda path: path.relative_to(EXAMPLES).as_posix(),
)
def test_the_published_json_is_the_one_that_the_openapi_document_describes(path):
    shape = json.loads(json_report.render([check(path)], rules_digest()))
    described = Document.model_validate(shape).model_dump(mode="json", exclude_unset=True)
    assert described == shape
