"""The application that a server serves: the pages, the API, and what stands before both."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from validator.findings import VERSION
from validator.web import answers, api, pages
from validator.web.guard import Guard
from validator.web.rates import Rate
from validator.web.service import Service
from validator.web.settings import Settings

_ABOUT = (
    "勾稽：校验政府决算、预算报表和绩效自评表的工作簿，指出每一处不符。\n\n"
    "Checks Chinese government accounts workbooks, and names every figure that does not agree."
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application, with a `Service` of its own (`app.state.service`), which begins and ends
    with the server. Its own pages of documentation would load scripts from elsewhere: there are
    none, but /openapi.json."""
    settings = settings or Settings()
    service = Service(settings)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        await service.start()
        try:
            yield
        finally:
            await service.stop()

    app = FastAPI(
        title="gouji",
        version=VERSION,
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        lifespan=life,
        redirect_slashes=False,
    )
    app.state.service = service
    app.state.work = Rate(settings.work, settings.work_a_second, settings.clients)
    app.include_router(api.router)
    app.include_router(pages.router)
    answers.install(app)
    app.add_middleware(Guard, settings=settings)
    return app
