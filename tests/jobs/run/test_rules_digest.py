"""The digest of the rules: what changes it, and that it is the same wherever the package lies."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jobs.run.rules_digest import code_digest, rules_digest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The packages, to be edited."""
    for name in ("udfs", "jobs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def edited(root: Path, file: str, old: str, new: str) -> str:
    """The digest after an edit, which is taken back."""
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    found = code_digest(root.joinpath)
    path.write_text(text, encoding="utf-8")
    return found


def test_code_and_data_change_it_and_comments_do_not(copied: Path) -> None:
    before = code_digest(copied.joinpath)
    same = [
        ("udfs/quantities/sizes.py", "import re\n", "import re  # of Python\n\n\n"),
        ("udfs/records.py", '"""A claim that lost, and why."""', '"""One that lost."""'),
        ("udfs/records.py", "raw: str | None\n    value: str | None", "raw: (str | None)\n\n    value: str | None"),
        ("udfs/encoder/batches.py", "from __future__", "LIMIT = 1\nfrom __future__"),
        ("jobs/run/quality.py", "4)", "3)"),
    ]
    assert {edited(copied, *edit) for edit in same} == {before}
    others = [
        ("udfs/quantities/units.txt", "\n", "\n\n"),
        ("udfs/records.py", 'return self.value_id or self.value or ""', 'return self.value or self.value_id or ""'),
        ("udfs/text/keys.py", "import re\n", "import re\n\nLIMIT = 1\n"),
        ("udfs/values/placeholders.py", "from udfs.text.keys import fold\n", ""),
        ("udfs/spark/functions.py", "unknown_attributes=others or None", "unknown_attributes=others"),
        ("jobs/run/resolve.py", '(F.col("place") + 1)', 'F.col("place")'),
    ]
    assert len({before, *(edited(copied, *edit) for edit in others)}) == len(others) + 1


@pytest.mark.parametrize(
    "pack", [lambda root: root, lambda root: shutil.make_archive(f"{root}/facetmill", "zip", root)]
)
def test_it_is_the_same_from_an_archive(copied: Path, pack: Callable[[Path], Path | str]) -> None:
    path = str(pack(copied))
    code = "import jobs.run.rules_digest as rules; print(rules.__file__, rules.rules_digest())"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": path}, cwd="/"
    )
    file, digest = done.stdout.split()
    assert file.startswith(path)
    assert digest == rules_digest()
