"""Form files → forms. A file reads like the printed form; `docs/forms.md` describes it.

An edition is a folder: `edition.form` names it, `01.form`, `05-1.form` … hold a table each, and
`cross.form` the rules between tables; `workbook.form` holds those that every edition has. An
edition that extends another states only what differs: a directive or a 【part】 that it gives
replaces the extended one's, and a rule replaces the rule of the same id (what the rule does not
restate, its meaning or source, stays).
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from validator.forms.catalogue import LENGTHS
from validator.forms.model import (
    BUDGETS,
    EMPTY_PLACES,
    KINDS,
    ZEROS,
    Edition,
    Form,
    Layout,
    Rule,
    split_key,
)
from validator.forms.parts import parts_of
from validator.forms.shape import refuse_unsound
from validator.forms.text import (
    EDITION_FILE,
    RULES_FILE,
    SEVERITIES,
    TABLE_FILE,
    FormError,
    Text,
    cut,
    error,
    extended,
    refuse_others,
    stated,
    with_names,
    years,
)
from validator.notation import BUDGET, key_of

_EDITION, _CROSS = "edition.form", "cross.form"
#: What a caption may name.
_CAPTIONED = ("year", "title", "mark")
#: The rules on workbooks, which every edition has.
_WORKBOOK = "workbook.form"
_KINDS = {_EDITION: EDITION_FILE, _CROSS: RULES_FILE, _WORKBOOK: RULES_FILE}


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
    texts = _merged([{e.name: _read(e, f"{n}/{e.name}") for e in _files(n)} for n in chain])
    digest = sha256()
    for folder in chain:
        for entry in _files(folder):
            digest.update(entry.read_bytes())
    about = texts.pop(_EDITION)
    cross = texts.pop(_CROSS, None)
    first_year, last_year = years(about)
    forms = {}
    for file, text in sorted(texts.items()):
        form = _form(text, first_year)
        if file != f"{form.subject}.form":
            problem = f"表{text.head[1:].split()[0]}应写在 {form.subject}.form 里"
            raise FormError(text.file, text.head_line, problem)
        forms[form.subject] = form
    rules = [rule for subject in sorted(forms) for rule in forms[subject].rules]
    return Edition(
        name=name,
        title=about.one("名称"),
        title_en=about.one("英文"),
        first_year=first_year,
        last_year=last_year,
        order=_order(about, forms),
        caption=with_names(about, "表题", _CAPTIONED),
        opening=_opening(about),
        zero=stated(about, "零值", ZEROS),
        empty_place=stated(about, "空表位置", EMPTY_PLACES),
        source=about.one("来源"),
        forms=forms,
        rules=(*rules, *_cross_rules(cross, digest.update)),
        digest=digest.hexdigest(),
        kind=stated(about, "种类", KINDS),
        scorecards=about.labels("自评表"),
        budget=_budget(about),
    )


def _order(about: Text, forms: Iterable[str]) -> tuple[str, ...]:
    """The keys of the tables in printed order."""
    numbers = about.one("表序").split()
    if wrong := next((n for n in numbers if not _NUMBER.fullmatch(n)), None):
        raise error(about, "表序", f"表序里应是用空格隔开的表号，不能是“{wrong}”")
    order = tuple(map(key_of, numbers))
    if sorted(order) != sorted(forms):
        listed, files_of = "、".join(sorted(order)), "、".join(sorted(forms))
        raise error(about, "表序", f"表序是 {listed}，表格文件是 {files_of}，应当一致")
    return order


def _opening(about: Text) -> tuple[str, ...]:
    words = about.labels("表头")
    if len(words) != 2 or "：" not in words[1]:
        raise error(about, "表头", "表头应写作“部门： | 单位：万元”")
    return words


def _budget(about: Text) -> str:
    """The form set of the budget that the tables are compared with, which is one."""
    name = about.one("预算", "")
    if not name:
        return ""
    if name not in editions():
        raise error(about, "预算", f"没有版本 {name}")
    if stated(_about(name), "种类", KINDS) != BUDGETS:
        raise error(about, "预算", f"{name} 不是预算的版本")
    return name


def form_of(key: str, edition: Edition) -> Form:
    """The form of the table `key` as the rules of `edition` speak of it: "07" is its own, "12-1"
    one of the tables 12, "上年07" that of last year, taken to be the same, "预算07" that of
    its budget."""
    workbook, own = split_key(key)
    forms = load(edition.budget).forms if workbook == BUDGET else edition.forms
    return forms.get(own) or forms[own.rpartition("-")[0]]


def _cross_rules(cross: Text | None, seen: Callable[[bytes], None]) -> tuple[Rule, ...]:
    """The rules between tables, then those on workbooks; `seen` gets the content of the latter."""
    entry = files("validator.forms").joinpath(_WORKBOOK)
    seen(entry.read_bytes())
    common = _read(entry, _WORKBOOK)
    own = list(cross.rules) if cross else []
    rules = extended(common, cross).rules if cross else common.rules
    order = [*(name for name in own if name not in common.rules), *common.rules]
    return tuple(rules[name].rule("") for name in order)


def _files(name: str) -> list[Traversable]:
    folder = files("validator.forms").joinpath(name)
    return sorted((e for e in folder.iterdir() if e.name.endswith(".form")), key=lambda e: e.name)


def _read(entry: Traversable, file: str) -> Text:
    """The text of a file of an edition, which holds nothing that its kind does not know."""
    text = cut(entry, file)
    refuse_others(text, _KINDS.get(entry.name, TABLE_FILE))
    return text


def _chain(name: str) -> list[str]:
    """The editions that `name` extends, farthest first, and itself."""
    chain = [name]
    while True:
        about = _own_about(chain[0])
        base = about.one("继承", "")
        if not base:
            return chain
        if base in chain or base not in editions():
            raise error(about, "继承", f"继承的版本 {base} 不存在或成环")
        chain.insert(0, base)


def _own_about(name: str) -> Text:
    """What the file of an edition says of it, without what it inherits."""
    folder = files("validator.forms").joinpath(name)
    return _read(folder.joinpath(_EDITION), f"{name}/{_EDITION}")


def _about(name: str) -> Text:
    """What an edition says of itself, or inherits."""
    return _merged([{_EDITION: _own_about(own)} for own in _chain(name)])[_EDITION]


def _merged(layers: list[dict[str, Text]]) -> dict[str, Text]:
    result: dict[str, Text] = {}
    for layer in layers:
        for name, text in layer.items():
            result[name] = extended(result[name], text) if name in result else text
    return result


_NUMBER = re.compile(r"[0-9]{1,3}(?:-[0-9]{1,3})?")
_HEAD = re.compile(rf"表({_NUMBER.pattern})\s+(\S.*)")


def _form(text: Text, year: int) -> Form:
    head = _HEAD.fullmatch(text.head)
    if head is None:
        raise FormError(text.file, text.head_line or 1, "表格文件应以“表N  标题”开头")
    subject = key_of(head[1])
    layout = Layout(stated(text, "版式", tuple(layout.value for layout in Layout)))
    kind = stated(text, "科目", tuple(LENGTHS)) if "科目" in text.directives else ""
    form = Form(
        subject=subject,
        title=head[2],
        mark=text.one("标号"),
        layout=layout,
        parts=parts_of(text, year, kind),
        totals=text.labels("合计行"),
        banners=text.labels("横栏"),
        catalogue=kind,
        notes=tuple(line for _, line in text.directives.get("注", [])),
        empty_sentence=with_names(text, "空表", ("year",), default=""),
        rules=tuple(rule.rule(subject) for rule in text.rules.values()),
        file=text.file,
        numbering=stated(text, "栏次", ("印", "不印"), default="印") == "印",
        repeated=stated(text, "张数", ("一", "不限"), default="一") == "不限",
        shares=_shares(text),
        source=text.one("来源", ""),
        absence=SEVERITIES[stated(text, "缺表", tuple(SEVERITIES))]
        if "缺表" in text.directives
        else None,
        caption=with_names(text, "表题", _CAPTIONED, default=""),
        other_titles=text.labels("又名"),
    )
    refuse_unsound(form, text)
    return form


def _shares(text: Text) -> frozenset[int]:
    numbers = text.one("占比栏", "").split()
    if wrong := next((n for n in numbers if not _NUMBER.fullmatch(n)), None):
        raise error(text, "占比栏", f"占比栏里应是用空格隔开的栏次，不能是“{wrong}”")
    return frozenset(map(int, numbers))
