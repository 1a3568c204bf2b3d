"""What exports call the parts of an attribute: its name, its values, their unit. Words of formats, not of goods."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from udfs.maps.nodes import Members, Node, is_scalar, text_of

_MARKS = re.compile(r"[\W_]+")

# In the order in which they count: what people read goes before a program's code.
NAMES = (
    "name", "label", "attributename", "attrname", "propertyname", "propname", "specname", "featurename", "fieldname",
    "displayname", "frontendlabel", "originalattributename", "attributelabel", "title", "key", "attribute", "attr",
    "property", "prop", "spec", "field", "feature", "code", "attributecode", "attrcode", "attributekey", "pname", "k",
    "n",
    "属性名", "属性名称", "名称", "参数名", "参数名称", "规格名", "规格名称", "字段", "项目", "属性", "参数",
)  # fmt: skip
VALUES = (
    "value", "values", "val", "valuename", "attributevalue", "attributevalues", "attrvalue", "attrvalues",
    "attributevaluelist", "propertyvalue", "propvalue", "specvalue", "featurevalue", "displayvalue", "valuelabel",
    "originalvaluename", "options", "variations", "choices", "data", "text", "content", "amount", "vname", "v",
    "属性值", "值", "参数值", "规格值", "内容", "取值",
)  # fmt: skip
_VALUES = frozenset(VALUES)
UNITS = ("unit", "units", "valueunit", "unitofmeasure", "unitname", "uom", "单位")
_SECTIONS = ("sectionname", "section", "group", "groupname", "分组")
# Said beside a value: in which language, for whom.
_QUALIFIERS = frozenset(
    ("language", "languagetag", "lang", "locale", "scope", "channel", "marketplaceid", "type", "id", "valueid",
     "position", "sort", "sortorder")
)  # fmt: skip
# Containers: they say nothing of the product.
_WRAPPERS = frozenset(
    ("attributes", "attribute", "attributelist", "customattributes", "additionalattributes", "additionalproperty",
     "specs", "spec", "specification", "specifications", "specificationlist", "productspecification",
     "productspecifications", "productspecs", "productattributes", "productdetails", "productdetail", "productinfo",
     "properties", "property", "props", "parameters", "params", "parameter", "options", "variations", "variants",
     "items", "data", "details", "features", "entries", "list", "values",
     "属性", "规格", "规格参数", "参数", "商品参数", "产品参数", "商品属性", "产品属性", "详细参数")
)  # fmt: skip


@lru_cache(4096)
def plain_key(key: str) -> str:
    """A key without case, blanks, and marks: ``attribute_name`` and ``AttributeName`` are one."""
    return _MARKS.sub("", key).lower()


def is_wrapper(key: str) -> bool:
    """Whether a key names no part of the product, only that attributes follow."""
    return plain_key(key) in _WRAPPERS


def may_be_record(members: Members) -> bool:
    """Whether an object has a place for a value: most have none."""
    return any(plain_key(key) in _VALUES for key, _ in members)


class Record:
    """An object that may hold one attribute: its name, value, unit and section, each null where it says none."""

    def __init__(self, members: Members) -> None:
        self._own: dict[str, Node] = {}
        for key, node in members:
            if node is not None:
                self._own.setdefault(plain_key(key), node)
        self._keys = {plain_key(key) for key, _ in members}
        self.name = self._text(NAMES)
        self.value: Node = next((self._own[key] for key in VALUES if key in self._own), None)
        self.unit = self._text(UNITS)
        self.section = self._text(_SECTIONS)

    def _text(self, keys: Iterable[str]) -> str | None:
        return next((text_of(self._own[key]) for key in keys if key in self._own and is_scalar(self._own[key])), None)

    @property
    def is_attribute(self) -> bool:
        """Whether the object has a place for a name and one for a value; either may be null."""
        return not self._keys.isdisjoint(NAMES) and not self._keys.isdisjoint(VALUES)

    @property
    def is_nothing_else(self) -> bool:
        """Whether the object has no member but those of an attribute."""
        return self._keys <= _ALL

    @property
    def is_value(self) -> bool:
        """Whether the object is a value with its unit, or with what it holds for, and names no attribute."""
        return not self._keys.isdisjoint(VALUES) and self._keys <= _OF_A_VALUE


_OF_A_VALUE = {*VALUES, *UNITS, *_QUALIFIERS}
_ALL = {*NAMES, *_SECTIONS, *_OF_A_VALUE}
