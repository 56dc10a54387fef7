"""The records of an .xls file (BIFF8), and the texts and numbers in them, after [MS-XLS]."""

import struct
from collections.abc import Iterator, Sequence

from validator.reading.book import Unreadable

BOF, EOF, CONTINUE = 0x0809, 0x000A, 0x003C

_HEADER = struct.Struct("<HH")
#: Flags of a text: two bytes a character; something phonetic, or formats, follow it.
_WIDE, _PHONETIC, _FORMATTED = 0x01, 0x04, 0x08


def records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """(type, content) of the records of one substream, from its BOF at `position` to its EOF.

    Those of substreams within it, the charts on a sheet, are left out. Raises Unreadable (damaged)
    where a record is longer than what is left, or the end is missing.
    """
    depth, size = 0, len(stream)
    while position + _HEADER.size <= size:
        kind, length = _HEADER.unpack_from(stream, position)
        start = position + _HEADER.size
        position = start + length
        if position > size:
            break
        depth += kind == BOF
        if depth == 0:
            break
        if depth == 1:
            yield kind, stream[start:position]
        depth -= kind == EOF
        if depth == 0:
            return
    raise Unreadable("damaged")


def short_text(content: bytes, at: int) -> str:
    """The text at `at` whose length takes one byte: the name of a sheet."""
    wide = content[at + 1] & _WIDE
    return _decoded(content, at + 2, content[at], wide)


def long_text(content: bytes, at: int) -> str:
    """The text at `at` whose length takes two bytes, without formats, all within one record."""
    (length,) = struct.unpack_from("<H", content, at)
    return _decoded(content, at + 3, length, content[at + 2] & _WIDE)


def _decoded(content: bytes, at: int, length: int, wide: int) -> str:
    raw = content[at : at + (length << wide)]
    if len(raw) < length << wide:
        raise Unreadable("damaged")
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")


def short_number(content: bytes, at: int) -> float:
    """A number in four bytes: the first 30 bits of a float or a whole number, or a hundredth."""
    (raw,) = struct.unpack_from("<i", content, at)
    if raw & 2:
        number = float(raw >> 2)
    else:
        (number,) = struct.unpack("<d", struct.pack("<4xi", raw & ~3))
    return number / 100 if raw & 1 else number


class Texts:
    """Texts one after the other in a record and the CONTINUE records behind it, into which a text
    may run on: its characters then begin with a flag of their own."""

    def __init__(self, blocks: Sequence[bytes], at: int) -> None:
        self._rest = iter(blocks)
        self._block = next(self._rest)
        self._at = at

    def read(self) -> str:
        """The next text. Raises Unreadable (damaged) where there is none."""
        if self._at >= len(self._block):
            self._turn()
        try:
            length, flags = struct.unpack_from("<HB", self._block, self._at)
            self._at += 3
            behind = 0
            if flags & _FORMATTED:
                behind += 4 * struct.unpack_from("<H", self._block, self._at)[0]
                self._at += 2
            if flags & _PHONETIC:
                behind += struct.unpack_from("<I", self._block, self._at)[0]
                self._at += 4
        except struct.error as error:
            raise Unreadable("damaged") from error
        pieces = [self._piece(length, flags & _WIDE)]
        length -= len(pieces[0]) // 2
        while length:
            self._turn()
            wide = self._block[0] & _WIDE if self._block else 0
            self._at = 1
            pieces.append(self._piece(length, wide))
            if not pieces[-1]:
                raise Unreadable("damaged")
            length -= len(pieces[-1]) // 2
        self._skip(behind)
        return b"".join(pieces).decode("utf-16-le", "replace")

    def _piece(self, length: int, wide: int) -> bytes:
        """At most `length` characters of this block, two bytes each."""
        end = min(self._at + (length << wide), len(self._block))
        raw = self._block[self._at : end]
        self._at = end
        if not wide:
            return raw.decode("latin-1").encode("utf-16-le")
        return raw[: len(raw) & ~1]

    def _skip(self, count: int) -> None:
        while count > len(self._block) - self._at:
            count -= len(self._block) - self._at
            self._turn()
        self._at += count

    def _turn(self) -> None:
        """To the next block. Raises Unreadable (damaged) where there is none."""
        block = next(self._rest, None)
        if block is None:
            raise Unreadable("damaged")
        self._block, self._at = block, 0
