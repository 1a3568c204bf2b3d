"""Right or wrong, where what is expected can be compared."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from benchmarks.faults.inputs import NOT_RUN, Fault, Got

Verdict = Literal["right", "wrong", "by hand", "not run"]

_NO_VALUE = "no standard value"
_ROUNDING = 1e-4  # of expected numbers


def judge(fault: Fault, got: Got) -> Verdict:
    """Whether an input came out right; prose that says more than this module knows is judged by hand."""
    if got.status == NOT_RUN:
        return "not run"
    right = _is_right(fault, got)
    return "by hand" if right is None else "right" if right else "wrong"


def _is_right(fault: Fault, got: Got) -> bool | None:
    expected = fault.expected
    if isinstance(expected, dict):
        return _is_as_stated(got, expected)
    if isinstance(expected, int | float):
        return _is_number(got, expected, None)
    if isinstance(expected, list):
        is_range = len(expected) == 2 and all(isinstance(end, int | float) for end in expected)
        return _is_number(got, *expected) if is_range else _is_one_of(got, expected)
    if fault.shape == "quantity":
        return got.number is None if re.match(r"(?i)refused|no value", expected) else None
    if fault.shape == "dimensions":
        parts = _attributes_in(expected, fault.input["attributes"])
        return None if parts is None else got.attributes == parts
    if fault.shape == "listing" and (reason := re.fullmatch(r"rejected as (\w+)", expected)):
        return got.status == "rejected" and (got.detail or "").startswith(reason[1])
    if fault.shape in ("identifier", "value", "nearest value"):
        return _is_identifier(got, expected)
    return None


def _is_as_stated(got: Got, expected: Mapping[str, Any]) -> bool:
    """``rejected``: the reason. ``attributes``: by id what is right, or a list of it; null for no value."""
    if reason := expected.get("rejected"):
        return got.status == "rejected" and (got.detail or "").startswith(reason)
    found = got.attributes or {}
    return all(
        any(_is_value(found.get(name), each) for each in (right if isinstance(right, list) else [right]))
        for name, right in expected.get("attributes", {}).items()
    )


def _is_value(shown: str | None, right: Any) -> bool:
    if shown is None or right is None:
        return shown is right
    if isinstance(right, int | float):
        number = re.match(r"-?[\d.]+", shown)
        return number is not None and math.isclose(float(number.group()), right, rel_tol=_ROUNDING)
    values = {shown, *shown.split("; ")}
    return right.casefold() in {value.casefold() for value in values}


def _is_number(got: Got, low: float, high: float | None) -> bool:
    """A number that is no range, or both ends of one."""
    if got.number is None or not math.isclose(got.number, low, rel_tol=_ROUNDING):
        return False
    if got.number_max is None:
        return high is None
    return math.isclose(got.number_max, low if high is None else high, rel_tol=_ROUNDING)


def _is_one_of(got: Got, allowed: Sequence[Any]) -> bool:
    """Whether all values are among those that are right; of those, two are no values."""
    names = {str(name) for name in allowed}
    if got.values:
        return set(got.values) <= names
    return any(name.startswith(_NO_VALUE) for name in names) or (got.status == "unmapped" and "unmapped" in names)


def _is_identifier(got: Got, expected: str) -> bool | None:
    if expected == "valid":
        return got.status == "standard"
    if expected.startswith(_NO_VALUE):
        return not got.values
    return None if " " in expected else got.values == [expected]


def _attributes_in(expected: str, names: Sequence[str]) -> dict[str, str] | None:
    """``length 30 cm, width 20 cm``; null for other prose."""
    parts = [part.strip().partition(" ") for part in expected.split(",")]
    found = {name: text for name, _, text in parts}
    return found if set(found) == set(names) else None
