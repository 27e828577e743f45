"""`make audit` says in one line what a machine lacks, and its packages are pinned."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

AUDIT = Path(__file__).resolve().parents[1] / "scripts" / "audit"


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ((), "audit: node is missing: install Node 20 or newer\n"),
        (("node",), "audit: npm is missing: install npm, which comes with Node\n"),
        (("node", "npm"), "audit: java is missing: install a Java runtime, 11 or newer\n"),
    ],
)
def test_what_is_missing_is_one_line(there: tuple[str, ...], said: str, tmp_path: Path) -> None:
    for name in there:
        (tmp_path / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        [sys.executable, str(AUDIT / "audit.py")],
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)


def test_every_package_is_locked_with_its_digest() -> None:
    wanted = json.loads((AUDIT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    packages = json.loads((AUDIT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert packages.pop("")["dependencies"] == wanted
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert [name for name, one in packages.items() if not one.get("integrity") and not one.get("inBundle")] == []
