"""All tables of a target."""

from __future__ import annotations

from jobs.lake.tables.answers.changes import CHANGES
from jobs.lake.tables.answers.conflicts import CONFLICTS
from jobs.lake.tables.answers.coverage import COVERAGE
from jobs.lake.tables.answers.dictionary import DICTIONARY
from jobs.lake.tables.answers.facets import FACETS
from jobs.lake.tables.answers.search_terms import SEARCH_TERMS
from jobs.lake.tables.attributes import ATTRIBUTES, SHADOW_ATTRIBUTES
from jobs.lake.tables.away import AWAY
from jobs.lake.tables.claims import CLAIMS
from jobs.lake.tables.decisions import DECISIONS
from jobs.lake.tables.definitions import Table
from jobs.lake.tables.extractions import EXTRACTIONS
from jobs.lake.tables.matches import MATCHES
from jobs.lake.tables.models import MODELS
from jobs.lake.tables.products import PRODUCTS
from jobs.lake.tables.rejected import REJECTED
from jobs.lake.tables.runs import RUNS
from jobs.lake.tables.tags import TAGS
from jobs.lake.tables.texts.edits import TEXT_EDITS
from jobs.lake.tables.texts.keywords import KEYWORDS
from jobs.lake.tables.texts.statistics import PHRASE_STATISTICS, VALUE_STATISTICS
from jobs.lake.tables.texts.texts import TEXTS
from jobs.lake.tables.unmapped import UNMAPPED

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        ATTRIBUTES, PRODUCTS, TAGS, CLAIMS, EXTRACTIONS, MATCHES, REJECTED, UNMAPPED, DECISIONS, RUNS, MODELS,
        AWAY, TEXTS, KEYWORDS, TEXT_EDITS, VALUE_STATISTICS, PHRASE_STATISTICS, FACETS, COVERAGE, CONFLICTS,
        SEARCH_TERMS, DICTIONARY, CHANGES, SHADOW_ATTRIBUTES,
    )
}  # fmt: skip
DERIVED = frozenset(table.name for table in (FACETS, COVERAGE, CONFLICTS, SEARCH_TERMS, DICTIONARY))
"""Tables that a run makes of the others, as they are now. What they say can be made anew; table changes is history."""
HISTORY = frozenset({CHANGES.name})
"""Tables that tell what runs did: a rollback undoes no row of theirs."""
LIVE = frozenset({RUNS.name} | {table.name for table in TABLES.values() if table.by_people})
"""Tables that are read as they are now, whichever run is looked at."""
CACHES = frozenset({EXTRACTIONS.name, MATCHES.name, MODELS.name})
"""Tables that runs only add to, held ones too; what is published does not depend on who has added a row."""
