"""gouji serve: the upload page and the HTTP API, for one person or for an office."""

import os
from errno import EACCES, EADDRINUSE
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from validator.cli.common import LangOption, Language, refuse_file, stop
from validator.cli.options import options_of
from validator.messages import Lang

if TYPE_CHECKING:
    from validator.web.settings import Settings

#: Where the token may stand, so that it is on no command line that others on the machine can see.
_TOKEN = "GOUJI_TOKEN"
#: A shorter token could be guessed by trying; a longer one is no token but a wrong file.
_SHORTEST, _LONGEST = 12, 1000
#: What the extra `web` brings, as it is imported.
_PACKAGES = ("fastapi", "uvicorn", "python_multipart", "pandas", "docx")


def serve(
    host: Annotated[
        str, typer.Option("--host", help="监听的地址；不写则只有本机能访问。")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="端口；0 是任一空闲的。")
    ] = 8000,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, max=256, help="校验进程数；不写则同处理器核数。")
    ] = None,
    token_file: Annotated[
        Path | None,
        typer.Option(
            "--token-file", help=f"访问口令所在的文件（第一行）；也可写在环境变量 {_TOKEN} 里。"
        ),
    ] = None,
    without_token: Annotated[
        bool,
        typer.Option("--without-token", help="没有口令也允许本机以外访问；只在已有别的门禁时用。"),
    ] = False,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="名字", help="访问时用的域名，可以写几次。"),
    ] = None,
    behind_proxy: Annotated[
        bool,
        typer.Option("--behind-proxy", help="在本机的反向代理后面：采信它转来的客户端地址和协议。"),
    ] = False,
    root_path: Annotated[
        str, typer.Option("--root-path", help="代理把服务放在哪个路径下，如 /gouji。")
    ] = "",
    keep: Annotated[
        int, typer.Option("--keep", min=1, max=1440, help="上传的文件和结果保留几分钟。")
    ] = 30,
    rules: Annotated[
        Path | None, typer.Option("--rules", help="本单位的规则文件，同 gouji check。")
    ] = None,
    waivers: Annotated[
        Path | None, typer.Option("--waivers", help="豁免文件，同 gouji check。")
    ] = None,
    catalogue: Annotated[
        Path | None, typer.Option("--catalogue", help="完整的科目目录，同 gouji check。")
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option("--limit", help="改一项上限，如 file=20MB；gouji limits 列出各项。"),
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="打开浏览器。")] = False,
    lang: LangOption = Language.zh,
) -> None:
    """提供上传校验的网页和接口，直到按 Ctrl-C。"""
    import socket

    from validator.web.messages import text

    if missing := [name for name in _PACKAGES if find_spec(name) is None]:
        facts = {"names": "、".join(missing), "command": "pip install 'gouji[web]'"}
        stop(text("serve.no_web", lang.value, **facts))
    from validator.web.folder import NoFolder
    from validator.web.server import serve as run
    from validator.web.settings import Settings

    local = _is_local(host)
    token = _token(token_file, lang.value)
    if not (local or token or without_token):
        stop(text("serve.no_token", lang.value, host=host, variable=_TOKEN))
    options = options_of(lang.value, rules=rules, waivers=waivers, catalogue=catalogue, limit=limit)
    names = {*(allow_host or ()), *(() if local else (socket.gethostname(),))}
    settings = Settings(
        options=options,
        token=token,
        hosts=frozenset(names),
        anywhere=not local,
        root_path=_path(root_path, lang.value),
        keep=keep,
    )
    settings = settings if jobs is None else _with_jobs(settings, jobs)

    def ready(listened: int) -> None:
        address = _address(host, listened, settings.root_path)
        typer.echo(text("serve.ready", lang.value, address=address, minutes=keep), err=True)
        if open_browser:
            import webbrowser

            webbrowser.open(address)

    try:
        run(settings, host, port, ready, behind_proxy=behind_proxy)
    except NoFolder as problem:
        stop(text("serve.no_folder", lang.value, problem=problem))
    except socket.gaierror:
        stop(text("serve.no_address", lang.value, host=host))
    except OSError as problem:
        told = {"host": host, "port": port, "problem": problem.strerror or problem}
        key = {EADDRINUSE: "serve.taken", EACCES: "serve.not_allowed"}.get(problem.errno or 0)
        stop(text(key or "serve.not_listened", lang.value, **told))


def _with_jobs(settings: "Settings", jobs: int) -> "Settings":
    from dataclasses import replace

    return replace(settings, jobs=jobs)


def _is_local(host: str) -> bool:
    """Is it an address of this machine that no other reaches?"""
    import ipaddress

    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _token(path: Path | None, lang: Lang) -> str:
    """The token: the first line of a file, else that of the environment, else none; or a message
    and status 2."""
    from validator.web.messages import text

    source = str(path) if path else _TOKEN
    given = os.environ.get(_TOKEN, "").strip()
    if path is not None:
        try:
            with path.open(encoding="utf-8-sig") as file:
                given = file.readline(_LONGEST + 2).strip()
        except OSError as problem:
            refuse_file(problem, path, lang)
        except UnicodeDecodeError:
            stop(text("serve.token_unfit", lang, source=source, least=_SHORTEST, most=_LONGEST))
    elif _TOKEN not in os.environ:
        return ""
    if not (_SHORTEST <= len(given) <= _LONGEST) or not given.isascii() or not given.isprintable():
        stop(text("serve.token_unfit", lang, source=source, least=_SHORTEST, most=_LONGEST))
    return given


def _path(root: str, lang: Lang) -> str:
    """The path under which a proxy serves gouji: "" or "/gouji"; or a message and status 2."""
    from validator.web.messages import text

    path = root.rstrip("/")
    if path and not path.startswith("/"):
        stop(text("serve.root_path", lang, path=root))
    return path


def _address(host: str, port: int, root_path: str) -> str:
    """What to type into a browser on this machine."""
    import ipaddress
    import socket

    try:
        known = ipaddress.ip_address(host)
    except ValueError:
        return f"http://{host}:{port}{root_path}/"
    if known.is_unspecified:
        return f"http://{socket.gethostname()}:{port}{root_path}/"
    return f"http://{f'[{host}]' if known.version == 6 else host}:{port}{root_path}/"
