"""``edi-portal deidentify``: files, folders, keys and refusals."""

from pathlib import Path

import pytest

from edi_portal import deidentification
from edi_portal.cli import deidentify
from tests.cli.conftest import Run


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key.bin"
    path.write_bytes(bytes(range(32)))
    return path


@pytest.fixture
def claim(samples: Path) -> Path:
    return samples / "valid" / "837p-one-claim.x12"


def test_bounds_are_those_of_the_library() -> None:
    assert (deidentify.WEEKS, deidentify.MOST_WEEKS) == (
        deidentification.WEEKS,
        deidentification.MOST_WEEKS,
    )


def test_one_file_to_a_file(run: Run, claim: Path, key: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.x12"
    result = run("deidentify", claim, "-o", output, "--key-file", key)
    assert (result.exit_code, result.output) == (0, "")
    assert b"DOE" not in output.read_bytes()
    assert run("validate", output).exit_code == 0
    again = run("deidentify", claim, "-o", output, "--key-file", key)
    assert again.exit_code == 2
    assert "exists already" in again.stderr
    assert run("deidentify", claim, "-o", output, "--key-file", key, "--force").exit_code == 0


def test_several_files_to_a_folder(run: Run, samples: Path, key: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    paths = sorted((samples / "valid").glob("83*.x12"))
    result = run("deidentify", *paths, "-o", folder, "--key-file", key)
    assert (result.exit_code, result.output) == (0, "")
    assert sorted(path.name for path in folder.iterdir()) == [path.name for path in paths]


def test_standard_input_to_standard_output(run: Run, claim: Path, key: Path) -> None:
    result = run("deidentify", "-", "-o", "-", "--key-file", key, stdin=claim.read_bytes())
    assert result.exit_code == 0
    named = run("deidentify", claim, "-o", "-", "--key-file", key)
    assert result.stdout == named.stdout
    assert result.stdout.startswith("ISA*")


def test_a_new_key_is_written_once(run: Run, claim: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.bin"
    assert run("deidentify", "--new-key", path).exit_code == 0
    made = path.read_bytes()
    assert len(made) == 32
    assert path.stat().st_mode & 0o077 == 0
    result = run("deidentify", "--new-key", path)
    assert result.exit_code == 2
    assert "never overwritten" in result.stderr
    assert path.read_bytes() == made
    other = tmp_path / "other.bin"
    assert run("deidentify", "--new-key", other, claim, "-o", tmp_path / "out").exit_code == 0
    assert other.read_bytes() != made


@pytest.mark.parametrize("content", [None, b"", b"short", b"long" * 2000])
def test_a_missing_short_or_long_key_is_one_error(
    run: Run, claim: Path, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "key"
    if content is not None:
        path.write_bytes(content)
    result = run("deidentify", claim, "-o", tmp_path / "out", "--key-file", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert "key" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_key_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    result = run("deidentify", "--new-key", tmp_path / "no" / "key")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_segments_without_a_place_make_the_code_1(
    run: Run, samples: Path, key: Path, tmp_path: Path
) -> None:
    path = samples / "broken" / "837p-unknown-segment.x12"
    result = run("deidentify", path, "-o", tmp_path / "out", "--key-file", key)
    assert result.exit_code == 1
    assert "1 segment without a place in the guide, cleared wholly" in result.stderr


def test_a_file_that_is_refused_does_not_keep_the_others(
    run: Run, samples: Path, claim: Path, key: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    refused = samples / "broken" / "version-4010.x12"
    result = run("deidentify", refused, claim, "-o", folder, "--key-file", key)
    assert result.exit_code == 2
    assert "no table of what identifies persons" in result.stderr
    assert [path.name for path in folder.iterdir()] == [claim.name]


def test_errors_inside_are_told_without_values(
    run: Run, claim: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("JOHN DOE")

    monkeypatch.setattr(deidentification, "deidentify", fail)
    result = run("deidentify", claim, "-o", tmp_path / "out", "--key-file", key)
    assert result.exit_code == 2
    assert "DOE" not in result.output


def test_usage(run: Run, claim: Path, key: Path, tmp_path: Path) -> None:
    (tmp_path / claim.name).write_bytes(claim.read_bytes())
    for words in (
        [claim, "-o", tmp_path / "out"],
        [claim, "-o", tmp_path / "out", "--key-file", key, "--new-key", tmp_path / "n"],
        ["--key-file", key, "-o", tmp_path / "out"],
        [claim, "--key-file", key],
        [claim, claim, "-o", tmp_path, "--key-file", key],
        [claim, key, "-o", tmp_path / "out", "--key-file", key],
        ["-", "-o", tmp_path, "--key-file", key],
        [claim, tmp_path / claim.name, "-o", tmp_path, "--key-file", key],
        [tmp_path / claim.name, "-o", tmp_path, "--key-file", key],
    ):
        result = run("deidentify", *words)
        assert result.exit_code == 2, words
        assert "Error: " in result.stderr, words
