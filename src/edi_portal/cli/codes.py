"""``edi-portal codes``: the code tables that ship, and those that a user adds."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import click

from edi_portal.cli._failure import SUCCESS
from edi_portal.cli._options import text_or_json_option
from edi_portal.cli._streams import open_sink
from edi_portal.codes.ncci import STORE_VARIABLE, Entry, Kind, Store


def _store_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--store",
        type=click.Path(),
        metavar="DIR",
        help=f"Keep tables in DIR; by default in {STORE_VARIABLE}, or among your data.",
    )(command)


@click.group("codes", invoke_without_command=True, short_help="List code tables, and add your own.")
@text_or_json_option
@_store_option
@click.pass_context
def codes(context: click.Context, output_format: str, store: str | None) -> int:
    """List the code tables that ship with edi-portal and those in the store.

    Tables that hold CPT cannot ship: add CMS's own files with `edi-portal codes add`.

    Exit code 0: they are listed. 2: the store cannot be read.
    """
    context.obj = store
    if context.invoked_subcommand is not None:
        return SUCCESS
    kept = Store(store)
    entries = kept.entries()
    with open_sink(None, force=False, inputs=()) as sink:
        if output_format == "json":
            shown = {
                "shipped": list(_shipped()),
                "store": str(kept.folder),
                "tables": list(map(_as_dict, entries)),
            }
            sink.write(json.dumps(shown, indent=2) + "\n")
            return SUCCESS
        sink.write("shipped\n")
        for item in _shipped():
            until = f"{item['first']} to {item['last']}" if "first" in item else item["as_of"]
            sink.write(f"  {item['name']:<18}{item['codes']:>7}  {until:<24}  {item['source']}\n")
        sink.write(f"in {kept.folder}\n")
        for entry in entries:
            sink.write(f"  {_line(entry)}\n")
        if not entries:
            sink.write("  none\n")
    return SUCCESS


@codes.command("add", short_help="Add a table from CMS's files.")
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    help="What the files hold, where their heading does not say.",
)
@click.option("--name", metavar="NAME", help="Call the table NAME, where the files do not say.")
@click.option("--force", is_flag=True, help="Replace the table if it is there.")
@_store_option
@click.pass_obj
def add(
    outer: str | None,
    files: tuple[str, ...],
    kind: str | None,
    name: str | None,
    force: bool,
    store: str | None,
) -> int:
    """Add a table: FILE is tab-delimited text, CSV, or a zip of either, as CMS publishes it.

    Several FILEs become one table: CMS divides its long ones. What cannot be read is refused
    with its row, and nothing is kept.

    Exit code 0: the table is kept. 2: it is not.
    """
    kept = Store(store or outer)
    found = kept.add(files, kind=Kind(kind) if kind else None, name=name, force=force)
    with open_sink(None, force=False, inputs=()) as sink:
        sink.write(f"{_line(found)}\n")
    return SUCCESS


@codes.command("remove", short_help="Remove a table.")
@click.argument("kind", type=click.Choice([kind.value for kind in Kind]), metavar="KIND")
@click.argument("name")
@_store_option
@click.pass_obj
def remove(outer: str | None, kind: str, name: str, store: str | None) -> int:
    """Remove the table NAME of a KIND (ptp, mue, add-on, procedures, poa-exempt).

    Exit code 0: it is gone. 2: there is none, or it cannot be removed.
    """
    Store(store or outer).remove(Kind(kind), name)
    return SUCCESS


def _shipped() -> Iterator[dict[str, Any]]:
    from edi_portal.codes import icd10cm, lists

    tabular = icd10cm.edition()
    yield {
        "name": "icd10cm",
        "source": tabular.source,
        "codes": tabular.codes,
        "first": tabular.first.isoformat(),
        "last": tabular.last.isoformat(),
    }
    for listed in lists.LISTS:
        yield {
            "name": listed.file,
            "source": listed.source,
            "codes": len(listed),
            "as_of": listed.as_of.isoformat(),
        }


def _as_dict(entry: Entry) -> dict[str, Any]:
    facts = entry.facts
    return {
        "kind": facts.kind.value,
        "name": entry.name,
        "files": facts.files,
        "rows": facts.rows,
        "first": _iso(facts.first),
        "last": _iso(facts.last),
    }


def _line(entry: Entry) -> str:
    facts = entry.facts
    dates = f"  {facts.first} to {facts.last}" if facts.first else ""
    files = ", ".join(facts.files)
    return f"{facts.kind} {entry.name}: {facts.rows} rows{dates}  from {files}"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
