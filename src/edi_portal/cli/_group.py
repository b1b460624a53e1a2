"""The group of commands: loads each on demand and turns every failure into an exit code."""

import importlib
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from edi_portal.cli._failure import (
    INTERRUPTED,
    NO_RESULT,
    abandon_stdout,
    complain,
    complain_internal,
)
from edi_portal.errors import EdiError


class LazyGroup(click.Group):
    """A group whose commands are imported when they are used.

    ``commands_at`` maps a command's name to ``module:attribute``. A command returns its exit
    code; whatever it raises ends as one line on stderr, never as a traceback.
    """

    def __init__(self, *args: Any, commands_at: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._commands_at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = self._commands_at.get(cmd_name)
        if place is None:
            return None
        module, _, attribute = place.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except BrokenPipeError:
            # The reader has gone (`| head`): nobody to tell, but the output is not whole.
            abandon_stdout()
        except EdiError as error:
            complain(str(error))
        except Exception as error:  # noqa: BLE001  the last stop before a traceback
            complain_internal(error)
        return NO_RESULT

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        def run() -> Any:
            return super(LazyGroup, self).main(
                args, prog_name, complete_var, standalone_mode=False, **extra
            )

        if not standalone_mode:
            return run()
        # click alone would exit 0 whatever a command returns, and 1 on an interrupt.
        try:
            result = run()
        except click.ClickException as error:
            error.show()
            result = error.exit_code
        except (click.Abort, KeyboardInterrupt):
            result = INTERRUPTED
        except OSError as error:
            complain(f"standard output: {error.strerror}")
            abandon_stdout()
            result = NO_RESULT
        sys.exit(result if isinstance(result, int) else 0)
