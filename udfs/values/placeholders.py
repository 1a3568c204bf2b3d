"""What sellers type to get past a required field: N/A, see description, 见详情, 其他."""

from __future__ import annotations

from udfs.text.keys import fold
from udfs.values.names import parts_by_script
from udfs.values.raw import RawValue

_ENGLISH = """
n/a, na, nil, null, none, unknown, unspecified, not specified, not applicable, does not apply, not available, tbd,
other, others, various, see description, see title, see details, see picture, as described, as shown, as pictured,
unbranded, no brand, generic, custom
"""
_CHINESE = """
无, 其他, 其它, 不详, 未知, 暂无, 没有, 不适用, 不限, 默认, 待定, 见描述, 见详情, 见标题, 见图, 详见描述, 详见详情,
详情页, 如图, 以实物为准, 咨询客服, 无品牌, 其他品牌, 其它品牌, 杂牌, 无牌
"""
_NO_VALUE = {"", *(fold(wording) for wording in f"{_ENGLISH},{_CHINESE}".split(","))}


def says_nothing(text: RawValue) -> bool:
    """Whether a text is no value, in one script or two: 其他/other.

    A value that the schema knows by such a wording has to be looked up first: a custom fit, other colours.
    """
    return text.key in _NO_VALUE or all(fold(part) in _NO_VALUE for part in parts_by_script(text.tidy))
