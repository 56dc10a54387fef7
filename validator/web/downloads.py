"""Files that people take away: a product of one upload, or that of all of a list in one archive."""

import os
import re
from collections.abc import AsyncIterator, Collection
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import quote
from zipfile import ZipFile

import anyio
from fastapi.responses import Response, StreamingResponse

from validator.files import free_name
from validator.messages import Lang
from validator.web.logs import kind_and_place, said_of
from validator.web.messages import text
from validator.web.service import NoProduct, Product, Refused, Service

#: Bytes that are read of a file at a time.
_CHUNK = 1 << 16
#: What no name of a file may hold on Windows, where archives are unpacked.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]|[. ]+$')


def attachment(name: str) -> str:
    """The header by which a file is kept under `name` (RFC 6266): in ASCII for old programs, and as
    it is."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ()") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


async def download(made: Product) -> Response:
    """The product as a file to keep. Raises FileNotFoundError where it has just been taken away."""
    file = await anyio.to_thread.run_sync(made.file.open, "rb")  # there even if taken away now
    return _sent(file, made.name, made.media)


async def archive(service: Service, ids: Collection[str], kind: str, lang: Lang) -> Response:
    """One archive (.zip) with this product of all the uploads, when they are checked, and a text
    that says of which there is none, and why. Raises Refused where there is none of the uploads
    (any more), or where the server is full or about to stop."""
    try:
        file = TemporaryFile(dir=service.folder)  # noqa: SIM115 - it is closed when it is sent
        try:
            await _pack(file, service, ids, kind, lang)
        except BaseException:
            file.close()
            raise
    except OSError as problem:
        said_of(kind_and_place(problem))
        raise Refused("serve.full", {}, 503, after=60) from None
    title = text(f"archive.{kind}", lang, count=len(ids))
    return _sent(file, f"{title}.zip", "application/zip")


async def _pack(
    file: IO[bytes], service: Service, ids: Collection[str], kind: str, lang: Lang
) -> None:
    """Write the archive. Raises Refused, OSError."""
    left: list[str] = []
    taken: set[str] = set()
    gone = 0
    with ZipFile(file, "w") as packed:
        for id in ids:
            try:
                made = await service.product(id, kind, lang)
                name = _free(made.name, taken)
                await anyio.to_thread.run_sync(packed.write, made.file, name)
            except NoProduct as problem:
                left.append(f"{problem}")
            except (KeyError, FileNotFoundError):
                gone += 1
        if gone == len(ids):
            raise Refused("serve.gone", {}, 404)
        left += [text("web.list.gone", lang, count=gone)] if gone else []
        if left:
            words = "".join(f"{line}\r\n" for line in left)
            packed.writestr(_free(text("archive.left", lang), taken), words.encode("utf-8-sig"))


def _free(name: str, taken: set[str]) -> str:
    """The name, or one like it, that none in the archive has; it is taken then."""
    path = Path(_FORBIDDEN.sub("_", name))
    return free_name(path.stem, path.suffix, taken)


def _sent(file: IO[bytes], name: str, media: str) -> Response:
    """The file as it is read, to be kept under this name; closed in the end."""
    size = os.fstat(file.fileno()).st_size
    file.seek(0)

    async def parts() -> AsyncIterator[bytes]:
        async with anyio.wrap_file(file) as open_file:
            while chunk := await open_file.read(_CHUNK):
                yield chunk

    headers = {"Content-Disposition": attachment(name), "Content-Length": str(size)}
    return StreamingResponse(parts(), media_type=media, headers=headers)
