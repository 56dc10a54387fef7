"""Form files → forms. A file reads like the printed form; `docs/forms.md` describes it.

An edition is a folder: `edition.form` names it, `01.form`, `05-1.form` … hold a table each, and
`cross.form` the rules between tables; `workbook.form` holds those that every edition has. An
edition that extends another states only what differs: a directive or a 【part】 that it gives
replaces the extended one's, and a rule replaces the rule of the same id (what the rule does not
restate, its meaning or source, stays).
"""

import re
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from validator.forms.catalogue import LENGTHS
from validator.forms.model import EMPTY_PLACES, KINDS, Edition, Form, Layout, Rule
from validator.forms.parts import parts_of
from validator.forms.text import FormError, Text, cut, extended, stated

#: The rules on workbooks, which every edition has.
_WORKBOOK = "workbook.form"


@cache
def editions() -> tuple[str, ...]:
    """The names of the form sets that ship, in order."""
    root = files("validator.forms")
    return tuple(
        sorted(entry.name for entry in root.iterdir() if entry.joinpath("edition.form").is_file())
    )


@cache
def load(name: str) -> Edition:
    """The edition `name`. Raises FormError for a file that cannot be used, KeyError for a name
    that is none of `editions()`."""
    if name not in editions():
        raise KeyError(name)
    chain = _chain(name)
    texts = _merged([{e.name: cut(e, f"{n}/{e.name}") for e in _files(n)} for n in chain])
    digest = sha256()
    for folder in chain:
        for entry in _files(folder):
            digest.update(entry.read_bytes())
    about = texts.pop("edition.form")
    years = [int(year) for year in re.findall(r"\d{4}", about.one("年度"))]
    forms = {}
    for file, text in sorted(texts.items()):
        if file != "cross.form":
            form = _form(text, years[0])
            forms[form.subject] = form
    order = tuple(map(_subject, about.one("表序").split()))
    if sorted(order) != sorted(forms):
        raise FormError(about.file, 1, f"表序 {order} 与表格文件 {tuple(forms)} 不一致")
    rules = [rule for subject in sorted(forms) for rule in forms[subject].rules]
    return Edition(
        name=name,
        title=about.one("名称"),
        title_en=about.one("英文"),
        first_year=years[0],
        last_year=years[-1],
        order=order,
        caption=about.one("表题"),
        opening=about.labels("表头"),
        zero=about.one("零值"),
        empty_place=stated(about, "空表位置", EMPTY_PLACES),
        source=about.one("来源"),
        forms=forms,
        rules=(*rules, *_cross_rules(texts.get("cross.form"), digest.update)),
        digest=digest.hexdigest(),
        kind=stated(about, "种类", KINDS),
        scorecards=about.labels("自评表"),
        budget=about.one("预算", ""),
    )


def _subject(number: str) -> str:
    """The key of a table by its printed number: 1 → 01, 5-1 → 05-1."""
    first, dash, rest = number.partition("-")
    return f"{int(first):02d}{dash}{rest}"


def _cross_rules(cross: Text | None, seen: Callable[[bytes], None]) -> tuple[Rule, ...]:
    """The rules between tables, then those on workbooks; `seen` gets the content of the latter."""
    entry = files("validator.forms").joinpath(_WORKBOOK)
    seen(entry.read_bytes())
    common = cut(entry, _WORKBOOK)
    own = list(cross.rules) if cross else []
    rules = extended(common, cross).rules if cross else common.rules
    order = [*(name for name in own if name not in common.rules), *common.rules]
    return tuple(rules[name].rule("") for name in order)


def _files(name: str) -> list[Traversable]:
    folder = files("validator.forms").joinpath(name)
    return sorted((e for e in folder.iterdir() if e.name.endswith(".form")), key=lambda e: e.name)


def _chain(name: str) -> list[str]:
    """The editions that `name` extends, farthest first, and itself."""
    chain = [name]
    while True:
        file = files("validator.forms").joinpath(chain[0]).joinpath("edition.form")
        base = cut(file, f"{chain[0]}/edition.form").one("继承", "")
        if not base:
            return chain
        if base in chain or base not in editions():
            raise FormError(f"{chain[0]}/edition.form", 1, f"继承的版本 {base} 不存在或成环")
        chain.insert(0, base)


def _merged(layers: list[dict[str, Text]]) -> dict[str, Text]:
    result: dict[str, Text] = {}
    for layer in layers:
        for name, text in layer.items():
            result[name] = extended(result[name], text) if name in result else text
    return result


_HEAD = re.compile(r"表(\d+(?:-\d+)?)\s+(\S.*)")


def _form(text: Text, year: int) -> Form:
    head = _HEAD.fullmatch(text.head)
    if head is None:
        raise FormError(text.file, text.head_line or 1, "表格文件应以“表N  标题”开头")
    subject = _subject(head[1])
    layout = Layout(stated(text, "版式", tuple(layout.value for layout in Layout)))
    kind = text.one("科目", "")
    if kind and kind not in LENGTHS:
        raise FormError(text.file, 1, f"科目只能是 {'、'.join(LENGTHS)}，不能是“{kind}”")
    parts = parts_of(text, year, kind)
    form = Form(
        subject=subject,
        title=head[2],
        mark=text.one("标号"),
        layout=layout,
        parts=parts,
        totals=text.labels("合计行"),
        banners=text.labels("横栏"),
        catalogue=kind,
        notes=tuple(line for _, line in text.directives.get("注", [])),
        empty_sentence=text.one("空表", ""),
        rules=tuple(rule.rule(subject) for rule in text.rules.values()),
        file=text.file,
        numbering=stated(text, "栏次", ("印", "不印"), default="印") == "印",
        repeated=stated(text, "张数", ("一", "不限"), default="一") == "不限",
        shares=frozenset(int(number) for number in text.one("占比栏", "").split()),
    )
    if form.banners and len(form.banners) != len(parts):
        problem = f"横栏有 {len(form.banners)} 个，【】有 {len(parts)} 个，应当一一对应"
        raise FormError(text.file, text.directives["横栏"][0][0], problem)
    numbers = [line.number for part in parts for line in part.lines if line.number]
    if twice := next((n for n in numbers if numbers.count(n) > 1), None):
        raise FormError(text.file, 1, f"行次 {twice} 写了两次")
    return form
