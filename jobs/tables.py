"""The Delta tables as data: columns with types and comments, keys, constraints, layout. Nothing here touches Spark.

The comments are the data contract; they are written into the tables, so a catalog browser shows them.
"""

from __future__ import annotations

from dataclasses import dataclass

_SCORED = "ARRAY<STRUCT<id: STRING, score: DOUBLE>>"
_SPANS = "ARRAY<STRUCT<attribute: STRING, field: STRING, start: INT, end: INT, text: STRING, confidence: DOUBLE>>"
_CHOICES = "ARRAY<STRUCT<attribute: STRING, value: STRING, confidence: DOUBLE>>"
_ALTERNATIVES = (
    "ARRAY<STRUCT<origin: STRING, raw: STRING, value: STRING, confidence: DOUBLE, rule: STRING, reason: STRING>>"
)
_SOURCES = "ARRAY<STRUCT<name: STRING, format: STRING, path: STRING, version: BIGINT, rows: BIGINT>>"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``comment`` says unit and meaning of null."""

    name: str
    type: str
    comment: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One Delta table.

    ``checks`` are CHECK constraints by name. ``indexed`` columns get min/max statistics (long texts must not); the
    first of ``clustered`` is what readers filter on most. ``changes`` turns the change data feed on.
    """

    name: str
    comment: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    checks: dict[str, str]
    clustered: tuple[str, ...]
    indexed: tuple[str, ...]
    changes: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)

    @property
    def content(self) -> tuple[str, ...]:
        """Columns that say something about the data: all but the run, model and schema that wrote the row."""
        return tuple(name for name in self.names if name not in ("run_id", "source_model", "schema"))


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


STATUSES = ("standard", "unmapped", "invalid", "missing")
ORIGINS = ("person", "seller", "model")
FIELDS = ("title", "description")
REASONS = ("no_id", "no_text", "undecodable", "too_large", "duplicate_id", "unknown_category")
_RUN = Column("run_id", "STRING", "Run that last wrote this row; see table runs.", required=True)
_CONFIDENCE = "confidence IS NULL OR confidence BETWEEN 0 AND 1"

ATTRIBUTES = Table(
    name="attributes",
    comment="One row for each standardized value of a product, with its whole audit chain.",
    columns=(
        Column("product_id", "STRING", "The product, as its source names it.", required=True),
        Column("category", "STRING", "Category id of the schema.", required=True),
        Column("attribute", "STRING", "Attribute id of the schema.", required=True),
        Column("ordinal", "INT", "Counts the product's values of this attribute from 0.", required=True),
        Column(
            "status",
            "STRING",
            "standard: a rule made a canonical value. unmapped: no allowed value is known for it. invalid: it breaks "
            "the attribute's rule. missing: required, and nothing usable was found.",
            required=True,
        ),
        Column(
            "value", "STRING", "Canonical value: English label, tidy text, or number and unit. Null unless standard."
        ),
        Column("value_zh", "STRING", "Chinese label of the value; null where it has none."),
        Column("value_id", "STRING", "Id of the allowed or known value; null for free text and quantities."),
        Column("number", "DOUBLE", "The quantity, in `unit`; null for other kinds."),
        Column("unit", "STRING", "Unit of `number`, the one the schema names for the attribute; null for other kinds."),
        Column(
            "raw_value",
            "STRING",
            "The text that states the value, as written; null for choices made from the whole listing and for missing.",
        ),
        Column(
            "field",
            "STRING",
            "Field that holds the statement: title or description; null for sellers' values, choices made from "
            "the whole listing, and missing.",
        ),
        Column(
            "start_offset",
            "INT",
            "First character of the statement in the raw field, from 0; of one that lists several values, the whole "
            "list. Null where field is.",
        ),
        Column(
            "end_offset", "INT", "One past the last character of the statement in the raw field; null where field is."
        ),
        Column(
            "origin",
            "STRING",
            "Who says so: seller, person (a seller's value whose meaning a person decided) or model; null for missing.",
        ),
        Column(
            "rule",
            "STRING",
            "What made the value of raw_value, such as alias, unit or nearest value; null for missing.",
        ),
        Column(
            "confidence", "DOUBLE", "0 to 1: the model's, and 1 for what a seller or person states; null for missing."
        ),
        Column(
            "detail", "STRING", "Why the value is invalid, or which allowed value was nearest; null when all is said."
        ),
        Column(
            "alternatives",
            _ALTERNATIVES,
            "Claims that lost and why, on the row with ordinal 0 of the attribute; empty elsewhere.",
        ),
        Column(
            "source_model", "STRING", "Checkpoint in use when the row was written; see table models.", required=True
        ),
        Column("schema", "STRING", "Fingerprint of the schema in use when the row was written.", required=True),
        _RUN,
    ),
    keys=("product_id", "attribute", "ordinal"),
    checks={
        "status_known": _one_of("status", STATUSES),
        "origin_known": f"origin IS NULL OR {_one_of('origin', ORIGINS)}",
        "field_known": f"field IS NULL OR {_one_of('field', FIELDS)}",
        "confidence_range": _CONFIDENCE,
        "ordinal_counts": "ordinal >= 0",
        "offsets_ordered": "start_offset IS NULL OR (0 <= start_offset AND start_offset < end_offset)",
        "value_when_standard": "(status = 'standard') = (value IS NOT NULL)",
    },
    clustered=("category", "attribute", "product_id"),
    indexed=("product_id", "category", "attribute", "ordinal", "status", "value_id", "number", "origin", "confidence"),
)

