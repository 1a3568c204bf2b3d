"""Table coverage."""

from __future__ import annotations

from jobs.lake.tables.definitions import Column, Table

STATES = ("stated", "found", "implied", "unmapped", "invalid", "low_confidence", "missing")
"""What is known of an attribute of a product. Each product of the category is in exactly one."""
_SAYS = {
    "stated": "Products whose seller states the value, or whose seller's value a person explained.",
    "found": "Products of which the model found the value in the text.",
    "implied": "Products of which the model concluded the value from the whole listing.",
    "unmapped": "Products with a value that no allowed one is known for, and no other; see table unmapped.",
    "invalid": "Products with a value that breaks the attribute's rule, and no other.",
    "low_confidence": "Products of which something was found, and not surely enough to count.",
    "missing": "Products of which nothing is known.",
}

COVERAGE = Table(
    name="coverage",
    comment="How much is known of each attribute, by category and source: of how many products, and who says so.",
    columns=(
        Column("category", "STRING", "Category id of the schema.", required=True),
        Column(
            "attribute", "STRING", "Attribute id of the schema; one that no product has is here too.", required=True
        ),
        Column("source", "STRING", "Source of the products, as in table products.", required=True),
        Column(
            "products", "BIGINT", "Current products of the category and source: the sum of the states.", required=True
        ),
        *(Column(state, "BIGINT", says, required=True) for state, says in _SAYS.items()),
    ),
    keys=("category", "attribute", "source"),
    checks={"states_add_up": f"products = {' + '.join(STATES)}", "products_positive": "products > 0"},
    clustered=("category", "attribute"),
    indexed=("category", "attribute", "source", "products", *STATES),
    changes=False,
    optional=True,
)
