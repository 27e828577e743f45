"""Run the examples of the entries on a machine with an NVIDIA GPU, and say what each did.

The entries promise that code runs as shown. The tests can only read it; this script compiles every block of CUDA C++,
runs every whole program and every block of Python, and asks the read-only commands of the `console` blocks. It changes
no setting of the device. Needs nvcc and Python with PyTorch; what an example wants beyond that is reported as missing.

    python scripts/gpu/examples.py glossary report.json [--arch sm_90]
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

FENCE = re.compile(r"^(`{3,})(\w+)[^\n]*\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)

# Commands of `console` blocks that only read. Anything else may change a machine, or needs one of another kind.
READ_ONLY = re.compile(r"^(nvidia-smi|nvcc --|python3? -c |cuobjdump --help|ncu --query|nvidia-ctk --version)")
WRITES = re.compile(
    r"(sudo|-pl\b|-pm\b|-lgc\b|-ac\b|-mig\b|--lock|--power-limit|--gpu-reset|-r\b|conf-compute -s"
    r"|-l 1|--loop|dmon|pmon|\bmig -[cd])"
)


@dataclass(frozen=True)
class Outcome:
    """What became of one example: where it stands, what was done with it, how that ended and what it printed."""

    entry: str
    number: int
    language: str
    done: str
    code: int
    output: str


def run(command: list[str] | str, folder: Path, seconds: int) -> tuple[int, str]:
    """Run a command in a folder; the exit code (124 where it took too long) and the end of what it printed."""
    try:
        answer = subprocess.run(
            command,
            cwd=folder,
            shell=isinstance(command, str),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return 124, f"still running after {seconds} s"
    return answer.returncode, (answer.stdout + answer.stderr)[-1500:]


def cuda(entry: str, number: int, text: str, arch: str) -> list[Outcome]:
    """Compile a block of CUDA C++ for `arch`, and run it where it is a whole program."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "example.cu").write_text(text, encoding="utf-8")
        whole = re.search(r"\bint main\(", text) is not None
        goal = ["-o", "example"] if whole else ["-c", "-o", "example.o"]
        libraries = ["-lcublas", "-lcuda", "-lnvrtc"] if whole else []
        flags = [
            "-std=c++17",
            f"-gencode=arch={arch.replace('sm_', 'compute_')},code={arch}",
            "-rdc=true" if "<<<" in text and not whole else "-lineinfo",
        ]
        code, output = run(["nvcc", *flags, "example.cu", *goal], folder, 120)
        if code and whole:
            code, output = run(["nvcc", *flags, "example.cu", *goal, *libraries], folder, 120)
        for special in ("90a", "100a"):
            # Instructions of one architecture alone, such as those of tensor memory, need its own target.
            if code and "ptxas" in output:
                flags[1] = f"-gencode=arch=compute_{special},code=sm_{special}"
                code, output = run(["nvcc", *flags, "example.cu", *goal], folder, 120)
        outcomes = [Outcome(entry, number, "cpp", "compiled", code, output)]
        if whole and code == 0:
            outcomes.append(Outcome(entry, number, "cpp", "run", *run(["./example"], folder, 60)))
        return outcomes


def python(entry: str, number: int, text: str) -> list[Outcome]:
    """Run a block of Python by itself, or under torchrun with one process where it asks for that."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "example.py").write_text(text, encoding="utf-8")
        command = [sys.executable, "example.py"]
        if "torchrun" in text:
            command = ["torchrun", "--standalone", "--nproc-per-node=1", "example.py"]
        return [Outcome(entry, number, "python", "run", *run(command, folder, 90))]


def console(entry: str, number: int, text: str) -> list[Outcome]:
    """Ask the commands of a block that only read."""
    outcomes = []
    for line in text.splitlines():
        command = line.removeprefix("$ ")
        if line.startswith("$ ") and READ_ONLY.match(command) and not WRITES.search(command):
            with tempfile.TemporaryDirectory() as name:
                code, output = run(command, Path(name), 60)
            outcomes.append(Outcome(entry, number, "console", command, code, output))
    return outcomes


def main() -> int:
    """Run all examples, four at a time; the report as JSON, one line a failure on standard output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("entries", type=Path)
    parser.add_argument("report", type=Path)
    parser.add_argument("--arch", default="sm_90")
    arguments = parser.parse_args()

    def one(job: tuple[str, int, str, str]) -> list[Outcome]:
        entry, number, language, text = job
        if language == "cpp":
            return cuda(entry, number, text, arguments.arch)
        return (python if language == "python" else console)(entry, number, text)

    jobs = [
        (path.stem, number, match[2], match[3])
        for path in sorted(arguments.entries.glob("*.md"))
        for number, match in enumerate(FENCE.finditer(path.read_text(encoding="utf-8")), start=1)
        if match[2] in ("cpp", "python", "console")
    ]
    with ThreadPoolExecutor(max_workers=8) as pool:
        outcomes = [outcome for found in pool.map(one, jobs) for outcome in found]
    arguments.report.write_text(json.dumps([asdict(o) for o in outcomes], indent=1), encoding="utf-8")
    failed = [o for o in outcomes if o.code]
    for outcome in failed:
        last = outcome.output.strip().splitlines()[-1:] or [""]
        print(f"{outcome.entry} #{outcome.number} {outcome.done}: exit {outcome.code}: {last[0][:200]}")
    print(f"{len(outcomes)} examples tried, {len(failed)} failed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
