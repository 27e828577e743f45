"""What `make check` tells a contributor about an unchanged clone."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_an_unchanged_clone_has_nothing_to_complain_of() -> None:
    done = subprocess.run(
        ["sh", "-e", "scripts/check.sh"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
