"""How commands end: what they lack in two lines, what Ctrl-C leaves in one, and where paths start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import click
import pytest
from click.testing import CliRunner, Result

from jobs import standardize, train
from jobs.cli import options
from jobs.cli.main import main
from jobs.cli.run import doctor, run
from jobs.display.endings import Command
from jobs.run import pipeline
from jobs.session import places
from jobs.session.properties import read_properties

ROOT = Path(__file__).parents[3]
JOB = """
name: tiny
target: {target}
checkpoint: {checkpoint}
schema: {schema}
sources:
  - {{name: shop, format: csv, path: shop.csv, columns: {{product_id: sku, title: name}}}}
"""


def invoke(command: click.Command, *arguments: str | Path, exit_code: int) -> Result:
    result = CliRunner().invoke(command, [str(argument) for argument in arguments], prog_name="facetmill")
    assert result.exit_code == exit_code, result.output
    return result


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        ("predict", "--checkpoint, --input and --output"),
        ("predict --input in.jsonl --lang zh", "--checkpoint and --output"),
        ("run", "--config (or the variable FACETMILL_CONFIG, or a facetmill.yaml here or above)"),
        ("dry-run", "FILE|TABLE and --config (or the variable FACETMILL_CONFIG, or a facetmill.yaml here or above)"),
        ("show", "--config (or the variable FACETMILL_CONFIG, or a facetmill.yaml here or above)"),
        ("explain", "PRODUCT_ID and --config (or the variable FACETMILL_CONFIG, or a facetmill.yaml here or above)"),
        ("sql", "QUERY and --config (or the variable FACETMILL_CONFIG, or a facetmill.yaml here or above)"),
        ("train", "--config"),
        ("schema learn", "--labels and --out"),
    ],
)
def test_a_command_names_all_that_it_lacks_and_gives_an_example(words: str, needs: str) -> None:
    said = invoke(main, *words.split(), exit_code=2).stderr.splitlines()
    name = " ".join(word for word in words.split(" --")[0].split())
    assert said[0] == f"error: `facetmill {name}` needs {needs}"
    assert said[1].startswith(f"  for example: facetmill {name} ")
    assert len(said) == 2


@pytest.mark.parametrize("job", [standardize.main, train.main])
def test_jobs_name_what_they_lack(job: click.Command) -> None:
    assert invoke(job, exit_code=2).stderr.startswith("error: `facetmill` needs --config\n")


def test_the_config_may_be_given_once_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(options.CONFIG_VARIABLE, str(tmp_path / "mine.yaml"))
    assert f"cannot read {tmp_path}/mine.yaml" in invoke(main, "show", exit_code=2).stderr


def commands(group: click.Group) -> Iterator[click.Command]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command)
        elif command is not None:
            yield command


def test_every_command_ends_in_this_way() -> None:
    assert [command.name for command in commands(main) if not isinstance(command, Command)] == []


def interrupt(*_: object, **__: object) -> NoReturn:
    raise KeyboardInterrupt


@pytest.fixture
def job(tmp_path: Path, tiny_checkpoint: Path, tiny_schema_folder: Path) -> Path:
    path = tmp_path / "job.yaml"
    text = JOB.format(target=tmp_path / "target", checkpoint=tiny_checkpoint, schema=tiny_schema_folder)
    path.write_text(text, encoding="utf-8")
    return path


def test_ctrl_c_ends_a_run_with_one_sentence(job: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = f"stopped by Ctrl-C; {pipeline.STOPPED}\n"
    monkeypatch.setattr(run, "build_session", interrupt)
    monkeypatch.setattr(standardize, "active_session", interrupt)
    assert invoke(main, "run", "--config", job, exit_code=130).stderr == sentence
    assert invoke(standardize.main, "--config", job, exit_code=130).stderr == sentence


def test_ctrl_c_ends_other_commands_with_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "load_config", interrupt)
    kept = "stopped by Ctrl-C; progress is kept, and the same command takes it up again\n"
    for command, words in ((main, ["train"]), (train.main, [])):
        assert invoke(command, *words, "--config", tmp_path / "x.yaml", exit_code=130).stderr == kept
    monkeypatch.setattr(doctor, "examine", interrupt)
    assert invoke(main, "doctor", exit_code=130).stderr == "stopped by Ctrl-C; nothing was written\n"
    monkeypatch.setattr(options, "import_module", interrupt)
    assert invoke(main, "show", exit_code=130).stderr == "stopped by Ctrl-C; nothing was written\n"


def test_a_real_signal_ends_a_real_process(tiny_checkpoint: Path, tmp_path: Path) -> None:
    """It waits for a line of standard input by then."""
    paths = ["--checkpoint", str(tiny_checkpoint), "--input", "-", "--output", str(tmp_path / "out.jsonl")]
    command = [sys.executable, "-m", "jobs.cli.main", "predict", *paths]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdin is not None
        process.stdin.write('{"product_id": "1", "title": "mug", "category": "mug"}\n')
        process.stdin.flush()
        end = time.monotonic() + 120
        while not (tmp_path / "out.jsonl.partial").exists() and time.monotonic() < end:
            time.sleep(0.1)
        os.kill(process.pid, signal.SIGINT)
        _, said = process.communicate()
    assert process.returncode == 130, said
    assert said.splitlines()[-1].startswith("stopped by Ctrl-C; what was done lies in OUTPUT.partial")
    assert "Traceback" not in said


def test_cli_exit_code_2_a_target_that_cannot_be_written_is_no_reason_to_run_again(job: Path) -> None:
    said = invoke(main, "run", "--config", job, "--set", "target=/proc/x", exit_code=2).stderr
    assert said.startswith("error: cannot write to `target: /proc/x`: ")
    assert "at /proc; correct target" in said
    said = invoke(main, "run", "--config", job, "--set", f"target={job}/x", exit_code=2).stderr
    assert f"Not a directory at {job}; correct target" in said


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return tmp_path / "elsewhere"


@pytest.mark.parametrize("words", ["dry-run shop.csv", "run", "show", "explain A1", "sql SELECT"])
def test_cli_usability_1_a_config_used_from_elsewhere_says_where_its_paths_start(elsewhere: Path, words: str) -> None:
    project = elsewhere.parent / "project"
    for folder in ("conf/schema", "conf/jobs", "build/checkpoint"):
        (project / folder).mkdir(parents=True)
    config = project / "conf/jobs/job.yaml"
    text = JOB.format(target="build/target", checkpoint="build/checkpoint", schema="conf/schema")
    config.write_text(text, encoding="utf-8")
    said = invoke(main, *words.split(), "--config", config, exit_code=2).stderr
    assert said.startswith(f"error: {config} names `schema: conf/schema`")
    assert f"{elsewhere} holds no such thing: paths of a config start at the folder that you call from; call" in said
    assert f"call from {project}, where all of it is, or write whole paths, in the config or with --set" in said


def test_doctor_too_unless_the_paths_are_nowhere(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "examine", lambda *_: iter(()))
    monkeypatch.setattr(doctor, "table_findings", lambda *_: iter(()))
    config = elsewhere.parent / "job.yaml"
    config.write_text(JOB.format(target="target", checkpoint="checkpoint", schema="schema"), encoding="utf-8")
    invoke(main, "doctor", "--config", config, exit_code=0)
    for name in ("checkpoint", "schema"):
        (elsewhere.parent / name).mkdir()
    assert f"call from {elsewhere.parent}" in invoke(main, "doctor", "--config", config, exit_code=2).stderr


def test_commands_work_elsewhere_with_what_is_packaged(elsewhere: Path) -> None:
    assert "no fault in 8 categories" in invoke(main, "schema", "check", exit_code=0).stdout
    settings = read_properties(places.local_properties())
    assert settings["spark.sql.execution.arrow.pythonUDF.columnarInput.enabled"] == "false"
    (log,) = [word for word in settings["spark.driver.extraJavaOptions"].split() if "log4j2" in word]
    assert Path(log.partition("=")[2]).is_file()
    assert not list(elsewhere.iterdir())


def test_what_lies_here_goes_before_what_is_packaged(elsewhere: Path) -> None:
    own = elsewhere / places.LOCAL_PROPERTIES
    own.parent.mkdir(parents=True)
    own.write_text("spark.master local[1]", encoding="utf-8")
    assert read_properties(places.local_properties()) == {"spark.master": "local[1]"}


def test_a_missing_properties_file_says_which_option_to_correct(tmp_path: Path, job: Path) -> None:
    refused = invoke(main, "run", "--config", job, "--properties-file", tmp_path / "no.conf", exit_code=2)
    assert "no.conf: No such file or directory; correct --properties-file, or leave it out" in refused.stderr
