"""Where the elements of an XML part stand, in bytes, and the part with some of them changed.

A part is never written anew from a tree: its bytes are spliced. So what a program wrote that nobody
here knows (other namespaces, comments, the order of attributes) stays as it is, and two copies can
be compared byte for byte. expat, which reads the parts anyhow, tells the places.
"""

import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from xml.parsers import expat

from validator.reading import Unreadable

_TAG = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")
_NAME = re.compile(rb"<([^\s/>]+)")
_ATTRIBUTE = re.compile(rb"\s+([^\s=/>]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
#: What no XML may hold.
_NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
#: A number that a program may have meant.
_WHOLE = re.compile("[0-9]{1,9}")

#: From, to, and what comes in place of the bytes between.
Splice = tuple[int, int, bytes]


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a part: its name without prefix, its attributes as they are written, how deep
    it stands (the root at 1), and its bytes: the start tag from `start` to `inner`, the content to
    `close`, the end tag to `end`. Of <x/> the last three are the same."""

    name: str
    attributes: Mapping[str, str]
    depth: int
    start: int
    inner: int
    close: int
    end: int

    @property
    def place(self) -> slice:
        """Its bytes."""
        return slice(self.start, self.end)


def each(
    xml: bytes,
    names: Collection[str],
    found: Callable[[Element], None],
    deepest: int = sys.maxsize,
) -> None:
    """Calls `found` with the elements of these names, each after those in it; with no names for
    all. Those that stand deeper than `deepest` are left out. Raises Unreadable (damaged)."""
    parser = expat.ParserCreate("utf-8")
    opened: list[tuple[str, Mapping[str, str], int] | None] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(opened) >= deepest:
            opened.append(None)
            return
        name = tag.rpartition(":")[2]
        wanted = not names or name in names
        opened.append((name, attributes, parser.CurrentByteIndex) if wanted else None)

    def end(tag: str) -> None:
        if (element := opened.pop()) is None:
            return
        name, attributes, begin = element
        head = _TAG.match(xml, begin)
        assert head is not None
        inner = close = last = head.end()
        if xml[inner - 2 : inner] != b"/>":
            close = parser.CurrentByteIndex
            last = xml.index(b">", close) + 1
        found(Element(name, attributes, len(opened) + 1, begin, inner, close, last))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Unreadable("damaged") from error


def listed(xml: bytes, *names: str) -> list[Element]:
    """The elements of these names in the order in which they begin."""
    found: list[Element] = []
    each(xml, names, found.append)
    return sorted(found, key=lambda element: element.start)


def children(xml: bytes) -> list[Element]:
    """The elements right below the root, in order, and the root before them."""
    found: list[Element] = []
    each(xml, (), found.append, deepest=2)
    return sorted(found, key=lambda element: element.start)


def spliced(xml: bytes, splices: Iterable[Splice]) -> bytes:
    """`xml` with what the splices say; they do not overlap. Of several at one place the first
    given comes first."""
    parts: list[bytes] = []
    done = 0
    for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
        parts += (xml[done:start], new)
        done = end
    return b"".join((*parts, xml[done:]))


def prefix(xml: bytes, element: Element) -> bytes:
    """The prefix of the element's tag with its colon, b"" where there is none."""
    name = _NAME.match(xml, element.start)
    assert name is not None
    head, colon, _ = name[1].rpartition(b":")
    return head + colon


def in_front(element: Element, content: bytes) -> Splice:
    """Put `content` before the element."""
    return element.start, element.start, content


def inside(xml: bytes, element: Element, content: bytes) -> Splice:
    """Put `content` behind all that stands in the element."""
    if element.inner < element.end:
        return element.close, element.close, content
    return begun(xml, element, xml[element.place], content)


def begun(xml: bytes, element: Element, tag: bytes, content: bytes = b"") -> Splice:
    """Give the element the start tag `tag`, and put `content` right behind it."""
    if element.inner < element.end or not content:
        return element.start, element.inner, tag + content
    name = _NAME.match(tag)
    assert name is not None
    opened = tag.removesuffix(b"/>").rstrip() + b">"
    return element.start, element.end, opened + content + b"</" + name[1] + b">"


def below_root(xml: bytes, name: str, content: bytes, before: Sequence[str]) -> Splice:
    """Put the element `content`, called `name`, below the root where the format wants it: behind
    the last of those called as one of `before`, which is all that may stand before it."""
    root, *rest = children(xml)
    earlier = [element for element in rest if element.name in (*before, name)]
    if earlier:
        return earlier[-1].end, earlier[-1].end, content
    if root.inner == root.end:
        return inside(xml, root, content)
    return root.inner, root.inner, content


def start_tag(xml: bytes, element: Element, changes: Mapping[str, str | None]) -> bytes:
    """The element's start tag with other values of attributes; None takes one away. The others stay
    as they are written."""
    tag = xml[element.start : element.inner]
    name = _NAME.match(tag)
    assert name is not None
    end = b"/>" if tag.endswith(b"/>") else b">"
    kept = [
        found[0]
        for found in _ATTRIBUTE.finditer(tag, name.end())
        if found[1].decode() not in changes
    ]
    new = [f' {key}="{escaped(value)}"' for key, value in changes.items() if value is not None]
    return name[0] + b"".join(kept) + "".join(new).encode() + end


def whole(words: str | None) -> int | None:
    """The whole number that an attribute holds; None where it is not there, or none."""
    return int(words) if words and _WHOLE.fullmatch(words) else None


def content(xml: bytes, element: Element) -> str:
    """What stands in an element that holds nothing but text."""
    return unescape(xml[element.inner : element.close].decode())


def escaped(words: str) -> str:
    """The words as text or in quotes in XML, without what no XML may hold."""
    return escape(_NO_XML.sub("", words))


def literal(words: str) -> str:
    """The words as they are written where programs take _x000D_ for the character with that
    number: in cells and notes."""
    return _CODED.sub("_x005F_", words)


def coded(words: str) -> str:
    """The words as the text of a cell or a note."""
    return escaped(literal(words))
