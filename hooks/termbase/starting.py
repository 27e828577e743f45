"""The files that a new glossary begins with."""

from __future__ import annotations

import json
from collections.abc import Iterator

MKDOCS = """\
# Settings of the site; everything about the subject is in glossary/.
site_name: {name}
site_url: !ENV [SITE_URL, "https://{slug}.example/"]
repo_url: !ENV [REPO_URL, ""]
docs_dir: docs
theme:
  name: material
  custom_dir: {generator}/docs/.overrides
  font: false
plugins: []
watch: [glossary]
hooks: [{generator}/hooks/glossary_hook.py]
markdown_extensions: [tables, toc, pymdownx.highlight, pymdownx.superfences]
validation:
  omitted_files: ignore
  links: {{not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}}
extra:
  glossary:
    name: {name}
    tagline: {tagline}
"""

MAKEFILE = """\
# Runs in the environment of the generator, which sets itself up.
GENERATOR := {generator}
run = @cd $(GENERATOR) && sh scripts/with-python.sh scripts/environment.py run -- sh -c

.PHONY: serve check site

serve: ## live preview at http://127.0.0.1:8000
\t$(run) 'cd "$(CURDIR)" && mkdocs serve'

check: ## every complaint, with its place
\t$(run) 'cd "$(CURDIR)" && glossary check'

site: ## build into site/
\t$(run) 'cd "$(CURDIR)" && mkdocs build --strict'
"""

HOME = """\
---
title: {name}
template: book/home.html
start: [headword]
---

Begin with the first word: `glossary new "…"` asks for what it needs.
"""

TOPICS = """\
- id: basics
  title: Basics
  summary: Words to begin with.
"""

ENTRY = """\
---
title: Headword
definition: The name under which a glossary lists an idea, the one among its synonyms that most people look for.
topic: basics
level: basic
sources:
  - {{title: "SKOS Reference, lexical labels", url: "https://www.w3.org/TR/skos-reference/#labels"}}
added: {today}
---
An example to replace. The file stem of an entry is its address, so choose it once and keep it.
"""


def starting_files(name: str, generator: str, today: str) -> Iterator[tuple[str, str]]:
    """(path, text) of a glossary called `name`; `generator` is the way from its folder to this project."""
    slug = "".join(one if one.isascii() and one.isalnum() else "-" for one in name.lower()).strip("-") or "glossary"
    quoted = json.dumps(name, ensure_ascii=False)  # a JSON string is a YAML string
    words = {
        "name": quoted,
        "slug": slug,
        "generator": generator,
        "tagline": json.dumps(f"{name}, word by word.", ensure_ascii=False),
        "today": today,
    }
    for path, text in (
        ("mkdocs.yml", MKDOCS),
        ("Makefile", MAKEFILE),
        ("docs/index.md", HOME),
        ("glossary/topics.yml", TOPICS),
        ("glossary/headword.md", ENTRY),
    ):
        yield path, text.format(**words)
    yield ".gitignore", "site/\n"
