"""What else a front desk has to know: exclusions, other payers, authorizations."""

from collections.abc import Iterator

import attrs

from edi_portal.models.coverage_answers.statements import Network, Stated, stated
from edi_portal.models.coverage_answers.words import name_of, names
from edi_portal.models.eligibility import Benefit, EligibilityResponse, RelatedEntity

_NOT_COVERED = "EI"
_OTHER_PAYER = "R"
_MEMBER = "1W"


@attrs.frozen(kw_only=True, repr=False)
class Exclusion(Stated):
    """Something that is not covered, for what tells the statement apart."""


@attrs.frozen(kw_only=True, repr=False)
class OtherPayer(Stated):
    """Another payer of the person; ``entity`` is ``None`` where it is not named.

    ``rank`` is ``primary``, ``secondary`` or ``tertiary``, ``None`` where that is not stated.
    """

    entity: RelatedEntity | None

    @property
    def name(self) -> str | None:
        """What the payer is called."""
        return self.entity.name if self.entity is not None else None

    @property
    def identifier(self) -> str | None:
        """The payer's number."""
        return self.entity.identifier if self.entity is not None else None

    @property
    def rank(self) -> str | None:
        """In what order it pays."""
        code = self.entity.kind if self.entity is not None else None
        return name_of("payer", code) if code != "PR" else None

    @property
    def member_id(self) -> str | None:
        """The person's number at that payer."""
        return self._first.reference(_MEMBER)

    @property
    def insurance(self) -> str | None:
        """What kind of insurance it is."""
        return name_of("insurance", self.insurance_type)


@attrs.frozen(kw_only=True, repr=False)
class Authorization(Stated):
    """Whether an authorization is required; ``None`` where the payer says it does not know."""

    required: bool | None


def exclusions(
    response: EligibilityResponse, *service_types: str, network: Network | None = None
) -> tuple[Exclusion, ...]:
    """What is stated not to be covered, for some types of service or for all."""
    found = stated(response, _NOT_COVERED, service_types, network)
    return tuple(Exclusion(benefits=(benefit,)) for benefit in found)


def other_payers(response: EligibilityResponse) -> tuple[OtherPayer, ...]:
    """The other payers that the response names, and statements that there is one unnamed."""
    return tuple(
        OtherPayer(entity=entity, benefits=(benefit,))
        for benefit in stated(response, _OTHER_PAYER)
        for entity in _payers(benefit)
    )


def _payers(benefit: Benefit) -> Iterator[RelatedEntity | None]:
    found = [item for item in benefit.related_entities if item.kind in names("payer")]
    yield from found or (None,)


def authorizations(
    response: EligibilityResponse, *service_types: str, network: Network | None = None
) -> tuple[Authorization, ...]:
    """The statements that say whether an authorization is required; others say nothing of it."""
    codes = {benefit.information_code for benefit in response.benefits}
    return tuple(
        Authorization(
            required={"Y": True, "N": False}.get(benefit.authorization_required),
            benefits=(benefit,),
        )
        for benefit in stated(response, codes, service_types, network)
        if benefit.authorization_required is not None
    )
