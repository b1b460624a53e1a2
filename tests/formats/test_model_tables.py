"""Tables of models: which rows and columns, kept in ``tables`` to be read by people.

After a change that is meant, run with ``UPDATE_GOLDEN=1`` and read the difference.
"""

import csv
import io
import os
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from pathlib import Path

import pytest

import edi_portal
from docs.json_pages import TABLE_PAGE, table_page
from edi_portal.errors import UsageError
from edi_portal.formats.model_tables import TABLES, TableWriter
from edi_portal.models.adjustments import AdjustmentGroup, AdjustmentReason
from edi_portal.models.base import Model
from edi_portal.models.claim import Drug
from tests.conftest import ROOT

GOLDEN = Path(__file__).parent / "tables"
VALID = ROOT / "samples" / "valid"
SAMPLES = {
    "claims": ("837p-several-claims", "837i-inpatient", "837d-one-claim"),
    "lines": ("837p-ambulance", "837i-outpatient", "837d-nearly-everything"),
    "payments": ("835-paid", "835-reversal-and-correction"),
    "adjustments": ("835-denied", "835-provider-adjustment"),
    "benefits": ("271-dependent-and-terminated", "271-rejected"),
    "statuses": ("277-subscriber", "277-provider", "277ca-rejected"),
}
each_table = pytest.mark.parametrize("name", TABLES)


def models(*samples: str, whole: bool = False) -> Iterator[tuple[str, Model]]:
    for sample in samples:
        for model in edi_portal.parse(VALID / f"{sample}.x12", whole=whole):
            yield sample, model


@each_table
def test_golden_file(name: str) -> None:
    text = "".join(TableWriter(name).write(models(*SAMPLES[name])))
    path = GOLDEN / f"{name}.csv"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    with path.open(encoding="utf-8", newline="") as file:
        assert text == file.read()


def test_every_golden_file_is_used() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(TABLES) == set(SAMPLES)


def test_the_page_of_the_tables_is_up_to_date() -> None:
    assert table_page()[TABLE_PAGE] == TABLE_PAGE.read_text("utf-8"), "run: make docs"


def rare() -> Iterator[tuple[str, Model]]:
    """What no sample has: a drug, an adjusted quantity, a message."""
    [claim] = edi_portal.claims(VALID / "837p-one-claim.x12")
    drug = Drug(code="00093015001", quantity=Decimal(2), unit_code="UN")
    yield "made", claim.evolve(lines=[line.evolve(drug=drug) for line in claim.lines])
    payment = next(edi_portal.claim_payments(VALID / "835-paid.x12"))
    reason = AdjustmentReason(code="45", amount=Decimal(1), quantity=Decimal(-1))
    group = AdjustmentGroup(group="CO", reasons=(reason,))
    yield "made", payment.evolve(adjustment_groups=[group])
    status = next(edi_portal.statuses(VALID / "277ca-rejected.x12"))
    yield "made", status.evolve(statuses=[status.statuses[0].evolve(message="TOO LATE")])


@each_table
def test_every_column_is_filled_somewhere(name: str) -> None:
    """A path that is no attribute would leave its column empty without a word."""
    every = sorted(path.stem for path in VALID.glob("*.x12"))
    text = "".join(TableWriter(name).write(chain(models(*every), rare())))
    lines = csv.DictReader(io.StringIO(text))
    filled = {column for line in lines for column, value in line.items() if value}
    assert set(TABLES[name].columns) - filled == set()


@each_table
def test_whole_remittances_have_the_same_rows(name: str) -> None:
    parts = sorted("".join(TableWriter(name).write(models(*SAMPLES[name]))).splitlines())
    whole = sorted(
        "".join(TableWriter(name).write(models(*SAMPLES[name], whole=True))).splitlines()
    )
    assert parts == whole


def test_amounts_add_up_to_those_of_the_file() -> None:
    text = "".join(TableWriter("adjustments").write(models("835-provider-adjustment")))
    found = list(csv.DictReader(io.StringIO(text)))
    amounts = {level: Decimal(0) for level in ("claim", "line", "provider")}
    for line in found:
        amounts[line["level"]] += Decimal(line["amount"])
    assert amounts["provider"] == Decimal("38.75")
    [remittance] = edi_portal.remittances(VALID / "835-provider-adjustment.x12")
    owed = sum(
        (claim.charge_amount - claim.payment_amount for claim in remittance.claims), Decimal(0)
    )
    assert amounts["claim"] + amounts["line"] == owed


def test_the_first_model_decides_and_the_rest_is_counted() -> None:
    writer = TableWriter()
    text = "".join(writer.write(models("277ca-rejected", "835-paid", "837p-one-claim")))
    assert writer.table is TABLES["statuses"]
    assert text.startswith("file,kind,level,")
    assert writer.left_out == {"ClaimPayment": 2, "Remittance": 1, "ProfessionalClaim": 1}


def test_a_table_without_rows_has_its_header() -> None:
    assert "".join(TableWriter("claims").write([])).count("\n") == 1
    assert "".join(TableWriter().write([])) == ""


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(UsageError, match="claims, lines"):
        TableWriter("patients")


def test_names_cannot_become_formulas() -> None:
    [claim] = edi_portal.claims(VALID / "837p-one-claim.x12")
    bad = claim.evolve(
        subscriber=claim.subscriber.evolve(last_name="=HYPERLINK(A1)", first_name="-2+3"),
        charge_amount=Decimal("-150.00"),
    )
    text = "".join(TableWriter("claims").write([("=file", bad)]))
    [line] = csv.DictReader(io.StringIO(text))
    assert line["patient_last_name"] == "'=HYPERLINK(A1)"
    assert line["patient_first_name"] == "'-2+3"
    assert line["charge_amount"] == "-150.00"
    assert line["file"] == "'=file"
