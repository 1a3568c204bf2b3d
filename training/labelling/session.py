"""A session at the keyboard: what was typed in, new labels out. Nothing is read or written here.

A line is typed at a time: a lone command, or the key of an attribute and what is said of it; see :data:`HELP`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from training.data.examples import read_examples
from training.labelling.labels import Labels, labelled, labels_of, left_out
from training.labelling.words import Place, Word, is_numbers, occurrences, places, words
from udfs.records import FIELDS
from udfs.schema.definitions import Attribute, Category
from udfs.schema.schema import Schema
from udfs.text.keys import fold

_LETTERS = "acdefghijklnoprtvwxyz"  # without those of the commands
_TYPED = re.compile(r"\s*(?P<key>[a-z]{1,2}|=)(?:\s+|(?<==))(?P<said>.*\S)\s*", re.IGNORECASE | re.DOTALL)
_UNDONE = 50  # steps that can be undone


@dataclass(frozen=True, slots=True)
class Session:
    """``rows`` as they are to be saved, ``at`` the one that is shown, ``labels`` what is shown of it.

    ``at`` is the number of rows once all are through. ``said``: an answer to what was typed last. ``before``: labels to
    go back to. ``drafts``: by row, labels that were left without Enter. ``whole``: no description is cut.
    """

    schema: Schema
    rows: tuple[Mapping[str, Any], ...]
    at: int
    labels: Labels
    before: tuple[Labels, ...] = ()
    said: str = ""
    over: bool = False
    whole: bool = False
    drafts: Mapping[int, Labels] = field(default_factory=dict)

    @property
    def row(self) -> Mapping[str, Any]:
        """The listing that is shown."""
        return self.rows[self.at]

    @property
    def category(self) -> Category | None:
        """Its category, as far as it is known."""
        return self.schema.categories[self.labels.category] if self.labels.category else None

    @property
    def keys(self) -> dict[str, str]:
        """The attribute of each key."""
        own = self.category.attributes if self.category else {}
        names = [*_LETTERS, *("".join(pair) for pair in product(_LETTERS, _LETTERS))]
        return dict(zip(names, own, strict=False))

    @property
    def texts(self) -> list[str]:
        """Title and description; "" for null."""
        return [self.row.get(field) or "" for field in FIELDS]

    @property
    def words(self) -> list[Word]:
        """The words that are numbered: of the title, then of the description."""
        return [word for field, text in zip(FIELDS, self.texts, strict=True) for word in words(text, field)]


def begin(rows: Sequence[Mapping[str, Any]], schema: Schema) -> Session:
    """At the first row that nobody has checked or skipped."""
    todo = (place for place, row in enumerate(rows) if not is_done(row))
    return _shown(Session(schema, tuple(rows), 0, Labels()), next(todo, len(rows)))


def is_done(row: Mapping[str, Any]) -> bool:
    """Whether somebody has checked or skipped a row."""
    return row.get("checked") is True or row.get("skipped") is True


def step(session: Session, typed: str) -> Session:
    """What becomes of a session by one typed line. What cannot be done changes nothing but ``said``."""
    session = replace(session, said="")
    command = typed.strip()
    if command.lower() in _COMMANDS:
        return _COMMANDS[command.lower()](session)
    found = _TYPED.fullmatch(typed)
    try:
        if not found:
            raise ValueError(
                f"{command!r} is no command; type the key of an attribute and a word's number, or ? for help"
            )
        labels = _told(session, found["key"].lower(), found["said"])
    except ValueError as fault:
        return replace(session, said=str(fault))
    return replace(session, labels=labels, before=(*session.before, session.labels)[-_UNDONE:])


def _told(session: Session, key: str, said: str) -> Labels:
    """The labels after something is said of the category or an attribute. Raises ValueError."""
    if key == "=":
        return session.labels.in_category(_category(session.schema, said), session.schema)
    category, attribute = session.category, session.keys.get(key)
    if category is None:
        raise ValueError("choose the category first: = and its number or name; Enter keeps the listing without one")
    if attribute is None:
        raise ValueError(f"no attribute has the key {key}; there are {', '.join(session.keys)}")
    if said == "-":
        return session.labels.without(attribute)
    if category.attributes[attribute].is_choice:
        return _of_choice(session, category, attribute, said)
    return session.labels.marked(attribute, _places(session, said), category)


def _of_choice(session: Session, category: Category, key: str, said: str) -> Labels:
    attribute = category.attributes[key]
    if said.startswith("@"):
        return session.labels.marked(key, _places(session, said[1:]), category)
    return session.labels.chosen(key, _values(attribute, said), category)


def _places(session: Session, said: str) -> list[Place]:
    quoted = re.fullmatch(r"[\"“”'‘’「](.+)[\"“”'‘’」]", said)
    if quoted or not is_numbers(said):
        found = occurrences(quoted[1] if quoted else said, session.texts)
        return found[:1]
    return places(said, session.words)


def _values(attribute: Attribute, said: str) -> list[str]:
    """Values by number, or one by a wording. Raises ValueError."""
    ids = list(attribute.values)
    if is_numbers(said):
        numbers = [int(number) for number in re.findall(r"\d+", said)]
        if not all(1 <= number <= len(ids) for number in numbers):
            raise ValueError(f"{said}: the values are numbered 1 to {len(ids)}")
        found = [ids[number - 1] for number in numbers]
    else:
        value = said if said in attribute.values else attribute.value_by_wording.get(fold(said))
        if value is None:
            raise ValueError(
                f"{said!r} is no value of it; there are {', '.join(ids[:12])}{' …' if len(ids) > 12 else ''}"
            )
        found = [value]
    if len(found) > 1 and not attribute.has_many:
        raise ValueError(f"it has one value at most, got {', '.join(found)}")
    return found


def _category(schema: Schema, said: str) -> str | None:
    ids = list(schema.categories)
    if said == "-":
        return None
    if said.isdecimal() and 1 <= int(said) <= len(ids):
        return ids[int(said) - 1]
    found = schema.find_category(said)
    if found is None:
        raise ValueError(
            f"{said!r} is no category; give its name or a number of 1 to {len(ids)}, or - for none of them"
        )
    return found


def _accept(session: Session) -> Session:
    """Keep the labels, if training could read them."""
    row = labelled(session.row, session.labels)
    _, rejected = read_examples([row], session.schema)
    if rejected:
        return replace(session, said=f"these labels cannot be kept: {rejected[0].reason}")
    return _onwards(session, row)


def _skip(session: Session) -> Session:
    return _onwards(session, {**session.row, "skipped": True})


def _onwards(session: Session, row: Mapping[str, Any]) -> Session:
    rows = (*session.rows[: session.at], row, *session.rows[session.at + 1 :])
    drafts = {place: labels for place, labels in session.drafts.items() if place != session.at}
    return _shown(replace(session, rows=rows, drafts=drafts), session.at + 1)


def _back(session: Session) -> Session:
    if not session.at:
        return replace(session, said="this is the first listing")
    return _shown(replace(session, drafts={**session.drafts, session.at: session.labels}), session.at - 1)


def _undo(session: Session) -> Session:
    if not session.before:
        return replace(session, said="nothing to undo in this listing; b goes back to the one before")
    return replace(session, labels=session.before[-1], before=session.before[:-1])


def _shown(session: Session, at: int) -> Session:
    session = replace(session, at=at, before=(), whole=False)
    if at >= len(session.rows):
        return replace(session, labels=Labels(), over=True)
    lost = left_out(session.row, session.schema)
    said = f"not in the schema, and gone with Enter: {'; '.join(lost)}" if lost else ""
    return replace(session, said=said, labels=session.drafts.get(at) or labels_of(session.row, session.schema))


HELP = """\
Enter: the labels shown are right; next listing
a 3-5: words 3 to 5 state attribute a; a 3-5 8: and word 8; a -: nothing is said of it
a 飞利浦: this text states it; in quotes where it begins with a digit, a "2 L"
c 2, c red: of a closed list value 2, or a wording of it; c @3-5: where it is said
= 2, = mug: the category by number or name; = -: none of them
u undo, s skip, b back, m more of a long description, q quit"""


def _more(session: Session) -> Session:
    return replace(session, whole=not session.whole)


def _quit(session: Session) -> Session:
    return replace(session, over=True)


def _help(session: Session) -> Session:
    return replace(session, said=HELP)


_COMMANDS: dict[str, Callable[[Session], Session]] = {
    "": _accept,
    "s": _skip,
    "b": _back,
    "u": _undo,
    "m": _more,
    "q": _quit,
    "?": _help,
}
