"""Files with some of their models changed: the rest stays, and nothing is lost without a word."""

from pathlib import Path
from typing import Any

import pytest

from edi_portal.editing import edit
from edi_portal.errors import LimitError, ModelError
from edi_portal.models.claim import ProfessionalClaim
from edi_portal.models.remittance import Remittance
from edi_portal.parsing import claim_payments


def authorize(model: Any) -> Any:
    if isinstance(model, ProfessionalClaim):
        return model.evolve(prior_authorization_number="AUTH1")
    return model


def test_each_of_several_transaction_sets_counts_its_own_segments(samples: Path) -> None:
    data = (samples / "valid/837p-ambulance.x12").read_bytes()
    edited = edit(data=data + data, change=authorize)
    assert edited.data == 2 * (edit(data=data, change=authorize).data or b"")


def test_what_is_refused_in_a_remittance_names_its_field(samples: Path) -> None:
    with pytest.raises(ModelError) as caught:
        edit(
            samples / "valid/835-paid.x12",
            change=lambda model: (
                model.evolve(payment_method="XXX") if isinstance(model, Remittance) else model
            ),
        )
    assert caught.value.field == "Remittance.payment_method"


def test_items_are_not_changed_through_their_header(samples: Path) -> None:
    path = samples / "valid/835-paid.x12"
    claims = tuple(claim_payments(path))
    with pytest.raises(ModelError, match=r"Remittance\.claims come by themselves"):
        edit(
            path,
            change=lambda model: (
                model.evolve(claims=claims) if isinstance(model, Remittance) else model
            ),
        )


def test_the_result_is_read_as_the_input_is(samples: Path) -> None:
    whole = (samples / "valid/837p-one-claim.x12").read_bytes()
    bare = whole[whole.index(b"GS*") : whole.index(b"IEA*")]
    assert edit(data=bare, change=authorize, allow_bare=True).changed == 1
    # Its errors of the guide are not looked for, so they are none that were not there before.
    wrong = whole.replace(b"*11:B:1*", b"*111:B:1*")
    assert edit(data=wrong, change=authorize, snip=1).changed == 1


def test_a_segment_beyond_the_limit_is_not_left_out(samples: Path) -> None:
    data = (samples / "valid/837p-one-claim.x12").read_bytes()
    note = b"NTE*ADD*" + b"X" * (1 << 20) + b"~\n"
    with pytest.raises(LimitError):
        edit(data=data.replace(b"HI*", note + b"HI*", 1), change=lambda model: model)


def test_what_is_too_broken_to_be_seen_is_counted(samples: Path) -> None:
    text = (samples / "valid/837p-several-claims.x12").read_text("ascii")
    data = text.replace("PCN1007*75*", "PCN1007*$75*").encode()
    done = edit(data=data, change=lambda model: model)
    assert (done.data, done.changed, done.gaps) == (data, 0, 1)


def test_an_error_elsewhere_does_not_excuse_a_new_one(samples: Path) -> None:
    text = (samples / "valid/837p-several-claims.x12").read_text("ascii")
    data = text.replace("*110***11:B:1", "*110***111:B:1").encode()

    def moved(model: Any) -> Any:
        if isinstance(model, ProfessionalClaim):
            number = model.patient_control_number
            if number == "PCN1005":
                return model.evolve(place_of_service="11")
            if number == "PCN1007":
                return model.evolve(place_of_service="222")
        return model

    with pytest.raises(ModelError, match="place_of_service"):
        edit(data=data, change=moved)
