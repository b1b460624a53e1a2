"""What values must be like beyond what the guides ask: checked when they are written.

A guide takes any text for an identifier and any number for a count. What can only be a slip
of the one who makes a claim is not written. Files are read whatever they say.
"""

import re

import attrs


@attrs.frozen
class Rule:
    """A form that the written text of a value must have, and how to say so."""

    words: str
    form: re.Pattern[str]

    def holds(self, text: str) -> bool:
        """Whether a text has the form."""
        return self.form.fullmatch(text) is not None


# 45 CFR 162.406: ten digits, the last of which is a check digit.
NPI = Rule("ten digits", re.compile(r"[0-9]{10}"))
# Charges and units of claims count what was done; corrections are claims of their own.
NOT_NEGATIVE = Rule("zero or more", re.compile(r"[^-].*"))
