"""What sellers type to get past a required field: N/A, see description, 见详情, 其他."""

from __future__ import annotations

from udfs.text.placeholders import is_placeholder
from udfs.values.names import parts_by_script
from udfs.values.raw import RawValue


def says_nothing(text: RawValue) -> bool:
    """Whether a text is no value, in one script or two: 其他/other.

    A value that the schema knows by such a wording has to be looked up first: a custom fit, other colours.
    """
    return is_placeholder(text.text) or all(is_placeholder(part) for part in parts_by_script(text.tidy))
