"""``edi-portal rules``: the rules of the scrubber, those of the configuration included."""

import json
from typing import TYPE_CHECKING, Any

import click

from edi_portal.cli._completion import complete_rules
from edi_portal.cli._failure import SUCCESS
from edi_portal.cli._options import text_or_json_option
from edi_portal.cli._streams import open_sink

if TYPE_CHECKING:
    from edi_portal.scrubber.rule import Rule


@click.command("rules", short_help="List the rules of the scrubber.")
@click.argument("groups", nargs=-1, shell_complete=complete_rules)
@click.option(
    "--config", type=click.Path(), metavar="FILE", help="Configuration; by default the nearest."
)
@click.option("--no-config", is_flag=True, help="Use no configuration.")
@text_or_json_option
def rules(groups: tuple[str, ...], config: str | None, no_config: bool, output_format: str) -> int:
    """List the rules; GROUPS are codes, or what codes begin with (PRV), by default all.

    Exit code 0: they were listed. 2: the configuration cannot be read, or no rule is called so.
    """
    from edi_portal.cli._scrubbing import Spec, configuration_of
    from edi_portal.scrubber.config import known_rule
    from edi_portal.scrubber.settings import names

    found = configuration_of(Spec(config="" if no_config else config))
    extra = {item.code: item for item in found.rules}
    for group in groups:
        nearest = known_rule(group, extra)
        if nearest is not None:
            raise click.BadParameter(
                f"no rule is called {group!r}; the nearest is {nearest}", param_hint="GROUPS"
            )
    chosen = [
        item
        for item in found.settings().rules
        if not groups or any(names(group, item) for group in groups)
    ]
    with open_sink(None, force=False, inputs=()) as sink:
        if output_format == "json":
            sink.write(json.dumps([_fields(item) for item in chosen], indent=2) + "\n")
        else:
            sink.write("".join(map(_line, chosen)))
    return SUCCESS


def _line(item: "Rule") -> str:
    needs = f"  needs {', '.join(item.needs)}" if item.needs else ""
    return f"{item.code}  {item.severity:<7}  {item.kinds:<3}  {item.name}{needs}\n"


def _fields(item: "Rule") -> dict[str, Any]:
    return {
        "code": item.code,
        "name": item.name,
        "severity": item.severity.value,
        "kinds": list(item.kinds),
        "snip": item.snip,
        "message": item.message,
        "status": item.status,
        "needs": list(item.needs),
        "options": {
            name: list(value) if isinstance(value, tuple | frozenset) else value
            for name, value in item.options.items()
        },
        "mends": item.mends,
        "summary": item.summary,
    }
