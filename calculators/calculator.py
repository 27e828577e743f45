"""What a calculator is: inputs, steps that make numbers of them, and words. Both sides run this description.

Python runs it for pages, tables, the command line and tests (`engine`); the browser runs the same description,
generated into a module, with code that knows nothing of memory or of models.
"""

from __future__ import annotations

from dataclasses import dataclass

from calculators import scale
from calculators.expression import Formula

# -- inputs


@dataclass(frozen=True, slots=True)
class Own:
    """A field of one's own record: `memory` in GB becomes `capacity` in bytes."""

    key: str
    field: str
    unit: str
    label: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Bare:
    """What can be said where nothing is known of a record but one number."""

    field: Own
    label: str
    """The option of the form."""
    text: str
    """The answer: names of inputs and of its formulas."""
    formulas: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An input chosen from the catalogue."""

    key: str
    """The name in addresses, on the command line and in JSON."""
    variable: str
    """The name in formulas."""
    label: str
    records: str
    """The collection of the catalogue."""
    default: str
    default_b: str = ""
    """The default of set-up B, for inputs that each set-up has of its own."""
    own: tuple[Own, ...] = ()
    """The fields to give where one's own is not listed."""
    configured: str = ""
    """The key of a text, a config.json, that may be given where one's own is not listed."""
    estimate: str = ""
    """What is said beside a config.json that is refused, if it has measures enough: names of inputs and steps."""
    bare: Bare | None = None
    """What is said where only one number of it is known."""
    when: tuple[str, ...] = ()
    """The key of another input and its values for which this one counts; always, where there is none."""


@dataclass(frozen=True, slots=True)
class Named:
    """One of a few options: its name in addresses, in sentences, and what formulas reckon with."""

    id: str
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Option:
    """An input chosen from a few that are named here."""

    key: str
    variable: str
    label: str
    options: tuple[Named, ...]
    default: str
    default_b: str = ""
    when: tuple[str, ...] = ()


NO_YES = (Named("no", "no", 0), Named("yes", "yes", 1))
"""The options of a question; the form shows a box to tick."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An input that is a number: whole or not, as its variable is; in `unit` where there is one."""

    key: str
    variable: str
    label: str
    default: float
    """In the unit."""
    unit: str = ""
    default_b: float | None = None
    when: tuple[str, ...] = ()


Input = Choice | Option | Amount


@dataclass(frozen=True, slots=True)
class Group:
    """Inputs that stand together in the form, under a name; those of no group come first."""

    label: str
    keys: tuple[str, ...]
    folded: bool = False
    """Whether they are shown on demand."""


@dataclass(frozen=True, slots=True)
class Check:
    """What inputs must be to one another; where the formula is 0, the message stands at the field."""

    key: str
    holds: Formula
    message: str


# -- steps


@dataclass(frozen=True, slots=True)
class Compute:
    """A step: the value of a formula."""

    name: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Largest:
    """A step: the largest value of an input for which a formula is not 0."""

    name: str
    vary: str
    holds: Formula
    ceiling: Formula | None = None
    """What it is tried up to; else the upper end of the range of the input."""


@dataclass(frozen=True, slots=True)
class First:
    """A step: the first of some values of an input for which a formula is not 0; 0 where there is none."""

    name: str
    vary: str
    holds: Formula
    candidates: tuple[int, ...]


Step = Compute | Largest | First

# -- what is said and shown


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words with numbers in their place; `select` names the number that says which case holds."""

    name: str
    cases: tuple[str, ...]
    select: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the working: a number with its formula."""

    id: str
    label: str
    values: tuple[str, ...]
    """The step whose number it is; two steps for a range."""
    formulas: tuple[Formula, ...]
    """The formulas shown, the first one being the line's own."""
    note: str = ""
    """The fragment with a further remark."""
    shown: str = ""
    """The step that must not be 0 for the line to be shown."""
    term: str = ""
    """Slug of the term that explains it."""
    total: bool = False
    evidence: tuple[str, ...] = ()
    """Collection and id of the records whose values, with their sources, stand below it."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of a stacked bar."""

    step: str
    label: str
    fill: str
    term: str = ""


EVERY_SIZE = tuple(factor * 10.0**power for power in range(-9, 7) for factor in (1, 2, 5))
"""Distances between marks for what may be tiny or huge."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A picture: one stacked bar for each set-up, held against a limit where there is one."""

    title: str
    segments: tuple[Segment, ...]
    extent: str
    """The step that is the length of the scale."""
    sizes: tuple[float, ...]
    """Distances between marks to choose from, smallest first."""
    limit: str = ""
    """The step that the bars are held against."""
    limit_label: str = ""
    """The fragment written under it."""
    other_limit_label: str = ""
    """The fragment written under that of set-up B; empty where it is the same."""
    named: str = "bar_text"
    """The fragment written over each bar."""
    described: str = "needs_text"
    """The fragment that says the same to those who do not see it."""
    most_ticks: int = 7
    spaced: Formula = scale.spaced_enough
    tick_shown: Formula = scale.tick_shown
    tick_at: Formula = scale.tick_at
    along: Formula = scale.along
    anchor: Formula = scale.anchor_case

    def formulas(self) -> tuple[Formula, ...]:
        """What its geometry needs."""
        return (self.spaced, self.tick_shown, self.tick_at, self.along, *((self.anchor,) if self.limit else ()))

    def terms(self) -> set[str]:
        """Slugs of the terms it names."""
        return {one.term for one in self.segments}


