"""The commands that read and compare registers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from linkage.commands.interrupts import heeding, resumable
from linkage.commands.options import (
    as_json,
    files_option,
    judgements_option,
    missing_option,
    missing_source,
    printed,
    quiet,
    remains_option,
    remains_source,
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--side", type=click.Choice(["missing", "remains"]), required=True, help="What the rows are.")
@click.option("--source", help="Read the file as this source instead of recognising it (see: linkage sources).")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the problems files. Default: beside the file.")
@as_json
def check(file: Path, side: Any, source: str | None, out: Path | None, as_json: bool) -> None:
    """Read FILE, map and validate it; say what was recognised and what is wrong, row by row."""
    import linkage
    from linkage.runs.checking import describe

    checked = linkage.check(file, side, source=source, out=out)
    click.echo(printed(checked.to_dict()) if as_json else describe(checked))


@click.command()
@missing_option
@remains_option
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder to create for the run."
)
@click.option("--config", type=click.Path(path_type=Path), help="Settings file (TOML); see config/settings.toml.")
@click.option("--model", help="Model by name or folder. Default: baseline.")
@click.option("--top", type=int, metavar="K", help="Best candidates kept for each record. Default: 25.")
@click.option("--floor", type=float, metavar="BITS", help="Keep also every pair of at least this total. Default: 0.")
@click.option("--seed", type=int, metavar="N", help="Seed of the sample on which u is measured.")
@click.option("--memory", metavar="SIZE", help='Memory the workshop may take before it spills to disk, as "3GB".')
@missing_source
@remains_source
@judgements_option
@click.option(
    "--engine",
    default="local",
    show_default=True,
    metavar="NAME",
    help="Where pairs are scanned: local, or spark. The result is the same.",
)
@click.option(
    "--master", metavar="URL", help="Master of the Spark cluster. Default: as spark-submit says, else all cores."
)
@click.option(
    "--dry-run", is_flag=True, help="Read everything, say what would be done and how long it takes, write nothing."
)
@as_json
@quiet
def run(
    missing_files: tuple[Path, ...],
    remains_files: tuple[Path, ...],
    out: Path,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    **options: Any,
) -> None:
    """Compare two registers and write a folder of ranked, explained candidates.

    A run that was interrupted goes on after its last finished stage when the same command is given again.
    """
    import linkage
    from linkage.runs.progress import shown
    from linkage.runs.summary import describe

    with resumable(out, quiet or as_json or dry_run), shown(quiet or as_json) as progress:
        done = linkage.run(missing_files, remains_files, out, dry_run=dry_run, progress=heeding(progress), **options)
    click.echo(printed(done.to_dict()) if as_json else describe(done))


@click.command()
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@files_option("missing", "New or changed reports of missing persons, or the whole register again.", False)
@files_option("remains", "New or changed remains, or the whole register again.", False)
@click.option(
    "--withdrawn",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Ids of records of the run to take out, one a line.",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="NEWRUN", help="Folder to create.")
@missing_source
@remains_source
@judgements_option
@as_json
@quiet
def add(
    folder: Path,
    missing_files: tuple[Path, ...],
    remains_files: tuple[Path, ...],
    out: Path,
    as_json: bool,
    quiet: bool,
    **options: Any,
) -> None:
    """Compare new, changed and withdrawn records with everything in RUN; tell what moved and why.

    RUN stays as it is: NEWRUN is written, with its model, and moved.csv in it. Nothing is written where
    no record has changed.
    """
    import linkage
    from linkage.runs.moved import describe
    from linkage.runs.progress import shown

    with shown(quiet or as_json) as progress:
        added = linkage.add(
            folder, out, missing=missing_files, remains=remains_files, progress=heeding(progress), **options
        )
    click.echo(printed(added.to_dict()) if as_json else describe(added.changes, added.moved, added.folder))


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("demo-run"), show_default=True, help="Folder to create."
)
@click.option(
    "--profile", default="border", show_default=True, metavar="NAME",
    help="Part of the world: border, mexico, mediterranean, us.",
)  # fmt: skip
@click.option("--missing", type=int, default=2000, show_default=True, help="Invented missing persons.")
@click.option("--remains", type=int, default=800, show_default=True, help="Invented remains.")
@click.option("--seed", type=int, default=7, show_default=True)
@as_json
@quiet
def demo(out: Path, as_json: bool, quiet: bool, **options: Any) -> None:
    """Invent two registers of people who never lived, and compare them."""
    import linkage
    from linkage.runs.progress import shown
    from linkage.runs.summary import describe

    with shown(quiet or as_json) as progress:
        done = linkage.demo(out, progress=heeding(progress), **options)
    click.echo(printed(done.to_dict()) if as_json else describe(done))
