"""A changed copy writes what it was read from, but for the segments whose fields differ."""

import difflib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from edi_portal.errors import ModelError
from edi_portal.models.claim import (
    Diagnosis,
    Note,
    ProfessionalClaim,
    ProfessionalLine,
    Provider,
    ReferringProvider,
    SecondaryId,
)
from edi_portal.models.eligibility import AdditionalInformation
from edi_portal.models.emit import write_loop
from edi_portal.models.parts import Procedure
from edi_portal.models.remittance import PayerContact
from edi_portal.parsing import claims, eligibility, remittances
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.writer import Writer
from tests.models.made_anew import body
from tests.models.round_trips import written
from tests.models.small_claims import professional

RENDERING = Provider(last_name="SAMPLE", first_name="MORGAN", npi="2000004046")


def line(code: str, charge: str, **more: Any) -> ProfessionalLine:
    values: dict[str, Any] = {
        "procedure": Procedure(code=code),
        "charge_amount": Decimal(charge),
        "units": Decimal(1),
        "diagnosis_pointers": (1,),
        "service_date": date(2025, 3, 3),
    }
    return ProfessionalLine(**values | more)


def made() -> ProfessionalClaim:
    return professional().evolve(
        last_seen_date=date(2025, 2, 1),
        prior_authorization_number="AUTH1",
        referral_number="REFER1",
        rendering_provider=RENDERING,
        lines=(line("99213", "110", line_item_control_number="A1"), line("87880", "25.00")),
    )


def read(data: bytes) -> ProfessionalClaim:
    (found,) = claims(data=data)
    assert isinstance(found, ProfessionalClaim)
    return found


@pytest.fixture(scope="module")
def before() -> ProfessionalClaim:
    return read(written([made()]))


def difference(one: ProfessionalClaim, other: ProfessionalClaim) -> tuple[list[str], list[str]]:
    """The segments that only the one has, and those that only the other has, in their order."""
    first, second = body(written([one])), body(written([other]))
    steps = [step for step in difflib.ndiff(first, second) if step[0] != "?"]
    gone = [step[2:] for step in steps if step[0] == "-"]
    new = [step[2:] for step in steps if step[0] == "+"]
    return gone, new


# --- changes -----------------------------------------------------------------------------

Change = Callable[[ProfessionalClaim], ProfessionalClaim]


def of_line(number: int, **changes: Any) -> Change:
    def change(claim: ProfessionalClaim) -> ProfessionalClaim:
        lines = list(claim.lines)
        lines[number] = lines[number].evolve(**changes)
        return claim.evolve(lines=lines)

    return change


@pytest.mark.parametrize(
    "change, gone, new",
    [
        (
            lambda claim: claim.evolve(charge_amount=Decimal("135.00")),
            ["CLM*PCN1*110***11:B:1*Y*A*Y*Y"],
            ["CLM*PCN1*135.00***11:B:1*Y*A*Y*Y"],
        ),
        (
            lambda claim: claim.evolve(last_seen_date=date(2025, 2, 2)),
            ["DTP*304*D8*20250201"],
            ["DTP*304*D8*20250202"],
        ),
        (
            lambda claim: claim.evolve(prior_authorization_number="AUTH2"),
            ["REF*G1*AUTH1"],
            ["REF*G1*AUTH2"],
        ),
        (
            lambda claim: claim.evolve(
                rendering_provider=claim.rendering_provider.evolve(taxonomy_code="207Q00000X")
            ),
            [],
            ["PRV*PE*PXC*207Q00000X"],
        ),
        (
            of_line(1, charge_amount=Decimal(30)),
            ["SV1*HC:87880*25.00*UN*1***1"],
            ["SV1*HC:87880*30*UN*1***1"],
        ),
        (of_line(0, line_item_control_number="B2"), ["REF*6R*A1"], ["REF*6R*B2"]),
        (
            lambda claim: claim.evolve(
                billing_provider=claim.billing_provider.evolve(city="DALLAS")
            ),
            ["N4*AUSTIN*TX*787011234"],
            ["N4*DALLAS*TX*787011234"],
        ),
    ],
)
def test_a_change_touches_its_segment_alone(
    before: ProfessionalClaim, change: Change, gone: list[str], new: list[str]
) -> None:
    assert difference(before, change(before)) == (gone, new)


