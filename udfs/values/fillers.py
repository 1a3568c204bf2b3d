"""Words that may stand beside a value and change nothing about it: "black edition", 黑色款, "black cotton" of a colour.

Known are the small words of both languages, numbers, the `fillers` of the attribute, and all that the schema says of
the category but of this attribute: "women's black leather boots" says a colour, a gender, a material and the product.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from udfs.schema.definitions import Attribute, Category, wordings_of
from udfs.text.keys import plain

_ENGLISH = """
a an the of in on for to by from at as and or with is are be it its this that all any only also both each very too
so color colour colors colours colored coloured tone toned finish finished type style styled kind edition version
series model variant option design shade look item product new brand original genuine authentic official real true
pure basic classic standard regular normal premium high low quality grade top best super extra ultra plus pro
deluxe luxury available select selected made main mainly mostly body set pack pcs piece pieces pc unit units size
approx about per no not non without
"""
_CHINESE = """
色 色系 色款 款 款式 系 系列 版 版本 型 型号 类 类型 式 样式 的 为 是 和 与 及 等 其 全 纯 新 新款 新品 经典
经典款 标准 标准版 标配 标准款 常规 常规款 普通 普通款 基础 基础款 基本款 官方 官方标配 质 质地 面料 料 制 制品
材 正品 原装 同款 单色 主色 主体 整体 外观 颜色 材质 材料 升级 升级版 升级款 豪华版 豪华款 旗舰版 旗舰款 套装
套餐 单件 单个 一个 一件 一只 一双 个 件 只 双 条 套 盒 装 码 均码 现货 热卖 爆款 推荐 首选 优质 高档 高级 高品质
时尚 简约 不 无 非 没有 未
"""
_TOKEN = re.compile(r"[^\W_]+")
_RUN = re.compile(r"[一-鿿]+|[^\W一-鿿]+")
_HAN = re.compile("[一-鿿]+")


class CategoryWords:
    """The words of a category's wordings: of its own names, and of each attribute's names, values and fillers."""

    def __init__(self, category: Category) -> None:
        self._own = _general() | _runs(wordings_of("", category))
        self._named = {key: _runs(wordings_of(key.replace("_", " "), each)) for key, each in _each(category)}
        self._values = {key: _runs(_value_wordings(each)) for key, each in _each(category)}
        self._fillers = {key: _runs(each.fillers) for key, each in _each(category)}

    def fillers_of(self, attribute: str) -> Fillers:
        """What is known beside the values of an attribute: all but those values."""
        others = (runs for key, runs in self._values.items() if key != attribute)
        return Fillers(self._own.union(*self._named.values(), *others, self._fillers[attribute]))


class Fillers:
    """What is known to change nothing about the values of one attribute of a category; ``runs`` of plain letters."""

    def __init__(self, runs: Iterable[str]) -> None:
        self._runs = frozenset(runs)
        self._longest = max((len(run) for run in self._runs if _HAN.match(run)), default=0)

    def unknown(self, text: str) -> list[str]:
        """The words of a plain text that may change what stands beside them, in order; numbers and letters may not."""
        return [
            run
            for token in _TOKEN.findall(text)
            if not any(map(str.isdigit, token))
            for run in _RUN.findall(token)
            if not self._is_known(run)
        ]

    def _is_known(self, run: str) -> bool:
        return self._is_cut(run) if _HAN.match(run) else len(run) == 1 or run in self._runs

    def _is_cut(self, run: str) -> bool:
        """Whether a run of Han characters is known words only. It is cut once, the longest known word first."""
        start = 0
        while start < len(run):
            lengths = range(min(self._longest, len(run) - start), 0, -1)
            length = next((each for each in lengths if run[start : start + each] in self._runs), None)
            if length is None:
                return False
            start += length
        return True


def _each(category: Category) -> Iterable[tuple[str, Attribute]]:
    return category.attributes.items()


def _value_wordings(attribute: Attribute) -> Iterator[str]:
    return (wording for value in attribute.values.values() for wording in value.wordings())


def _runs(texts: Iterable[str]) -> frozenset[str]:
    """The words of texts, Han characters apart from letters."""
    return frozenset(run for text in texts for run in _RUN.findall(plain(text)))


@cache
def _general() -> frozenset[str]:
    return _runs([_ENGLISH, _CHINESE.replace(" ", "\n")])
