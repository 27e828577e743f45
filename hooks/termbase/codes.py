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
    "G116": Code(
        "Deceptive character",
        "A character cannot be seen, or turns the direction of the line, so that readers see another text.",
        "Remove it.",
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
    "G212": Code(
        "Look-alike",
        "A word of a name mixes alphabets, or a name looks like that of another term.",
        "Type it again with the letters of one alphabet.",
    ),
    "G213": Code(
        "Stop word links",
        "A word without a meaning of its own would become a link in every sentence.",
        "Move it to `unlinked`, or leave it out.",
    ),
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
    "G407": Code(
        "Too dense",
        "The text has more lines, levels or marks than can be rendered in reasonable time.",
        "Split it, or put code in backticks.",
    ),
    "G408": Code(
        "Not allowed in a page",
        "The text becomes HTML that no entry may bring into a page; the place given is where the text begins.",
        "Write plain Markdown.",
    ),
    "G409": Code(
        "Anchor",
        "`{#…}` does not stand at the end of a heading, is no lower-case word, or is taken.",
        "Write `## Heading {#anchor}`, with an anchor of its own.",
    ),
    "G501": Code("Unreadable promise", "A line of `urls.lock` is not an address and a slug.", "Restore the line."),
    "G502": Code("Dead address", "A published address leads nowhere.", "Add the line that the message prints."),
    "G503": Code(
        "Repointed address",
        "A published address leads to another entry.",
        "Give the name back, or tell the senses apart.",
    ),
    "G505": Code(
        "Anchor gone",
        "A published place within an entry is not there any more.",
        "End the heading that says it now with the anchor.",
    ),
    "G504": Code("Retired and alive", "An entry in `_retired.yml` still exists.", "Remove one of the two."),
    "G601": Code(
        "Not linked",
        "A term is mentioned by a name that never becomes a link by itself. Advice.",
        "Link it by hand, if it is the term that is meant.",
    ),
    "G602": Code(
        "Island",
        "Few links lead to the entry or out of it. Advice.",
        "Mention its neighbours, or list them in `related`.",
    ),
    "G603": Code(
        "One-sided equivalence",
        "An entry names another as its equivalent, which does not do the same. Advice.",
        "Add the equivalent on the other side.",
    ),
    "G604": Code(
        "Nothing required",
        "An entry that is not for beginners builds on no other. Advice.",
        "Name in `requires` what must be read first, or in `broader` what it is part of.",
    ),
    "G605": Code(
        "Circular definition",
        "A definition needs the word that it defines, by itself or by way of another definition. Advice.",
        "Say what kind of thing it is, and what sets it apart.",
    ),
    "G606": Code(
        "Stale",
        'An "as of" lies more than a year back. Advice; `glossary check --stale` lists them all.',
        "Look whether it still holds, and set the date anew.",
    ),
    "G608": Code(
        "Wanted",
        "A word is used in many entries and explained in none. Advice.",
        "Write the entry.",
    ),
    "G701": Code("Not importable", "A file or row cannot be read as an entry.", "Mend it as the message says."),
    "G702": Code(
        "Lacks something", "What is imported lacks what every entry needs.", "Add it there, or give the option named."
    ),
    "G703": Code("Exists already", "There is such an entry here.", "Improve that one."),
    "G704": Code(
        "Left out", "A key or relation of what was imported has no place here.", "Add it by hand, if it matters."
    ),
}
