"""Options that take several values in a row, as a shell writes them for ``*.835``."""

from collections.abc import Collection, Sequence

import click
from click.shell_completion import CompletionItem

_TAKES_FILES = f"{__name__}.takes_files"


class SpreadCommand(click.Command):
    """A command without arguments whose options in ``spread`` take all words that follow them."""

    spread: Collection[str] = ()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = [word for word in args if word != "-" and word.startswith("-")]
        ctx.meta[_TAKES_FILES] = bool(options) and options[-1].partition("=")[0] in self.spread
        return super().parse_args(ctx, repeated(args, self.spread))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Files after the first value of such an option, too."""
        if not incomplete.startswith("-") and ctx.meta[_TAKES_FILES]:
            return [CompletionItem(incomplete, type="file")]
        return super().shell_complete(ctx, incomplete)


def repeated(words: Sequence[str], spread: Collection[str]) -> list[str]:
    """The words with such an option before each of its values.

    >>> repeated(["--claims", "a", "b", "-f", "csv"], {"--claims"})
    ['--claims', 'a', '--claims', 'b', '-f', 'csv']
    """
    found: list[str] = []
    option: str | None = None
    bare = False  # the option has no value yet
    for word in words:
        name, mark, _ = word.partition("=")
        if word in spread:
            found += [option] if bare and option else []
            option, bare = word, True
        elif option is not None and (word == "-" or not word.startswith("-")):
            found += [option, word]
            bare = False
        else:
            found += [option] if bare and option else []
            option, bare = (name if mark and name in spread else None), False
            found.append(word)
    return [*found, option] if bare and option else found
