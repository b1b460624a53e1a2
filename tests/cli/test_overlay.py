"""``--overlay``: what it passes on, and what the commands say of an overlay that does not fit."""

import json
from pathlib import Path

import pytest

from edi_portal import load_overlay
from tests.cli.conftest import Run
from tests.cli.stand_in import Library, interchange

TEXT = 'guides = ["005010X222A1"]\n[[change]]\nat = "2300/CLM01"\nmax_length = 3\n'


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    file = tmp_path / "payer.toml"
    file.write_text(TEXT)
    return file


@pytest.fixture
def claims(samples: Path) -> list[Path]:
    names = ("837p-one-claim.x12", "837p-several-claims.x12")
    return [samples / "valid" / name for name in names]


def test_overlays_reach_the_library(library: Library, run: Run, overlay: Path) -> None:
    library.readings["a"] = interchange()
    second = overlay.with_name("second.toml")
    second.write_text(TEXT)
    given = ["--overlay", overlay, "--overlay", second]
    assert run("validate", "a", *given).exit_code == 0
    assert run("ack", "a", "-o", overlay.with_name("out"), *given).exit_code == 0
    expected = (load_overlay(overlay), load_overlay(second))
    assert [call.options["overlays"] for call in library.calls] == [expected, expected]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_findings_name_the_overlay(run: Run, overlay: Path, claims: list[Path], jobs: str) -> None:
    result = run("validate", "--jobs", jobs, "-f", "jsonl", "--overlay", overlay, *claims)
    assert result.exit_code == 1
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert {(item["code"], item["snip"], item["overlay"]) for item in found} == {
        ("ELE005", 7, "payer")
    }
    assert {item["file"] for item in found} == set(map(str, claims))


def test_the_verdict_says_which_overlays_were_asked_for(
    run: Run, overlay: Path, claims: list[Path]
) -> None:
    result = run("validate", "--overlay", overlay, claims[0])
    assert result.stdout.endswith("SNIP types up to 3 and overlay payer asked for\n")
    assert "PCN1001" not in result.stdout


def test_ack_rejects_what_the_overlay_asks_for(run: Run, overlay: Path, claims: list[Path]) -> None:
    result = run("ack", "--overlay", overlay, claims[0], "-o", "-")
    assert result.exit_code == 1
    assert "IK4*1*1028*5*" in result.stdout
    assert run("ack", claims[0], "-o", "-").exit_code == 0


@pytest.mark.parametrize(
    "text, words",
    [
        (TEXT.replace("CLM01", "CML01"), "change at '2300/CML01' in 837P: nothing stands there; the nearest is 2300/CLM01"),
        (TEXT.replace("max_length", "maxlength"), "key 'maxlength' is not known; the nearest is 'max_length'"),
        (None, "cannot be read: no such file or directory"),
    ],
)  # fmt: skip
def test_an_overlay_that_does_not_fit_exits_2_before_anything_is_written(
    run: Run, overlay: Path, claims: list[Path], text: str | None, words: str
) -> None:
    if text is None:
        overlay.unlink()
    else:
        overlay.write_text(text)
    out = overlay.with_name("out")
    for command in ("validate", "ack"):
        result = run(command, "--overlay", overlay, claims[0], "-o", out)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"edi-portal: overlay {overlay}")
        assert result.stderr.endswith(f"{words}\n")
        assert not out.exists()
