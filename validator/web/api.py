"""The HTTP API: uploads, their state and products, one workbook checked at once, blank workbooks.

What a program gets is JSON (README, “JSON”); a browser that posts a form is led to the page of the
result. Everything else that browsers show is in `pages`.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any
from urllib.parse import urlencode

import anyio
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser

from validator.findings import VERSION
from validator.forms.scorecard import form_set, form_sets
from validator.messages import Lang
from validator.web.answers import wants_page
from validator.web.downloads import archive, attachment, download
from validator.web.layout import base, lang_of, service_of
from validator.web.logs import kind_and_place, said_of
from validator.web.products import ARCHIVED, OFFERED
from validator.web.rates import Rate, client_of
from validator.web.service import Refused, Upload
from validator.web.shapes import Check, Checks, Document, Editions, Health, Problem

router = APIRouter()

#: The one field of a form that holds files.
FIELD = "file"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Blank workbooks and their pictures come with the program; they change when it does.
_SHIPPED = {"Cache-Control": "private, max-age=3600"}

_WHY = {
    400: "The request is not understood, or its name of the host is none of the server's.",
    401: "No token, or a wrong one.",
    403: "Sent by another site's page.",
    404: "There is no such thing, or none any more.",
    408: "The request came too slowly.",
    413: "The request is too large.",
    415: "The content is no form with files (multipart/form-data).",
    422: "What was sent cannot be used.",
    429: "Asked too often; `Retry-After` says when to ask again.",
    500: "The program failed.",
    503: "The server is busy, full or about to stop; `Retry-After` says when to ask again.",
}


def _refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The refusals that a route may give, beside those of every route."""
    every = sorted({*statuses, 400, 401, 422, 429, 500, 503})
    return {status: {"model": Problem, "description": _WHY[status]} for status in every}


def _form(*, many: bool) -> dict[str, Any]:
    """The form of an upload, for the OpenAPI document."""
    binary = {"type": "string", "contentMediaType": "application/octet-stream"}
    one = {**binary, "description": "A workbook: .xlsx .xlsm .xlsb .xls .et .ods"}
    shape = {"type": "array", "items": one, "minItems": 1} if many else one
    schema = {
        "type": "object",
        "required": [FIELD],
        "properties": {FIELD: shape},
        "additionalProperties": False,
    }
    content = {"multipart/form-data": {"schema": schema}}
    return {"requestBody": {"required": True, "content": content}}


Language = Annotated[
    Lang | None, Query(description="The language of the answer; else that of the cookie.")
]
Id = Annotated[str, Path(description="The name that the server gave an upload.")]
EditionName = Annotated[str, Path(description="A form set: see /api/editions.")]


@router.post(
    "/checks",
    status_code=202,
    response_model=Checks,
    summary="Upload workbooks",
    description="Takes one or many workbooks and has them checked. Answers at once: a browser is "
    "led to the page of the result.",
    responses=_refusals(403, 408, 413, 415) | {303: {"description": "Where the result is shown."}},
    openapi_extra=_form(many=True),
)
async def upload(request: Request, lang: Language = None) -> Response:
    """Take workbooks."""
    service = service_of(request)
    async with _files(request) as given:
        size = sum(each.size or 0 for each in given)
        service.see_room(len(given), size)
        _take_work(request, len(given))
        uploads: list[Upload] = []
        try:
            for each in given:
                uploads.append(await _submitted(request, each))
        except Refused:  # all or none: nobody would know the others
            for kept in uploads:
                service.remove(kept.id)
            raise
    if wants_page(request):
        query = urlencode([("id", each.id) for each in uploads])
        path = f"checks/{uploads[0].id}" if len(uploads) == 1 else f"checks?{query}"
        return RedirectResponse(f"{base(request)}/{path}", 303)
    told = [
        {"id": each.id, "name": each.name, "state": each.state, "url": _url(request, each)}
        for each in uploads
    ]
    return JSONResponse({"checks": told}, 202)


