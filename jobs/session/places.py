"""Where things lie when a command is called from another folder: what is packaged, and the paths of a config."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from udfs.atomic import unwritable
from udfs.errors import ConfigError

LOCAL_PROPERTIES = "conf/spark/local.conf"
DEFAULT_SCHEMA = "conf/schema"
_PACKAGED = {LOCAL_PROPERTIES: "packaged/spark/local.conf", DEFAULT_SCHEMA: "packaged/schema"}


def local_properties() -> str:
    """Spark's settings for one machine: those of the folder that one calls from, or else the packaged ones."""
    return _here_or_packaged(LOCAL_PROPERTIES)


def default_schema() -> str:
    """The bundled schema, looked for in the same way."""
    return _here_or_packaged(DEFAULT_SCHEMA)


def _here_or_packaged(path: str) -> str:
    return path if Path(path).exists() else str(files("jobs").joinpath(_PACKAGED[path]))


def require_places(config: str | Path, named: Mapping[str, str], *, found_elsewhere: bool = False) -> None:
    """Paths of a config start at the folder that one calls from: say so where nothing is there, and where it is.

    ``named``: key of the config to its path, of what has to be on this machine. Raises ConfigError that lists all keys;
    with ``found_elsewhere`` only where they are all beside the config or above it.
    """
    relative = {key: path for key, path in named.items() if not Path(path).is_absolute() and "://" not in path}
    missing = {key: path for key, path in relative.items() if not Path(path).exists()}
    if not missing:
        return
    here = Path.cwd()
    told = " and ".join(f"`{key}: {path}`" for key, path in missing.items())
    above = Path(config).resolve().parents
    found = next((folder for folder in above if all((folder / path).exists() for path in relative.values())), None)
    if found_elsewhere and found is None:
        return
    advice = f"call from {found}, where all of it is" if found else "correct it"
    raise ConfigError(
        f"{config} names {told}, and {here} holds no such thing: paths of a config start at the folder that you call "
        f"from; {advice}, or write whole paths, in the config or with --set"
    )


def require_target(target: str, properties: Mapping[str, str]) -> None:
    """A folder of this machine takes the tables. What lies elsewhere, such as on HDFS, Spark has to look at.

    Raises ConfigError.
    """
    elsewhere = any(key.endswith("fs.defaultFS") for key in properties) or "HADOOP_CONF_DIR" in os.environ
    if elsewhere or "://" in target:
        return
    if why := unwritable(target.removeprefix("file:")):
        raise ConfigError(f"cannot write to `target: {target}`: {why}; correct target, or the rights of that folder")
