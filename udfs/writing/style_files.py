"""Styles from YAML files: those of the package, and a user's folder that adds to them or replaces some."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from pydantic import RootModel

from udfs.config import load_config
from udfs.errors import ConfigError
from udfs.schema.names import Language
from udfs.writing.styles import ClaimKind, Style

_SHIPPED = "channels"  # folder beside this module, a file a style
_CLAIMS = "claims.yaml"
_ID = re.compile(r"[a-z][a-z0-9_]*\Z")


class _Claims(RootModel[dict[ClaimKind, dict[Language, tuple[str, ...]]]]):
    """Words of claims, by kind and language."""


def load_styles(folder: str | Path | None = None, only: tuple[str, ...] = ()) -> dict[str, Style]:
    """Styles by their names, which are the names of their files: the package's, then the folder's ``*.yaml``.

    A style of the folder replaces the package's of its name. ``only``: names of those that are wanted; all where there
    are none. Raises ConfigError with the faults of all files at once.
    """
    faults: list[str] = []
    with as_file(files("udfs.writing").joinpath(_SHIPPED)) as shipped:
        styles = dict(_styles(shipped, faults))
    if folder is not None:
        styles |= dict(_styles(_checked(Path(folder)), faults))
    unknown = [name for name in only if name not in styles]
    if unknown and not faults:
        faults.append(f"no style is called {', '.join(unknown)}; there are {', '.join(sorted(styles))}")
    if faults:
        raise ConfigError("cannot load the styles of texts:\n" + "\n".join(faults))
    return {name: style for name, style in sorted(styles.items()) if not only or name in only}


def _checked(folder: Path) -> Path:
    if not folder.is_dir():
        what = "a file" if folder.exists() else "no such folder"
        raise ConfigError(f"cannot load styles from {folder}: there is {what}; name a folder of *.yaml files")
    if not any(folder.glob("*.yaml")):
        raise ConfigError(f"cannot load styles from {folder}: it holds no *.yaml file; add one a style")
    return folder


def _styles(folder: Path, faults: list[str]) -> Iterator[tuple[str, Style]]:
    for file in sorted(folder.glob("*.yaml")):
        if not _ID.match(file.stem):
            faults.append(f"{file}: a style is named by its file: lower-case ASCII letters, digits and _")
            continue
        try:
            style = load_config(file, Style)
        except ConfigError as fault:
            faults.append(str(fault))
        else:
            yield file.stem, _with_claims(style)


def _with_claims(style: Style) -> Style:
    """The style with the words of the claims that it forbids, in each of its languages."""
    words = {
        language: (*style.words_forbidden(language), *_claimed(style.claims, language))
        for language in style.max_characters
    }
    return style.model_copy(update={"forbidden": {language: own for language, own in words.items() if own}})


def _claimed(kinds: tuple[ClaimKind, ...], language: str) -> Iterator[str]:
    for kind in kinds:
        yield from _claims()[kind].get(language) or _claims()[kind].get(language.partition("-")[0], ())


@cache
def _claims() -> Mapping[ClaimKind, Mapping[str, tuple[str, ...]]]:
    with as_file(files("udfs.writing").joinpath(_CLAIMS)) as file:
        return load_config(file, _Claims).root
