"""What every page has: its language, its links, its frame, and the files that go with it.

The pages are templates (`templates/`) that escape every value. They refer to each other by paths
below `root_path`, so that they work behind a proxy that serves them under a folder, and to no
outside resource; scripts and styles are files of their own, so that a strict content-security
policy holds.
"""

import mimetypes
from collections.abc import Mapping
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import cast, get_args
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from validator.findings import VERSION
from validator.reports.html import STYLE
from validator.web.messages import Lang, text
from validator.web.service import Service

#: The cookie that keeps the language, and for how many seconds.
COOKIE, _KEPT = "gouji_lang", 365 * 24 * 3600
#: What <html lang> says.
_TAGS: Mapping[Lang, str] = {"zh": "zh-CN", "en": "en"}
#: The style of the report, beside the files of `static/`.
_OF_REPORT = "report.css"
#: The errors that have a heading of their own.
_HEADED = (401, 404, 413, 429, 503)


def service_of(request: Request) -> Service:
    """The service of the server that is asked."""
    service: Service = request.app.state.service
    return service


def lang_of(request: Request) -> Lang:
    """The language that the address asks for, else that of the cookie, else that of the server."""
    asked = request.query_params.get("lang"), request.cookies.get(COOKIE)
    own = service_of(request).settings.options.lang
    return cast(Lang, next((name for name in asked if name in get_args(Lang)), own))


def base(request: Request) -> str:
    """What the path of every link begins with: "" or "/gouji"."""
    return quote(_root(request))


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")


def _here(request: Request) -> str:
    """The path of this page as a link to it begins; a proxy may have taken the folder away. One
    that begins with two slashes would lead to another server."""
    path, root = f"/{str(request.scope['path']).lstrip('/')}", _root(request)
    return quote(path if path.startswith(f"{root}/") else f"{root}{path}")


def page(
    request: Request,
    template: str,
    facts: Mapping[str, object],
    status: int = 200,
    *,
    kept: bool = True,
) -> HTMLResponse:
    """The page of `template` with `facts`, in the language of the request. `kept` is False for what
    no browser may keep, as pages that speak of somebody's file."""
    lang = lang_of(request)
    words = partial(text, lang=lang)
    shown = _environment().get_template(template)
    content = shown.render(
        t=words,
        lang=lang,
        tag=_TAGS[lang],
        base=base(request),
        here=_here(request),
        static=partial(_address, base(request)),
        languages=_languages(request, lang),
        version=VERSION,
        digest=service_of(request).digest,
        **facts,
    )
    answer = HTMLResponse(content, status)
    answer.headers["Content-Language"] = _TAGS[lang]
    answer.headers["Cache-Control"] = "private, no-cache" if kept else "no-store"
    answer.headers["Vary"] = "Cookie"
    if request.query_params.get("lang") == lang:
        secure = request.scope["scheme"] == "https"
        path = base(request) or "/"
        answer.set_cookie(
            COOKIE, lang, _KEPT, path=path, secure=secure, httponly=True, samesite="lax"
        )
    return answer


def problem(
    request: Request, status: int, message: str, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """The page of an error, whose `message` says what happened and what to do. `headers`
    (Retry-After, WWW-Authenticate) go with it."""
    known = status if status in _HEADED else 400 if status < 500 else 500
    of, back = request.path_params, ""
    if status != 404 and {"id", "product"} <= of.keys():
        # A product that cannot be made of an upload: its result is still there.
        back = f"{base(request)}/checks/{quote(of['id'])}"
    facts = {"heading": f"web.problem.{known}", "message": message, "back": back}
    answer = page(request, "problem.html", facts, status, kept=False)
    answer.headers.update(headers or {})
    return answer


def _asked(request: Request) -> list[tuple[str, str]]:
    """What the address asks for."""
    return parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)


def static_file(name: str) -> tuple[bytes, str] | None:
    """A file that goes with the pages: its content and its media type; None where there is none."""
    return _static().get(name)


@cache
def _static() -> Mapping[str, tuple[bytes, str]]:
    folder = files("validator.web").joinpath("static")
    found = {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.is_file()}
    found[_OF_REPORT] = STYLE.encode()
    return {name: (content, _media(name)) for name, content in found.items()}


def _media(name: str) -> str:
    """The media type of a file; those of the system may say otherwise, and a browser that is told
    not to guess runs no script of another one."""
    own = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
    ending = name.rpartition(".")[2]
    return own.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _address(base: str, name: str) -> str:
    """The address of a static file, another one when its content is."""
    content, _ = _static()[name]
    return f"{base}/static/{name}?v={sha256(content).hexdigest()[:12]}"


def _languages(request: Request, lang: Lang) -> list[tuple[str, str, str]]:
    """The other languages: tag, name, and the address of this page in them. What was posted has no
    address: there it is the first page. No Host header is trusted to be an address."""
    found = []
    for other in get_args(Lang):
        if other != lang:
            asked = [pair for pair in _asked(request) if pair[0] != "lang"]
            query = urlencode([*asked, ("lang", other)])
            path = _here(request) if request.method in ("GET", "HEAD") else f"{base(request)}/"
            found.append((_TAGS[other], text("web.language.name", other), f"{path}?{query}"))
    return found


@cache
def _environment() -> Environment:
    """Every template escapes what it shows, and none shows what it was not given."""
    return Environment(
        loader=PackageLoader("validator.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
