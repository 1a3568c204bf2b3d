"""The pages against the code: what they tell a reader to type, write or look for exists and works."""

from __future__ import annotations

import ast
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from pydantic import BaseModel

from jobs import standardize, train
from jobs.cli import main as cli
from jobs.cli import reference
from jobs.config import JobConfig, Texts
from jobs.lake import contract
from jobs.lake.tables.target import TABLES
from training.config import TrainConfig
from training.data.examples import read_examples
from udfs.config import load_config
from udfs.quantities.formatting import format_quantity
from udfs.quantities.parsing import parse_quantity
from udfs.schema.definitions import Attribute, Category, Value
from udfs.schema.loading import load_schema
from udfs.values.outcomes import DecidedBy
from udfs.writing.phrases.loading import load_phrases
from udfs.writing.styles import Style

ROOT = Path(__file__).parents[1]
PAGES = {
    path.relative_to(ROOT).as_posix(): path
    for path in (*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").glob("*.md")))
}
PACKAGES = ("jobs", "udfs", "training")
EXAMPLE_FOLDERS = ("conf/prod/", "conf/mine")  # a reader's own

every_page = pytest.mark.parametrize("page", PAGES)
both_languages = pytest.mark.parametrize(
    ("page", "translated"),
    [(f"{name}.md", f"{name}.zh.md") for name in ("README", "docs/concepts", "docs/job-config", "docs/review")],
)


def text_of(page: str) -> str:
    return PAGES[page].read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    """Contents of the fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text_of(page), re.MULTILINE | re.DOTALL)


def spans(markdown: str) -> list[str]:
    """Inline code, outside of fenced blocks."""
    plain = re.sub(r"^```.*?^```", "", markdown, flags=re.MULTILINE | re.DOTALL)
    return [long or short for long, short in re.findall(r"``(.+?)``|`([^`\n]+)`", plain)]


def commands(page: str) -> Iterator[list[str]]:
    """Words of every shell command: lines of bash blocks (without comments, continued lines joined) and inline code."""
    lines = "\n".join(blocks(page, "bash")).replace("\\\n", " ").splitlines()
    for line in (*lines, *spoken(page)):
        words = re.sub(r"\s#.*", "", line).replace("\\|", "|")
        try:
            yield shlex.split(words)
        except ValueError:
            continue  # one line of a query that goes over several


def spoken(page: str) -> list[str]:
    """Commands in inline code."""
    return [span for span in spans(text_of(page)) if span.startswith(("make", "facetmill", "spark-submit", ".venv"))]


def typed(page: str) -> list[str]:
    """All lines of the fenced blocks that say something, without their comments."""
    lines = "".join(blocks(page, r"\w+")).splitlines()
    return [code for line in lines if (code := re.sub(r"(?:^|\s)#.*", "", line).rstrip())]


def sections(page: str) -> list[int]:
    """Levels of the headings, in order."""
    plain = re.sub(r"^```.*?^```", "", text_of(page), flags=re.MULTILINE | re.DOTALL)
    return [len(marks) for marks in re.findall(r"^(#+) ", plain, re.MULTILINE)]


def table(page: str, heading: str) -> list[list[str]]:
    """Cells of the first table under a heading, without its head."""
    after = text_of(page).partition(f"{heading}\n")[2]
    rows = re.search(r"(?:^\|.*\n)+", after, re.MULTILINE)
    assert rows, f"{page} has no table under {heading!r}"
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows.group().splitlines()[2:]]


@every_page
def test_every_make_target_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    asked = {target for words in commands(page) if words[:1] == ["make"] for target in words[1:]}

    assert asked <= targets


def options(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts} | {"--help"}


def unknown(command: click.Command, words: list[str]) -> list[str]:
    """Options and subcommands among ``words`` that the command does not have."""
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(click.Context(command), words[0])
        if found is None:
            return [words[0]] if words[0].islower() else []  # COMMAND stands for any
        command, words = found, words[1:]
    given = {word.partition("=")[0] for word in words if word.startswith("--")}
    return sorted(given - options(command) - ({"--version"} if command is cli.main else set()))


@every_page
def test_every_command_and_option_exists(page: str) -> None:
    scripts = {"jobs/standardize.py": standardize.main, "jobs/train.py": train.main}
    for words in commands(page):
        if words[:1] == ["facetmill"]:
            assert unknown(cli.main, words[1:]) == [], words
        for script, command in scripts.items():
            if script in (word[-len(script) :] for word in words):
                at = next(i for i, word in enumerate(words) if word.endswith(script))
                assert unknown(command, words[at + 1 :]) == [], words


def test_the_page_of_commands_is_up_to_date() -> None:
    assert reference.page() == text_of(reference.PAGE), "write it again: python -m jobs.cli.reference"


@every_page
def test_every_named_file_exists(page: str) -> None:
    pattern = r"(?:^|(?<=[\s`=(]))((?:conf|jobs|udfs|training|tests|docs|benchmarks)/[\w./-]*)"
    named = set(re.findall(pattern, "\n".join([*spans(text_of(page)), *blocks(page, "bash")])))

    real = {name for name in named if not name.startswith(EXAMPLE_FOLDERS) and "NAME" not in name}
    assert [name for name in sorted(real) if not (ROOT / name).exists()] == []


@every_page
def test_every_link_leads_somewhere(page: str) -> None:
    plain = re.sub(r"^```.*?^```", "", text_of(page), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", plain):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        file = (PAGES[page].parent / path).resolve() if path else PAGES[page]
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}, (
                target
            )


@every_page
def test_every_figure_is_filled_in(page: str) -> None:
    assert re.findall(r"FIGURE:[\w-]+", text_of(page)) == []


def test_the_architecture_has_a_line_on_every_folder() -> None:
    described = {row[0].strip("`| ") for row in table("docs/architecture.md", "## Every folder")}
    modules = [file for name in (*PACKAGES, "benchmarks") for file in (ROOT / name).rglob("*.py")]

    assert described == {str(file.parent.relative_to(ROOT)) for file in modules}


def test_every_module_says_what_it_does() -> None:
    modules = [file for name in (*PACKAGES, "benchmarks") for file in (ROOT / name).rglob("*.py")]

    assert len(modules) > 150
    assert [file.name for file in modules if not ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))] == []


@both_languages
def test_a_page_gives_the_same_commands_in_both_languages(page: str, translated: str) -> None:
    english, chinese = typed(page), typed(translated)
    both = {page: {*english, *spoken(page)}, translated: {*chinese, *spoken(translated)}}
    lacking = [f"{name} lacks: {line}" for name, has in both.items() for line in set.union(*both.values()) - has]

    assert not lacking, "\n".join(lacking)
    assert chinese == english, f"{translated} gives the commands of {page} in another order"


@both_languages
def test_a_page_has_the_same_sections_in_both_languages(page: str, translated: str) -> None:
    english, chinese = sections(page), sections(translated)

    assert english == chinese, f"{page} has {len(english)} headings, {translated} {len(chinese)}; edit both"


def test_the_python_of_the_readme_prints_what_stands_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = blocks("README.md", "python")
    exec(example, {})

    assert capsys.readouterr().out == blocks("README.md", "text")[0]


def test_the_readme_has_a_line_on_every_folder() -> None:
    described = {row[0].strip("`|/ ") for row in table("README.md", "## Layout")}

    assert {*PACKAGES, "conf", "tests", "docs", "benchmarks"} == described


def test_the_data_contract_is_up_to_date() -> None:
    page = text_of("docs/data-contract.md")

    assert contract.with_tables(page) == page, "write it again: python -m jobs.lake.contract"


def test_every_column_that_may_be_null_says_what_null_means() -> None:
    silent = [
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.columns
        if not column.required and not re.search(r"\b(null|never null|empty)\b", column.comment, re.IGNORECASE)
    ]

    assert silent == []


@pytest.mark.parametrize("page", ["docs/job-config.md", "docs/job-config.zh.md"])
def test_the_job_config_of_the_docs_is_valid_and_complete(page: str, tmp_path: Path) -> None:
    (example,) = blocks(page, "yaml")
    (tmp_path / "job.yaml").write_text(example, encoding="utf-8")

    load_config(tmp_path / "job.yaml", JobConfig)
    assert missing_keys(JobConfig, example) == []


def test_the_settings_of_texts_in_the_docs_are_the_defaults_and_complete(tmp_path: Path) -> None:
    settings, style, phrases = blocks("docs/texts.md", "yaml")
    (tmp_path / "texts.yaml").write_text(settings.replace("\n  ", "\n").partition("\n")[2], encoding="utf-8")
    (tmp_path / "phrases").mkdir()
    (tmp_path / "phrases" / "backpack.yaml").write_text(phrases, encoding="utf-8")
    (tmp_path / "flyer.yaml").write_text(style, encoding="utf-8")

    assert load_config(tmp_path / "texts.yaml", Texts) == Texts()
    assert missing_keys(Texts, settings + text_of("docs/texts.md")) + missing_keys(Style, style) == []
    assert load_phrases(tmp_path).attributes["backpack.gtin"].silent
    assert load_config(tmp_path / "flyer.yaml", Style).languages == ("en", "zh")


def test_the_training_config_of_the_docs_is_valid_and_complete(tmp_path: Path) -> None:
    (example,) = blocks("docs/training.md", "yaml")
    (tmp_path / "train.yaml").write_text(example, encoding="utf-8")

    config = load_config(tmp_path / "train.yaml", TrainConfig)
    assert missing_keys(TrainConfig, example) == []
    assert (config.optimization, config.text) == (type(config.optimization)(), type(config.text)())  # "the defaults"


def missing_keys(model: type[BaseModel], example: str) -> list[str]:
    """Keys of a config and of the configs inside it that an example does not show."""
    missing: list[str] = []
    for name, field in model.model_fields.items():
        if not re.search(rf"\b{field.alias or name}:", example):
            missing.append(f"{model.__name__}.{name}")
        for inner in (field.annotation, *get_args(field.annotation)):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                missing += missing_keys(inner, example)
    return missing


def test_the_schema_of_the_docs_is_valid_and_every_key_is_explained(tmp_path: Path) -> None:
    (example,) = blocks("docs/schema.md", "yaml")
    (tmp_path / "schema.yaml").write_text(example, encoding="utf-8")
    explained = set(spans(text_of("docs/schema.md")))

    assert set(load_schema(tmp_path).categories) == {"kettle"}
    assert {*Category.model_fields, *Attribute.model_fields, *Value.model_fields} - explained == set()


def test_the_labelled_listings_of_the_docs_can_be_used() -> None:
    rows: list[dict[str, Any]] = [json.loads(block) for block in blocks("docs/training.md", "json")]
    examples, rejected = read_examples(rows, load_schema(ROOT / "conf/schema"))

    assert (len(examples), rejected) == (3, [])


@pytest.mark.parametrize("cells", table("docs/schema.md", "## Units"), ids=lambda cells: str(cells[0]))
def test_what_sellers_write_becomes_what_the_page_says(cells: list[str]) -> None:
    raw, unit, value = (cell.strip("`| ") for cell in cells)
    quantity = parse_quantity(raw, unit)

    assert format_quantity(quantity.number, unit, quantity.number_max) == value


def test_every_rule_is_explained() -> None:
    assert {row[0].strip("`| ") for row in table("docs/schema.md", "## Rules")} == set(get_args(DecidedBy))


@pytest.mark.parametrize("page", ["docs/operations.md", "docs/training.md"])
def test_every_message_of_the_failure_tables_is_one_of_ours(page: str) -> None:
    sources = "\n".join(file.read_text(encoding="utf-8") for name in PACKAGES for file in (ROOT / name).rglob("*.py"))
    said = re.sub(r'"\s*\n\s*f?"', "", sources).replace("{MANIFEST}", "manifest.json")
    for row in table(page, "## When it stops"):
        for message in spans(row[0]):
            for part in message.split("…"):
                assert part.strip() in said, f"{page}: no message says {part.strip()!r}"
