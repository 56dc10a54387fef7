"""How an upload stands, as people see it in a list: a sign, a colour, a word and a sentence."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from validator.reports.phrases import of_year, title_of_forms
from validator.reports.plain import plain
from validator.web.messages import Lang, text
from validator.web.service import Upload

#: The outcome of a workbook in which nothing is filled, of one that could not be checked, and of
#: one that is not done; of what was not accepted a page's script knows by itself.
BLANK, UNCHECKED, WORKING, REFUSED = "blank", "unchecked", "working", "refused"
#: How a checked workbook stands (the key of its conclusion) → the outcome that a list shows.
OUTCOMES: Mapping[str, str] = {
    "report.agrees": "good",
    "report.nothing_left": "good",
    "report.only_information": "good",
    "report.to_explain": "explain",
    "report.to_correct": "correct",
    "report.incomplete": "incomplete",
    "report.blank": BLANK,
}
#: All outcomes, in the order in which a summary counts them.
ALL = (*dict.fromkeys(OUTCOMES.values()), UNCHECKED, WORKING, REFUSED)


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the list: `outcome` is one of `ALL`; `about` says whose workbook it is, "" where
    nothing is known; `seen` differs where the row does."""

    id: str
    name: str
    outcome: str
    sentence: str
    about: str = ""
    errors: int = 0
    warnings: int = 0
    seen: str = ""

    @property
    def done(self) -> bool:
        """Is there a result?"""
        return self.outcome != WORKING

    @property
    def judged(self) -> bool:
        """Was there anything in it of which the number of errors says something?"""
        return self.done and self.outcome not in (UNCHECKED, BLANK)


def item(upload: Upload, lang: Lang) -> Item:
    """The row of one upload."""
    name, summary = plain(upload.name), upload.summary
    if upload.state != "done" or summary is None:
        key = f"web.state.{upload.state}"
        if upload.state == "waiting" and not upload.ahead:
            key = "web.state.next"
        seen = f"{upload.state}-{upload.ahead}"
        sentence = text(key, lang, ahead=upload.ahead)
        return Item(upload.id, name, WORKING, sentence, seen=seen)
    return Item(
        id=upload.id,
        name=name,
        outcome=OUTCOMES[summary.key] if summary.status == "checked" else UNCHECKED,
        sentence=plain(summary.sentence),
        about=_about(summary.department, summary.year, summary.edition, lang),
        errors=summary.errors,
        warnings=summary.warnings,
        seen="done",
    )


def _about(department: str | None, year: int | None, edition: str | None, lang: Lang) -> str:
    """Whose workbook it is, of which year and which form."""
    facts = (plain(department or ""), of_year(year, lang), title_of_forms(edition, lang))
    return " · ".join(filter(None, facts))


def counted(items: Iterable[Item], lang: Lang) -> str:
    """One line on a whole list: 共 10 个：3 个无须更正、5 个须更正、2 个校验中."""
    found = Counter(item.outcome for item in items)
    parts = [
        text(f"web.counted.{outcome}", lang, count=found[outcome])
        for outcome in ALL
        if found[outcome]
    ]
    joined = text("web.counted.and", lang).join(parts)
    return text("web.counted", lang, count=found.total(), parts=joined)
