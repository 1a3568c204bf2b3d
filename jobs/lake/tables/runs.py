"""Table runs."""

from __future__ import annotations

from jobs.lake.tables.definitions import Column, Table, one_of

_SOURCES = "ARRAY<STRUCT<name: STRING, format: STRING, path: STRING, version: BIGINT, rows: BIGINT>>"
_VERDICTS = (
    "ARRAY<STRUCT<gate: STRING, category: STRING, attribute: STRING, `by`: STRING, limit: DOUBLE, measured: DOUBLE, "
    "count: BIGINT, base: BIGINT, level: STRING, failed: BOOLEAN>>"
)
_EXAMPLES = (
    "ARRAY<STRUCT<gate: STRING, category: STRING, attribute: STRING, product_id: STRING, before: STRING, "
    "after: STRING>>"
)
LIVE, HELD, DISCARDED = "live", "held", "discarded"
STATES = (LIVE, HELD, DISCARDED)

RUNS = Table(
    name="runs",
    comment="Finished runs. A run's row is written last; what the newest live one names in table_versions is what "
    "readers should see.",
    columns=(
        Column("run_id", "STRING", "Unique; begins with the start time in UTC.", required=True),
        Column("name", "STRING", "Name of the job in its config.", required=True),
        Column("started_at", "TIMESTAMP", "Start.", required=True),
        Column(
            "finished_at",
            "TIMESTAMP",
            "End of all work but this row; of a run that is held, when that was decided, and once it is released, when "
            "it was published.",
            required=True,
        ),
        Column("version", "STRING", "Version of the package.", required=True),
        Column(
            "model", "STRING", "Fingerprint of the checkpoint, see table models; `none` without one.", required=True
        ),
        Column("schema", "STRING", "Fingerprint of the whole schema.", required=True),
        Column(
            "model_schema",
            "STRING",
            "Fingerprint of what the model is asked: of the part of the schema that it reads, or of that of the schema "
            "that it was trained with where it has not learnt all.",
            required=True,
        ),
        Column(
            "recipes",
            "MAP<STRING, STRING>",
            "By category id, a digest of all but the listings that decides a value of its products: equal recipe, "
            "equal result.",
            required=True,
        ),
        Column(
            "recipe_parts",
            "MAP<STRING, MAP<STRING, STRING>>",
            "By category id, a digest of each part of its recipe: model, thresholds (of the job and of attributes), "
            "schema (names, descriptions, kinds, values, what is required, tags), rules (aliases, units, ranges and "
            "all else that the schema says), package (code and libraries), decisions. Three more are no parts of it: "
            "sources, how their rows become listings, texts, what decides them beside the products, and answers, the "
            "code of the derived tables. Null in runs "
            "from before the column.",
        ),
        Column("sources", _SOURCES, "What was read, never null; version is the Delta version, null for files."),
        Column(
            "counts",
            "MAP<STRING, BIGINT>",
            "Rows read, standardized, rejected and made_anew (products resolved again), products changed (new, or "
            "a reader sees something else) and removed, goods `outside` of all known categories, products "
            "that are stale and those without_category, texts_inferred and values_compared by the model, values by "
            "status and by origin, unmapped ones with something that was not sure enough, parts of "
            "the schema that the checkpoint has not learnt (`untrained_`), rows inserted, updated and "
            "deleted by table. Never null.",
        ),
        Column("seconds", "MAP<STRING, DOUBLE>", "Wall time of each stage, in seconds; never null."),
        Column("texts_per_second", "DOUBLE", "Inferred texts by wall time of inference; null when there were none."),
        Column("rows_per_second", "DOUBLE", "Rows read by wall time of the run; null when it took none."),
        Column(
            "quality",
            "MAP<STRING, DOUBLE>",
            "Shares between 0 and 1 over all current products, such as completeness, and `outside`: listings of no "
            "known category, of all that are not rejected for another reason; empty when there are none.",
        ),
        Column(
            "table_versions",
            "MAP<STRING, BIGINT>",
            "Delta version of each table that belongs to this run; of runs, the one that wrote this row. Of a run that "
            "is held or discarded, those of the live run before it.",
            required=True,
        ),
        Column(
            "state",
            "STRING",
            "live: published. held: a gate failed, and nothing of it is published until a person releases it. "
            "discarded: a person decided against it. Null of runs from before the column, which are live.",
        ),
        Column(
            "verdicts",
            _VERDICTS,
            "Of each gate of the config, all places where it failed, or else the one nearest to that: measured is a "
            "share, count of base; category and attribute are null for all of them; by names what the gate judges "
            "apart. Empty without gates.",
        ),
        Column(
            "examples",
            _EXAMPLES,
            "Of each gate that failed some products, with what they had and have; empty where none failed.",
        ),
        Column("decided_by", "STRING", "Who released, discarded or rolled back; null where nobody had to."),
        Column("decided_why", "STRING", "Why, in their words; null where nobody had to."),
        Column("decided_at", "TIMESTAMP", "When; null where nobody had to."),
        Column(
            "rollback_of",
            "STRING",
            "Run whose tables this one has restored: counts, quality and recipes are that run's. Null of all others.",
        ),
    ),
    keys=("run_id",),
    checks={"state_known": f"state IS NULL OR {one_of('state', STATES)}"},
    clustered=("finished_at",),
    indexed=("run_id", "name", "started_at", "finished_at"),
    changes=False,
)
