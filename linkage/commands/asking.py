"""The commands that show: a pair, the page, the kinds of evidence, the sources."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from linkage.commands.options import as_json, language, of_the_system, printed


@click.command()
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

    explanation = linkage.explain(folder, missing_id, remains_id, language=language or of_the_system(), levels=levels)
    click.echo(printed(explanation.to_dict()) if as_json else as_text(explanation))


@click.command()
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

    review(folder, Options(language=language or of_the_system(), names=names, **options), ask, ready)


@click.command()
@click.argument("name", required=False)
@click.option("--model", default="baseline", show_default=True, help="Whose numbers to show.")
@language
@as_json
def evidence(name: str | None, model: str, language: str | None, as_json: bool) -> None:
    """List the kinds of evidence, or show one: its question, fields, levels and their numbers."""
    import linkage
    from linkage.runs.listing import describe_evidence

    listed = linkage.evidence(name, model=model)
    click.echo(printed(listed) if as_json else describe_evidence(listed, language or of_the_system()))


@click.command()
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
        click.echo(printed(listed) if as_json else describe_sources(listed))
