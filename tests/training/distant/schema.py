"""A schema of bottles for the tests of distant labels, in English and Chinese."""

from __future__ import annotations

from pathlib import Path

import yaml

from udfs.schema.loading import load_schema
from udfs.schema.schema import Schema


def _named(en: str, zh: str, **more: object) -> dict[str, object]:
    return {"name": {"en": en, "zh": zh}, "description": {"en": f"{en} of the bottle", "zh": f"水杯的{zh}"}, **more}


COLORS = {
    "black": {"name": {"en": "Black", "zh": "黑色"}},
    "white": {"name": {"en": "White", "zh": "白色"}, "aliases": ["ivory"]},
    "green": {"name": {"en": "Green", "zh": "绿色"}},
}
BOTTLES = {
    "categories": {
        "bottle": _named(
            "Bottle", "水杯", aliases=["bottles", "保温杯"],
            attributes={
                "brand": _named("Brand", "品牌", kind="span", maker=True),
                "model": _named("Model number", "型号", kind="identifier"),
                "capacity": _named("Capacity", "容量", kind="quantity", unit="ml"),
                "height": _named("Height", "高度", kind="quantity", unit="cm"),
                "diameter": _named("Diameter", "直径", kind="quantity", unit="cm"),
                "color": _named("Color", "颜色", kind="choice", values=COLORS),
                "lid_color": _named("Lid color", "盖子颜色", kind="choice", values=COLORS),
                "material": _named(
                    "Material", "材质", kind="choices",
                    values={
                        "steel": {"name": {"en": "Stainless steel", "zh": "不锈钢"}, "aliases": ["steel"]},
                        "glass": {"name": {"en": "Glass", "zh": "玻璃"}},
                        "silicone": {"name": {"en": "Silicone", "zh": "硅胶"}},
                    },
                ),
                "leakproof": _named("Leakproof", "防漏", kind="boolean", aliases=["leak-proof"]),
            },
        )
    }
}  # fmt: skip


def write_schema(folder: Path) -> Path:
    """The schema as files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bottle.yaml").write_text(yaml.safe_dump(BOTTLES, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def bottles(folder: Path) -> Schema:
    """The schema."""
    return load_schema(write_schema(folder))