@dataclass(frozen=True, slots=True)
class Point:
    """A mark under the roof."""

    letter: str
    """The set-up it belongs to."""
    label: str
    """The fragment that names it."""
    intensity: str
    attainable: str
    """The steps that say where it stands."""
    term: str = ""


@dataclass(frozen=True, slots=True)
class Roofline:
    """A picture: the peak and the bandwidth of an accelerator as a roof, and what can be reached under it."""

    title: str
    peak: str
    bandwidth: str
    ridge: str
    """The steps that make the roof."""
    ridge_label: str
    described: str
    """The fragment that says the same to those who do not see it."""
    points: tuple[Point, ...]
    bottom: Formula = scale.roof_bottom
    top: Formula = scale.roof_top
    across: Formula = scale.intensity_along
    up: Formula = scale.rate_along
    decade: Formula = scale.decade
    anchor: Formula = scale.ridge_anchor

    def formulas(self) -> tuple[Formula, ...]:
        """What its geometry needs."""
        return (self.bottom, self.top, self.across, self.up, self.decade, self.anchor)

    def terms(self) -> set[str]:
        """Slugs of the terms it names."""
        return {one.term for one in self.points}


Picture = Bars | Roofline
"""The kinds of picture there are."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a ranking."""

    step: str
    head: str
    short: str
    """The head on narrow screens."""
    measured: bool = False
    """Whether a cell says if the value was measured or is the nameplate."""
    yes: str = ""
    """What stands in a cell instead of a number that is not 0; a dash stands for 0."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """A table with one row for each record of a choice, best first; rows whose first step is 0 come last."""

    title: str
    head: str
    """The head of the column of names."""
    choice: str
    steps: tuple[Step, ...]
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    """The steps that order the rows, smallest first; with a minus in front, largest first."""
    none: str
    """What stands in a row whose first step is 0."""
    given: tuple[str, ...] = ()
    """Steps of the calculator whose results its own steps take, none of which depends on the choice."""
    caption: str = ""
    """What stands below; a term is written `[words](slug)`."""
    meter: str = ""
    """The step that is drawn as a share."""
    meter_head: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A line of the comparison of two set-ups: a number, a range, or the words of a fragment."""

    label: str
    values: tuple[str, ...]
    """Steps, two for a range, or the name of one fragment."""
    term: str = ""
    shown: str = ""
    """The step that must not be 0 in either set-up for the line to be shown."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two set-ups side by side, which any input may tell apart."""

    told: tuple[str, ...]
    """Inputs whose difference the words tell by themselves; with any other `differs_else` holds."""
    lines: tuple[Compared, ...]
    title: str = "A and B side by side"


@dataclass(frozen=True, slots=True)
class Calculator:
    """A calculator, whole."""

    id: str
    title: str
    summary: str
    inputs: tuple[Input, ...]
    steps: tuple[Step, ...]
    fragments: tuple[Fragment, ...]
    exported: tuple[str, ...]
    """The steps that JSON and CSV give."""
    terms: tuple[Term, ...] = ()
    terms_title: str = "Term by term"
    beside: tuple[Term, ...] = ()
    """Further numbers with their working, which are no part of a sum."""
    beside_title: str = "Beside it"
    groups: tuple[Group, ...] = ()
    checks: tuple[Check, ...] = ()
    fixed: tuple[tuple[str, str, str], ...] = ()
    """Variables that are not asked for: variable, collection, id."""
    joint: tuple[Step, ...] = ()
    """Steps on both set-ups at once: results of the other one are called `other_…`."""
    verdict: str = "verdict_text"
    """The fragment that answers."""
    said: tuple[str, ...] = ()
    """The fragments that follow it."""
    comparison: Comparison | None = None
    """Where there is one, every input may differ between A and B, not only those with a default of B’s own."""
    picture: Picture | None = None
    ranking: Ranking | None = None
    answers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Steps whose numbers stand for words in JSON and CSV: 0 for the first word, and so on."""

    @property
    def letters(self) -> str:
        """The set-ups there are: `ab` where an input may differ between two, else `a`."""
        return "ab" if any(one.default_b not in ("", None) for one in self.inputs) else "a"

    def formulas(self) -> tuple[Formula, ...]:
        """Every formula it runs or shows."""
        found: dict[str, Formula] = {}
        for step in (*self.steps, *self.joint, *(self.ranking.steps if self.ranking else ())):
            used = step.formula if isinstance(step, Compute) else step.holds
            found.setdefault(used.name, used)
            if isinstance(step, Largest) and step.ceiling:
                found.setdefault(step.ceiling.name, step.ceiling)
        checked = tuple(one.holds for one in self.checks)
        bare = [one.bare for one in self.inputs if isinstance(one, Choice) and one.bare]
        checked += tuple(each for one in bare for each in one.formulas)
        for other in (*self.displayed(), *checked, *(self.picture.formulas() if self.picture else ())):
            found.setdefault(other.name, other)
        return tuple(found.values())

    def displayed(self) -> tuple[Formula, ...]:
        """The formulas whose equations it shows."""
        return tuple({one.name: one for term in (*self.terms, *self.beside) for one in term.formulas}.values())