PRODUCTS = Table(
    name="products",
    comment="One row for each standardized product: category, all values in maps, completeness.",
    columns=(
        Column("product_id", "STRING", "The product, as its source names it.", required=True),
        Column("source", "STRING", "Name of the source the listing came from.", required=True),
        Column("site", "STRING", "Web shop, by its host or else its name, in lower case; null when it is not known."),
        Column("title", "STRING", "Title as the seller wrote it; null when the source gives none."),
        Column(
            "description", "STRING", "Description as the seller wrote it, markup included; null when there is none."
        ),
        Column("category", "STRING", "Category id of the schema.", required=True),
        Column("category_origin", "STRING", "Who says so: seller or model.", required=True),
        Column("category_confidence", "DOUBLE", "0 to 1; 1 where the seller gave the category.", required=True),
        Column("locale", "STRING", "Locale as the source gives it; null when it gives none."),
        Column(
            "attributes",
            "MAP<STRING, STRING>",
            "Attribute id to canonical value, several joined by '; '; empty without any.",
        ),
        Column(
            "numbers",
            "MAP<STRING, DOUBLE>",
            "Attribute id of a quantity to its number, in the attribute's unit; empty without any.",
        ),
        Column("tags", "ARRAY<STRING>", "Tag ids, best first; empty without any."),
        Column(
            "completeness", "DOUBLE", "Attributes with a standard value / attributes of the category.", required=True
        ),
        Column("missing", "ARRAY<STRING>", "Required attributes of which nothing usable was found; empty without any."),
        Column(
            "unknown_attributes",
            "MAP<STRING, STRING>",
            "Seller's attributes that the category does not have; null without any.",
        ),
        Column(
            "content_hash",
            "STRING",
            "sha256 of all that standardization reads of the listing. Empty when the sources lacked it as all products "
            "were made anew: once it is back, it is made anew too.",
            required=True,
        ),
        Column("text_hash", "STRING", "sha256 of what the model reads; key into extractions.", required=True),
        Column("updated_at", "TIMESTAMP", "When the source says the listing changed; null when it does not say."),
        _RUN,
    ),
    keys=("product_id",),
    checks={
        "category_origin_known": _one_of("category_origin", ("seller", "model")),
        "category_confidence_range": "category_confidence BETWEEN 0 AND 1",
        "completeness_range": "completeness BETWEEN 0 AND 1",
    },
    clustered=("category", "product_id"),
    indexed=("product_id", "source", "category", "completeness", "text_hash", "updated_at"),
)

TAGS = Table(
    name="tags",
    comment="Tags of products, one row each.",
    columns=(
        Column("product_id", "STRING", "The product, as its source names it.", required=True),
        Column("tag", "STRING", "Tag id of the schema.", required=True),
        Column("score", "DOUBLE", "0 to 1.", required=True),
        Column("rank", "INT", "1 is the product's best tag.", required=True),
        Column("origin", "STRING", "Who says so: model.", required=True),
        _RUN,
    ),
    keys=("product_id", "tag"),
    checks={
        "score_range": "score BETWEEN 0 AND 1",
        "rank_counts": "rank >= 1",
        "origin_known": _one_of("origin", ORIGINS),
    },
    clustered=("tag", "product_id"),
    indexed=("product_id", "tag", "score", "rank", "origin"),
)

