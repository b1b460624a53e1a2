"""The planted files, made once."""

from pathlib import Path

import pytest

from tests.phi.files import Files


@pytest.fixture(scope="session")
def files(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The planted samples and their broken copies."""
    return Files(samples, tmp_path_factory.mktemp("canaries"))
