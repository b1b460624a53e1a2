"""The base of all models: frozen attrs classes that read their segments when first asked.

A model that was read from a file keeps the segments it was read from. They are taken apart
when a field is first looked at, so a claim that only passes through costs next to nothing,
and they are what is written back as long as nothing was changed. A model made in Python has
none; to the outside the two are the same, and equal if their fields are.

`model` turns a class into one: every field has its type checked when it is given, with an
error that names the field and never the value.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, dataclass_transform

import attrs

from edi_portal.errors import ModelError
from edi_portal.models.checks import checked, members
from edi_portal.models.fields import (
    METADATA,
    Binding,
    Kind,
    context,
    element,
    items,
    loop,
    loops,
    part,
    parts,
    period,
    runs,
    segment,
    segments,
)

_T = TypeVar("_T", bound="Model")
_SOURCE = "_source"
_set = object.__setattr__


class Source:
    """Segments that a model was read from: those from ``start`` up to ``stop`` of a unit.

    ``load`` takes them apart into the model's fields. A model is as it was read while its
    source says so (``pristine``); a changed copy keeps the source for what did not change.
    ``origin`` says where the first segment of the unit is in its file.
    """

    __slots__ = ("delimiters", "load", "origin", "places", "plan", "start", "stop", "texts")

    def __init__(
        self,
        plan: Any,
        places: Sequence[Any],
        texts: Sequence[str],
        start: int,
        stop: int,
        delimiters: Any,
        load: Callable[["Source"], dict[str, Any]],
        origin: Any = None,
    ) -> None:
        self.plan = plan
        self.places = places
        self.texts = texts
        self.start = start
        self.stop = stop
        self.delimiters = delimiters
        self.load = load
        self.origin = origin

    def same(self, other: "Source | None") -> bool:
        """Whether both are the same segments of the same reading."""
        return other is not None and self.texts is other.texts and self.start == other.start


@attrs.frozen(kw_only=True, slots=False, repr=False)
class Model:
    """What all models share. ``evolve`` changes fields, ``fields`` names them.

    ``dissolves`` are loops below the own that are no objects: their places are the class's own.
    """

    dissolves: ClassVar[tuple[str, ...]] = ()

    _source: Source | None = attrs.field(default=None, eq=False, alias="source_")
    _pristine: bool = attrs.field(default=False, eq=False, init=False)

    def _field(self, name: str) -> Any:
        # Reached only for a slot that holds nothing: the fields are still to be read.
        if name[0] == "_":
            raise AttributeError(name)
        kind, source = type(self), self._source
        layout = layout_of(kind)
        if source is None or name not in layout.fields:
            raise AttributeError(f"{kind.__name__} has no field {name}")
        values = source.load(source)
        for required in layout.required:
            if required not in values:
                raise missing(kind, required)
        held = self.__dict__
        held.update(layout.read)
        held.update(values)
        return object.__getattribute__(self, name)

    if not TYPE_CHECKING:  # a type checker would take every name for a field
        __getattr__ = _field

    def __repr__(self) -> str:
        # Names and numbers of patients stay out of logs: only what kind of thing it is.
        return f"<{type(self).__name__}>"

    def evolve(self, **changes: Any) -> Self:
        """A copy with these fields changed.

        Raises `ModelError` for a field that does not exist, or a value of the wrong type.
        """
        if unknown := sorted(changes.keys() - defaults(type(self)).keys()):
            raise ModelError(f"{type(self).__name__} has no field {unknown[0]}")
        return attrs.evolve(self, **changes)


def made(of: type[_T], source: Source, context: dict[str, Any]) -> _T:
    """A model that reads its fields from the source when asked; what is above it is given."""
    result = of.__new__(of)
    # Straight into the dictionary: a model has dozens of fields, and a file has many models.
    held = result.__dict__
    held.update(layout_of(of).unread)
    held[_SOURCE] = source
    if context:
        held.update(context)
    return result


def missing(of: type, name: str) -> ModelError:
    """The error for a required field that a file does not hold."""
    return ModelError(
        f"{of.__name__}.{name} is required and missing", field=f"{of.__name__}.{name}"
    )


@attrs.frozen(eq=False, kw_only=True)
class FieldLayout:
    """The fields of a class by what sets them, each with its default.

    ``unread`` is what an object holds before it is read, fields that are set from outside
    among it (what a model stands under); ``read`` come from segments of its own, and are
    called ``names``; of those ``required`` have no default and ``many`` are tuples.
    ``template`` is what an object without a source holds before it is read; ``fields`` are all.
    """

    unread: dict[str, Any]
    read: dict[str, Any]
    required: tuple[str, ...]
    names: tuple[str, ...]
    many: tuple[str, ...]
    template: dict[str, Any]
    fields: Mapping[str, Any]


_LAYOUTS: dict[type, FieldLayout] = {}


def layout_of(of: type) -> FieldLayout:
    """The fields of a class, looked at once."""
    found = _LAYOUTS.get(of)
    if found is None:
        kinds = {name: item.kind for name, item in bindings(of).items()}
        unread: dict[str, Any] = {_SOURCE: None, "_pristine": True}
        read: dict[str, Any] = {}
        required = []
        for name, default in defaults(of).items():
            outside = kinds[name] in (Kind.CONTEXT, Kind.ITEMS)
            if default is not attrs.NOTHING:
                (unread if outside else read)[name] = default
            elif not outside:
                required.append(name)
        names = tuple(
            name for name, kind in kinds.items() if kind not in (Kind.CONTEXT, Kind.ITEMS)
        )
        found = _LAYOUTS[of] = FieldLayout(
            unread=unread,
            read=read,
            required=tuple(required),
            names=names,
            many=tuple(
                item.name for item in attrs.fields(of) if item.name in names and _is_tuple(item)
            ),
            template={**unread, **read},
            fields=defaults(of),
        )
    return found


def _is_tuple(item: "attrs.Attribute[Any]") -> bool:
    return members(item.type)[2]


def read_fields(of: type) -> tuple[str, ...]:
    """The fields that are read from segments of the model's own."""
    return layout_of(of).names


