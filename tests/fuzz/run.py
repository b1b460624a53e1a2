"""Searches for an input that a target fails at: ``make fuzz``, by Atheris.

Coverage of the library leads the search. Inputs are changed byte by byte, and as X12: segments and
elements are dropped, repeated, moved and lent by other files. What it finds is written to
``build/fuzz/TARGET``; to repeat it, put it into ``tests/fuzz/regressions/TARGET`` and run the
tests. A target that takes longer than ``SECONDS_OF_ONE`` for one input, or more memory than
``MEGABYTES``, fails, too.
"""

import argparse
import hashlib
import importlib
import random
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "fuzz"
LONGEST = 20_000  # bytes of an input
SECONDS_OF_ONE = 120  # what leads the search makes it ten times as slow
MEGABYTES = 3000


def main(arguments: Sequence[str]) -> None:
    """Search for as long as asked; the exit code is not 0 where something was found."""
    # Not at the top: it is installed for a search alone.
    import atheris

    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=3600)
    parser.add_argument("--seed", type=int, default=0, help="0: another each time")
    chosen = parser.parse_args(arguments)

    with atheris.instrument_imports(include=["edi_portal"]):
        targets = importlib.import_module("tests.fuzz.targets")
    seeds = list(importlib.import_module("tests.fuzz.seeds").seeds(chosen.target))
    mutating = importlib.import_module("tests.properties.mutating")

    folder = FOLDER / chosen.target
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for data in seeds:
        (corpus / hashlib.sha1(data, usedforsecurity=False).hexdigest()).write_bytes(data)

    def tried(data: bytes) -> None:
        try:
            targets.TARGETS[chosen.target](data)
        except BaseException:
            name = hashlib.sha1(data, usedforsecurity=False).hexdigest()
            (folder / f"failed-{name}").write_bytes(data)
            print(f"the target {chosen.target} fails at {folder / f'failed-{name}'}", flush=True)
            raise

    def change(data: bytes, most: int, seed: int) -> bytes:
        draw = random.Random(seed)
        # The first byte of what is no X12 says what it is.
        head, body = (data[:1], data[1:]) if chosen.target == "beside" else (b"", data)
        if draw.random() < 0.5:
            return bytes(atheris.Mutate(data, most))
        if draw.random() < 0.1:
            body = mutating.segment_borrowed(draw, body, draw.choice(seeds))
        if draw.random() < 0.05:
            body = mutating.in_other_delimiters(draw, body)
        changed = mutating.mutated(draw, body, (*mutating.BYTES, *mutating.PARTS), 4)
        return bytes((head + changed)[:most])

    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={chosen.seconds}",
            f"-max_len={LONGEST}",
            f"-timeout={SECONDS_OF_ONE}",
            f"-rss_limit_mb={MEGABYTES}",
            f"-seed={chosen.seed}",
            f"-artifact_prefix={folder}/",
            "-print_final_stats=1",
            "-len_control=0",
            str(corpus),
        ],
        tried,
        custom_mutator=change,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
