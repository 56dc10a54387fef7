"""Every call that a program makes into Excel, counted, and made to fail where a test asks for it.

A program talks to Excel through objects (`Range`, `Worksheet` …). Reading or writing one of their
properties, or calling a method, is one call between two processes, and costs as much whether it
moves one cell or a block. `ComObject` is what all stand-ins for such objects derive from: what
their classes spell with a capital is Excel's, and passes through `Calls`.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import MethodType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from tests.excel.application import Application
    from tests.excel.books import BookState, SheetState

#: What COM answers instead of a result.
E_EXCEPTION, E_REJECTED, E_DISCONNECTED = -2147352567, -2147418111, -2147417848
E_UNKNOWN_NAME = -2147352570
_E_1004 = -2146827284


class ExcelError(Exception):
    """What pywin32 raises when Excel refuses a call: `pywintypes.com_error`."""

    def __init__(
        self, hresult: int, strerror: str, excepinfo: Any = None, argerror: Any = None
    ) -> None:
        super().__init__(hresult, strerror, excepinfo, argerror)
        self.hresult, self.strerror = hresult, strerror
        self.excepinfo, self.argerror = excepinfo, argerror


def refused(why: str) -> ExcelError:
    """Run-time error 1004, Excel's answer to nearly everything that it will not do."""
    info = (0, "Microsoft Excel", why, "xlmain11.chm", 0, _E_1004)
    return ExcelError(E_EXCEPTION, "Exception occurred.", info)


def gone() -> ExcelError:
    """The answer of an object whose workbook is closed or whose sheet is deleted."""
    return ExcelError(E_DISCONNECTED, "The object invoked has disconnected from its clients.")


class Failure(NamedTuple):
    """A call that is going to fail."""

    at: int  #: how many calls there are until it, itself counted
    error: BaseException
    name: str | None  #: counts only calls of this name


class Calls:
    """How many calls there were, of which kind; and which ones fail."""

    def __init__(self) -> None:
        self.by_name: Counter[str] = Counter()
        #: Excel is in a cell that a person is editing, or shows a dialog: it rejects every call.
        self.busy = False
        self._failures: list[Failure] = []
        self._inside = False

    @property
    def total(self) -> int:
        """The number of calls since the start or the last `reset`."""
        return self.by_name.total()

    def reset(self) -> None:
        """Count from zero, and let every call succeed."""
        self.by_name.clear()
        self.busy = False
        self._failures.clear()

    def fail_at(self, n: int, name: str | None = None, error: BaseException | None = None) -> None:
        """Let the n-th call from now raise, the first being 1; with `name`, the n-th call of that
        name (`Range.AddComment`). The call then has no effect, and the next one succeeds."""
        self._failures.append(Failure(n, error or refused("Unable to do this."), name))

    def interrupt_at(self, n: int, name: str | None = None) -> None:
        """Let the n-th call from now end the program as Ctrl+C does."""
        self.fail_at(n, name, KeyboardInterrupt())

    def count(self, name: str) -> None:
        """Count a call, or raise what it is to fail with."""
        self.by_name[name] += 1
        if self.busy:
            raise ExcelError(E_REJECTED, "Call was rejected by callee.")
        error: BaseException | None = None
        remaining: list[Failure] = []
        for failure in self._failures:
            if failure.name not in (None, name):
                remaining.append(failure)
            elif failure.at > 1:
                remaining.append(failure._replace(at=failure.at - 1))
            else:
                error = failure.error
        self._failures = remaining
        if error is not None:
            raise error

    @property
    def inside(self) -> bool:
        """Whether Excel itself is at work: what it asks of its own objects is no call."""
        return self._inside

    @contextmanager
    def serving(self) -> Iterator[None]:
        """While Excel does what a call asks for."""
        before, self._inside = self._inside, True
        try:
            yield
        finally:
            self._inside = before


class ComObject:
    """An object of Excel as a program holds it.

    Names with a capital are Excel's: properties, and methods. `alive` is asked before each call.
    """

    def __init__(self, app: "Application") -> None:
        self._app = app

    def alive(self) -> bool:
        """Whether Excel still knows the object."""
        return True

    def __getattribute__(self, name: str) -> Any:
        if not name[0].isupper():
            return object.__getattribute__(self, name)
        calls = self._app.calls
        self._count(name)
        with calls.serving():
            try:
                value = object.__getattribute__(self, name)
            except AttributeError as error:  # xlwings asks again, and lets COM answer
                raise ExcelError(E_UNKNOWN_NAME, "Unknown name.") from error
        return self._served(value) if isinstance(value, MethodType) else value

    def _count(self, name: str) -> None:
        calls = self._app.calls
        if not calls.inside:
            calls.count(f"{type(self).__name__}.{name}")
            if not self.alive():
                raise gone()

    def _served(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            with self._app.calls.serving():
                return method(*args, **kwargs)

        return call

    def __setattr__(self, name: str, value: Any) -> None:
        if not name[0].isupper():
            object.__setattr__(self, name, value)
            return
        self._count(name)
        if not isinstance(getattr(type(self), name, None), property):
            raise AttributeError(f"Property '{type(self).__name__}.{name}' can not be set.")
        with self._app.calls.serving():
            object.__setattr__(self, name, value)

    def __call__(self, *args: Any) -> Any:
        """What Excel does when an object is called: it hands over one of its items."""
        return self.Item(*args)

    def __iter__(self) -> Iterator[Any]:
        for index in range(1, self.Count + 1):
            yield self.Item(index)

    def __bool__(self) -> bool:
        return True


class OfBook(ComObject):
    """An object of Excel that is there as long as its workbook is open."""

    def __init__(self, app: "Application", book: "BookState") -> None:
        super().__init__(app)
        self._book = book

    def alive(self) -> bool:
        """Whether the workbook is open."""
        return not self._book.closed


class OfSheet(ComObject):
    """An object of Excel that is there as long as its sheet is."""

    def __init__(self, app: "Application", state: "SheetState") -> None:
        super().__init__(app)
        self._state = state

    def alive(self) -> bool:
        """Whether the sheet is there, in an open workbook."""
        return not (self._state.deleted or self._state.book.closed)
