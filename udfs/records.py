"""What flows through the product: a listing, what the model says of it, claims, facts, the product.

All offsets are half-open characters of the raw field. A record that is stored says its columns' comments itself: Arrow
types and Delta columns are made of it (:mod:`udfs.spark.arrow`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, NamedTuple

Kind = Literal["span", "identifier", "quantity", "dimensions", "composition", "choice", "choices", "ordered", "boolean"]
Origin = Literal["person", "seller", "model"]
CategoryOrigin = Literal["seller", "title", "model", "draft"]
Axis = Literal["length", "width", "height", "depth", "thickness", "diameter"]
Bound = Literal["at least", "at most"]
Field = Literal["title", "description"]

# How a seller's wording of the category names one of the schema's.
#   itself   the wording, or the deepest level of its path, is the category
#   within   two upper levels of its path are, one below the other, as in Footwear > Women's Footwear > Ballerinas
#   above    only an upper level of its path is: what is below may be no such goods, as in Footwear > Shoe Care
#   unknown  no level is known
Named = Literal["itself", "within", "above", "unknown"]
FIELDS: tuple[Field, ...] = ("title", "description")

# What became of a raw value, or of an attribute.
#   standard  a rule made a canonical value of it
#   unmapped  a value of a closed list was expected and no rule knows this one
#   invalid   it breaks the attribute's rule: no number, wrong unit, out of range, bad pattern or check digit
#   missing   the schema requires the attribute and nothing usable was found; no raw value has this status
Status = Literal["standard", "unmapped", "invalid", "missing"]

# Why a claim lost.
#   repeated         it says again what a value of the product says
#   less_sure        another claim of its teller is surer
#   outranked        another teller goes before its own
#   unheard          its teller is not heard for the attribute
#   below_threshold  it is less sure than `least`, the threshold of the attribute
#   below_overrule   it is less sure than `least`, which the model needs against a seller whose words nobody knows
#   contradicted     it is the model's, and a seller's words leave no room for it
#   one_of_several   it is the model's, and the seller offers several
#   unmapped         nobody knows what it means, and something usable or surer stands
#   invalid          it breaks the attribute's rule
LostBy = Literal[
    "repeated", "less_sure", "outranked", "unheard", "below_threshold", "below_overrule", "contradicted",
    "one_of_several", "unmapped", "invalid",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listing:
    """One product as its seller wrote it. ``category`` is a schema id, or null when the source gives none that the
    schema knows.

    ``named`` says how the seller's wording names it, ``wording`` what the wording is where it is not the category
    itself, and ``titled`` which category the title names: see :class:`udfs.screening.Screened`.
    ``seller_attributes``: names and texts as the seller states them, a name perhaps twice. ``site`` is the web shop it
    comes from, as :func:`udfs.text.sites.site_of` writes it; null when it is not known. ``unread``: why a part of the
    seller's map says nothing; null where all of it was read.
    """

    product_id: str
    title: str | None = None
    description: str | None = None
    category: str | None = None
    seller_attributes: Mapping[str, str] | tuple[tuple[str, str], ...] = field(default_factory=dict)
    site: str | None = None
    named: Named | None = None
    wording: str | None = None
    titled: str | None = None
    unread: str | None = None

    @property
    def statements(self) -> tuple[tuple[str, str], ...]:
        """Names and texts of ``seller_attributes``, in their order."""
        own = self.seller_attributes
        return tuple(own.items()) if isinstance(own, Mapping) else own

    @property
    def texts(self) -> list[str]:
        """Title and description, those that are there."""
        return [text for text in (self.title, self.description) if text]

    def text_of(self, name: Field) -> str:
        """The raw text of a field; "" where it is null."""
        return (self.title if name == "title" else self.description) or ""


class Span(NamedTuple):
    """A statement of an attribute found in a text. ``text`` is the raw field's ``start:end``; confidence in 0..1.

    Of an attribute with one value, the place stands for all mentions of that wording, and the confidence is theirs
    together. Of an attribute with several values, each span stands for itself.
    """

    attribute: str
    field: Field
    start: int
    end: int
    text: str
    confidence: float


class Choice(NamedTuple):
    """A value of a closed list that the whole listing suggests; it has no place in the text.

    ``evidence``: how much it rests on words, by how much is needed: below 1 on none. Null where the model cannot tell.
    """

    attribute: str
    value: str
    confidence: float
    evidence: float | None = None

    @property
    def rests(self) -> bool:
        """Whether it rests on words, as far as the model can tell."""
        return self.evidence is None or self.evidence >= 1.0


class Scored(NamedTuple):
    """An id (of a category, tag or value) with its score in 0..1."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything the model says about one text, before thresholds."""

    category: Annotated[str | None, "Category asked about, or guessed; null when the model knows none."]
    category_confidence: Annotated[
        float, "Probability of the category, 0 to 1; where category is null, of being none of them."
    ]
    categories: Annotated[
        tuple[Scored, ...], "Best three categories with their probabilities; empty for a text without words."
    ] = ()
    spans: Annotated[
        tuple[Span, ...],
        "Statements found in the text, best first; offsets are half-open characters of the raw field. Those of an "
        "attribute with one value are alternatives: at most one holds, their confidences add up to at most 1, and "
        "the place of each stands for all mentions of its wording. Those of an attribute with several values each "
        "stand for themselves. Empty without any.",
    ] = ()
    choices: Annotated[
        tuple[Choice, ...],
        "Values of closed lists that the whole listing suggests; those with an evidence below 1 rest on none of its "
        "words, and where it is null the model cannot tell. Empty without any.",
    ] = ()
    tags: Annotated[tuple[Scored, ...], "Tags with their scores, best first; empty without any."] = ()
    tokens: Annotated[int, "Subword pieces of the text."] = 0
    windows: Annotated[int, "Encoder windows the text was read in; more than 1 for long text."] = 0
    foreign: Annotated[
        str | None,
        "Language or script of the text where the model has not learnt it: what it says of the text does not count. "
        "Null where it has, or nobody can tell.",
    ] = None
    inside: Annotated[
        float | None,
        "Chance that the text is of the category, and not of goods that no category is for, 0 to 1. Null without a "
        "category, or where the model cannot tell.",
    ] = None


