"""Indexes the text of a built site for the second tier of its search: `full_text.py SITE`.

Pagefind reads the finished pages, only what is marked `data-pagefind-body`, and writes `SITE/pagefind/`. The
same pages give the same bytes. Its ready-made dialogs are left out: ours asks the index itself.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = "pagefind"
NOT_OURS = ("pagefind-*ui.*", "pagefind-highlight.js", "wasm.unknown.pagefind")


def index_text(site: Path) -> None:
    """Write the index into the site's folder. Raises OSError if that fails; what is wrong is on the terminal."""
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--output-subdir", FOLDER, "--quiet"]
    # Quiet as it is, it warns of pages it leaves out on purpose.
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        raise OSError("the text of the pages could not be indexed, see above")
    for pattern in NOT_OURS:
        for path in (site / FOLDER).glob(pattern):
            path.unlink()


def main(arguments: list[str]) -> int:
    """Index one site."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print("usage: full_text.py SITE", file=sys.stderr)
        return 2
    try:
        index_text(Path(arguments[0]))
    except OSError as error:
        print(f"full_text: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
