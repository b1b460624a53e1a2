"""Options that take several values in a row, as a shell writes them for ``*.835``."""

from collections.abc import Collection, Sequence

import click


class SpreadCommand(click.Command):
    """A command without arguments whose options in ``spread`` take all words that follow them."""

    spread: Collection[str] = ()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, repeated(args, self.spread))


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
