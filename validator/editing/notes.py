"""Notes (批注) on the cells of a worksheet: new ones, words more on those that are there, and away
again. A note is a text in one part and a box in another (`boxes`); either part may hold more."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from validator.editing.boxes import Box, Layout, new_part, with_boxes
from validator.editing.elements import (
    Element,
    Splice,
    children,
    coded,
    content,
    each,
    escaped,
    inside,
    prefix,
    spliced,
)
from validator.editing.package import (
    Draft,
    changed,
    free_name,
    has_part,
    part,
    related,
    relation_types,
    with_part,
)
from validator.editing.workbook import main_namespace
from validator.editing.worksheet import Place, put_below_root
from validator.reading import Unreadable, address, parse_address
from validator.reading.package import elements, relations

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
#: Between the words of a note that was there and those put below them.
DIVIDER = "\n──────────\n"
#: No note is longer.
_LONGEST = 32_767


class Note(NamedTuple):
    """What is to be said on a cell."""

    place: Place
    words: str


class Said(NamedTuple):
    """The cells that had a note, to which the words were added, and those with a discussion
    (threaded comments), beside which programs show no note: there they were not."""

    added: tuple[Place, ...]
    discussed: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A comment where it stands; `words` are what it says without what is `cut` away of it."""

    element: Element
    place: Place
    text: Element | None
    plain: Element | None
    words: str
    cut: tuple[Splice, ...]


def with_notes(
    of: Draft,
    sheet: str,
    notes: Sequence[Note],
    author: str,
    is_ours: Callable[[str], bool],
    size: Callable[[str], tuple[float, float]],
) -> tuple[Draft, Said]:
    """The workbook with notes on the worksheet of the part `sheet`, one a cell, and without those
    that `is_ours` knows, alone or below other words. `size` gives the width and height in points
    that words need. Raises Unreadable."""
    owned = {relation.kind: relation.target for relation in relations(of.package, sheet).values()}
    known = owned.get("comments")
    if known is None or not has_part(of, known):
        if not notes:
            return of, Said((), ())
        of, known = _new_comments(of, sheet)
    discussed = _discussed(of, owned.get("threadedComment"))
    xml = part(of, known)
    found = {each.place: each for each in reversed(_comments(xml, is_ours))}
    ours = {p for p, comment in found.items() if not comment.words and comment.cut} - discussed
    others = {place: comment for place, comment in found.items() if place not in ours}
    new = [note for note in notes if note.place not in others and note.place not in discussed]
    more = [note for note in notes if note.place in others and note.place not in discussed]
    together = {note.place: (others[note.place].words + DIVIDER + note.words) for note in more}
    splices = [splice for place in others.keys() - discussed for splice in others[place].cut]
    splices += [(c.element.start, c.element.end, b"") for p, c in found.items() if p in ours]
    splices += (s for note in more for s in _added(xml, others[note.place], note.words))
    if splices or new:
        of = changed(of, known, spliced(xml, [*splices, *_new(xml, new, author)]))
    boxes = [Box(note.place, *size(note.words)) for note in new]
    larger = [Box(place, *size(words)) for place, words in together.items()]
    if boxes or larger or ours:
        of = _with_boxes(of, sheet, boxes, larger, frozenset(ours))
    left = tuple(note.place for note in notes if note.place in discussed)
    return of, Said(tuple(together), left)


def _new_comments(of: Draft, sheet: str) -> tuple[Draft, str]:
    """The workbook with a part for notes of the worksheet, without any, and its name."""
    folder = of.workbook.rpartition("/")[0]
    name = free_name(of, f"{folder}/comments{{}}.xml".lstrip("/"))
    xml = f'<comments xmlns="{escaped(main_namespace(of))}"><authors/><commentList/></comments>'
    of = with_part(of, name, xml.encode(), _COMMENTS)
    of, _ = related(of, sheet, name, f"{_relation_base(of)}/comments")
    return of, name


def _relation_base(of: Draft) -> str:
    kind = relation_types(of, of.workbook).get("worksheet", "")
    return kind.removesuffix("/worksheet")


def _discussed(of: Draft, threads: str | None) -> set[Place]:
    """The cells with a discussion."""
    if threads is None or not has_part(of, threads):
        return set()
    found = elements(part(of, threads), "threadedComment", limits=of.package.limits)
    return {_place(said.get("ref", "")) for name, said in found if name == "threadedComment"}


def _place(reference: str) -> Place:
    try:
        return parse_address(reference.upper())
    except ValueError as error:
        raise Unreadable("damaged") from error


def _comments(xml: bytes, is_ours: Callable[[str], bool]) -> list[_Found]:
    """The comments of a part, in order."""
    found: list[_Found] = []
    pieces: list[Element] = []

    def seen(element: Element) -> None:
        if element.name == "comment":
            found.append(_comment(xml, element, pieces, is_ours))
            pieces.clear()
        else:
            pieces.append(element)

    each(xml, ("comment", "text", "r", "t"), seen)
    return found


