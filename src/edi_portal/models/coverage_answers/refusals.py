"""Why a request was rejected, in plain words, and what to do next."""

from collections.abc import Iterator
from typing import Literal

import attrs

from edi_portal.models.coverage_answers.statements import Answer
from edi_portal.models.coverage_answers.words import follow_up_words, rejection_words
from edi_portal.models.eligibility import Benefit, EligibilityResponse, Rejection

Level = Literal[
    "system", "information source", "information receiver", "subscriber", "dependent", "benefit"
]


@attrs.frozen(kw_only=True, repr=False)
class Refusal(Answer):
    """A reason why a request was rejected, or answered only in part.

    ``level`` is what was at fault: the payer's ``system``, the payer itself (information
    source), the provider that asks (information receiver), a person, or one benefit, which is
    then the answer's statement.
    """

    rejection: Rejection
    level: Level

    @property
    def code(self) -> str:
        """The code of the reason (AAA03)."""
        return self.rejection.reason_code

    @property
    def reason(self) -> str | None:
        """What it means; ``None`` for a code that the guide does not have."""
        found = rejection_words(self.code)
        return found[0] if found is not None else None

    @property
    def action(self) -> str | None:
        """What to do about it."""
        found = rejection_words(self.code)
        return found[1] if found is not None else None

    @property
    def follow_up(self) -> str | None:
        """Whether and when the payer wants the request again."""
        return follow_up_words(self.rejection.follow_up_code)


def refusals(response: EligibilityResponse) -> tuple[Refusal, ...]:
    """Every reason that bears on the person, from the payer's system down to single benefits."""
    return tuple(
        Refusal(rejection=rejection, level=level, benefits=() if benefit is None else (benefit,))
        for level, benefit, rejection in _all(response)
    )


def _all(response: EligibilityResponse) -> Iterator[tuple[Level, Benefit | None, Rejection]]:
    source, receiver = response.information_source, response.information_receiver
    subscriber = response.subscriber
    yield from (("system", None, item) for item in source.system_rejections)
    yield from (("information source", None, item) for item in source.rejections)
    if receiver is not None:
        yield from (("information receiver", None, item) for item in receiver.rejections)
    if subscriber is not None:
        yield from (("subscriber", None, item) for item in subscriber.rejections)
    own: Level = "subscriber" if subscriber is None else "dependent"
    yield from ((own, None, item) for item in response.rejections)
    for benefit in response.benefits:
        yield from (("benefit", benefit, item) for item in benefit.rejections)
