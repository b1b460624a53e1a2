"""One statement of a response: a benefit, a limit, a cost, or whom else to ask (EB)."""

from decimal import Decimal

from edi_portal.models.base import Model, model
from edi_portal.models.eligibility.parties import LocatedParty, Rejection
from edi_portal.models.fields import element, loops, part, period, segments
from edi_portal.models.parts import Contact, Procedure, Reference
from edi_portal.models.values import Period


@model
class EligibilityDate(Model):
    """A date, with the code of what it is (DTP).

    ``291`` plan, ``346`` and ``347`` begin and end of the plan, ``356`` and ``357`` of the
    eligibility, ``348`` and ``349`` of the benefit, ``307`` eligibility, ``292`` benefit.
    """

    qualifier: str = element("01")
    when: Period = period("02")


@model
class ServiceDelivery(Model):
    """How often a service may be had (HSD): so many visits within so many weeks.

    ``quantity_kind`` is ``VS`` visits, ``DY`` days, ``HS`` hours, ``MN`` months, ``FL`` units;
    ``per`` the unit that it is counted in (``DA``, ``WK``, ``MO``, ``YR``, ``VS``), every
    ``interval`` of these; it holds for ``period_count`` times ``time_period``, coded as that
    of a benefit.
    """

    quantity_kind: str | None = element("01", default=None)
    quantity: Decimal | None = element("02", default=None)
    per: str | None = element("03", default=None)
    interval: Decimal | None = element("04", default=None)
    time_period: str | None = element("05", default=None)
    period_count: int | None = element("06", default=None)
    frequency: str | None = element("07", default=None)
    time_of_day: str | None = element("08", default=None)


@model
class AdditionalInformation(Model):
    """What a benefit is limited to, or a cause of it (2115C, 2115D).

    ``code_list`` says of which list ``code`` is: ``ZZ`` places of service, ``NI`` natures of
    injury, ``GR`` causes. ``category`` is ``44`` with the name of a ``body_part``.
    """

    code_list: str | None = element("III01", default=None)
    code: str | None = element("III02", default=None)
    category: str | None = element("III03", default=None)
    body_part: str | None = element("III04", default=None)


@model
class RelatedEntity(LocatedParty):
    """A person or an organization that a benefit names (2120C, 2120D).

    ``kind`` is what it is to the benefit: ``PRP`` the primary payer, ``SEP`` the secondary,
    ``TTP`` the tertiary, ``PR`` a payer; ``P3`` the primary care provider, ``X3`` who reviews
    use, ``VN`` a vendor, ``1I`` a network, ``IL`` an insured. ``location_kind`` is ``RJ`` with
    a ``health_region`` of the Department of Defense. ``taxonomy_code`` says what kind of
    provider it is, ``provider_code`` its part in the care.
    """

    kind: str = element("NM101")
    entity_type: str = element("NM102")
    id_qualifier: str | None = element("NM108", default=None)
    identifier: str | None = element("NM109", default=None)
    relationship: str | None = element("NM110", default=None)
    location_kind: str | None = element("N405", default=None)
    health_region: str | None = element("N406", default=None)
    contacts: tuple[Contact, ...] = segments(Contact, "PER", default=())
    provider_code: str | None = element("PRV01", default=None)
    taxonomy_code: str | None = element("PRV03", default=None)


@model
class Benefit(Model):
    """One statement about coverage (2110C, 2110D), in the terms of its EB segment.

    - ``information_code``: what it states. ``1`` to ``5`` active coverage, ``6`` to ``8``
      inactive, ``A`` coinsurance, ``B`` copayment, ``C`` deductible, ``G`` out-of-pocket
      maximum, ``F`` limit, ``I`` not covered, ``R`` another payer …
    - ``coverage_level``: for whom it holds, such as ``IND`` and ``FAM``.
    - ``service_types``: for what; ``30`` is the coverage as a whole.
    - ``time_period``: what amount or quantity are counted over; ``29`` says they are what is left.
    - ``amount`` in US dollars, ``percent`` as a fraction of 1, ``quantity`` of what
      ``quantity_kind`` says.
    - ``authorization_required`` and ``in_network``: ``Y``, ``N``, ``U`` unknown; ``in_network``
      is ``W`` where it makes no difference.
    - ``procedure`` in place of service types; ``diagnosis_pointers`` number the diagnoses of
      the person from 1.

    What these say to a front desk: `edi_portal.models.coverage_answers`.
    """

    information_code: str = element("EB01")
    coverage_level: str | None = element("EB02", default=None)
    service_types: tuple[str, ...] = element("EB03*", default=())
    insurance_type: str | None = element("EB04", default=None)
    plan_description: str | None = element("EB05", default=None)
    time_period: str | None = element("EB06", default=None)
    amount: Decimal | None = element("EB07", default=None)
    percent: Decimal | None = element("EB08", default=None)
    quantity_kind: str | None = element("EB09", default=None)
    quantity: Decimal | None = element("EB10", default=None)
    authorization_required: str | None = element("EB11", default=None)
    in_network: str | None = element("EB12", default=None)
    procedure: Procedure | None = part(Procedure, "EB13", default=None)
    diagnosis_pointers: tuple[int, ...] = element("EB14-*", default=())
    deliveries: tuple[ServiceDelivery, ...] = segments(ServiceDelivery, "HSD", default=())
    references: tuple[Reference, ...] = segments(Reference, "REF", default=())
    dates: tuple[EligibilityDate, ...] = segments(EligibilityDate, "DTP", default=())
    rejections: tuple[Rejection, ...] = segments(Rejection, "AAA", default=())
    messages: tuple[str, ...] = element("MSG01", default=())
    additional: tuple[AdditionalInformation, ...] = loops(
        AdditionalInformation, "2115C", "2115D", default=()
    )
    related_entities: tuple[RelatedEntity, ...] = loops(RelatedEntity, "2120C", "2120D", default=())

    def reference(self, qualifier: str) -> str | None:
        """The first reference number of this kind (REF01)."""
        found = (item.value for item in self.references if item.qualifier == qualifier)
        return next(found, None)
