"""Texts that say nothing: what people type to get past a required field, what programs write for null, lorem ipsum.

The one place that knows them. For a value see :mod:`udfs.values.placeholders`, for a spreadsheet's damage
:mod:`udfs.text.spreadsheets`.
"""

from __future__ import annotations

import re

from udfs.text.keys import fold

_ENGLISH = """
n/a, na, nil, unknown, unspecified, not specified, not applicable, does not apply, doesn't apply, not available,
tbd, tbc, tba, t.b.d, t.b.c, t.b.a, to be confirmed, to be announced, to be advised, to be determined,
to be defined, n.a, n.k, n.d, n.s, n/k, n/d, n/s, not known, not stated, not given, not provided, not mentioned,
not sure, no data, no info, no information, no value, no name, noname, other, others, various, varies,
see description, see title, see details, see picture, see pictures, see photo, see photos, see image, see images,
see above, see below, see listing, as described, as shown, as pictured, as per description, as per image,
refer to description, refer to title, check description, same as title, ask seller, contact seller, contact us,
custom, private label,
please select, please choose, choose an option, placeholder, dummy, sample text, test data, missing, empty,
blank value, default, oem, odm, oem/odm
"""
# Of marketplaces in other languages, where English and Chinese listings stand beside theirs.
_OTHERS = """
tidak ada, tiada, lain-lain, lainnya, no aplica, ninguno, ninguna, otro, otros, desconocido, não se aplica, nenhum,
outro, outros, keine, keine angabe, unbekannt, sonstige, aucun, aucune, autre, autres, inconnu,
không có, không, khác, ไม่มี, อื่นๆ, нет, なし, 없음
"""
_CHINESE = """
无, 其他, 其它, 不详, 不明, 不清楚, 不知道, 未知, 暂无, 没有, 不适用, 不限, 默认, 待定, 见描述, 见详情, 见标题,
见图, 看图, 看描述, 看详情, 如描述, 详见描述, 详见详情, 详情页, 如图, 如图所示, 以实物为准, 咨询客服, 联系客服,
其他品牌, 其它品牌, 三无, 空, 空值, 无数据, 无信息, 无内容, 没有数据, 未填写, 未填,
未提供, 未标注, 未注明, 未说明, 未公布, 未定, 同上, 同标题, 请选择, 请填写, 占位符, 测试, 缺失
"""
# Of goods whose maker has no name.
_NO_MAKER = """
unbranded, no brand, no brands, non branded, non brand, unbranded/generic, generic, no merk, tidak ada merk,
tidak ada merek, tanpa merk, tanpa merek, tiada jenama, sin marca, sem marca, ohne marke, sans marque, senza marca,
không thương hiệu, ไม่มียี่ห้อ, нет бренда, без бренда, 无品牌, 杂牌, 无牌, 白牌
"""
# What programs write for null; \N is MySQL's and Hive's.
_NULLS = "null, none, nan, undefined, nul, #null, <null>, <na>, object object, nil, nat"


def _folded(*lists: str) -> frozenset[str]:
    return frozenset(fold(wording) for part in lists for wording in part.replace("\n", " ").split(","))


_UNNAMED = _folded(_NO_MAKER)
_NOTHING = _folded("", _ENGLISH, _OTHERS, _CHINESE, _NULLS) | _UNNAMED
_FORMS = re.compile(
    r"\\N|x{3,8}|\[object \w+\]|[({\[<\"']*(?:null|none|nan|undefined)[)}\]>\"']*"
    r"|暂[无未].{0,6}|待(?:补充?|填写?|更新|完善|录入|确认|公布|定).{0,2}|尚?未(?:填写?|提供|标注|注明|说明|公布|录入|设置)"
    r"|(?:详见|参[见考照]|请(?:参[见考照]|见|看)|见|看)(?:商品|产品|下方|外?包装|图片?|标题|描述页?|详情页?|说明|实物|页面){1,3}"
    r"|以.{0,6}为准|(?:请|详细?)?(?:看|见|参[见考照]|查看)(?:下方|上方|详情页?)?.{0,2}(?:表|图|说明)"
    r"(?:格|片)?|(?:see|check|refer to|consult|view)(?: the| our)? (?:size|sizing|colou?r|measurement) ?"
    r"(?:chart|guide|table|picture)s?",
    re.IGNORECASE,
)
_SPREADSHEET = re.compile(
    r"#(?:REF|N/A|VALUE|NAME|DIV/0|NUM|NULL|SPILL|CALC|ERROR)[!?]?|#{3,}|=[A-Z]+\(.*", re.IGNORECASE
)
_FIRST = frozenset(
    "=\\xX[({<\"'nNuUsScCrRvV#暂待未尚见看商产详参请以查"
)  # what the forms begin with; most texts begin otherwise
_LONGEST = 40  # characters; what is longer says something, or is lorem ipsum

_LOREM = """
lorem ipsum dolor sit amet consectetur consectetuer adipiscing adipisicing elit sed do eiusmod tempor
incididunt ut labore et dolore magna aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris
nisi aliquip ex ea commodo consequat duis aute irure in reprehenderit voluptate velit esse cillum eu fugiat
nulla pariatur excepteur sint occaecat cupidatat non proident sunt culpa qui officia deserunt mollit anim
id est laborum vestibulum pellentesque maecenas vivamus praesent curabitur phasellus fusce nullam aenean
suspendisse tincidunt
"""
_LOREM_CORE = ("lorem", "ipsum", "consectet", "adipis")  # no such text is without
_WORD = re.compile(r"[^\W\d_]+")
_READ = 2000  # characters of a text that are looked at


def is_placeholder(text: str) -> bool:
    """Whether a text is what people or programs write for nothing: N/A, TBC, null, #REF!, ----, 暂无数据, 见详情."""
    if len(text) > _LONGEST:
        return False
    if fold(text) in _NOTHING:
        return True
    bare = text.strip()
    return bare[0] in _FIRST and bool(_FORMS.fullmatch(bare) or _SPREADSHEET.fullmatch(bare))


def names_no_maker(text: str) -> bool:
    """Whether a text says that goods have no brand: No Brand, tanpa merek, 杂牌."""
    return len(text) <= _LONGEST and fold(text) in _UNNAMED


def is_lorem_ipsum(text: str) -> bool:
    """Whether a text is the typesetters' dummy text, most of it."""
    head = text[:_READ].lower()
    if not any(word in head for word in _LOREM_CORE):
        return False
    lorem, words = frozenset(_LOREM.split()), _WORD.findall(head)
    return 2 * sum(word in lorem for word in words) > len(words)


def is_placeholder_text(text: str) -> bool:
    """Whether a title or a description says nothing: a placeholder, lorem ipsum, or no letter of any script."""
    return is_lorem_ipsum(text) or is_placeholder(text) or not any(map(str.isalpha, text))


def said(title: str | None, description: str | None) -> tuple[str | None, str | None]:
    """Title and description as they are read: a field that says nothing is null where the other one says something."""
    if not title or not description:
        return title, description
    if is_placeholder_text(description):
        return title, None
    return None if is_placeholder_text(title) else title, description