EXTRACTIONS = Table(
    name="extractions",
    comment="What the model said of each distinct text, before thresholds: the cache that makes reruns cheap.",
    columns=(
        Column(
            "text_hash",
            "STRING",
            "sha256 of title, description, the category id of the seller's wording, and the site if it is known.",
            required=True,
        ),
        Column("model", "STRING", "Fingerprint of the checkpoint that read the text.", required=True),
        Column("schema", "STRING", "Fingerprint of the part of the schema that the model reads.", required=True),
        Column("category", "STRING", "Category asked about, or guessed; null when the model knows none."),
        Column(
            "category_confidence",
            "DOUBLE",
            "Probability of the category, 0 to 1; where category is null, of being none of them.",
            required=True,
        ),
        Column(
            "categories", _SCORED, "Best three categories with their probabilities; empty for a text without words."
        ),
        Column(
            "spans",
            _SPANS,
            "Statements found in the text, best first; offsets are half-open characters of the raw field. Those of an "
            "attribute with one value are alternatives: at most one holds, their confidences add up to at most 1, and "
            "the place of each stands for all mentions of its wording. Those of an attribute with several values each "
            "stand for themselves. Empty without any.",
        ),
        Column("choices", _CHOICES, "Values of closed lists that the whole listing suggests; empty without any."),
        Column("tags", _SCORED, "Tags with their scores, best first; empty without any."),
        Column("tokens", "INT", "Subword pieces of the text.", required=True),
        Column("windows", "INT", "Encoder windows the text was read in; more than 1 for long text.", required=True),
        _RUN,
    ),
    keys=("text_hash", "model", "schema"),
    checks={"category_confidence_range": "category_confidence BETWEEN 0 AND 1"},
    clustered=("model", "schema", "text_hash"),
    indexed=("text_hash", "model", "schema", "category", "category_confidence"),
    changes=False,
)

MATCHES = Table(
    name="matches",
    comment="Nearest allowed values of likely raw values that no rule knows, by embedding: a cache like extractions.",
    columns=(
        Column("category", "STRING", "Category id of the schema.", required=True),
        Column("attribute", "STRING", "Attribute id of the schema.", required=True),
        Column("raw_value", "STRING", "The value as written.", required=True),
        Column("model", "STRING", "Fingerprint of the checkpoint that compared.", required=True),
        Column("schema", "STRING", "Fingerprint of the part of the schema that the model reads.", required=True),
        Column("matches", _SCORED, "Ids of allowed values with scores, best first; empty when the list is open."),
        _RUN,
    ),
    keys=("category", "attribute", "raw_value", "model", "schema"),
    checks={},
    clustered=("model", "schema", "category", "attribute"),
    indexed=("category", "attribute", "model", "schema"),
    changes=False,
)

REJECTED = Table(
    name="rejected",
    comment="Source rows of the last run that were not standardized, each with its reason.",
    columns=(
        Column("row_hash", "STRING", "sha256 of source and raw row.", required=True),
        Column("source", "STRING", "Name of the source.", required=True),
        Column("product_id", "STRING", "The product, as its source names it; null when it does not."),
        Column(
            "reason",
            "STRING",
            "no_id, no_text, undecodable, too_large, duplicate_id or unknown_category.",
            required=True,
        ),
        Column("detail", "STRING", "What exactly was wrong; null when the reason says it all."),
        Column("copies", "BIGINT", "How many identical rows the source holds that are rejected.", required=True),
        Column("raw", "STRING", "The row as JSON; its original text when it could not be parsed.", required=True),
        _RUN,
    ),
    keys=("row_hash",),
    checks={"reason_known": _one_of("reason", REASONS), "copies_count": "copies >= 1"},
    clustered=("reason", "source"),
    indexed=("row_hash", "source", "product_id", "reason"),
)

UNMAPPED = Table(
    name="unmapped",
    comment="Review queue: values and seller's attribute names the schema does not know, by products affected.",
    columns=(
        Column("kind", "STRING", "value: a value of `attribute`. attribute: a seller's name for one.", required=True),
        Column("category", "STRING", "Category id of the schema.", required=True),
        Column("attribute", "STRING", "Attribute id of the schema; null for kind attribute."),
        Column(
            "value_key",
            "STRING",
            "raw_value folded: equal for wordings that differ in case, width or spaces.",
            required=True,
        ),
        Column("raw_value", "STRING", "Most frequent wording.", required=True),
        Column("products", "BIGINT", "Products affected.", required=True),
        Column("examples", "ARRAY<STRING>", "Up to three product ids; never empty."),
        Column("suggested_value", "STRING", "Id of the nearest allowed value; null when none was compared."),
        Column("suggested_score", "DOUBLE", "Score of the suggestion, 0 to 1; null where there is none."),
        _RUN,
    ),
    keys=("kind", "category", "attribute", "value_key"),
    checks={"kind_known": _one_of("kind", ("value", "attribute")), "products_count": "products >= 1"},
    clustered=("category", "attribute"),
    indexed=("kind", "category", "attribute", "products"),
)

