"""The command line: each command parses, calls one verb of the library, and prints.

Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 internal,
2 usage, 3 input rejected, 4 judgements changed, 6 not enough memory or disk, 130 interrupted.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from linkage.cli_judgements import accounts, audit, dossier
from linkage.errors import InputRejected, Interrupted, LinkageError
from linkage.runs.progress import Progress

DUCKDB_INTERRUPTED = "Query interrupted"
"""What DuckDB raises, as a RuntimeError, when Ctrl-C comes in the middle of a query."""

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

CONTEXT: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

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


@click.group(context_settings=CONTEXT)
@click.version_option(package_name="linkage-engine", message="%(version)s")
def cli() -> None:
    """Compare reports of missing persons with records of unidentified remains.

    The engine proposes the pairs most worth a forensic comparison, with its reasons. It never
    identifies: only the forensic authority concludes.
    """


@cli.command()
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
    click.echo(_json(checked.to_dict()) if as_json else describe(checked))


@cli.command()
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

    with _resumable(out, quiet or as_json or dry_run), shown(quiet or as_json) as progress:
        done = linkage.run(missing_files, remains_files, out, dry_run=dry_run, progress=_heeding(progress), **options)
    click.echo(_json(done.to_dict()) if as_json else describe(done))


@cli.command()
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
            folder, out, missing=missing_files, remains=remains_files, progress=_heeding(progress), **options
        )
    click.echo(_json(added.to_dict()) if as_json else describe(added.changes, added.moved, added.folder))


@cli.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("missing_id")
@click.argument("remains_id")
@click.option("--levels", is_flag=True, help="Show every level of every evidence with its numbers and their source.")
@language
@as_json
def explain(folder: Path, missing_id: str, remains_id: str, levels: bool, language: str | None, as_json: bool) -> None:
    """Explain one pair of a run in words and bits, whether or not it is among the candidates."""
    import linkage
    from linkage.explanation import as_text

    explanation = linkage.explain(folder, missing_id, remains_id, language=language or _language(), levels=levels)
    click.echo(_json(explanation.to_dict()) if as_json else as_text(explanation))


@cli.command()
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
    click.echo(_json(found.to_dict()) if as_json else describe(found, out))


@cli.command()
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(1, 65535), default=8377, show_default=True, help="Port on this machine.")
@language
@click.option(
    "--judgements",
    metavar="FILE|URL",
    help="Store of what people decide. Default: judgements.db beside the run.",
)
@click.option("--server", is_flag=True, help="Ask for accounts, for several people behind a proxy that speaks TLS.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="Name under which the proxy passes requests on.")
@click.option("--administrator", metavar="NAME", help="With --server: the first administrator to make.")
def review(folder: Path, language: str | None, names: tuple[str, ...], **options: Any) -> None:
    """Open the page where people decide about the candidates of a run, on this machine alone."""
    from linkage.review.serving import Options, review

    def ask(name: str) -> str:
        return str(click.prompt(f"Password for {name}", hide_input=True, confirmation_prompt=True))

    def ready(address: str) -> None:
        click.echo(f"Open {address} in a browser. Ctrl-C ends it; every answer is kept at once.")

    review(folder, Options(language=language or _language(), names=names, **options), ask, ready)


@cli.command()
@click.argument("name", required=False)
@click.option("--model", default="baseline", show_default=True, help="Whose numbers to show.")
@language
@as_json
def evidence(name: str | None, model: str, language: str | None, as_json: bool) -> None:
    """List the kinds of evidence, or show one: its question, fields, levels and their numbers."""
    import linkage
    from linkage.runs.listing import describe_evidence

    listed = linkage.evidence(name, model=model)
    click.echo(_json(listed) if as_json else describe_evidence(listed, language or _language()))


@cli.command()
@click.argument("name", required=False)
@click.option(
    "--template", type=click.Path(path_type=Path), metavar="FILE.xlsx", help="Write the empty template to fill in."
)
@as_json
def sources(name: str | None, template: Path | None, as_json: bool) -> None:
    """List the exports that can be read, or show one; or write the template of our own format."""
    import linkage
    from linkage.runs.listing import describe_sources

    listed = linkage.sources(name, template=template)
    if template:
        told = f"{template} is written: fill it in, then look at it with: linkage check {template} --side missing"
        click.echo(told, err=as_json)
    if as_json or name or not template:
        click.echo(_json(listed) if as_json else describe_sources(listed))


@cli.command()
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
        done = linkage.demo(out, progress=_heeding(progress), **options)
    click.echo(_json(done.to_dict()) if as_json else describe(done))


@cli.command()
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
        trained = linkage.train(missing_files, remains_files, out, progress=_heeding(progress), **options)
    click.echo(_json(trained.to_dict()) if as_json else describe(trained))


for command in (audit, accounts, dossier):
    cli.add_command(command)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)


def _language() -> str:
    from linkage.words import default_language

    return default_language(os.environ)


def main(argv: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    signal.signal(signal.SIGINT, _interrupt)
    sys.exit(_guarded(lambda: cli.main(args=argv, prog_name="linkage", standalone_mode=False)))


def _guarded(call: Callable[[], Any]) -> int:
    """The exit code of a call; every error becomes a message on standard error."""
    try:
        call()
    except click.ClickException as error:
        error.show()
        return 2
    except InputRejected as error:
        report = f"\nThe problems are listed in {error.report}" if error.report else ""
        return _say(f"{error}{report}", error.exit_code)
    except LinkageError as error:
        return _say(str(error), error.exit_code)
    except (KeyboardInterrupt, click.exceptions.Abort):
        return _interrupted()
    except MemoryError:
        return _say("Memory ran out. Close other programs or lower --memory and --top.", 6)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _interrupted() if str(error) == DUCKDB_INTERRUPTED else _internal(error)
    return 0


@contextmanager
def _resumable(out: Path, quiet: bool) -> Iterator[None]:
    """Say what an interrupted run into `out` has finished already; and, when this one is interrupted, how to go on."""
    from linkage.runs.unfinished import finished_stages, folder_of

    if not quiet and (done := finished_stages(out)):
        _say(f"Going on with the interrupted run in {folder_of(out)}. Finished already: {', '.join(done)}.", 0)
    try:
        yield
    except (KeyboardInterrupt, RuntimeError) as error:
        stopped = isinstance(error, KeyboardInterrupt) or str(error) == DUCKDB_INTERRUPTED
        if not (stopped and (done := finished_stages(out))):
            raise
        raise Interrupted(
            f"Interrupted. Finished and kept in {folder_of(out)}: {', '.join(done)}. "
            "Give the same command again to go on from there, or remove that folder."
        ) from None


_INTERRUPTS: list[int] = []


def _interrupt(number: int, _: object) -> None:
    """Ctrl-C. It is noted as well as raised: an exception may be lost where it strikes foreign code."""
    _INTERRUPTS.append(number)
    raise KeyboardInterrupt


def _heeding(progress: Progress) -> Progress:
    """The same telling, which ends the job when Ctrl-C was pressed and lost."""

    def tell(stage: str, share: float) -> None:
        if _INTERRUPTS:
            raise KeyboardInterrupt
        progress(stage, share)

    return tell


def _interrupted() -> int:
    return _say("Interrupted. Nothing half-written was left behind.", 130)


def _internal(error: Exception) -> int:
    """An error of ours: where it happened, never the values it happened on."""
    frames = "".join(traceback.format_tb(error.__traceback__)[-4:])
    message = (
        f"An error inside the engine ({type(error).__name__}); please report it with these lines, which hold no data:\n"
    )
    return _say(message + frames, 1)


def _say(message: str, code: int) -> int:
    click.echo(message, err=True)
    return code


if __name__ == "__main__":
    main()
