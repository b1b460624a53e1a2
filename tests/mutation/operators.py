"""Which changes make mutants: most of Cosmic Ray's operators, and some that it lacks.

Left out of Cosmic Ray's are those that no test can judge, or that only repeat another: ``|`` (here
it joins types), ``is`` for ``==``, further arithmetic, and decorators (a rule without its own is
no rule, a cache without its own is slow).
"""

import itertools
import re
from collections.abc import Iterator
from typing import Any, Protocol

Span = tuple[tuple[int, int], tuple[int, int]]

_CORE = re.compile(
    r"core/(AddNot|ReplaceAndWithOr|ReplaceOrWithAnd|ReplaceTrueWithFalse|ReplaceFalseWithTrue"
    r"|ReplaceContinueWithBreak|ReplaceBreakWithContinue|NumberReplacer|ZeroIterationForLoop"
    r"|ReplaceUnaryOperator_(Delete_Not|USub_UAdd)"
    r"|ReplaceComparisonOperator_((Eq|NotEq|Lt|LtE|Gt|GtE)_(Eq|NotEq|Lt|LtE|Gt|GtE)|Is_IsNot|IsNot_Is)"
    r"|ReplaceBinaryOperator_(Add_Sub|Add_Mul|Sub_Add|Sub_Mul|Mul_Add|Mul_FloorDiv|Mod_FloorDiv"
    r"|Mod_Mul|FloorDiv_Mul|FloorDiv_Mod|LShift_RShift|BitAnd_BitOr))"
)
_AUGMENTED = {"+=": ("-=", "="), "-=": ("+=", "=")}


class Operator(Protocol):
    """What Cosmic Ray asks of an operator; nodes are those of parso."""

    def mutation_positions(self, node: Any) -> Iterator[Span]: ...

    def mutate(self, node: Any, index: int) -> Any: ...


class Membership:
    """``in`` becomes ``not in``, and back."""

    def mutation_positions(self, node: Any) -> Iterator[Span]:
        if node.type == "comparison":
            for item in self._signs(node):
                yield item.start_pos, item.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        item = next(itertools.islice(self._signs(node), index, None))
        if item.type == "comp_op":
            item.children[0].value = ""
        else:
            item.value = "not in"
        return node

    @staticmethod
    def _signs(node: Any) -> Iterator[Any]:
        for item in node.children[1::2]:
            if " ".join(item.get_code().split()) in ("in", "not in"):
                yield item


class Augmented:
    """What is added to a value is taken from it, or takes its place."""

    def mutation_positions(self, node: Any) -> Iterator[Span]:
        if node.type == "operator":
            for _ in _AUGMENTED.get(node.value, ()):
                yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        node.value = _AUGMENTED[node.value][index]
        return node


class Text:
    """A constant of a module, outside of functions: a digit is another, or the text has no first.

    What a rule says is in messages, which are free to change; what it goes by is in constants.
    """

    def mutation_positions(self, node: Any) -> Iterator[Span]:
        if node.type in ("string", "fstring_string") and self._counts(node):
            for _ in self._texts(node.value):
                yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        node.value = self._texts(node.value)[index]
        return node

    @staticmethod
    def _counts(node: Any) -> bool:
        if node.parent.type == "simple_stmt":
            return False  # a docstring
        while (node := node.parent) is not None:
            if node.type in ("funcdef", "decorator", "classdef"):
                return False
        return True

    @staticmethod
    def _texts(text: str) -> list[str]:
        found = [
            f"{text[:at]}{(int(sign) + 1) % 10}{text[at + 1 :]}"
            for at, sign in enumerate(text)
            if sign in "0123456789"
        ]
        body = re.search(r"[\"'](?=[^\"'])", text)
        if body is not None:
            found.append(text[: body.end()] + text[body.end() + 1 :])
        return found


def operators() -> dict[str, Operator]:
    """Every operator that is used, by name."""
    # Cosmic Ray is there only where mutants are made.
    from cosmic_ray import plugins

    found: dict[str, Operator] = {
        name.partition("/")[2]: plugins.get_operator(name)()
        for name in plugins.operator_names()
        if _CORE.fullmatch(name)
    }
    return found | {"Membership": Membership(), "Augmented": Augmented(), "Text": Text()}
