"""One listing of a labelling session as the terminal shows it: numbered words, attributes with their keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from jobs.display.console import one_line
from jobs.language.names import Labels as Language
from training.labelling.session import Session, is_done
from training.labelling.words import Word

_SHOWN = 80  # words of a description, unless more is asked for
_VALUES = 9  # values of a closed list that stand beside it
_STYLES = ("bold green", "bold cyan", "bold magenta", "bold yellow", "bold blue", "bold red")


def card(session: Session, language: Language) -> Iterator[Text]:
    """The lines that show a session; after the last listing what was done."""
    if session.over:
        yield Text(_ending(session, language))
        return
    done = sum(map(is_done, session.rows))
    row = session.row
    yield Text(
        f"{session.at + 1}/{len(session.rows)}  {row['product_id']}  ({done} {language.say('done')})", style="bold"
    )
    yield from _texts(session, language)
    yield _category(session, language)
    yield from _attributes(session, language)
    if session.said:
        yield Text(session.said, style="yellow")


def _ending(session: Session, language: Language) -> str:
    checked = sum(row.get("checked") is True for row in session.rows)
    skipped = sum(row.get("skipped") is True for row in session.rows)
    left = len(session.rows) - sum(map(is_done, session.rows))
    return language.say("{:,} checked, {:,} skipped, {:,} left").format(checked, skipped, left)


def _texts(session: Session, language: Language) -> Iterator[Text]:
    """Title and description with a number before each word, coloured by what they state."""
    counted = [*enumerate(session.words, 1)]
    for field, text in zip(("title", "description"), session.texts, strict=True):
        own = [(number, word) for number, word in counted if word.field == field]
        if not own:
            continue
        shown = own if session.whole or field == "title" else own[:_SHOWN]
        line = Text(f"{language.say(field)}: ", style="dim")
        line.append_text(_numbered(session, shown, text))
        if len(shown) < len(own):
            line.append(f" … {len(own) - len(shown):,} {language.say('more words: m')}", style="dim")
        yield line


def _numbered(session: Session, words: Sequence[tuple[int, Word]], text: str) -> Text:
    """Chinese characters stand together, every fifth and the first of a run with its number; other words apart."""
    line = Text()
    before: Word | None = None
    for number, word in words:
        joined = before is not None and before.end == word.start and len(word.text) == 1 and len(before.text) == 1
        if before is not None and text[before.end : word.start].strip() == "" and not joined:
            line.append(" ")
        if not joined or number % 5 == 0:
            line.append(f"{number}·", style="dim")
        line.append(word.text, style=_style(session, word))
        before = word
    return line


def _style(session: Session, word: Word) -> str:
    attributes = list(session.keys.values())
    for attribute, place in session.labels.spans:
        if place.field == word.field and place.start < word.end and word.start < place.end:
            return _STYLES[attributes.index(attribute) % len(_STYLES)]
    return ""


def _category(session: Session, language: Language) -> Text:
    ids = list(session.schema.categories)
    own = session.labels.category
    line = Text(f"=  {language.say('category')}: ", style="dim")
    line.append(f"{language.category(own)} ({ids.index(own) + 1})" if own else language.say("none"), style="bold")
    guess = (session.row.get("suggested") or {}).get("category") or {}
    if guess.get("id") == own and own:
        line.append(f"  {guess.get('confidence', 0):.2f}", style="dim")
    if own is None:
        listed = ", ".join(f"{number} {language.category(key)}" for number, key in enumerate(ids[:30], 1))
        line.append(f"  {listed}{' …' if len(ids) > 30 else ''}", style="dim")
    return line


def _attributes(session: Session, language: Language) -> Iterator[Text]:
    category, told = session.category, session.row.get("suggested") or {}
    if category is None:
        return
    sure = {(one["attribute"], one.get("start")): one["confidence"] for one in told.get("spans") or []}
    sure |= {(one["attribute"], one["value"]): one["confidence"] for one in told.get("choices") or []}
    for key, attribute in session.keys.items():
        definition = category.attributes[attribute]
        line = Text(f"{key:<2} {language.attribute(session.labels.category or '', attribute)}: ")
        spans = [(place.start, place, f"“{session.texts[place.field != 'title'][place.start : place.end]}”")
                 for name, place in session.labels.spans if name == attribute]  # fmt: skip
        for start, _, shown in spans:
            line.append(f"{one_line(shown)} ", style="bold")
            if confidence := sure.get((attribute, start)):
                line.append(f"{confidence:.2f} ", style="dim")
        for value in session.labels.choices.get(attribute, ()):
            line.append(f"{definition.values[value].name.best(language.lang)} ", style="bold")
            if confidence := sure.get((attribute, value)):
                line.append(f"{confidence:.2f} ", style="dim")
        if definition.is_choice:
            listed = [f"{n} {value.name.best(language.lang)}" for n, value in enumerate(definition.values.values(), 1)]
            line.append(f" [{', '.join(listed[:_VALUES])}{' …' if len(listed) > _VALUES else ''}]", style="dim")
        yield line