@router.get(
    "/api/checks/{id}",
    response_model=Check,
    summary="How far a check is",
    description="The state of an upload, and, when it is done, how the workbook stands.",
    responses=_refusals(404),
)
async def state(request: Request, id: Id) -> dict[str, object]:
    """The state of an upload."""
    found = service_of(request).find(id)
    if found is None:
        raise Refused("serve.gone", {}, 404)
    summary = found.summary
    return {
        "id": found.id,
        "name": found.name,
        "size": found.size,
        "state": found.state,
        "ahead": found.ahead,
        "expires": found.expires,
        "url": _url(request, found),
        "summary": summary
        and {
            "status": summary.status,
            "conclusion": summary.key,
            "sentence": summary.sentence,
            "errors": summary.errors,
            "warnings": summary.warnings,
            "department": summary.department,
            "year": summary.year,
            "edition": summary.edition,
        },
    }


@router.delete(
    "/api/checks/{id}",
    status_code=204,
    summary="Delete an upload",
    description="Takes an upload and all that was made of it away before its time.",
    responses=_refusals(403, 404),
)
async def remove(request: Request, id: Id) -> Response:
    """Take an upload away."""
    if not service_of(request).remove(id):
        raise Refused("serve.gone", {}, 404)
    return Response(status_code=204)


@router.get(
    "/checks/{id}/{product}",
    response_class=Response,
    summary="Download a product",
    description="A product of a checked workbook, as a file; waits until it is checked.",
    responses=_refusals(404)
    | {200: {"description": "The file.", "content": {"application/octet-stream": {}}}},
)
async def product(
    request: Request,
    id: Id,
    product: Annotated[str, Path(description="、".join(OFFERED))],
    lang: Language = None,
) -> Response:
    """A product of an upload."""
    service, language = service_of(request), lang_of(request)
    if product not in OFFERED or service.find(id) is None:
        raise Refused("serve.gone", {}, 404)
    if not service.at_hand(id, product, language):
        _take_work(request, 1)
    try:
        made = await service.product(id, product, language)
        return await download(made)
    except (KeyError, FileNotFoundError):
        raise Refused("serve.gone", {}, 404) from None


@router.get(
    "/archives/{product}",
    response_class=Response,
    summary="Download a product of several uploads",
    description="One .zip with this product of each of the uploads; waits until all are checked. "
    "What cannot be made is named in a text in it.",
    responses=_refusals(404, 413)
    | {200: {"description": "The archive.", "content": {"application/zip": {}}}},
)
async def products(
    request: Request,
    product: Annotated[str, Path(description="、".join(ARCHIVED))],
    id: Annotated[list[str], Query(description="The names that the server gave the uploads.")],
    lang: Language = None,
) -> Response:
    """A product of several uploads."""
    service, language = service_of(request), lang_of(request)
    ids = list(dict.fromkeys(id))
    if product not in ARCHIVED:
        raise Refused("serve.not_found", {}, 404)
    if len(ids) > service.settings.listed:
        raise Refused("serve.too_many_listed", {"count": service.settings.listed}, 413)
    _take_work(request, sum(not service.at_hand(each, product, language) for each in ids))
    return await archive(service, ids, product, language)


@router.post(
    "/api/check",
    response_model=Document,
    summary="Check one workbook",
    description="Checks one workbook and answers with its JSON report. Nothing of it is kept.",
    responses=_refusals(403, 408, 413, 415),
    openapi_extra=_form(many=False),
)
async def check(request: Request, lang: Language = None) -> Response:
    """Check a workbook."""
    service = service_of(request)
    async with _files(request) as given:
        if len(given) > 1:
            raise Refused("serve.one_file", {}, 422)
        _take_work(request, 1)
        uploaded = await _submitted(request, given[0])
    try:
        made = await service.product(uploaded.id, "report.json", uploaded.lang)
        content = await anyio.Path(made.file).read_bytes()
    except (KeyError, FileNotFoundError):
        raise Refused("serve.gone", {}, 404) from None
    finally:
        service.remove(uploaded.id)
    return Response(content, media_type="application/json")