class Wording(NamedTuple):
    """A raw value that is stated of an attribute."""

    attribute: str
    raw: str


class Compared(NamedTuple):
    """What the model says of a wording that no rule knows: the nearest allowed values, best first."""

    attribute: str
    raw: str
    matches: tuple[Scored, ...]


class Part(NamedTuple):
    """One of the numbers that make a value: an axis of a size, a share of a material, what a pack holds."""

    name: str
    number: float
    unit: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the rules make of one raw value of one attribute. Null meanings as in :class:`Fact`, whose columns these
    are."""

    status: Status
    rule: str
    value: str | None = None
    value_zh: str | None = None
    value_id: str | None = None
    number: float | None = None
    unit: str | None = None
    detail: str | None = None
    labels: Mapping[str, str] | None = None
    number_max: float | None = None
    bound: Bound | None = None
    parts: tuple[Part, ...] = ()

    @property
    def key(self) -> str:
        """Equal for two raw values exactly when they mean the same."""
        return self.value_id or self.value or ""


class Claim(NamedTuple):
    """Somebody says something of an attribute: who, in which words, where, how surely, and what it means.

    ``raw`` is null for choices that the model made from the whole listing; ``field``, ``start`` and ``end`` are null
    for those and for what stands in a seller's map; a parameter block's values have their place. Confidence is the
    model's, and 1.0 for what a seller or a person states, unless its meaning is a nearest value: then it is the chance
    that this is right. ``closeness``: how a seller's name means the attribute, see :class:`udfs.schema.keys.Named`.
    """

    attribute: str
    origin: Origin
    raw: str | None
    confidence: float
    outcome: Outcome
    field: Field | None = None
    start: int | None = None
    end: int | None = None
    closeness: int = 0


class LostClaim(NamedTuple):
    """A claim that lost, and why. The fields are columns of table claims."""

    attribute: Annotated[str, "Attribute id of the schema."]
    place: Annotated[int, "Counts the claims about the product's attribute that lost from 0, in an order that lasts."]
    outcome: Annotated[
        LostBy,
        "Why it lost. repeated: a value says so already. less_sure: another of its teller is surer. outranked: another "
        "teller goes first. unheard: its teller is not heard for the attribute. below_threshold, below_overrule: less "
        "sure than `least`, the attribute's threshold, or what the model needs where a seller's words are unknown. "
        "contradicted, one_of_several: a seller's words leave no room for it, or offer several. unmapped, invalid: it "
        "has no standard value.",
    ]
    origin: Annotated[Origin, "Who says so: seller, person or model."]
    raw_value: Annotated[
        str | None, "The text that states it, as written; null for choices made from the whole listing."
    ]
    confidence: Annotated[float, "0 to 1, as in attributes; its own, not that of all places of one value together."]
    status: Annotated[Status, "standard, unmapped or invalid, as in attributes."]
    rule: Annotated[str, "What made the value of raw_value, or found none."]
    value: Annotated[str | None, "Canonical value; null unless standard."] = None
    value_id: Annotated[str | None, "Id of the allowed or known value; null for free text and quantities."] = None
    number: Annotated[float | None, "The quantity, in `unit`, as in attributes; null for other kinds."] = None
    number_max: Annotated[float | None, "Upper end of a stated range; null where there is none."] = None
    unit: Annotated[str | None, "Unit of `number`; null for other kinds."] = None
    field: Annotated[
        Field | None, "Field that holds it: title or description; null for a seller's map and the whole listing."
    ] = None
    start_offset: Annotated[int | None, "First character of it in the raw field, from 0; null where field is."] = None
    end_offset: Annotated[int | None, "One past its last character in the raw field; null where field is."] = None
    least: Annotated[float | None, "Confidence that it needed; null where it lost by something else than its own."] = (
        None
    )
    against: Annotated[
        str | None, "The text, or else the value, of the claim that it lost to; null where it lost to none."
    ] = None
    against_origin: Annotated[Origin | None, "Who says `against`; null where it lost to no claim."] = None
    ordinal: Annotated[
        int | None,
        "The value in table attributes that it repeats or lost to, by its ordinal there; null where it lost to none, "
        "or to one that does not stand.",
    ] = None
    detail: Annotated[str | None, "Why it has no standard value, in words; null when all is said."] = None


@dataclass(frozen=True, slots=True)
class Fact:
    """The claim that stands, with those that lost: one value of one product with its whole audit chain.

    The fields are columns of table attributes, but for ``lost``, which are rows of table claims: those that repeat this
    value or lost to it, and on the first of several values those that lost by themselves. A ``missing`` fact has
    neither value nor origin.
    """

    attribute: Annotated[str, "Attribute id of the schema."]
    ordinal: Annotated[int, "Counts the product's values of this attribute from 0."]
    status: Annotated[
        Status,
        "standard: a rule made a canonical value. unmapped: no allowed value is known for it. invalid: it breaks "
        "the attribute's rule. missing: required, and nothing usable was found.",
    ]
    value: Annotated[
        str | None,
        "Canonical value: label in the schema's first language, tidy text, or number and unit. Null unless standard.",
    ] = None
    value_zh: Annotated[str | None, "Chinese label of the value; null where it has none."] = None
    value_id: Annotated[str | None, "Id of the allowed or known value; null for free text and quantities."] = None
    number: Annotated[
        float | None,
        "The quantity, in `unit`, of a range its lower end; place of an ordered value in its list, from 1; null for "
        "other kinds.",
    ] = None
    unit: Annotated[
        str | None, "Unit of `number`, the one the schema names for the attribute; null for other kinds."
    ] = None
    raw_value: Annotated[
        str | None,
        "The text that states the value, as written; null for choices made from the whole listing and for missing.",
    ] = None
    field: Annotated[
        Field | None,
        "Field that holds the statement: title or description; null for values of a seller's map, choices made "
        "from the whole listing, and missing.",
    ] = None
    start_offset: Annotated[
        int | None,
        "First character of the statement in the raw field, from 0; of one that lists several values, the whole "
        "list. Null where field is.",
    ] = None
    end_offset: Annotated[
        int | None, "One past the last character of the statement in the raw field; null where field is."
    ] = None
    origin: Annotated[
        Origin | None,
        "Who says so: seller, person (a seller's value whose meaning a person decided) or model; null for missing.",
    ] = None
    rule: Annotated[
        str | None, "What made the value of raw_value, such as alias, unit or nearest value; null for missing."
    ] = None
    confidence: Annotated[
        float | None,
        "0 to 1: the model's, and 1 for what a seller or person states, unless the rule is nearest value: then the "
        "chance that it is right. Null for missing.",
    ] = None
    detail: Annotated[
        str | None,
        "Why the value is invalid, or which allowed value was nearest, as the row was last changed; null when all is "
        "said.",
    ] = None
    labels: Annotated[
        Mapping[str, str] | None,
        "Label of the value by language, such as en and zh; null for text, which is its own, and unless standard.",
    ] = None
    number_max: Annotated[float | None, "Upper end of a stated range, in `unit`; null where there is none."] = None
    bound: Annotated[
        Bound | None, "at least, at most: the text states `number` as a bound only; null where it does not."
    ] = None
    parts: Annotated[
        tuple[Part, ...],
        "Numbers that make the value: pieces and each of a pack; length, width and the like of a size, or 1, 2, 3 "
        "where nobody names the axes; the shares of a composition, by value id or name. Empty elsewhere.",
    ] = ()
    trained: Annotated[
        bool | None,
        "false: the model says so, or what the text means, and has not learnt the attribute: it was asked by name and "
        "description. Null everywhere else.",
    ] = None
    lost: tuple[LostClaim, ...] = ()


@dataclass(frozen=True, slots=True)
class Product:
    """A product in standard terms: its facts, and what its line of table products says of them. Best tags first.

    ``without_fact``: claims about attributes of which nothing stands, not even that it is missing. ``shadow``: facts of
    attributes that are not released; nothing else here says anything of these.
    """

    facts: tuple[Fact, ...] = ()
    attributes: Annotated[
        Mapping[str, str], "Attribute id to canonical value, several joined by '; '; empty without any."
    ] = field(default_factory=dict)
    numbers: Annotated[
        Mapping[str, float], "Attribute id of a quantity to its number, in the attribute's unit; empty without any."
    ] = field(default_factory=dict)
    numbers_max: Annotated[
        Mapping[str, float], "Attribute id of a quantity to the upper end of its range; empty without any."
    ] = field(default_factory=dict)
    parts: Annotated[
        Mapping[str, tuple[Part, ...]],
        "Attribute id to the numbers that make its value, as in attributes; empty without any.",
    ] = field(default_factory=dict)
    missing: Annotated[
        tuple[str, ...], "Required attributes of which nothing usable was found; empty without any."
    ] = ()
    tags: tuple[Scored, ...] = ()
    unknown_attributes: Annotated[
        Mapping[str, str] | None, "Seller's attributes that the category does not have; null without any."
    ] = None
    without_fact: tuple[LostClaim, ...] = ()
    shadow: tuple[Fact, ...] = ()
