"""Workbooks that differ in their figures and their department only, written as fast as text.

A `Mould` is the package of one workbook, cut open wherever a figure stands: `filled` puts other
figures and another name there, and packs it again. What wrote the workbook, XlsxWriter or
LibreOffice, made everything else in it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

#: Stored values: of cells, and of what a chart keeps of them.
_NUMBER = re.compile(rb"(?<=v>)-?[0-9]+(?:\.[0-9]+)?(?:E[+-]?[0-9]+)?(?=</(?:c:)?v>)")
#: Who saved a workbook when: it differs however alike two workbooks are.
_ABOUT = "docProps/"
#: When every workbook was made.
DATE = (2025, 3, 1, 0, 0, 0)
#: LibreOffice numbers the axes of charts by chance.
_AXIS = re.compile(rb'(?:(?<=axId val=")|(?<=crossAx val="))[0-9]+')


class Mould(NamedTuple):
    """The parts of a package, each the texts between its figures, and the name of the department
    that stands in them."""

    parts: tuple[tuple[str, tuple[bytes, ...]], ...]
    department: str

    def filled(self, figures: Iterable[str], department: str) -> bytes:
        """The package with these figures, in the order in which they stand, and this name."""
        old, new = self.department.encode(), department.encode()
        left = iter(figures)
        buffer = BytesIO()
        with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
            for name, texts in self.parts:
                content = bytearray(texts[0])
                for text in texts[1:]:
                    content += next(left).encode()
                    content += text
                archive.writestr(
                    ZipInfo(name, DATE), bytes(content).replace(old, new), ZIP_DEFLATED
                )
        return buffer.getvalue()


def marked(package: bytes, department: str, marks: Mapping[str, object]) -> tuple[Mould, list[str]]:
    """The mould of a workbook in which each of `marks`, numbers as they are stored, stands for a
    figure; and the marks in the order in which the mould wants the figures."""
    order: list[str] = []

    def is_mark(_: str, number: bytes) -> bool:
        found = number.decode() in marks
        if found:
            order.append(number.decode())
        return found

    return Mould(tuple(_cut(_parts(package), is_mark)), department), order


def compared(one: bytes, doubled: bytes, department: str) -> tuple[Mould, list[Decimal]]:
    """The mould of a workbook whose stored values were compared with those of the same workbook
    filled with twice the amounts: what doubles is a figure. The figures of `one` in their order.

    Raises ValueError where the workbooks differ in anything else.
    """
    parts, others = (
        {name: _with_axes_counted(content) for name, content in _parts(package).items()}
        for package in (one, doubled)
    )
    if parts.keys() != others.keys():
        raise ValueError("the two workbooks have different parts")
    figures: list[Decimal] = []
    of_double: dict[str, list[bytes]] = {}
    for name, content in parts.items():
        if name.startswith(_ABOUT):
            continue
        if _NUMBER.split(content) != _NUMBER.split(others[name]):
            raise ValueError(f"{name} differs in more than its figures")
        of_double[name] = _NUMBER.findall(others[name])

    at: dict[str, int] = {}

    def is_figure(name: str, number: bytes) -> bool:
        if name not in of_double:
            return False
        twice = of_double[name][at.setdefault(name, 0)]
        at[name] += 1
        if twice == number:
            return False
        own = _number(number)
        if _number(twice) != 2 * own:
            raise ValueError(f"{name}: {number!r} becomes {twice!r}, which is not twice as much")
        figures.append(own)
        return True

    return Mould(tuple(_cut(parts, is_figure)), department), figures


def _number(stored: bytes) -> Decimal:
    """A stored number without what binary fractions leave behind its fifteenth digit."""
    return Decimal(f"{float(stored):.15g}")


def _parts(package: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _with_axes_counted(content: bytes) -> bytes:
    seen: dict[bytes, int] = {}
    return _AXIS.sub(lambda found: b"%d" % seen.setdefault(found[0], len(seen) + 1), content)


def _cut(
    parts: Mapping[str, bytes], is_figure: Callable[[str, bytes], bool]
) -> Iterable[tuple[str, tuple[bytes, ...]]]:
    for name, content in parts.items():
        ends, texts = 0, []
        for found in _NUMBER.finditer(content):
            if is_figure(name, found[0]):
                texts.append(content[ends : found.start()])
                ends = found.end()
        yield name, (*texts, content[ends:])


def times(figures: Sequence[Decimal], factor: int) -> list[str]:
    """The figures so many times as large, as they are stored."""
    return [repr(float(figure * factor)) for figure in figures]