@router.get(
    "/api/editions",
    response_model=Editions,
    summary="Form sets",
    description="The forms that are known: tables of accounts and budgets, and scorecards.",
    responses=_refusals(),
)
async def editions(request: Request) -> dict[str, object]:
    """All form sets."""
    told = [
        {
            "name": name,
            "kind": form.kind,
            "title": form.title,
            "title_en": form.title_en,
            "first_year": form.first_year,
            "last_year": form.last_year,
            "source": form.source,
            "template": f"{base(request)}/templates/{name}.xlsx",
        }
        for name, form in ((name, form_set(name)) for name in form_sets())
    ]
    return {"editions": told}


@router.get(
    "/templates/{edition}.xlsx",
    response_class=Response,
    summary="A blank workbook",
    description="The blank workbook of a form set, with formulas that check what is filled in.",
    responses=_refusals(404) | {200: {"description": "The workbook.", "content": {_XLSX: {}}}},
)
async def template(edition: EditionName) -> Response:
    """A blank workbook."""
    if edition not in form_sets():
        raise HTTPException(404)
    from workbook_templates.built import blank

    content = await anyio.to_thread.run_sync(blank, edition)
    headers = {**_SHIPPED, "Content-Disposition": attachment(f"{edition}.xlsx")}
    return Response(content, media_type=_XLSX, headers=headers)


@router.get(
    "/templates/{edition}.png",
    response_class=Response,
    summary="A picture of a blank workbook",
    description="What the first form of a blank workbook looks like.",
    responses=_refusals(404) | {200: {"description": "The picture.", "content": {"image/png": {}}}},
)
async def picture(edition: EditionName) -> Response:
    """A picture of a blank workbook."""
    from workbook_templates.previews import preview

    shown = preview(edition)
    if shown is None:
        raise HTTPException(404)
    return Response(shown, media_type="image/png", headers=_SHIPPED)


@router.get(
    "/healthz",
    response_model=Health,
    summary="Health",
    description="That the server answers, and how busy it is.",
    responses={503: {"model": Health, "description": "The server is about to stop."}},
)
async def health(request: Request) -> JSONResponse:
    """That the server answers."""
    service = service_of(request)
    waiting, working = service.numbers()
    status = "stopping" if service.closed else "ok"
    told = {"status": status, "version": VERSION, "waiting": waiting, "working": working}
    return JSONResponse(told, 503 if service.closed else 200)


def _client(request: Request) -> str:
    return client_of(request.client.host if request.client else "")


def _take_work(request: Request, count: int) -> None:
    """Count work against the client who asks for it. Raises Refused where it is too much."""
    rate: Rate = request.app.state.work
    if after := rate.take(_client(request), count):
        raise Refused("serve.too_often", {"seconds": after}, 429, after)


async def _submitted(request: Request, file: UploadFile) -> Upload:
    service = service_of(request)
    lang = lang_of(request)
    return await service.submit(file.filename or "", file.file, lang, _client(request))


@asynccontextmanager
async def _files(request: Request) -> AsyncIterator[list[UploadFile]]:
    """The files of a form, one or more. Raises Refused."""
    settings = service_of(request).settings
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        raise Refused("serve.no_form", {"field": FIELD}, 415)
    parser = MultiPartParser(
        request.headers,
        request.stream(),
        max_files=settings.files,
        max_fields=settings.fields,
        max_part_size=settings.field_size,
    )
    parser.spool_max_size = settings.held
    try:
        form = await parser.parse()
    except MultiPartException as problem:
        if problem.message.startswith("Too many files"):
            raise Refused("serve.too_many", {"count": settings.files}, 413) from None
        raise Refused("serve.bad_form", {"field": FIELD}, 400) from None
    except (ValueError, LookupError):  # a character set or a boundary that is none
        raise Refused("serve.bad_form", {"field": FIELD}, 400) from None
    except OSError as problem:  # what comes in is held on the disk
        said_of(kind_and_place(problem))
        raise Refused("serve.full", {}, 503, after=60) from None
    try:
        given = [
            each
            for each in form.getlist(FIELD)
            # A browser sends a file without a name where none was chosen.
            if isinstance(each, UploadFile) and (each.filename or each.size)
        ]
        if not given:
            raise Refused("serve.no_file", {"field": FIELD}, 422)
        yield given
    finally:
        await form.close()


def _url(request: Request, upload: Upload) -> str:
    return f"{base(request)}/checks/{upload.id}"
