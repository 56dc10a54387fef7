"""Work for the processes of a pool, for test_web_store.py: alone in a module, because a process
that starts anew imports all that stands beside it."""

import time

from validator.isolated.worker import Tell


def errand(request: str, tell: Tell) -> str:
    """Work that crashes, fails, takes its time or gives back what it was given."""
    if request == "crash":
        raise SystemExit(7)
    if request == "fail":
        raise ValueError("所谓不可能")
    if request.startswith("wait"):
        time.sleep(0.3)
    return request
