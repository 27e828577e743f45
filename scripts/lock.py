"""Writes the two lock files anew from pyproject.toml, keeping every pin that still fits (`make lock`).

    lock.py [--upgrade] [--upgrade-package NAME]…

The lock of the site also holds what builds the project itself, so that the editable install works
without build isolation, hence without anything that has no hash.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMPILE = ["uv", "pip", "compile", "pyproject.toml", "-", "--quiet", "--universal", "--generate-hashes"]
COMPILE += ["--no-header", "--no-emit-index-url", "--no-emit-find-links"]


def main(arguments: list[str]) -> int:
    """Compile both locks; `arguments` are handed on to uv."""
    if not shutil.which("uv"):
        print("make lock needs uv: pip install uv, or see https://docs.astral.sh/uv/", file=sys.stderr)
        return 1
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    oldest = project["project"]["requires-python"].removeprefix(">=")
    builders = "\n".join(project["build-system"]["requires"])
    for_tests = ["--extra", "dev", "--constraint", "requirements.lock"]
    for lock, extra in (("requirements.lock", []), ("requirements-dev.lock", for_tests)):
        command = [*COMPILE, "--python-version", oldest, *extra, "--output-file", lock, *arguments]
        done = subprocess.run(command, cwd=ROOT, input=builders, text=True, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
