"""The digest of the rules: what changes it, and that it is the same wherever the package lies."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jobs.run.rules_digest import WRITING, code_digest, rules_digest

ROOT = Path(__file__).parents[3]
KEYS = '''
"""Keys."""


def cut(text, *, at=3, end):
    """The beginning."""
    return {**end, "key": text[:at]}
'''
FILES = {
    "udfs/text/keys.py": KEYS, "udfs/quantities/units.txt": "gram = 1\n", "udfs/schema/kinds.py": "",
    "udfs/values/deep/names.py": "", "udfs/resolution/claims.py": "", "udfs/records.py": "",
    "udfs/spark/functions.py": "", "udfs/spark/arrow.py": "", "jobs/run/standardizing/resolve.py": "",
    "jobs/run/standardizing/compare.py": "", "jobs/review/decisions.py": "",
    "udfs/encoder/batches.py": "", "jobs/run/verification/quality.py": "",
}  # fmt: skip


def digest_of(folder: Path, edits: dict[str, str]) -> str:
    """The digest of packages that hold ``FILES``, some with another text."""
    for name, text in (FILES | edits).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return code_digest(folder.joinpath)


@pytest.mark.parametrize(
    "edits",
    [
        {"udfs/text/keys.py": KEYS.replace("The beginning", "Its first characters")},
        {"udfs/text/keys.py": KEYS.replace('"""Keys."""\n', "# No docstring.\n")},
        {"udfs/text/keys.py": KEYS.replace("return", "# Enough.\n    return").replace("at=3, end", "\n    at=3, end")},
        {"udfs/text/notes.md": "Read me."},
        {"udfs/encoder/batches.py": "LIMIT = 1", "jobs/run/verification/quality.py": "LIMIT = 1"},
    ],
)
def test_comments_layout_and_other_code_do_not_change_it(tmp_path: Path, edits: dict[str, str]) -> None:
    assert digest_of(tmp_path / "edited", edits) == digest_of(tmp_path / "before", {})


@pytest.mark.parametrize(
    "edits",
    [
        {"udfs/text/keys.py": KEYS.replace("3", "4")},
        {"udfs/text/keys.py": KEYS.replace("at=3, end", "at, end=3")},
        {"udfs/text/keys.py": KEYS.replace('{**end, "key": text[:at]}', '{"key": end, **text[:at]}')},
        {"udfs/quantities/units.txt": "gram = 1  # SI\n"},
        {"udfs/text/more.py": ""},
        {"udfs/schema/kinds.py": "LIMIT = 1"}, {"udfs/values/deep/names.py": "LIMIT = 1"},
        {"udfs/resolution/claims.py": "LIMIT = 1"}, {"udfs/records.py": "LIMIT = 1"},
        {"udfs/spark/functions.py": "LIMIT = 1"}, {"jobs/run/standardizing/resolve.py": "LIMIT = 1"},
    ],
)  # fmt: skip
def test_rules_and_their_data_change_it(tmp_path: Path, edits: dict[str, str]) -> None:
    assert digest_of(tmp_path / "edited", edits) != digest_of(tmp_path / "before", {})


@pytest.mark.parametrize("name", ["phrases/english.yaml", "phrases/plain/weights.tsv", "claims.txt", "writer.py"])
def test_what_words_facts_changes_the_digest_of_texts_alone(tmp_path: Path, name: str) -> None:
    def digests(folder: str, text: str) -> tuple[str, str]:
        reading = dict.fromkeys(("udfs/spark/writing.py", "udfs/spark/facts.py", "udfs/resolution/losers.py"), "")
        rules = digest_of(tmp_path / folder, {f"udfs/writing/{name}": text, **reading})
        return rules, code_digest((tmp_path / folder).joinpath, WRITING)

    (rules, before), (same, after) = digests("before", "a = 1\n"), digests("edited", "a = 2\n")
    assert rules == same
    assert before != after


@pytest.mark.parametrize(
    "pack", [lambda root: root, lambda root: shutil.make_archive(f"{root}/facetmill", "zip", root)]
)
def test_it_is_the_same_from_an_archive(tmp_path: Path, pack: Callable[[Path], Path | str]) -> None:
    for name in ("udfs", "jobs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    path = str(pack(tmp_path))
    code = "import jobs.run.rules_digest as rules; print(rules.__file__, rules.rules_digest())"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": path}, cwd="/"
    )
    file, digest = done.stdout.split()
    assert file.startswith(path)
    assert digest == rules_digest()