@pytest.mark.parametrize(
    "change, new, behind",
    [
        (lambda claim: claim.evolve(onset_date=date(2025, 1, 1)), "DTP*431*D8*20250101", "CLM"),
        (lambda claim: claim.evolve(medical_record_number="M1"), "REF*EA*M1", "REF"),
        (
            lambda claim: claim.evolve(notes=(Note(text="SEE CHART"),)),
            "NTE*ADD*SEE CHART",
            "REF",
        ),
        (lambda claim: claim.evolve(file_information=("FORM1",)), "K3*FORM1", "REF"),
        (
            lambda claim: claim.evolve(
                referring_providers=(ReferringProvider(last_name="WELL", npi="2000005052"),)
            ),
            "NM1*DN*1*WELL*****XX*2000005052",
            "HI",
        ),
        (of_line(1, line_item_control_number="B2"), "REF*6R*B2", "DTP"),
    ],
)
def test_what_is_added_stands_where_the_guide_has_it(
    before: ProfessionalClaim, change: Change, new: str, behind: str
) -> None:
    after = change(before)
    gone, added = difference(before, after)
    assert (gone, added) == ([], [new])
    texts = body(written([after]))
    assert texts[texts.index(new) - 1].split("*")[0] == behind


@pytest.mark.parametrize(
    "change, gone",
    [
        (lambda claim: claim.evolve(last_seen_date=None), ["DTP*304*D8*20250201"]),
        (lambda claim: claim.evolve(referral_number=None), ["REF*9F*REFER1"]),
        (
            lambda claim: claim.evolve(rendering_provider=None),
            ["NM1*82*1*SAMPLE*MORGAN****XX*2000004046"],
        ),
        (of_line(0, line_item_control_number=None), ["REF*6R*A1"]),
        (
            lambda claim: claim.evolve(lines=claim.lines[:1]),
            ["LX*2", "SV1*HC:87880*25.00*UN*1***1", "DTP*472*D8*20250303"],
        ),
    ],
)
def test_what_is_taken_away_leaves_the_rest(
    before: ProfessionalClaim, change: Change, gone: list[str]
) -> None:
    assert difference(before, change(before)) == (gone, [])


def test_lines_are_counted_anew(before: ProfessionalClaim) -> None:
    first, second = before.lines
    after = before.evolve(lines=(line("36415", "5"), second, first))
    texts = [text for text in body(written([after])) if text[:3] in ("LX*", "SV1")]
    assert [text[:13] for text in texts] == [
        "LX*1",
        "SV1*HC:36415*",
        "LX*2",
        "SV1*HC:87880*",
        "LX*3",
        "SV1*HC:99213*",
    ]


def test_the_same_values_are_no_change(before: ProfessionalClaim) -> None:
    same = before.evolve(charge_amount=before.charge_amount, lines=before.lines)
    assert difference(before, same) == ([], [])
    assert difference(before, before.evolve(charge_amount=Decimal("110.0"))) == ([], [])


def test_a_change_of_a_change_counts_from_what_was_read(before: ProfessionalClaim) -> None:
    there_and_back = before.evolve(referral_number="REFER2").evolve(referral_number="REFER1")
    assert difference(before, there_and_back) == ([], [])


# --- what no field holds -----------------------------------------------------------------


def test_what_has_no_place_stays_where_it_was() -> None:
    data = written([made()]).replace(b"LX*1~", b"ZZZ*ODD*1~\nLX*1~")
    found = read(data)
    changed = found.evolve(referral_number="REFER2", onset_date=date(2025, 1, 1))
    # Such a file is not valid, so it is written by its segments.
    texts = segments_of(changed)
    assert texts[texts.index("ZZZ*ODD*1") + 1] == "LX*1"
    assert "REF*9F*REFER2" in texts


