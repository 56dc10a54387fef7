"""What people see: the upload page, lists and results, blank workbooks, rules, and about."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from validator.editing.package import ENDINGS as MARKED
from validator.forms.model import CARDS, KINDS, Edition
from validator.forms.scorecard import form_set, form_sets
from validator.messages import Lang
from validator.reading import ENDINGS
from validator.web.layout import base, lang_of, page, service_of, static_file
from validator.web.messages import text, unfilled
from validator.web.outcomes import ALL, UNCHECKED, counted, item
from validator.web.products import ARCHIVED, OFFERED
from validator.web.rule_search import LONGEST, search
from validator.web.service import Refused

#: What can be taken from a result, the first for most people; and of what was not checked, for the
#: answer to whoever has sent it.
PRODUCTS = ("marked", "letter.docx", "findings.xlsx", "report.html")
_OF_UNCHECKED = ("letter.docx", "report.html")
#: What is for programs.
_DATA = "report.json"

#: What the API has: method, path, and the message that says what it does.
ROUTES = (
    ("POST", "/api/check", "web.route.check"),
    ("POST", "/checks", "web.route.submit"),
    ("GET", "/api/checks/{id}", "web.route.state"),
    ("GET", "/checks/{id}/{product}", "web.route.product"),
    ("GET", "/archives/{product}", "web.route.archive"),
    ("DELETE", "/api/checks/{id}", "web.route.delete"),
    ("GET", "/api/editions", "web.route.editions"),
    ("GET", "/templates/{edition}.xlsx", "web.route.template"),
    ("GET", "/templates/{edition}.png", "web.route.picture"),
    ("GET", "/healthz", "web.route.health"),
)
#: What the script of the upload page says (`web.script.…`).
_SCRIPT = (
    "queued", "uploading", "sent", "busy", "too_large", "offline", "failed", "gone", "too_many",
    "others",
)  # fmt: skip

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
async def upload(request: Request) -> HTMLResponse:
    """The page on which workbooks are dropped."""
    return _list(request, ())


@router.get("/checks")
async def listed(request: Request) -> Response:
    """The list of several uploads; those that are no longer kept are counted."""
    ids = list(dict.fromkeys(request.query_params.getlist("id")))
    if not ids:
        return RedirectResponse(f"{base(request)}/", 303)
    return _list(request, ids)


def _list(request: Request, ids: Sequence[str]) -> HTMLResponse:
    lang = lang_of(request)
    service = service_of(request)
    found = [upload for upload in map(service.find, ids) if upload is not None]
    items = [item(upload, lang) for upload in found]
    facts = {
        "items": items,
        "counted": counted(items, lang) if items else "",
        "gone": len(ids) - len(found),
        "waiting": any(not each.done for each in items),
        "archives": [(kind, text(f"web.archive.{kind}", lang)) for kind in ARCHIVED],
        "done": urlencode([("id", each.id) for each in items if each.done]),
        "deleted": "deleted" in request.query_params,
        "words": _words(lang),
        **_limits(request),
    }
    return page(request, "upload.html", facts, kept=not ids)


@router.get("/checks/{id}")
async def result(request: Request, id: str) -> HTMLResponse:
    """The report of one workbook; while there is none, how far it is."""
    lang = lang_of(request)
    service = service_of(request)
    upload = service.find(id)
    if upload is None:
        raise Refused("serve.gone", {}, 404)
    row = item(upload, lang)
    if not row.done:
        return page(request, "waiting.html", {"item": row}, kept=False)
    try:
        inside = await service.fragment(id, lang)
    except KeyError:  # deleted while it was made
        raise Refused("serve.gone", {}, 404) from None
    kinds: Sequence[str] = PRODUCTS
    cannot = ""
    if row.outcome == UNCHECKED:
        kinds, cannot = _OF_UNCHECKED, text("web.result.unchecked", lang)
    elif not upload.name.lower().endswith(MARKED):
        kinds, cannot = PRODUCTS[1:], text("web.result.not_marked", lang)
    facts = {
        "item": row,
        "cannot": cannot,
        "products": [(kind, text(f"web.product.{kind}", lang)) for kind in kinds],
        "data": _DATA,
        "expires": upload.expires,
        "edition": upload.summary.edition if upload.summary else "",
        "report": Markup(inside),
    }
    return page(request, "result.html", facts, kept=False)


@router.post("/checks/{id}/delete")
async def delete(request: Request, id: str) -> Response:
    """Take an upload away at once, from a form: browsers without script know no DELETE."""
    if not service_of(request).remove(id):
        raise Refused("serve.gone", {}, 404)
    return RedirectResponse(f"{base(request)}/?deleted=1", 303)


@router.get("/static/{name}")
async def static(name: str) -> Response:
    """A style, a script or the sign of the pages; its address changes when its content does."""
    found = static_file(name)
    if found is None:
        raise Refused("serve.not_found", {}, 404)
    content, media = found
    return Response(content, media_type=media, headers={"Cache-Control": "public, max-age=86400"})


@dataclass(frozen=True, slots=True)
class Kind:
    """The form sets of one kind, those of the latest years first."""

    name: str
    words: str
    forms: tuple[Edition, ...]


def _kinds(lang: Lang) -> tuple[Kind, ...]:
    """All form sets, by kind."""
    every = [form_set(name) for name in form_sets()]
    found = []
    for kind in (*KINDS, CARDS):
        own = sorted((e for e in every if e.kind == kind), key=lambda e: -e.first_year)
        found.append(Kind(kind, text(f"kind.{kind}", lang), tuple(own)))
    return tuple(kind for kind in found if kind.forms)


@router.get("/templates")
async def templates(request: Request) -> HTMLResponse:
    """The blank workbooks by kind and year, with a picture of each."""
    lang = lang_of(request)
    previews = files("workbook_templates").joinpath("previews")
    drawn = {name for name in form_sets() if previews.joinpath(f"{name}.png").is_file()}
    facts = {"kinds": _kinds(lang), "unsourced": _unsourced, "drawn": drawn}
    return page(request, "templates.html", facts)


def _unsourced(forms: Edition) -> list[tuple[str, str]]:
    """The tables whose layout is not taken from the source of their form set, and where from."""
    tables = (forms.forms[subject] for subject in forms.order)
    return [(f"{table.name} {table.title}", table.source) for table in tables if table.source]


@router.get("/rules")
async def rules(request: Request, edition: str = "", q: str = "") -> HTMLResponse:
    """The catalogue of rules of an edition, searched for `q`."""
    lang = lang_of(request)
    kinds = _kinds(lang)
    if edition and edition not in form_sets():
        raise Refused("web.rules.unknown", {"name": edition[:LONGEST]}, 404)
    name = edition or kinds[0].forms[0].name
    question = q.strip()[:LONGEST]
    every = sum(len(group.rules) for group in search(name, "", lang))
    groups = search(name, question, lang)
    facts = {
        "kinds": kinds,
        "forms": form_set(name),
        "groups": groups,
        "question": question,
        "longest": LONGEST,
        "every": every,
        "found": sum(len(group.rules) for group in groups),
    }
    return page(request, "rules.html", facts)


@router.get("/rules/{id}")
async def rule(request: Request, id: str, edition: str = "") -> Response:
    """Leads to a rule in the catalogue of its edition: `edition`, or the newest ones that have it,
    as those of scorecards, which stand in no edition of tables."""
    lang = lang_of(request)
    newest = (kind.forms[0].name for kind in _kinds(lang))
    for name in (edition, *newest) if edition in form_sets() else newest:
        if any(each.id == id for group in search(name, id, lang) for each in group.rules):
            query = urlencode({"edition": name})
            return RedirectResponse(f"{base(request)}/rules?{query}#rule-{quote(id)}", 303)
    raise Refused("web.rules.unknown_rule", {"name": id[:LONGEST]}, 404)


@router.get("/about")
async def about(request: Request) -> HTMLResponse:
    """The API in words, what is kept of files, versions."""
    facts = {
        "address": str(request.base_url).rstrip("/"),
        "routes": ROUTES,
        "products": OFFERED,
        "archived": ARCHIVED,
        "token": bool(service_of(request).settings.token),
        **_limits(request),
    }
    return page(request, "about.html", facts)


def _limits(request: Request) -> dict[str, object]:
    """What a person must know of the server's settings."""
    settings = service_of(request).settings
    largest = settings.options.limits.file
    return {
        "endings": ENDINGS,
        "largest": largest,
        "size": f"{largest >> 20} MB",
        "files": settings.files,
        "most": settings.listed,
        "minutes": settings.keep,
    }


def _words(lang: Lang) -> dict[str, object]:
    """What the script of the upload page says, which fills in {percent} and the like."""
    return {
        **{name: unfilled(f"web.script.{name}", lang) for name in _SCRIPT},
        "formats": unfilled("web.upload.formats_each", lang),
        "all": unfilled("web.counted", lang),
        "and": text("web.counted.and", lang),
        "counted": [(outcome, unfilled(f"web.counted.{outcome}", lang)) for outcome in ALL],
    }