def _comment(
    xml: bytes, element: Element, pieces: Sequence[Element], is_ours: Callable[[str], bool]
) -> _Found:
    place = _place(element.attributes.get("ref", ""))
    text = next((piece for piece in pieces if piece.name == "text"), None)
    runs = [piece for piece in pieces if piece.name == "r"]
    said = [(piece, content(xml, piece)) for piece in pieces if piece.name == "t"]
    plain = next((piece for piece, _ in said if text and piece.depth == text.depth + 1), None)
    words = "".join(words for _, words in said)
    if is_ours(words):
        return _Found(element, place, text, plain, "", ((element.start, element.end, b""),))
    kept = _without_ours(words, is_ours)
    cut: list[Splice] = []
    before = 0
    for piece, told in said if kept != words else ():
        rest, before = kept[before : before + len(told)], before + len(told)
        run = next((r for r in runs if r.start < piece.start < r.end), piece)
        if not rest:
            cut.append((run.start, run.end, b""))
        elif rest != told:
            cut.append((piece.inner, piece.close, escaped(rest).encode()))
    return _Found(element, place, text, plain, kept, tuple(cut))


def _without_ours(words: str, is_ours: Callable[[str], bool]) -> str:
    """The words of somebody's note without those of ours below them."""
    head, divider, rest = words.partition(DIVIDER)
    return head if divider and is_ours(rest) else words


def _added(xml: bytes, comment: _Found, words: str) -> Iterator[Splice]:
    """The words below those of a comment, in a run of their own."""
    if comment.text is None:
        raise Unreadable("damaged")
    tag = prefix(xml, comment.element)
    if plain := comment.plain:  # text outside of runs is not shown beside them
        yield plain.start, plain.start, b"<" + tag + b"r>"
        yield plain.end, plain.end, b"</" + tag + b"r>"
    room = max(_LONGEST - len(comment.words), 0)
    yield inside(xml, comment.text, _run(tag, (DIVIDER + words)[:room]))


def _run(tag: bytes, words: str) -> bytes:
    t = tag.decode()
    look = f'<{t}rPr><{t}sz val="9"/><{t}rFont val="宋体"/><{t}charset val="134"/></{t}rPr>'
    head = f'<{t}r>{look}<{t}t xml:space="preserve">'.encode()
    return head + coded(words).encode() + f"</{t}t></{t}r>".encode()


def _new(xml: bytes, notes: Sequence[Note], author: str) -> Iterator[Splice]:
    """New comments, of the author, who may be known already."""
    if not notes:
        return
    root, *rest = children(xml)
    of_name: Mapping[str, Element] = {element.name: element for element in reversed(rest)}
    if "authors" not in of_name or "commentList" not in of_name:
        raise Unreadable("damaged")
    tag = prefix(xml, root)
    authors: list[str] = []
    each(xml, ("author",), lambda element: authors.append(content(xml, element)))
    if author not in authors:
        line = b"<" + tag + b"author>" + coded(author).encode() + b"</" + tag + b"author>"
        yield inside(xml, of_name["authors"], line)
        authors.append(author)
    number = authors.index(author)
    lines = (
        b'<%scomment ref="%s" authorId="%d"><%stext>%s</%stext></%scomment>'
        % (tag, address(*note.place).encode(), number, tag, _run(tag, note.words), tag, tag)
        for note in notes
    )
    yield inside(xml, of_name["commentList"], b"".join(lines))


def _with_boxes(
    of: Draft, sheet: str, boxes: Sequence[Box], larger: Sequence[Box], gone: frozenset[Place]
) -> Draft:
    """The workbook with these boxes in the worksheet's part of VML, which may be a new one."""
    xml = part(of, sheet)
    layout = Layout(xml)
    drawings = [element for element in children(xml) if element.name == "legacyDrawing"]
    if drawings:
        said = drawings[0].attributes
        identity = next((value for key, value in said.items() if key.endswith(":id")), "")
        relation = relations(of.package, sheet).get(identity)
        if relation is None or not has_part(of, relation.target):
            raise Unreadable("damaged")
        known = part(of, relation.target)
        return changed(of, relation.target, with_boxes(known, layout, boxes, larger, gone))
    if not boxes:
        return of
    folder = of.workbook.rpartition("/")[0]
    name = free_name(of, f"{folder}/drawings/vmlDrawing{{}}.vml".lstrip("/"))
    of = with_part(of, name, with_boxes(new_part(len(boxes)), layout, boxes, (), gone), _VML)
    base = _relation_base(of)
    of, identity = related(of, sheet, name, f"{base}/vmlDrawing")
    tag = prefix(xml, children(xml)[0]).decode()
    line = f'<{tag}legacyDrawing xmlns:r="{escaped(base)}" r:id="{identity}"/>'.encode()
    return changed(of, sheet, spliced(xml, [put_below_root(xml, "legacyDrawing", line)]))