DECISIONS = Table(
    name="decisions",
    comment="What people decided that raw values mean; the newest row of a value holds, on every later run.",
    columns=(
        Column("category", "STRING", "Category id of the schema.", required=True),
        Column("attribute", "STRING", "Attribute id of the schema.", required=True),
        Column("raw_value", "STRING", "The raw value; its folded key is what matters.", required=True),
        Column("action", "STRING", "map: it means `value`. reject: it is no value of the attribute.", required=True),
        Column("value", "STRING", "Value id or canonical value; null for reject."),
        Column("decided_by", "STRING", "Who decided.", required=True),
        Column("decided_at", "TIMESTAMP", "When.", required=True),
        Column("note", "STRING", "Why; null when nothing was noted."),
    ),
    keys=("category", "attribute", "raw_value", "decided_at"),
    checks={
        "action_known": _one_of("action", ("map", "reject")),
        "value_when_mapped": "(action = 'map') = (value IS NOT NULL)",
    },
    clustered=("category", "attribute"),
    indexed=("category", "attribute", "action", "decided_by", "decided_at"),
)

RUNS = Table(
    name="runs",
    comment="Finished runs. A run's row is written last; what it names in table_versions is what readers should see.",
    columns=(
        Column("run_id", "STRING", "Unique; begins with the start time in UTC.", required=True),
        Column("name", "STRING", "Name of the job in its config.", required=True),
        Column("started_at", "TIMESTAMP", "Start.", required=True),
        Column("finished_at", "TIMESTAMP", "End of all work but this row.", required=True),
        Column("version", "STRING", "Version of the package.", required=True),
        Column("model", "STRING", "Fingerprint of the checkpoint; see table models.", required=True),
        Column("schema", "STRING", "Fingerprint of the whole schema.", required=True),
        Column("model_schema", "STRING", "Fingerprint of the part of the schema that the model reads.", required=True),
        Column(
            "recipes",
            "MAP<STRING, STRING>",
            "By category id, a digest of all but the listings that decides a value of its products: equal recipe, "
            "equal result.",
            required=True,
        ),
        Column("sources", _SOURCES, "What was read, never null; version is the Delta version, null for files."),
        Column(
            "counts",
            "MAP<STRING, BIGINT>",
            "Rows read, standardized, rejected, changed and removed, texts_inferred and values_compared by the model, "
            "values by status and by origin, rows inserted, updated and deleted by table. Never null.",
        ),
        Column("seconds", "MAP<STRING, DOUBLE>", "Wall time of each stage, in seconds; never null."),
        Column("texts_per_second", "DOUBLE", "Inferred texts by wall time of inference; null when there were none."),
        Column("rows_per_second", "DOUBLE", "Rows read by wall time of the run; null when it took none."),
        Column(
            "quality",
            "MAP<STRING, DOUBLE>",
            "Shares between 0 and 1 over all products, such as completeness; empty when there are none.",
        ),
        Column(
            "table_versions",
            "MAP<STRING, BIGINT>",
            "Delta version of each table that belongs to this run.",
            required=True,
        ),
    ),
    keys=("run_id",),
    checks={},
    clustered=("finished_at",),
    indexed=("run_id", "name", "started_at", "finished_at"),
    changes=False,
)

MODELS = Table(
    name="models",
    comment="Checkpoints that runs have used.",
    columns=(
        Column("fingerprint", "STRING", "Digest of the checkpoint's files.", required=True),
        Column("path", "STRING", "Where it lay when first used.", required=True),
        Column("backbone", "STRING", "Encoder it was trained from.", required=True),
        Column(
            "model_schema", "STRING", "Fingerprint of the part of the schema that it was trained on.", required=True
        ),
        Column("data_fingerprint", "STRING", "Digest of its training data.", required=True),
        Column("metrics", "STRING", "Evaluation figures as JSON.", required=True),
        Column("parent", "STRING", "Fingerprint of the checkpoint training started from; null for none."),
        Column("stage", "STRING", "candidate, production or retired; set by people.", required=True),
        Column("created_at", "TIMESTAMP", "When it was trained.", required=True),
        _RUN,
    ),
    keys=("fingerprint",),
    checks={"stage_known": _one_of("stage", ("candidate", "production", "retired"))},
    clustered=("fingerprint",),
    indexed=("fingerprint", "stage", "created_at"),
    changes=False,
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        ATTRIBUTES, PRODUCTS, TAGS, EXTRACTIONS, MATCHES, REJECTED, UNMAPPED, DECISIONS, RUNS, MODELS,
    )
}  # fmt: skip
