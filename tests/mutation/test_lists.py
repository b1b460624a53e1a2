"""What mutation testing goes by is of the code as it is."""

import pytest

from tests.mutation.mutants import MODULES, SURVIVORS, Judged, known_survivors, modules, names_in


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
