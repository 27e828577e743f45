"""Every complaint about a glossary: what it means and how to mend it. Documentation is made from this."""

from __future__ import annotations

from diagnostics.codes import Code

CODES: dict[str, Code] = {
    "G101": Code(
        "No front matter", "The file does not begin with a block of keys.", "Begin with `---`, the keys, `---`."
    ),
    "G102": Code("Front matter not first", "Something stands above the first `---`.", "Make `---` the first line."),
    "G103": Code("TOML front matter", "The block is fenced by `+++`.", "Write YAML between two lines of `---`."),
    "G104": Code("Front matter not closed", "There is no second `---`.", "Put `---` between the keys and the text."),
    "G105": Code("Empty file", "The file holds nothing.", "Write the entry, or remove the file."),
    "G106": Code("Not UTF-8", "The file is in another encoding, or no text at all.", "Save it as UTF-8."),
    "G107": Code(
        "File name",
        "The file stem is the address of the entry and must be lower-case words joined by hyphens.",
        "Rename the file as the message proposes.",
    ),
    "G108": Code("Too large", "An entry is larger than 64 kB.", "Split it."),
    "G109": Code(
        "Foreign file",
        "The glossary folder holds something other than entries, its three YAML files and figures, or a symbolic link.",
        "Move it elsewhere.",
    ),
    "G110": Code("Missing key", "A required key is not there.", "Add it."),
    "G111": Code("Unknown key", "The schema is closed.", "Correct the spelling, or remove the key."),
    "G112": Code(
        "Wrong shape", "A list, text or mapping was expected.", "Write it in the shape that the message shows."
    ),
    "G113": Code(
        "Value not allowed", "The value is not one of those allowed.", "Use one of the values in the message."
    ),
    "G114": Code("Key without value", "The key is there, its value is not.", "Give a value, or leave the key out."),
    "G115": Code(
        "Malformed value", "A date, slug or address is not written as it must be.", "Write it as the message shows."
    ),
    "G201": Code(
        "Name claimed twice",
        "Two terms claim one name.",
        "Give it to one of them, or list it in `_disambiguation.yml`.",
    ),
    "G202": Code(
        "Name repeated", "A term lists one of its names twice.", "Remove one; plurals are matched without being listed."
    ),
    "G203": Code(
        "Unknown term", "A relation names a term that does not exist.", "Correct the slug, or leave the relation out."
    ),
    "G204": Code(
        "Cycle",
        "A chain of `broader` or `requires` leads back to its start.",
        "Remove one of the links that the message prints.",
    ),
    "G205": Code("Refers to itself", "A relation of a term names the term itself.", "Remove it."),
    "G206": Code("Unknown topic", "The topic is not in `topics.yml`.", "Use one of its ids."),
    "G207": Code(
        "Disambiguation",
        "A name in `_disambiguation.yml` is not claimed by the terms it lists.",
        "List exactly the terms that claim the name.",
    ),
    "G208": Code(
        "Address taken", "The slug is reserved for another page, or an address leads to two places.", "Rename the file."
    ),
    "G209": Code(
        "Name without a page",
        "The address of this name is empty, reserved or that of another page; search still finds it.",
        "Nothing need be done.",
    ),
    "G210": Code(
        "Common word links", "An everyday word would become a link wherever it is written.", "Move it to `unlinked`."
    ),
    "G211": Code("Listed twice", "A list names the same thing twice.", "Remove one."),
    "G301": Code(
        "Definition too short or too long",
        "A definition has 40 to 200 characters.",
        "Say genus and difference, and no more.",
    ),
    "G302": Code(
        "Definition is not one sentence",
        "A definition is a single sentence that ends with a full stop.",
        "Make it one.",
    ),
    "G303": Code(
        "Definition is not plain text", "A definition has Markdown, HTML or a line break in it.", "Write plain words."
    ),
    "G401": Code("Dead link", "A link in the text leads to an entry or page that does not exist.", "Correct it."),
    "G402": Code(
        "Missing figure", "The text shows a figure that is not in `figures/`.", "Add the file, or correct the name."
    ),
    "G403": Code(
        "Figure not allowed",
        "A figure holds something other than plain drawing elements in `currentColor`.",
        "Remove what the message names.",
    ),
    "G404": Code("HTML in the text", "Entries are plain Markdown.", "Write Markdown, or put it in backticks."),
    "G405": Code(
        "Address not allowed",
        "A link uses an address scheme other than https or mailto, or the path of a rendered page.",
        "Link the .md file, or an https address.",
    ),
    "G406": Code("Heading", "The page has its own headline; a heading in an entry begins with `##`.", "Use `##`."),
    "G501": Code("Unreadable promise", "A line of `urls.lock` is not an address and a slug.", "Restore the line."),
    "G502": Code("Dead address", "A published address leads nowhere.", "Add the line that the message prints."),
    "G503": Code(
        "Repointed address",
        "A published address leads to another entry.",
        "Give the name back, or tell the senses apart.",
    ),
    "G504": Code("Retired and alive", "An entry in `_retired.yml` still exists.", "Remove one of the two."),
}
