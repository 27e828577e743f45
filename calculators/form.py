"""The form of a calculator: a field for every input, in groups, with a place beside each for what is wrong."""

from __future__ import annotations

from typing import Any

from calculators import units
from calculators.calculator import NO_YES, Amount, Calculator, Choice, Input, Option
from calculators.inputs import BARE, OWN, default_text
from calculators.markup import Html, element, joined
from calculators.nomenclature import RECORDS, VARIABLES
from calculators.rendering import Rendering


def form_html(rendering: Rendering) -> Html:
    """Fields and buttons, with the default values."""
    calculator = rendering.calculator
    by_key = {one.key: one for one in calculator.inputs}
    grouped = {key for group in calculator.groups for key in group.keys}
    fields = [_fields(rendering, one) for one in calculator.inputs if one.key not in grouped]
    for number, group in enumerate(calculator.groups):
        inside = joined(*(_fields(rendering, by_key[key]) for key in group.keys))
        if group.folded:
            fields.append(element("details", element("summary", group.label), element("div", inside), class_="group"))
        else:
            id = f"{calculator.id}-group-{number}"
            head = element("p", group.label, id=id, class_="named")
            fields.append(element("div", head, inside, class_="group", role="group", aria_labelledby=id))
    boxes = _boxes(rendering) if calculator.comparison else None
    actions = element(
        "p",
        _copying(),
        element(
            "span",
            element("span", "Save", aria_hidden="true"),
            element("button", "CSV", type="button", data_export="csv"),
            element("button", "JSON", type="button", data_export="json"),
            element("button", "print", type="button", data_print=True),
            class_="copy",
            role="group",
            aria_label="Save",
        ),
        class_="acts",
    )
    return element(
        "form",
        element("h2", "Set-up", class_="head"),
        element(
            "noscript",
            element("p", "The form needs JavaScript. What follows is worked out for its values.", class_="hint"),
        ),
        element("p", class_="problem hint", role="alert", data_problem=True, hidden=True),
        # Disabled until the script answers: a change made before would be lost.
        element("fieldset", joined(*fields), boxes, actions, disabled=True),
        class_="form",
        aria_label="Set-up",
        autocomplete="off",
    )


def _boxes(rendering: Rendering) -> Html:
    """A box for every input, to give B a value of its own; ticked for those that differ from the start."""
    calculator = rendering.calculator
    ticks = []
    for one in calculator.inputs:
        id = f"{calculator.id}-{one.key}-differs"
        box = element(
            "input",
            type="checkbox",
            id=id,
            checked=one.default_b not in ("", None),
            data_differs=" ".join([one.key, *_further_keys(one)]),
        )
        # The field itself is called by the same word, so the box says what it is for to those who only hear it.
        label = one.label[0].upper() + one.label[1:], element("span", " differs", class_="visually-hidden")
        ticks.append(element("div", box, element("label", *label, for_=id), class_="tick"))
    return element(
        "details", element("summary", "What differs between A and B"), element("div", *ticks), class_="group"
    )


def _further_keys(one: Input) -> list[str]:
    """Fields that belong to an input: those of one's own record, and the text of a config.json."""
    if not isinstance(one, Choice):
        return []
    bare = [one.bare.field.key] if one.bare else []
    return [own.key for own in one.own] + bare + ([one.configured] if one.configured else [])


def _copying() -> Html:
    """The buttons that copy the set-up and what comes of it; the script says what that is (copying.js)."""
    kinds = {"link": "link", "chat": "chat text", "markdown": "Markdown", "citation": "citation"}
    buttons = [
        element("button", label, type="button", data_copy=kind, aria_label=f"Copy {label}")
        for kind, label in kinds.items()
    ]
    label = element("span", "Copy", aria_hidden="true")
    return element("span", label, *buttons, class_="copy", role="group", aria_label="Copy", data_link="")


def term_of(one: Input) -> str:
    """Slug of the term about what an input gives."""
    return RECORDS[one.variable].term if one.variable in RECORDS else VARIABLES[one.variable].term


def _fields(rendering: Rendering, one: Input) -> Html:
    """The field of an input, or those of both set-ups, and what belongs to it."""
    letters = "ab" if one.default_b not in ("", None) else " "
    fields = [_field(rendering, one, letter.strip()) for letter in letters]
    if isinstance(one, Choice):
        fields += [*_own(rendering, one), *_bare(rendering, one), *_configured(rendering, one)]
    return joined(*fields)


