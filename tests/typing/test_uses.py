"""The programs of users that are checked for their types also run."""

from pathlib import Path

from tests.typing import right_uses


def test_right_uses_run(samples: Path, tmp_path: Path) -> None:
    claims, paid = samples / "valid/837p-several-claims.x12", samples / "valid/835-paid.x12"
    assert right_uses.judge(claims)
    assert right_uses.walk(claims)
    assert right_uses.claims(claims)
    assert right_uses.payments(paid)
    right_uses.others(samples / "valid/several-interchanges.x12")
    assert right_uses.scrub(claims).counts.claims
    assert right_uses.match(claims, paid)
    assert right_uses.copy(claims, tmp_path / "copy.x12")
