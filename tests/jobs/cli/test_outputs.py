"""Files that commands write: never onto what is read, told before the work, and whole or not at all."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jobs.cli.main import main
from jobs.cli.run import predict as predicting
from udfs.atomic import replacing, write_texts

MUG = '{"product_id": "m1", "title": "white mug", "category": "mug"}\n'


def predict(checkpoint: Path | str, source: Path | str, target: Path | str, *more: str) -> Result:
    arguments = ["predict", "--checkpoint", checkpoint, "--input", source, "--output", target, *more]
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "mugs.jsonl"
    path.write_text(MUG, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["mugs.jsonl", "./mugs.jsonl", "link.jsonl", "hard.jsonl"])
def test_predict_never_writes_onto_its_input(tmp_path: Path, source: Path, name: str) -> None:
    (tmp_path / "link.jsonl").symlink_to(source)
    os.link(source, tmp_path / "hard.jsonl")
    run = predict("/nowhere", source, tmp_path / name)
    assert run.exit_code == 2
    assert "is the file that is read, and would replace it; name another one, or give --force" in run.stderr
    assert source.read_text(encoding="utf-8") == MUG


def test_nor_onto_what_it_would_write_first(tmp_path: Path) -> None:
    source = tmp_path / "out.jsonl.partial"
    source.write_text(MUG, encoding="utf-8")
    run = predict("/nowhere", source, tmp_path / "out.jsonl", "--force")
    assert (run.exit_code, source.read_text(encoding="utf-8")) == (2, MUG)
    assert "out.jsonl.partial is written first, and is the file that is read" in run.stderr


def test_force_writes_onto_the_input(source: Path, tiny_checkpoint: Path) -> None:
    run = predict(tiny_checkpoint, source, source, "--force")
    assert run.exit_code == 0, run.stderr
    assert json.loads(source.read_text(encoding="utf-8"))["category"] == "mug"


def test_cli_usability_2_an_output_that_cannot_be_written_is_told_at_once(tmp_path: Path, source: Path) -> None:
    """Before the checkpoint is looked at, which is not there."""
    (tmp_path / "kept.jsonl").write_text("kept", encoding="utf-8")
    (tmp_path / "kept.jsonl").chmod(0o444)
    for target, said in (
        (tmp_path / "no/such/x.jsonl", f"there is no folder {tmp_path}/no/such; make it, or correct --output"),
        (tmp_path, "it is a folder; name a file with --output"),
        (tmp_path / "kept.jsonl", "it may not be written; correct --output, or give --force"),
        (Path("/proc/x.jsonl"), "correct --output"),
    ):
        run = predict("/nowhere", source, target)
        assert run.exit_code == 2
        assert f"error: cannot write {target}: " in run.stderr
        assert said in run.stderr
        assert "nowhere" not in run.stderr


def test_a_crash_in_the_middle_leaves_the_file_before(
    tmp_path: Path, source: Path, tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("before", encoding="utf-8")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(predicting, "_progress", interrupted)
    run = predict(tiny_checkpoint, source, target)
    assert run.exit_code == 130
    assert run.stderr.splitlines()[-1] == (
        "stopped by Ctrl-C; what was done lies in OUTPUT.partial, and OUTPUT is as it was"
    )
    assert target.read_text(encoding="utf-8") == "before"
    assert "m1" in (tmp_path / "out.jsonl.partial").read_text(encoding="utf-8")


def test_a_link_and_the_rights_of_a_file_stay_and_a_device_is_not_replaced(tmp_path: Path) -> None:
    own, link, pipe = tmp_path / "own.jsonl", tmp_path / "link.jsonl", tmp_path / "pipe"
    own.write_text("before", encoding="utf-8")
    own.chmod(0o640)
    link.symlink_to(own)
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    for path in (link, pipe):
        with replacing(path) as file:
            file.write(b"after")
    assert os.read(reader, 99) == b"after"
    os.close(reader)
    assert (link.is_symlink(), pipe.is_fifo(), own.read_bytes()) == (True, True, b"after")
    assert own.stat().st_mode & 0o777 == 0o640


def test_of_several_files_all_are_written_or_none(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("before", encoding="utf-8")
    (tmp_path / "b.yaml.partial").mkdir()
    with pytest.raises(IsADirectoryError):
        write_texts({tmp_path / "a.yaml": "after", tmp_path / "b.yaml": "after"})
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "b.yaml.partial"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            gzip.compress(MUG.encode(), mtime=0),
            "it is packed by gzip; unpack it first, such as with `gzip -dc FILE | facetmill",
        ),
        (b"PK\x03\x04\x14\x00", "it is a ZIP archive; unpack it and name a file in it"),
        (b"\x89PNG\r\n\x1a\n\0\0", "it is a picture (PNG); give a file of listings"),
        (MUG.encode("utf-16"), "it is in UTF-16; make it UTF-8: `iconv -f UTF-16 -t UTF-8 FILE`"),
        (b"product_id,title\nm1,white mug\n", "it is a table; `facetmill dry-run` and `facetmill run` read CSV"),
        ("编号\t标题\n1\t马克杯\n".encode(), "it is a table; `facetmill dry-run`"),
        (json.dumps([json.loads(MUG)], indent=1).encode(), "it is one JSON text over several lines; write an object a"),
        (b"[\n" + MUG.encode() + b"]\n", "it is one JSON text over several lines; write an object a line"),
        (json.dumps(json.loads(MUG), indent=1).encode(), "it is one JSON text over several lines; write an object a"),
        (json.dumps([json.loads(MUG)]).encode(), "it is one JSON text over several lines; write an object a line"),
        ('{"product_id": "1", "title": "马克杯"}\n'.encode("gb18030"), "it is in another encoding than UTF-8; convert"),
        (b"{'product_id': '1'}\n", "it is broken JSON (Expecting property name enclosed in double quotes"),
        ("白色马克杯\n黑色马克杯\n".encode(), "it is plain text; write an object a line: {"),
        (b"<rss><item/></rss>", "it is HTML or XML; give an object a line"),
        (bytes(range(128, 256)) + b"\0", "it is binary; give a text file"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_json_lines_is_told_by_what_it_is(tmp_path: Path, content: bytes, said: str) -> None:
    source, target = tmp_path / "in", tmp_path / "out.jsonl"
    source.write_bytes(content)
    target.write_text("before", encoding="utf-8")
    run = predict("/nowhere", source, target)
    assert run.exit_code == 2
    assert run.stderr.startswith(f"error: {source} is no JSON lines: it is ")
    assert said in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert target.read_text(encoding="utf-8") == "before"


def test_bad_lines_before_a_good_one_are_told_one_by_one(tmp_path: Path, source: Path, tiny_checkpoint: Path) -> None:
    source.write_text(f"product_id,title\n\n{MUG}", encoding="utf-8")
    run = predict(tiny_checkpoint, source, tmp_path / "out.jsonl")
    assert run.exit_code == 0, run.stderr
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line).get("line") for line in lines] == [1, None]
