"""`make serve ONLY=…`: one entry at once, for somebody who is writing it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TEA = Path(__file__).parent / "tea"
BUILD = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
config = load_config("mkdocs.yml", site_dir=sys.argv[1])
config.plugins.on_startup(command="serve", dirty=False)
build(config)
"""


def test_only_what_was_asked_for_is_made(tmp_path: Path) -> None:
    variables = {**os.environ, "GLOSSARY_ONLY": "wu long, nobody", "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(tmp_path)],
        cwd=TEA,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    pages = {path.parent.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("index.html")}
    assert pages == {".", "t/oolong"}
    page = (tmp_path / "t/oolong/index.html").read_text(encoding="utf-8")
    assert 'data-term="oxidation"' in page, "previews of other terms still work"
    assert not (tmp_path / "api/v1/lookup").exists()
