"""Sets up `.venv` from the hashed lock and runs a command in it. Standard library only, no side roads.

    environment.py run [--dev] [--chromium] -- COMMAND [ARGUMENT…]
    environment.py chromium

`run` brings the environment up to date, which is nothing on a second run, and becomes the command.
`--dev` adds the packages for tests and checks, `--chromium` a browser (installed with apt-get where that
is possible, else the run fails). `chromium` prints the path of the browser that tests use, and installs
nothing. Whatever is missing is told in one line; exit status 1.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
MISLEADING = ("PYTHONHOME", "PYTHONPATH", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PIP_TARGET", "PIP_USER")
"""Variables that would make Python or pip look or write outside `.venv`."""
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


class Missing(Exception):
    """Something the machine lacks; the message is one line that says what to do."""


@dataclass(frozen=True)
class Stamp:
    """What an environment was made from. Written last, so that a half-made one has none."""

    folder: str
    """Where it stands: scripts in it carry this path, so that a moved one does not work."""
    python: str
    """Version of its Python, such as 3.11.7."""
    runtime: str = ""
    """Digest of requirements.lock as installed."""
    dev: str = ""
    """Digest of requirements-dev.lock as installed; empty: without the packages for tests."""
    project: str = ""
    """Digest of pyproject.toml when the project itself was installed."""

    @classmethod
    def read(cls, path: Path) -> Stamp | None:
        """The stamp in that file, or None if there is none that can be understood."""
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, path: Path) -> None:
        """Write whole or not at all."""
        aside = path.with_suffix(".tmp")
        aside.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")
        aside.replace(path)


class Environment:
    """The virtual environment of one checkout."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.python = self.folder / "bin" / "python"
        self.stamp = self.folder / "compute-glossary.json"

    def digest(self, name: str) -> str:
        """SHA-256 of a file of the project."""
        return hashlib.sha256((self.root / name).read_bytes()).hexdigest()

    def version(self) -> str:
        """Version of the environment's Python, or the empty string if it does not start."""
        code = "import platform; print(platform.python_version())"
        try:
            done = subprocess.run([self.python, "-I", "-c", code], capture_output=True, text=True, check=False)
        except OSError:
            return ""
        return done.stdout.strip()

    def fault(self, asked: str = "") -> str:
        """Why the environment must be made anew, or the empty string; `asked` is the Python named by hand."""
        made = Stamp.read(self.stamp)
        if made is None:
            return "it was not finished" if self.folder.exists() else "there is none yet"
        if made.folder != str(self.folder):
            return f"it was made in {made.folder}"
        now = self.version()
        if now != made.python:
            return f"it was made with Python {made.python}, " + (f"which is now {now}" if now else "which is gone")
        if asked and asked != now:
            return f"it was made with Python {made.python}, not {asked}"
        if made.runtime != self.digest("requirements.lock"):
            return "requirements.lock has changed"
        if made.dev and made.dev != self.digest("requirements-dev.lock"):
            return "requirements-dev.lock has changed"
        return ""

    def prepare(self, *, dev: bool, asked: str = "") -> None:
        """Make the environment what the locks and pyproject.toml say."""
        fault = self.fault(asked)
        if fault:
            self._create(fault)
        made = Stamp.read(self.stamp) or Stamp(str(self.folder), self.version())
        runtime, project = self.digest("requirements.lock"), self.digest("pyproject.toml")
        if dev and not made.dev:
            self._install("requirements-dev.lock")
            made = Stamp(made.folder, made.python, runtime, self.digest("requirements-dev.lock"), made.project)
        elif not made.runtime:
            self._install("requirements.lock")
            made = Stamp(made.folder, made.python, runtime)
        if made.project != project:
            self._pip("the project itself", "--no-build-isolation", "--no-deps", "--editable", str(self.root))
            made = Stamp(made.folder, made.python, made.runtime, made.dev, project)
        if made != Stamp.read(self.stamp):
            made.write(self.stamp)

    def variables(self, before: Mapping[str, str]) -> dict[str, str]:
        """The process environment in which the environment's commands are found first."""
        kept = {name: value for name, value in before.items() if name not in MISLEADING}
        path = os.pathsep.join([str(self.folder / "bin"), before.get("PATH", os.defpath)])
        return {**kept, "PATH": path, "VIRTUAL_ENV": str(self.folder)}

    def _create(self, why: str) -> None:
        base = getattr(sys, "_base_executable", None) or sys.executable
        say(f"making .venv with {base} ({why})")
        if importlib.util.find_spec("ensurepip") is None:
            obtain_ensurepip(base)
        if self.folder.is_symlink():
            self.folder.unlink()
        elif (self.folder / "pyvenv.cfg").is_file():
            shutil.rmtree(self.folder)
        elif self.folder.exists():
            raise Missing(f"{self.folder} is in the way and no virtual environment: move it elsewhere")
        clean = {name: value for name, value in os.environ.items() if name not in MISLEADING}
        done = subprocess.run(
            [base, "-m", "venv", str(self.folder)], capture_output=True, text=True, check=False, env=clean
        )
        if done.returncode:
            raise Missing(f"{base} cannot make a virtual environment: {last_line(done.stderr or done.stdout)}")

    def _install(self, lock: str) -> None:
        text = (self.root / lock).read_text(encoding="utf-8")
        count = sum("==" in line and not line.startswith((" ", "#")) for line in text.splitlines())
        say(f"installing {count} packages from {lock} (a minute or two)")
        self._pip(lock, "--require-hashes", "--only-binary", ":all:", "--requirement", str(self.root / lock))

    def _pip(self, what: str, *arguments: str) -> None:
        command = [str(self.python), "-m", "pip", "install", "--quiet", "--no-input"]
        done = subprocess.run(
            [*command, "--disable-pip-version-check", *arguments],
            capture_output=True,
            text=True,
            check=False,
            env=self.variables(os.environ),
        )
        if done.returncode:
            raise Missing(f"pip could not install {what}: {pip_reason(done.stderr or done.stdout)}")