_LOOPS: dict[type, tuple[str, ...]] = {}


def loop_fields(of: type) -> tuple[str, ...]:
    """The fields that hold models of loops below."""
    found = _LOOPS.get(of)
    if found is None:
        found = _LOOPS[of] = tuple(
            name for name, item in bindings(of).items() if item.kind in (Kind.LOOP, Kind.LOOPS)
        )
    return found


_DEFAULTS: dict[type, dict[str, Any]] = {}


def defaults(of: type) -> dict[str, Any]:
    """The fields of a model with what they are where a file is silent: `attrs.NOTHING` if required."""
    found = _DEFAULTS.get(of)
    if found is None:
        found = _DEFAULTS[of] = {
            item.name: attrs.NOTHING if item.metadata.get("required") else item.default
            for item in attrs.fields(of)
            if METADATA in item.metadata
        }
    return found


_BINDINGS: dict[type, dict[str, Binding]] = {}


def alike(one: Model, other: Model) -> bool:
    """Whether two models are equal in all that both have, if one's class is a kind of the other's.

    An inquiry is like the person alone that its subscriber is to the inquiries below it.
    """
    if one is other or one == other:
        return True
    kinds = (type(one), type(other))
    if kinds[0] is kinds[1] or not (isinstance(one, kinds[1]) or isinstance(other, kinds[0])):
        return False
    shared = kinds[1] if isinstance(one, kinds[1]) else kinds[0]
    return all(getattr(one, name) == getattr(other, name) for name in defaults(shared))


def bindings(of: type) -> dict[str, Binding]:
    """What each field of a model says of its place."""
    found = _BINDINGS.get(of)
    if found is None:
        found = _BINDINGS[of] = {
            item.name: item.metadata[METADATA]
            for item in attrs.fields(of)
            if METADATA in item.metadata
        }
    return found


@dataclass_transform(
    kw_only_default=True,
    frozen_default=True,
    field_specifiers=(
        element,
        period,
        part,
        parts,
        runs,
        segment,
        segments,
        loop,
        loops,
        context,
        items,
    ),
)
def model(cls: type[_T]) -> type[_T]:
    """Makes a class a model: frozen, keyword-only, and types that are checked."""
    made_of = attrs.frozen(kw_only=True, slots=False, repr=False, field_transformer=checked)(cls)
    for item in attrs.fields(made_of):
        if any(item.name in vars(base) for base in made_of.__mro__[1:]):
            # What a base answers by a property, this class has as a field.
            setattr(made_of, item.name, _Unread(item.name))
    return made_of


class _Unread:
    """Stands in a class for a field that its base has something else under the name of."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, of: Model | None, _: type) -> Any:
        return self if of is None else of._field(self._name)
