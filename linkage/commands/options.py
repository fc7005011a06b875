"""Options that several commands have, and how results are printed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
quiet = click.option("--quiet", is_flag=True, help="Tell nothing about progress.")
language = click.option("--language", help="Language of words: es, en, pt, fr. Default: the system's, else Spanish.")


def files_option(side: str, text: str, required: bool) -> Callable[[Decorated], Decorated]:
    """The option that names the files of a side; it may be given several times."""
    path = click.Path(path_type=Path)
    return click.option(
        f"--{side}", f"{side}_files", type=path, multiple=True, required=required, metavar="FILE...", help=text
    )


missing_option = files_option("missing", "Register of missing persons; may be given several times.", True)
remains_option = files_option("remains", "Register of unidentified remains; may be given several times.", True)
missing_source = click.option("--missing-source", help="Read the missing files as this source.")
remains_source = click.option("--remains-source", help="Read the remains files as this source.")
judgements_option = click.option(
    "--judgements", metavar="STORE",
    help="Store of judgements: excluded pairs stay away unless their evidence changed.",
)  # fmt: skip


def printed(value: Any) -> str:
    """A result as JSON."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)


def of_the_system() -> str:
    """The language that the system speaks."""
    from linkage.words import default_language

    return default_language(os.environ)
