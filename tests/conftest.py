"""Shared by all tests: property test profiles, the corpus of public files, the samples."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.corpus.index import corpus_folder

ROOT = Path(__file__).resolve().parent.parent

# `ci` draws the same examples in every run, so a change is judged by itself and not by luck;
# `properties` (make properties) draws new ones, and many more; to `mutants` (make mutants) it is enough that
# one fails.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=50)
settings.register_profile(
    "properties",
    deadline=None,
    max_examples=5_000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile(
    "mutants", settings.get_profile("ci"), phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds the project."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of synthetic sample files."""
    return ROOT / "samples"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of public sample files, which is not part of the project.

    Tests that need it are skipped, visibly, where it is absent.
    """
    folder = corpus_folder()
    if folder is None:
        if "EDI_PORTAL_CORPUS" in os.environ:
            pytest.fail("EDI_PORTAL_CORPUS does not name a folder with an INDEX.tsv")
        pytest.skip("the corpus of public files is not here; EDI_PORTAL_CORPUS names it")
    return folder
