"""What mutation testing goes by is of the code as it is."""

import pytest

from tests.mutation.mutants import (
    MODULES,
    SURVIVORS,
    Judged,
    chosen,
    known_survivors,
    modules,
    names_in,
    shard,
)


@pytest.mark.parametrize("module", modules(MODULES), ids=lambda module: module.path)
def test_modules_and_their_tests_are_there(module: Judged) -> None:
    assert module.only <= names_in(module)
    for test in module.tests:
        assert (module.root / test.partition("::")[0]).is_file()


def test_survivors_are_of_lines_that_are_there_and_have_a_reason() -> None:
    listed = {module.path: module for module in modules(MODULES)}
    for path, survivors in known_survivors(SURVIVORS).items():
        lines = [line.strip() for line in listed[path].file.read_text("utf-8").splitlines()]
        for mutant, reason in survivors.items():
            assert mutant.before in lines
            assert mutant.within in names_in(listed[path])
            assert reason.endswith(".")


def test_shards_are_all_of_it_and_none_twice() -> None:
    listed = modules(MODULES)
    parts = [chosen(listed, [], shard(f"{at}/3")) for at in (1, 2, 3)]
    assert sorted(item.path for part in parts for item in part) == sorted(
        item.path for item in listed
    )
    for wrong in ("0/3", "4/3", "3"):
        with pytest.raises(ValueError, match="part of a whole"):
            shard(wrong)


def test_a_name_that_is_of_no_module_is_refused() -> None:
    listed = modules(MODULES)
    assert [item.path for item in chosen(listed, ["guides/balance", "identifiers"])] == [
        "scrubber/identifiers.py",
        "guides/balance.py",
    ]
    with pytest.raises(ValueError, match="balnace"):
        chosen(listed, ["balance", "balnace"])
