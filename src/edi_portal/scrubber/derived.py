"""A property that is worked out once and then is a plain attribute."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

_T = TypeVar("_T")


class derived(Generic[_T]):  # noqa: N801  used as a decorator, as property is
    """As `functools.cached_property`, without its lock: a claim is looked at by one thread.

    Before Python 3.12 that lock takes longer than most of what is worked out here.
    """

    def __init__(self, make: Callable[[Any], _T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__
        self._name = make.__name__

    @overload
    def __get__(self, of: None, kind: type) -> Self: ...
    @overload
    def __get__(self, of: object, kind: type) -> _T: ...
    def __get__(self, of: object | None, kind: type) -> "_T | Self":
        if of is None:
            return self
        found = of.__dict__[self._name] = self._make(of)
        return found
