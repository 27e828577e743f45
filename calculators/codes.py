"""Every complaint about data, formulas and input: what it means and how to mend it."""

from __future__ import annotations

from diagnostics.codes import Code

CODES: dict[str, Code] = {
    "C101": Code("Missing key", "A required key is not there.", "Add it."),
    "C102": Code("Unknown key", "The schema is closed.", "Correct the spelling, or remove the key."),
    "C103": Code("Wrong shape", "A list, text or mapping was expected.", "Write it as the message shows."),
    "C104": Code("Value not allowed", "The value is not one of those allowed.", "Use one of those in the message."),
    "C105": Code(
        "Malformed value",
        "An id, date, number or address is not written as it must be.",
        "Write it as the message shows.",
    ),
    "C106": Code(
        "Key without value",
        "The key is there, its value is not.",
        "Give the value, or leave the key out: unknown stays unknown.",
    ),
    "C107": Code(
        "Unknown source", "The id is not in the list of sources of this file.", "List the source, or correct the id."
    ),
    "C108": Code(
        "Value without source",
        "A value says nothing of where it comes from.",
        "Add `source:` with the id of a source of this file.",
    ),
    "C109": Code(
        "Wrong unit", "The unit does not measure this quantity.", "Give the value in one of the units in the message."
    ),
    "C110": Code(
        "Second source needed",
        "A value rests on one source that is not the vendor's.",
        "Add `second:` with an independent source, or cite the vendor.",
    ),
    "C111": Code("Impossible relation", "Two values cannot both be true.", "Check both against their sources."),
    "C112": Code("Unknown id", "A reference leads nowhere.", "Correct the id, or add the record."),
    "C113": Code(
        "Unknown architecture",
        "There is no mapping from this config.json to groups of layers.",
        "Add the architecture to architectures.yml, or leave the model out: models are exact or refused.",
    ),
    "C114": Code(
        "Key of config.json missing",
        "The mapping of the architecture needs a key that the model's config lacks.",
        "Copy the key from the published config.json.",
    ),
    "C115": Code("Unused source", "A source is listed but nothing cites it.", "Remove it, or cite it."),
    "C116": Code("Data file missing", "A file of the catalogue cannot be read.", "Restore it, as UTF-8."),
    "C117": Code(
        "Malformed config.json",
        "A key of config.json has a value of the wrong kind, such as a text for a number.",
        "Copy the value from the published config.json.",
    ),
    "C118": Code(
        "Sparse given as dense",
        "A peak looks like one with sparsity, or does not go with the one that is given with sparsity.",
        "Give the dense peak as `value`, and what the source prints with sparsity as `sparse`.",
    ),
    "C119": Code(
        "Both directions given as one",
        "The rate of a link is that of both directions together, or does not go with it.",
        "Give one direction as `value`, and what the source prints for both as `both`.",
    ),
    "C120": Code(
        "No peak, and no reason",
        "An accelerator has neither a peak in bf16 or fp16 nor a word on why it is not known.",
        "Give the dense peak with its source, or the reason under `unstated:`.",
    ),
    "C201": Code(
        "Outside the subset",
        "A formula uses Python that the compiler does not translate.",
        "Use arithmetic, min, max, ceil, floor, sqrt, log2, pow, conditional expressions, assignments, calls of "
        "formulas, fields, and sums over groups.",
    ),
    "C202": Code(
        "Unknown name",
        "The nomenclature knows no such variable and no formula has this name.",
        "Correct the name, or add the variable to the nomenclature.",
    ),
    "C203": Code("Unknown field", "The record has no such field.", "Correct the field."),
    "C204": Code("No result", "A formula must end with one `return`.", "End it with `return` and an expression."),
    "C205": Code(
        "No meaning",
        "A formula has no docstring, symbol or source.",
        "Say in one sentence what the number is, and where the formula comes from.",
    ),
    "C206": Code(
        "Wrong arguments",
        "A call does not match the parameters of the formula or function.",
        "Pass the arguments in the message.",
    ),
    "C207": Code(
        "Wrong kind",
        "A number stands where a record or group of layers is expected, or the reverse.",
        "Pass the kind in the message.",
    ),
    "C208": Code("Not a condition", "A condition must compare numbers.", "Write a comparison, such as `tokens > 0`."),
    "C209": Code("Reserved name", "JavaScript reserves the name of this formula or variable.", "Choose another name."),
    "C211": Code(
        "Unknown fence", "A fence names no calculator, formula, accelerator or table.", "Use a name in the message."
    ),
    "C212": Code(
        "Unknown accelerator",
        "An entry names an accelerator that the catalogue does not have.",
        "Correct the id, or add the device to calculators/data/accelerators.yml.",
    ),
    "C213": Code(
        "Number against the catalogue",
        "A text gives a product a number that the catalogue does not have for it. Advice.",
        "Correct the text, or the catalogue with a source.",
    ),
    "C301": Code("Unknown choice", "The catalogue has no record of that id.", "Use an id of the list."),
    "C302": Code("Not a number", "A plain number was expected.", "Write digits, such as 32768."),
    "C303": Code(
        "Out of range",
        "The number lies outside the range of the variable.",
        "Give a number within the range in the message.",
    ),
    "C304": Code("Missing input", "An input has no value.", "Give it."),
    "C306": Code(
        "Unused input", "A value was given that this choice does not use.", "Leave it out, or choose what uses it."
    ),
    "C305": Code("No finite result", "The inputs lead to a number that cannot be represented.", "Use smaller inputs."),
    "C307": Code(
        "No config.json",
        "What was given is not the object of a config.json.",
        "Give the config.json that stands beside the weights of the model.",
    ),
    "C308": Code(
        "Configuration refused",
        "The config.json describes a model that is not supported; nothing is guessed.",
        "See the key in the message; if the architecture is new, add it to architectures.yml.",
    ),
    "C309": Code(
        "Inputs at odds",
        "Two inputs cannot both be so, such as a number of accelerators that does not divide the heads.",
        "Change the one the message stands at, or the one it names.",
    ),
    "C310": Code(
        "Only an estimate",
        "Of the model only measures are known, of a config.json that is refused, or the number of parameters alone.",
        "Do not plan by it: what the architecture adds or leaves out is not in it.",
    ),
}
