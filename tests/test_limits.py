"""What a hostile input can ask for: work grows with its size and not faster, memory is bounded."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from edi_portal import EdiError, GuideError, LimitError, ModelError, UsageError
from edi_portal.scrubbing import Scrubbing
from tests.build import claim_file, encode, insert

Use = Callable[[bytes], object]

CLAIM = encode(claim_file())
DEEP = "[" * 100_000
KEYS = (("a", "."), ("long-name", "."), ('"a b"', " . "), ("'c.d'", "."))
# Segments that stand more often than any guide lets them: in the claim, in its levels, nowhere.
REPEATED = ("HI", "LX", "NM1", "DTP", "HL", "CLM", "ST")
USES: dict[str, Use] = {
    "validate": lambda data: edi_portal.validate(data=data, max_findings=10),
    "scrub": lambda data: edi_portal.scrub_file(data=data, max_findings=10),
    "deidentify": lambda data: edi_portal.deidentify(data=data, key=bytes(range(32))),
}


def repeated(segment: str, times: int) -> bytes:
    segments = claim_file()
    at = next(at for at, text in enumerate(segments) if text.startswith(f"{segment}*"))
    return encode([*segments[:at], *[segments[at]] * times, *segments[at + 1 :]])


def lines_run(use: Use, data: bytes) -> int:
    """How many lines of Python a use runs: what time would say, were it the same each time."""
    count = 0

    def trace(_: Any, event: str, __: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        use(data)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("segment", REPEATED)
@pytest.mark.parametrize("name", USES)
def test_work_grows_with_the_input_and_not_faster(name: str, segment: str) -> None:
    use = USES[name]
    use(repeated(segment, 100))  # what is made on first use is not counted
    small, middle, large = (lines_run(use, repeated(segment, times)) for times in (100, 300, 500))
    # Of equal steps each costs the same, or less where what came before is known; were it to grow
    # with the square, the second would cost twice the first.
    assert large - middle <= 1.15 * (middle - small)


@pytest.mark.parametrize("segment", ["HI", "REF", "NM1", "LX", "SV1", "DTP"])
def test_rules_take_time_with_the_size_of_a_claim_and_not_with_its_square(segment: str) -> None:
    def check(data: bytes) -> int:
        found = list(edi_portal.claims(data=data))
        scrubber = edi_portal.Scrubber()
        scrubber.check(found[0])  # what is read when it is asked for
        return lines_run(lambda _: [scrubber.check(claim) for claim in found], data)

    small, middle, large = (check(repeated(segment, times)) for times in (100, 600, 1100))
    assert large - middle <= 1.15 * (middle - small) + 500


def garbage(count: int) -> bytes:
    return encode(insert(claim_file(), "CLM", *["ZZZ*1"] * count))


def test_findings_that_are_kept_are_bounded() -> None:
    data = garbage(10_200)
    report = edi_portal.validate(data=data, max_findings=50)
    assert [len(report.findings), report.findings[-1].code] == [51, "SRC008"]
    assert report.counts.errors > 10_000
    reading = edi_portal.read(data=data, max_findings=50)
    assert sum(1 for _ in reading) == report.counts.segments
    assert [len(reading.findings), reading.findings[-1].code] == [51, "SRC008"]
    assert reading.counts.errors == report.counts.errors
    models = edi_portal.claims(data=data, max_findings=50)
    assert len(list(models)) == 1
    assert [len(models.findings), models.findings[-1].code] == [51, "SRC008"]


def test_findings_before_a_claim_are_bounded_and_counted_against_it() -> None:
    work = Scrubbing(None, edi_portal.Scrubber(), data=garbage(10_200))
    [checked] = work
    assert len(checked.structure) == 10_000
    assert work.cut
    report = edi_portal.scrub_file(data=garbage(10_200), max_findings=20_000)
    assert report.findings[-1].code == "SRC008"
    assert report.counts.errors > 10_000
    assert report.totals is not None
    assert (report.totals.claims, report.totals.clean) == (1, 0)


def test_bytes_are_bounded_where_asked(tmp_path: Path) -> None:
    path = tmp_path / "claims.837"
    path.write_bytes(CLAIM)
    assert edi_portal.validate(path, byte_limit=len(CLAIM)).ok
    asked: list[Callable[[], object]] = [
        lambda: edi_portal.validate(path, byte_limit=len(CLAIM) - 1),
        lambda: list(edi_portal.events(path, byte_limit=10)),
        lambda: list(edi_portal.read(path, byte_limit=10)),
        lambda: list(edi_portal.claims(path, byte_limit=10)),
        lambda: edi_portal.scrub_file(path, byte_limit=10),
        lambda: edi_portal.deidentify(path, key=bytes(32), byte_limit=10),
        lambda: edi_portal.edit(path, change=lambda model: model, byte_limit=10),
    ]
    for use in asked:
        with pytest.raises(LimitError):
            use()


@pytest.mark.parametrize(
    "text",
    [
        f"a = {DEEP}",
        "a = " + "{a=" * 50_000,
        "#" * 1_100_000,
        # Just beyond the bound: were it not held, the longer ones would fill the memory.
        *(part + f"{dot}{part}" * 64 + " = 1" for part, dot in KEYS),
    ],
)
def test_toml_of_users_is_bounded(text: str, tmp_path: Path) -> None:
    path = tmp_path / "file.toml"
    path.write_text(text)
    with pytest.raises(GuideError):
        edi_portal.load_overlay(path)
    with pytest.raises(UsageError):
        edi_portal.read_configuration(path)


@pytest.mark.parametrize(
    "text", [DEEP, '{"a":' * 100_000, f'{{"kind": {DEEP}'], ids=["list", "object", "kind"]
)
def test_json_is_nested_as_models_are(text: str) -> None:
    with pytest.raises(ModelError):
        edi_portal.from_json(text)


def test_one_family_of_errors() -> None:
    for error in (GuideError, LimitError, ModelError, UsageError):
        assert issubclass(error, EdiError)
