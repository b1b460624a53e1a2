"""Every target holds for every sample, damaged; so does every public function and every command.

The damage: bytes changed, cut, repeated and lent by other files. What a longer search
(``make fuzz``) found is tried again each time.
"""

import contextlib
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from edi_portal import EdiError
from edi_portal.cli import main
from tests.fuzz import seeds
from tests.fuzz.targets import TARGETS
from tests.phi.commands import TABLE, Role, commands, file_parameters, value_of
from tests.phi.test_public_functions import FEW, USES
from tests.properties import mutating
from tests.properties.files import ROOT

COMMANDS = dict(commands())
SAMPLES = sorted(path for path in (ROOT / "samples").glob("*/*") if path.is_file())
# Each of these does to a sample what the others do not.
DAMAGE = (
    mutating.byte_replaced,
    mutating.cut_off,
    mutating.chunk_repeated,
    mutating.segment_moved,
    mutating.element_changed,
)


@cache
def known(target: str) -> tuple[bytes, ...]:
    return tuple(seeds.seeds(target))


def spliced(draw: random.Random, data: bytes, other: bytes) -> bytes:
    """The beginning of one file with the end of another."""
    at, to = draw.randrange(len(data) + 1), draw.randrange(len(other) + 1)
    return data[:at] + other[to:]


def damaged(path: Path, seed: int) -> Iterator[bytes]:
    """A sample after each kind of damage."""
    draw, data = random.Random(f"{path.name} {seed}"), path.read_bytes()
    for change in DAMAGE:
        yield change(draw, data)
    yield spliced(draw, data, draw.choice(SAMPLES).read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_what_once_failed_does_not(target: str) -> None:
    for name, data in seeds.regressions(target):
        try:
            TARGETS[target](data)
        except BaseException as error:
            error.add_note(name)
            raise


@pytest.mark.parametrize("target", TARGETS)
def test_what_a_search_begins_with_holds(target: str) -> None:
    assert known(target)
    for data in known(target):
        TARGETS[target](data)


@pytest.mark.parametrize("target", TARGETS)
@given(seed=st.integers(0, 2**32))
def test_anything_holds(target: str, seed: int) -> None:
    draw = random.Random(seed)
    data = draw.choice(known(target))
    for _ in range(draw.randint(1, 4)):
        data = draw.choice((*mutating.BYTES, *mutating.PARTS))(draw, data)
    if draw.random() < 0.2:
        data = spliced(draw, data, draw.choice(known(target)))
    TARGETS[target](data)


@pytest.mark.parametrize("name", USES)
def test_public_functions_raise_only_their_own_errors(name: str, tmp_path: Path) -> None:
    given_path = tmp_path / "damaged.x12"
    # A function that takes long or reads no X12 gets every seventh sample; each gets every kind of damage.
    for path in SAMPLES[:: 7 if name in FEW else 2]:
        for data in damaged(path, len(name)):
            given_path.write_bytes(data)
            with contextlib.suppress(EdiError):
                USES[name](given_path)


def words(name: str, given_path: Path, folder: Path, *, every: bool) -> list[str]:
    """A command line that uses a file for what the command must read, or all that it can."""
    entry = TABLE[name]
    line = [*name.split(), *entry.fixed]
    for parameter in file_parameters(COMMANDS[name]):
        role = entry.files[parameter.name or ""]
        if role is Role.FOLDER and not parameter.required and parameter.name != "store":
            continue
        if role in (Role.OTHER, Role.KEY) and not parameter.required:
            continue
        if role is Role.X12 and not (every or parameter.required or name == "match"):
            continue
        place = given_path if role in (Role.X12, Role.OTHER) else folder / (parameter.name or "")
        option = parameter.opts[-1]
        value = value_of(parameter, place)
        line += [option, value] if option.startswith("-") else [value]
    if name == "deidentify":
        key = folder / "key"
        key.write_bytes(bytes(range(32)))
        line += ["--key-file", str(key)]
    return line


@pytest.mark.parametrize("name", [name for name, entry in TABLE.items() if entry.reads])
def test_commands_end_with_one_of_their_exit_codes(name: str, tmp_path: Path) -> None:
    codes = set()
    given_path = tmp_path / "damaged.x12"
    for number, path in enumerate(SAMPLES[::3]):
        for kind, data in enumerate(damaged(path, len(name))):
            given_path.write_bytes(data)
            folder = tmp_path / f"{number}-{kind}"
            folder.mkdir()
            result = CliRunner().invoke(main, words(name, given_path, folder, every=kind == 0))
            assert result.exception is None or isinstance(result.exception, SystemExit)
            assert "internal error" not in result.stderr, result.stderr
            codes.add(result.exit_code)
    assert codes <= {0, 1, 2}
    assert 1 in codes