def _field(rendering: Rendering, one: Input, letter: str) -> Html:
    id = f"{rendering.calculator.id}-{one.key}{f'-{letter}' if letter else ''}"
    name = f"{one.key}_b" if letter == "b" else one.key
    default = default_text(one, letter or "a")
    label = element("label", _letter(rendering, letter), rendering.link(term_of(one), one.label), for_=id)
    problem = element("p", class_="hint problem", id=f"{id}-problem", hidden=True)
    wide = isinstance(one, Choice) and not letter
    state: dict[str, str | bool | None] = {
        "data_when": " ".join(one.when) or None,
        "hidden": not _counts(rendering.calculator, one),
    }
    match one:
        case Amount():
            mode = "numeric" if VARIABLES[one.variable].whole and not one.unit else "decimal"
            shown = units.plain(float(default))
            field = element("input", id=id, name=name, inputmode=mode, value=shown, aria_describedby=f"{id}-problem")
        case Option() if one.options is NO_YES:
            box = element("input", type="checkbox", id=id, name=name, checked=default == "yes")
            return element("div", box, label, class_="tick", **state)
        case Option():
            options = [element("option", own.label, value=own.id, selected=own.id == default) for own in one.options]
            field = element("select", *options, id=id, name=name, aria_describedby=f"{id}-problem")
        case Choice():
            options = _options(list(rendering.catalogue.collection(one.records).items()), default)
            if one.own:
                options.append(element("option", "My own is not listed", value=OWN))
            if one.bare:
                options.append(element("option", one.bare.label, value=BARE))
            if one.configured:
                options.append(element("option", "From a config.json", value=OWN))
            field = element("select", *options, id=id, name=name, aria_describedby=f"{id}-problem")
    return element("div", label, field, problem, class_="wide" if wide else None, **state)


def _letter(rendering: Rendering, letter: str) -> Html | None:
    """Whose field it is, of those that stand there for both set-ups; the script shows it when one comes or goes."""
    if rendering.calculator.comparison:
        return element("span", f"{letter.upper() or 'A'}: ", data_letter=True, hidden=not letter)
    return joined(f"{letter.upper()}: ") if letter else None


def _counts(calculator: Calculator, one: Input) -> bool:
    """Whether an input counts with the defaults of either set-up."""
    if not one.when:
        return True
    key, *values = one.when
    other = next(each for each in calculator.inputs if each.key == key)
    return any(default_text(other, letter) in values for letter in calculator.letters)


def _options(records: list[tuple[str, Any]], default: str) -> list[Html]:
    """Options in the order of the catalogue, under the names of their vendors where records have one."""
    groups: dict[str, list[Html]] = {}
    for key, record in records:
        option = element("option", record.name, value=key, selected=key == default)
        groups.setdefault(getattr(record, "vendor", ""), []).append(option)
    return [
        element("optgroup", *options, label=vendor) if vendor else joined(*options)
        for vendor, options in groups.items()
    ]


def _own(rendering: Rendering, one: Choice) -> list[Html]:
    fields = []
    for own in one.own:
        id = f"{rendering.calculator.id}-{own.key}"
        fields.append(
            element(
                "div",
                element("label", _letter(rendering, ""), rendering.link(VARIABLES[own.field].term, own.label), for_=id),
                element("input", id=id, name=own.key, inputmode="decimal", aria_describedby=f"{id}-problem"),
                element("p", class_="hint problem", id=f"{id}-problem", hidden=True),
                data_own=one.key,
                hidden=True,
            )
        )
    return fields


def _bare(rendering: Rendering, one: Choice) -> list[Html]:
    """Room for the one number that is known."""
    if not one.bare:
        return []
    own = one.bare.field
    id = f"{rendering.calculator.id}-{own.key}"
    return [
        element(
            "div",
            element("label", _letter(rendering, ""), rendering.link("parameter", own.label), for_=id),
            element("input", id=id, name=own.key, aria_describedby=f"{id}-problem"),
            element("p", class_="hint problem", id=f"{id}-problem", hidden=True),
            class_="wide",
            data_own=one.key,
            data_is=BARE,
            hidden=True,
        )
    ]


def _configured(rendering: Rendering, one: Choice) -> list[Html]:
    """Room to paste a config.json, or to drop the file."""
    if not one.configured:
        return []
    id = f"{rendering.calculator.id}-{one.configured}"
    return [
        element(
            "div",
            element("label", _letter(rendering, ""), "Paste or drop its config.json", for_=id),
            element(
                "textarea",
                "",
                id=id,
                name=one.configured,
                rows=5,
                spellcheck="false",
                data_drop=True,
                aria_describedby=f"{id}-problem",
            ),
            element("p", class_="hint problem", id=f"{id}-problem", hidden=True),
            class_="wide",
            data_own=one.key,
            hidden=True,
        )
    ]
