"""The person that is asked about: the subscriber, or a dependent of the subscriber."""

from datetime import date
from typing import ClassVar

from edi_portal.models.base import Model, model
from edi_portal.models.eligibility.parties import LocatedParty
from edi_portal.models.fields import element, parts, period, segment, segments
from edi_portal.models.parts import Reference


@model
class Trace(Model):
    """A number that ties an answer to its question (TRN).

    ``kind`` is 1 for the number of who sends this, 2 for one that is given back. ``assigned_by``
    is who gave it: 1 or 9 and a number of theirs, ``division`` a part of them.
    """

    kind: str = element("01", default="1", required=True)
    number: str = element("02")
    assigned_by: str = element("03")
    division: str | None = element("04", default=None)


@model
class PersonProvider(Model):
    """A provider that has to do with the person (PRV).

    ``provider_code`` is the part in the care, such as ``PC`` primary care, ``RF`` referring;
    ``id_qualifier`` ``HPI`` for the NPI, ``PXC`` for a taxonomy code, ``EI`` a tax number,
    ``9K`` an insurer's number, ``SY`` a social security number, ``D3`` a pharmacy's.
    """

    provider_code: str = element("01")
    id_qualifier: str | None = element("02", default=None)
    identifier: str | None = element("03", default=None)


@model
class PatientDiagnosis(Model):
    """A diagnosis, the principal one first (HI): ``ABK`` and ``ABF`` are ICD-10, others ICD-9."""

    qualifier: str = element("1")
    code: str = element("2")


@model
class EligibilityPerson(LocatedParty):
    """A person as inquiry and response know one (2000C with 2100C, 2000D with 2100D).

    A dependent has no ``member_id`` and no ``standard_id``: those are the subscriber's.
    ``relationship`` to the subscriber: ``18`` self, ``01`` spouse, ``19`` child, ``34`` other
    adult, among others in a response.
    """

    dissolves: ClassVar[tuple[str, ...]] = ("2100C", "2100D")

    entity_type: str | None = element("NM102", default="1", required=True)
    member_id: str | None = element("NM1[08=MI]09", default=None, doc="as on the card")
    standard_id: str | None = element(
        "NM1[08=II]09", default=None, doc="the standard unique identifier of individuals"
    )
    references: tuple[Reference, ...] = segments(Reference, "REF", default=())
    provider: PersonProvider | None = segment(PersonProvider, "PRV", default=None)
    birth_date: date | None = period("DMG01", default=None)
    gender: str | None = element("DMG03", default=None, doc="F or M; in a response also U")
    relationship: str | None = element("INS02", default=None)
    birth_sequence: int | None = element(
        "INS17", default=None, doc="which of those born together: 1 for the first"
    )
    diagnoses: tuple[PatientDiagnosis, ...] = parts(PatientDiagnosis, "HI", default=())

    def reference(self, qualifier: str) -> str | None:
        """The first reference number of this kind (REF01)."""
        found = (item.value for item in self.references if item.qualifier == qualifier)
        return next(found, None)

    @property
    def group_number(self) -> str | None:
        """The number of the group that the person is insured with (6P)."""
        return self.reference("6P")

    @property
    def policy_number(self) -> str | None:
        """The number of the group or policy, or of the policy alone (1L, IG)."""
        return self.reference("1L") or self.reference("IG")

    @property
    def patient_account_number(self) -> str | None:
        """The provider's own number of the patient (EJ)."""
        return self.reference("EJ")