def pip_reason(output: str) -> str:
    """What pip's many lines come to."""
    errors = [line.removeprefix("ERROR: ") for line in output.splitlines() if line.startswith("ERROR: ")]
    said = errors[0] if errors else last_line(output)
    if "connection broken by" in output:
        return f"no connection to the package index; connect and run it again (pip said: {said})"
    return said


def last_line(output: str) -> str:
    """The last line that says something."""
    lines = output.strip().splitlines()
    return lines[-1].strip() if lines else "it said nothing"


def say(line: str) -> None:
    """Tell the user what takes the time."""
    print(f"· {line}", file=sys.stderr, flush=True)


def as_root() -> list[str] | None:
    """The words in front of a command that needs root, or None where the user cannot become root unasked."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def apt_install(package: str) -> bool:
    """Install a Debian package where that needs no question; whether it was done."""
    prefix = as_root()
    if not shutil.which("apt-get") or prefix is None:
        return False
    say(f"installing {package} with apt-get")
    settings = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    for step in (["update"], ["install", "-y", "--no-install-recommends", package]):
        done = subprocess.run([*prefix, *settings, *step], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"apt-get could not install {package}: {last_line(done.stderr)}")
    return True


def obtain_ensurepip(base: str) -> None:
    """Debian ships Python without the part of `venv` that puts pip into an environment."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    package = (
        "python3-venv"
        if os.path.realpath(shutil.which("python3") or "") == os.path.realpath(base)
        else (f"{version}-venv")
    )
    if not apt_install(package):
        raise Missing(f"{base} cannot make virtual environments: apt install {package}")


def find_chromium() -> str | None:
    """Path of a Chromium that starts: $CHROMIUM if set, else the first of the usual names."""
    named = os.environ.get("CHROMIUM")
    for name in [named] if named else BROWSERS:
        path = shutil.which(name)
        # Ubuntu's chromium-browser is a stub that needs snap: only running it tells.
        if path and subprocess.run([path, "--version"], capture_output=True).returncode == 0:
            return path
    if named:
        raise Missing(f'$CHROMIUM is "{named}", which does not start; correct or unset it')
    return None


NO_CHROMIUM = (
    "the tests need Chromium or Chrome and found none: apt install chromium "
    "(macOS: brew install --cask chromium), or set CHROMIUM=/path/to/chrome"
)


def obtain_chromium() -> str:
    """Path of a Chromium, installing it where that needs no question."""
    found = find_chromium() or (apt_install("chromium") and find_chromium())
    if not found:
        raise Missing(NO_CHROMIUM)
    return found


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """Let one process at a time set up; the others wait. A killed one frees the way."""
    (root / ".build").mkdir(exist_ok=True)
    with (root / ".build" / "environment.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another make that is setting up")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def asked_python() -> str:
    """Version of the running Python if the user chose it with $PYTHON, else the empty string."""
    return ".".join(map(str, sys.version_info[:3])) if os.environ.get("PYTHON") else ""


def read_command_line(arguments: list[str]) -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("chromium", help="print the path of the browser that tests use")
    run = verbs.add_parser("run", help="set up what is missing, then become COMMAND")
    run.add_argument("--dev", action="store_true", help="with the packages for tests and checks")
    run.add_argument("--chromium", action="store_true", help="with a browser")
    run.add_argument("command", nargs="+")
    return parser.parse_args(arguments)


def become(command: list[str], *, dev: bool, with_chromium: bool) -> NoReturn:
    """Set up what is missing, then replace this process by the command."""
    environment = Environment()
    with alone(environment.root):
        environment.prepare(dev=dev, asked=asked_python())
        browser = {"CHROMIUM": obtain_chromium()} if with_chromium else {}
    variables = {**environment.variables(os.environ), **browser}
    os.chdir(environment.root)
    program = shutil.which(command[0], path=variables["PATH"])
    if program is None:
        raise Missing(f'there is no command "{command[0]}" in .venv or on the PATH')
    os.execve(program, command, variables)


def main(arguments: list[str]) -> int:
    """Run the command line; returns the exit status, or never, having become the command."""
    options = read_command_line(arguments)
    try:
        if options.verb == "run":
            become(options.command, dev=options.dev, with_chromium=options.chromium)
        found = find_chromium()
        if found is None:
            raise Missing(NO_CHROMIUM)
        print(found)
    except Missing as missing:
        print(f"setup: {missing}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("setup: stopped; the next run goes on from here", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
