"""Finding and reading what a user may change: the folders `config/` and `models/`.

In a checkout they stand beside the package; in an installed wheel they lie inside it.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from linkage.errors import UsageError

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder `config` or `models`, of the installed wheel or of the checkout."""
    for candidate in (_PACKAGE / "data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise UsageError(f"The folder '{name}' is missing beside the package: install the package again.")


def config_path(*parts: str) -> Path:
    """A file or folder inside `config/`."""
    return folder("config").joinpath(*parts)


def read_toml(path: Path) -> dict[str, Any]:
    """One TOML file; UsageError with file and line when it cannot be read."""
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not readable as TOML: {error}.") from None
