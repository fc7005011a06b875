"""The commands about what people decided: the chain, the accounts, the paper."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from linkage.commands.options import as_json, language, of_the_system, printed

store_argument = click.argument("store", metavar="STORE")
name_argument = click.argument("name")
WHO = "command line"
"""Whoever works at the store's own machine, in the list of what was done."""


@click.group()
def audit() -> None:
    """Check or export the judgements in STORE (a file or a PostgreSQL URL)."""


@audit.command()
@store_argument
@click.option(
    "--head", metavar="HASH", help="A hash noted earlier (the manifest of a run holds one): it must be there."
)
@as_json
def verify(store: str, head: str | None, as_json: bool) -> None:
    """Walk the chain over STORE: is every judgement as it was written? Exit code 4 when not."""
    chains = _open(store).verify(head)
    if as_json:
        click.echo(printed([asdict(chain) for chain in chains]))
        return
    for chain in chains:
        click.echo(f"{chain.table}: {chain.lines:,} lines, each as it was written. Last: {chain.head}")
    click.echo("Keep the last hash of the judgements elsewhere: with --head it shows later that none were cut off.")


@audit.command()
@store_argument
@as_json
def agreement(store: str, as_json: bool) -> None:
    """Tell how often every two people agree who judged the same pairs, and Cohen's kappa."""
    from linkage.judgements.agreement import agreement
    from linkage.judgements.standing import by_pair

    found = agreement(by_pair(_open(store).since()))
    if as_json:
        click.echo(printed([asdict(each) for each in found]))
        return
    for each in found:
        kappa = "-" if each.kappa is None else f"{each.kappa:.2f}"
        click.echo(f"{each.first}, {each.second}: {each.pairs} pairs, alike on {each.agreed}, kappa {kappa}")
    if not found:
        click.echo("No two people have judged the same pair yet.")


@audit.command()
@store_argument
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE", help="A .csv or .xlsx file.")
def export(store: str, out: Path) -> None:
    """Write every judgement in STORE to a spreadsheet."""
    from linkage.paper.listed import export_judgements

    opened = _open(store)
    opened.note(WHO, "exported judgements")
    click.echo(f"{export_judgements(opened, out):,} judgements: {out}")


@click.group()
def accounts() -> None:
    """Who may sign in to a shared page (linkage review --server)."""


@accounts.command()
@store_argument
@name_argument
@click.option("--role", required=True, help="reviewer, search_group, coordinator, auditor or administrator.")
@click.option("--group", default="", help="The agency whose cases a search group sees.")
@click.option("--exact", is_flag=True, help="A search group sees exact places of remains too.")
@click.password_option(help="Better left out: it is then asked for, and seen by nobody.")
def add(store: str, name: str, password: str, **values: Any) -> None:
    """Make an account in STORE, which is made if it is not there."""
    from linkage.judgements import open_store
    from linkage.judgements.accounts import Account, add_account

    opened = open_store(store)
    add_account(opened, Account(name, **values), password)
    opened.note(WHO, "added account", name)
    click.echo(f"{name} may sign in as {values['role'].replace('_', ' ')}.")


@accounts.command()
@store_argument
@name_argument
@click.option("--role", help="Another role.")
@click.option("--group", help="Another agency.")
@click.option("--exact/--no-exact", default=None, help="Whether exact places of remains are seen.")
@click.option("--close/--open", "closed", default=None, help="Whether the account is closed.")
def change(store: str, name: str, **values: Any) -> None:
    """Change an account; its sessions end."""
    from linkage.judgements.accounts import change_account

    opened = _open(store)
    change_account(opened, name, **{key: value for key, value in values.items() if value is not None})
    opened.note(WHO, "changed account", name)
    click.echo(f"{name} is changed; open sessions have ended.")


@accounts.command()
@store_argument
@name_argument
@click.password_option(help="Better left out: it is then asked for, and seen by nobody.")
def password(store: str, name: str, password: str) -> None:
    """Set a new password; the account's sessions end."""
    from linkage.judgements.accounts import change_password

    opened = _open(store)
    change_password(opened, name, password)
    opened.note(WHO, "changed password", name)
    click.echo(f"{name} has a new password; open sessions have ended.")


@accounts.command("list")
@store_argument
@as_json
def list_accounts(store: str, as_json: bool) -> None:
    """List the accounts in STORE."""
    from linkage.judgements.accounts import accounts

    listed = accounts(_open(store))
    if as_json:
        click.echo(printed([asdict(account) for account in listed]))
        return
    for account in listed:
        notes = [account.group, "exact places" if account.exact else "", "closed" if account.closed else ""]
        click.echo(f"{account.name:<24} {account.role:<14} {', '.join(filter(None, notes))}".rstrip())


@click.command()
@click.argument("run", metavar="RUN", type=click.Path(path_type=Path))
@click.argument("missing_id")
@click.argument("remains_id")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE.pdf", help="File to write.")
@click.option(
    "--for", "audience", type=click.Choice(["coordinator", "family"]), default="coordinator", show_default=True,
    help="For a family: no figures, nothing of the examiner's record, no other family.",
)  # fmt: skip
@click.option("--judgements", metavar="STORE", help="Store of judgements, whose earlier rulings are told.")
@language
def dossier(run: Path, missing_id: str, remains_id: str, out: Path, language: str | None, **options: Any) -> None:
    """Write one pair of a run as PDF, to decide on or to hand to the family.

    With - in place of one id: the case of the other, with its best candidates (for coordinators).
    """
    import linkage

    told = linkage.dossier(run, missing_id, remains_id, out, language=language or of_the_system(), **options)
    click.echo(told)


def _open(store: str) -> Any:
    from linkage.judgements import open_store

    return open_store(store, must_exist=True)
