"""Quantities as people read them, in English and Chinese: 20000 mAh · 20000 毫安时 · 40–45 L · 95%."""

from __future__ import annotations

import math
import re
from functools import cache

from udfs.quantities.registry import unit_name

# A unit that is not here keeps its sign, as in Chinese listings: 6500 K.
_CHINESE = (
    "mg=毫克 g=克 kg=千克 metric_ton=吨 lb=磅 oz=盎司 carat=克拉 ml=毫升 L=升 cm^3=立方厘米 m^3=立方米 floz=液盎司 "
    "gallon=加仑 pint=品脱 mm=毫米 cm=厘米 m=米 km=千米 inch=英寸 foot=英尺 yard=码 mm^2=平方毫米 cm^2=平方厘米 "
    "m^2=平方米 g/m^2=克/平方米 oz/yd^2=盎司/平方码 s=秒 min=分钟 h=小时 day=天 week=周 month=个月 year=年 "
    "mAh=毫安时 Ah=安时 Wh=瓦时 kWh=千瓦时 mW=毫瓦 W=瓦 kW=千瓦 mV=毫伏 V=伏 kV=千伏 mA=毫安 A=安 ohm=欧姆 "
    "kohm=千欧 Hz=赫兹 kHz=千赫兹 MHz=兆赫兹 GHz=吉赫兹 lm=流明 lux=勒克斯 degC=摄氏度 degF=华氏度 degree=度 "
    "dB=分贝 Pa=帕 kPa=千帕 MPa=兆帕 bar=巴 cal=卡 kcal=千卡 J=焦耳 kJ=千焦 N=牛顿 rpm=转/分 pixel=像素 "
    "megapixel=百万像素 x=倍 mesh=目 Ne=支纱 denier=旦 匹=匹"
)


def format_quantity(number: float, unit: str, upper: float | None = None, *, chinese: bool = False) -> str:
    """``20000 mAh``, ``1.5 L``, ``40–45 L``, ``95%``; pieces have no unit. In Chinese ``20000 毫安时``."""
    shown = shown_number(number) if upper is None else f"{shown_number(number)}–{shown_number(upper)}"
    name = unit_in_chinese(unit) if chinese else unit
    return shown + {"count": "", "bare_number": "", "percent": "%"}.get(unit, f" {name}")


def unit_in_chinese(unit: str) -> str:
    """Chinese name of a unit; its sign where listings write that: 6500 K."""
    return _chinese_names().get(unit_name(unit), unit)


def shown_number(number: float) -> str:
    """Six significant digits, whole numbers in full: 1.01 lb reads 458.128 g; the stored number keeps all digits."""
    if math.isinf(number):
        return "a number of hundreds of digits"
    number += 0.0  # no negative zero
    decimals = 6 if abs(number) < 1 else max(0, 6 - len(str(int(abs(number)))))
    return f"{number:.{decimals}f}".rstrip("0").rstrip(".") if decimals else f"{number:.0f}"


@cache
def _chinese_names() -> dict[str, str]:
    """By the registry's own names, so that lb, lbs and pound are one."""
    return {unit_name(unit): name for unit, name in re.findall(r"(\S+)=(\S+)", _CHINESE)}
