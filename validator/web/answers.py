"""What the server answers where it does not do what was asked for: a page for people, JSON for
programs, both with the same sentence."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from validator.web import layout
from validator.web.messages import text
from validator.web.service import NoProduct, Refused

#: Paths of programs, which get JSON whatever they accept.
_OF_PROGRAMS = ("/api/", "/healthz", "/openapi.json")
#: Statuses that Starlette gives by itself → what is said.
_SAID = {404: "serve.not_found", 405: "serve.method"}


def path_of(request: Request) -> str:
    """The path that is asked for, whether or not a proxy has taken away what comes before it."""
    root, path = str(request.scope.get("root_path", "")), str(request.scope["path"])
    return path[len(root) :] if root and path.startswith(f"{root}/") else path


def wants_page(request: Request) -> bool:
    """Is it a browser that asks, which shows a page, and no program, which wants JSON?"""
    if path_of(request).startswith(_OF_PROGRAMS):
        return False
    accepted = _accepted(request.headers.get("accept", ""))
    return accepted.get("text/html", 0.0) > accepted.get("application/json", 0.0)


def problem(
    request: Request,
    status: int,
    key: str,
    facts: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    after: int = 0,
) -> Response:
    """The answer that says `text(key, …)`; `after` is in how many seconds to ask again."""
    message = text(key, layout.lang_of(request), **(facts or {}))
    return told(request, status, key.rpartition(".")[2], message, headers, after=after)


def told(
    request: Request,
    status: int,
    code: str,
    message: str,
    headers: Mapping[str, str] | None = None,
    *,
    after: int = 0,
) -> Response:
    """The answer that says `message`; `code` is for programs."""
    more = dict(headers or {})
    if after:
        more["Retry-After"] = str(after)
    if wants_page(request):
        return layout.problem(request, status, message, more)
    return JSONResponse({"message": message, "code": code}, status, more)


def install(app: FastAPI) -> None:
    """Have every refusal answered so."""

    async def refused(request: Request, error: Any) -> Response:
        return problem(request, error.status, error.key, error.facts, after=error.after)

    async def no_product(request: Request, error: Any) -> Response:
        return told(request, 422, "no_product", str(error))

    async def by_status(request: Request, error: Any) -> Response:
        key = _SAID.get(error.status_code, "serve.not_understood")
        return problem(request, error.status_code, key, headers=error.headers)

    async def invalid(request: Request, error: Any) -> Response:
        names = "、".join(dict.fromkeys(f"{each['loc'][-1]}" for each in error.errors()))
        return problem(request, 422, "serve.parameter", {"names": names})

    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(NoProduct, no_product)
    app.add_exception_handler(HTTPException, by_status)
    app.add_exception_handler(RequestValidationError, invalid)


def _accepted(header: str) -> dict[str, float]:
    """Media type → how much it is wanted, as in `Accept`."""
    found: dict[str, float] = {}
    for part in header.split(","):
        name, *parameters = (each.strip().lower() for each in part.split(";"))
        quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        try:
            found[name] = float(quality)
        except ValueError:
            found[name] = 0.0
    return found