def test_what_was_written_in_an_odd_way_stays_so_until_it_changes() -> None:
    data = written([made()]).replace(b"*110*UN*1***1~", b"*0110.*UN*1***1~")
    found = read(data)
    kept = segments_of(found.evolve(referral_number="REFER2"))
    assert "SV1*HC:99213*0110.*UN*1***1" in kept
    mended = segments_of(of_line(0, units=Decimal(2))(found))
    assert "SV1*HC:99213*110*UN*2***1" in mended


def segments_of(claim: ProfessionalClaim) -> list[str]:
    assert claim._source is not None
    return [text.strip() for text in write_loop(claim, claim._source.plan, Writer(line_end=""))]


# --- order and delimiters ----------------------------------------------------------------


def test_segments_of_one_rank_keep_the_order_that_they_are_given_in() -> None:
    notes = (Note(code="TPO", text="FIRST"), Note(code="ADD", text="SECOND"))
    for order in (notes, notes[::-1]):
        claim = made().evolve(lines=(line("99213", "110", notes=order),))
        assert read(written([claim])).lines[0].notes == order
        changed = read(written([claim])).lines[0].evolve(notes=order[::-1])
        again = read(written([claim.evolve(lines=(changed,))]))
        assert again.lines[0].notes == order[::-1]


def test_other_delimiters_say_the_same(before: ProfessionalClaim) -> None:
    others = Delimiters(element="|", component=">", repetition="!", terminator="'")
    data = written([before], delimiters=others, line_end="\r\n")
    assert b"CLM|PCN1|110|||11>B>1|Y|A|Y|Y'\r\n" in data
    assert read(data) == before
    assert written([read(data)]) == written([before])


# --- what cannot be written --------------------------------------------------------------


def refusal(model: Any) -> ModelError:
    with pytest.raises(ModelError) as caught:
        written([model])
    return caught.value


def test_an_item_that_no_place_is_for_is_refused(before: ProfessionalClaim) -> None:
    other = SecondaryId(qualifier="QQ", value="NUMBER1")
    claim = before.evolve(rendering_provider=RENDERING.evolve(secondary_ids=(other,)))
    error = refusal(claim)
    assert error.field is not None
    assert error.field.endswith("secondary_ids")
    assert error.place == "2310B"
    assert "NUMBER1" not in str(error)
    assert "QQ" not in str(error)


def test_a_value_without_a_place_is_refused() -> None:
    claim = made().evolve(rendering_provider=RENDERING.evolve(city="AUSTIN"))
    error = refusal(claim)
    assert error.field is not None
    assert error.field.endswith("city")
    assert "no place in loop 2310B" in str(error)


def test_more_values_than_there_is_room_for_are_refused() -> None:
    too_many = Procedure(code="99213", modifiers=("A1", "B2", "C3", "D4", "E5"))
    error = refusal(made().evolve(lines=(line("99213", "110", procedure=too_many),)))
    assert error.field is not None
    assert error.field.endswith("modifiers")
    assert "room for 4" in str(error)


def test_a_part_or_a_loop_that_says_nothing_is_refused(samples: Path) -> None:
    error = refusal(made().evolve(diagnoses=(Diagnosis(code="J029"), Diagnosis())))
    assert error.field is not None
    assert error.field.endswith("diagnoses")
    response = next(eligibility(samples / "valid" / "271-active-coverage.x12"))
    benefit = response.benefits[0].evolve(additional=(AdditionalInformation(),))
    error = refusal(response.evolve(benefits=(benefit,)))
    assert error.field is not None
    assert error.field.endswith("additional")
    assert "nothing that could be written" in str(error)


def test_a_segment_that_says_nothing_but_that_it_is_there_is_written(samples: Path) -> None:
    paid = next(remittances(samples / "valid" / "835-paid.x12"))
    contacts = (PayerContact(), PayerContact(name="SUPPORT"))
    remittance = paid.evolve(payer=paid.payer.evolve(technical_contacts=contacts))
    data = written([remittance])
    assert b"PER*BL~" in data
    (again,) = remittances(data=data)
    assert again == remittance
