"""A target that an earlier version wrote, with two finished runs: no test here needs Spark for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

OLD = Path(__file__).parents[3] / "data/target_0_1_0/target.zip"


@pytest.fixture
def old_target(tmp_path: Path) -> Path:
    folder = tmp_path / "target"
    shutil.unpack_archive(OLD, folder)
    return folder
