"""The commands that need pairs known to be true."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from linkage.commands.interrupts import heeding
from linkage.commands.options import as_json, missing_option, printed, quiet, remains_option


@click.command()
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.option(
    "--truth", type=click.Path(path_type=Path), required=True, metavar="PAIRS",
    help="File of the pairs known to be true, with the columns missing_id and remains_id.",
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder to create.")
@click.option("--workload", type=click.IntRange(min=1), metavar="N", help="Also tell what N candidates looked at give.")
@click.option("--seed", type=int, default=7, show_default=True, help="Seed of the random pairs and the intervals.")
@click.option("--aggregate-only", is_flag=True, help="Write only numbers that name nobody, to be sent to others.")
@as_json
def evaluate(folder: Path, truth: Path, out: Path, as_json: bool, **options: Any) -> None:
    """Tell how well a run found the pairs that are known to be true, and whether its weights keep their word."""
    import linkage
    from linkage.evaluation.summary import describe

    found = linkage.evaluate(folder, truth, out, **options)
    click.echo(printed(found.to_dict()) if as_json else describe(found, out))


@click.command()
@missing_option
@remains_option
@click.option(
    "--truth",
    type=click.Path(path_type=Path),
    metavar="PAIRS",
    help="File of the solved cases, with the columns missing_id and remains_id.",
)
@click.option("--judgements", metavar="STORE", help="Store of judgements: confirmed pairs are the solved cases.")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Model folder to create.")
@click.option("--config", type=click.Path(path_type=Path), help="Settings file (TOML); see config/settings.toml.")
@click.option("--model", help="Model to start from, by name or folder. Default: baseline.")
@click.option("--seed", type=int, metavar="N", help="Seed of the samples that are drawn.")
@click.option("--memory", metavar="SIZE", help='Memory the workshop may take before it spills to disk, as "3GB".')
@as_json
@quiet
def train(
    missing_files: tuple[Path, ...],
    remains_files: tuple[Path, ...],
    out: Path,
    as_json: bool,
    quiet: bool,
    **options: Any,
) -> None:
    """Learn from two registers, and from solved cases where there are some, and write a model."""
    import linkage
    from linkage.runs.progress import shown
    from linkage.training.summary import describe

    with shown(quiet or as_json) as progress:
        trained = linkage.train(missing_files, remains_files, out, progress=heeding(progress), **options)
    click.echo(printed(trained.to_dict()) if as_json else describe(trained))
