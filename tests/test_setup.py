"""Setting up, publishing and the files around them: what happens on a machine that lacks something."""

from __future__ import annotations

import importlib.util
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
SH = "/bin/sh"
LAUNCHER = ROOT / "scripts" / "with-python.sh"


def load(name: str) -> ModuleType:
    """A file of scripts/ as a module: it is no package, because the scripts run before anything is installed."""
    spec = importlib.util.spec_from_file_location(f"scripts_{name}", ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


environment = load("environment")
publish = load("publish")


def command(folder: Path, name: str, script: str) -> Path:
    """A shell script on a PATH made for the test."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!{SH}\n{script}\n")
    path.chmod(0o755)
    return path


def launch(path: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the launcher with nothing else on the PATH."""
    code = [SH, str(LAUNCHER), *(arguments or ("-c", "print('ran')"))]
    return subprocess.run(code, env={"PATH": str(path), **variables}, capture_output=True, text=True, check=False)


OLD = 'case "$1" in --version) echo "Python 3.9.18";; *) exit 1;; esac'
GOOD = f'exec "{sys.executable}" "$@"'


class TestLauncher:
    """scripts/with-python.sh finds a Python or says what to do, in one line."""

    def test_takes_python3(self, tmp_path: Path) -> None:
        command(tmp_path, "python3", GOOD)
        assert launch(tmp_path).stdout == "ran\n"

    @pytest.mark.parametrize("stub", [OLD, "exit 127"], ids=["old", "broken"])
    def test_passes_over_a_python3_of_no_use(self, tmp_path: Path, stub: str) -> None:
        command(tmp_path, "python3", stub)
        command(tmp_path, "python3.13", "exit 127")
        command(tmp_path, "python3.12", GOOD)
        assert launch(tmp_path).stdout == "ran\n"

    def test_takes_the_one_named(self, tmp_path: Path) -> None:
        command(tmp_path, "python3", "exit 127")
        named = command(tmp_path / "elsewhere", "python", GOOD)
        assert launch(tmp_path, PYTHON=str(named)).stdout == "ran\n"

    @pytest.mark.parametrize(
        ("python3", "named", "found"),
        [
            (None, "", "found none that runs:"),
            (OLD, "", "found Python 3.9.18:"),
            (GOOD, "/nowhere/python3", "found in /nowhere/python3 none that runs:"),
        ],
    )
    def test_says_what_is_missing(self, tmp_path: Path, python3: str | None, named: str, found: str) -> None:
        if python3:
            command(tmp_path, "python3", python3)
        done = launch(tmp_path, PYTHON=named)
        assert done.returncode == 1
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1
        assert f"Python 3.11.5 or newer is needed, {found} install one" in done.stderr

    def test_asks_for_the_version_of_the_project(self) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        script = LAUNCHER.read_text(encoding="utf-8")
        wanted = project["requires-python"].removeprefix(">=")
        assert f"wanted={wanted}\n" in script
        assert f"({', '.join(wanted.split('.'))})" in script


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with locks and a finished environment whose Python is this one."""
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        (tmp_path / name).write_text(f"# {name}\n")
    made = environment.Environment(tmp_path)
    made.python.parent.mkdir(parents=True)
    made.python.symlink_to(sys.executable)
    (made.folder / "pyvenv.cfg").write_text("")
    environment.Stamp(
        folder=str(made.folder),
        python=made.version(),
        runtime=made.digest("requirements.lock"),
        project=made.digest("pyproject.toml"),
    ).write(made.stamp)
    return tmp_path


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a set-up would have done, instead of doing it."""
    done: list[str] = []

    def create(self: environment.Environment, why: str) -> None:
        done.append(f"create: {why}")
        self.stamp.unlink(missing_ok=True)

    monkeypatch.setattr(environment.Environment, "_create", create)
    monkeypatch.setattr(environment.Environment, "_install", lambda self, lock: done.append(lock))
    monkeypatch.setattr(environment.Environment, "_pip", lambda self, what, *arguments: done.append(what))
    return done


SITE_ONLY = ["requirements.lock", "the project itself"]


class TestEnvironment:
    """scripts/environment.py does what is needed and nothing more."""

    def test_a_finished_one_is_left_alone(self, project: Path, work: list[str]) -> None:
        environment.Environment(project).prepare(dev=False)
        assert work == []

    def test_the_packages_for_tests_come_on_top_and_once(self, project: Path, work: list[str]) -> None:
        for dev in (True, True, False):
            environment.Environment(project).prepare(dev=dev)
        assert work == ["requirements-dev.lock"]

    def test_a_changed_pyproject_installs_only_the_project(self, project: Path, work: list[str]) -> None:
        (project / "pyproject.toml").write_text("# changed\n")
        for _ in range(2):
            environment.Environment(project).prepare(dev=False)
        assert work == ["the project itself"]

    def test_a_changed_lock_makes_it_anew(self, project: Path, work: list[str]) -> None:
        (project / "requirements.lock").write_text("# changed\n")
        for _ in range(2):
            environment.Environment(project).prepare(dev=False)
        assert work == ["create: requirements.lock has changed", *SITE_ONLY]

    def test_a_changed_lock_for_tests_matters_only_where_it_was_installed(self, project: Path, work: list[str]) -> None:
        (project / "requirements-dev.lock").write_text("# changed\n")
        environment.Environment(project).prepare(dev=False)
        assert work == []
        environment.Environment(project).prepare(dev=True)
        (project / "requirements-dev.lock").write_text("# changed again\n")
        environment.Environment(project).prepare(dev=False)
        assert work == ["requirements-dev.lock", "create: requirements-dev.lock has changed", *SITE_ONLY]

    def test_a_half_made_one_is_made_anew(self, project: Path, work: list[str]) -> None:
        stamp = environment.Environment(project).stamp
        stamp.write_text(stamp.read_text()[:20])
        environment.Environment(project).prepare(dev=False)
        assert work == ["create: it was not finished", *SITE_ONLY]

    def test_a_moved_one_is_made_anew(
        self, project: Path, work: list[str], tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        moved = tmp_path_factory.mktemp("moved") / "project"
        shutil.copytree(project, moved, symlinks=True)
        environment.Environment(moved).prepare(dev=False)
        assert work == [f"create: it was made in {project / '.venv'}", *SITE_ONLY]

    def test_one_whose_python_is_gone_is_made_anew(self, project: Path, work: list[str]) -> None:
        made = environment.Environment(project)
        before = made.version()
        made.python.unlink()
        made.python.symlink_to("/nowhere/python3")
        assert made.fault() == f"it was made with Python {before}, which is gone"

    def test_one_whose_python_is_now_another_is_made_anew(self, project: Path) -> None:
        made = environment.Environment(project)
        stamp = json.loads(made.stamp.read_text())
        made.stamp.write_text(json.dumps({**stamp, "python": "3.10.1"}))
        assert made.fault() == f"it was made with Python 3.10.1, which is now {made.version()}"

    def test_a_python_named_by_hand_counts(self, project: Path) -> None:
        made = environment.Environment(project)
        assert made.fault(asked=made.version()) == ""
        assert made.fault(asked="3.99.0") == f"it was made with Python {made.version()}, not 3.99.0"

    def test_something_else_in_the_way_is_kept(self, project: Path) -> None:
        shutil.rmtree(project / ".venv")
        (project / ".venv").mkdir()
        (project / ".venv" / "thesis.txt").write_text("years of work")
        with pytest.raises(environment.Missing, match="is in the way and no virtual environment"):
            environment.Environment(project).prepare(dev=False)
        assert (project / ".venv" / "thesis.txt").exists()

    def test_what_pip_cannot_install_is_told_in_a_line_and_leaves_no_stamp(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The one test that makes a real environment: no network is asked."""
        for name in ("requirements-dev.lock", "pyproject.toml"):
            (tmp_path / name).write_text("")
        (tmp_path / "requirements.lock").write_text(f"no-such-package==1.0 --hash=sha256:{'0' * 64}\n")
        monkeypatch.setenv("PIP_NO_INDEX", "1")
        monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
        monkeypatch.setenv("PYTHONPATH", "/nowhere")
        made = environment.Environment(tmp_path)
        with pytest.raises(environment.Missing) as caught:
            made.prepare(dev=False)
        assert str(caught.value).startswith("pip could not install requirements.lock: Could not find a version")
        assert "\n" not in str(caught.value)
        assert made.fault() == "it was not finished"

    def test_commands_see_only_the_environment(self, project: Path) -> None:
        made = environment.Environment(project)
        variables = made.variables({"PATH": "/bin", "PYTHONHOME": "/x", "PIP_USER": "1", "HOME": "/h"})
        assert variables == {
            "PATH": f"{project}/.venv/bin:/bin",
            "HOME": "/h",
            "VIRTUAL_ENV": f"{project}/.venv",
        }

    def test_a_missing_network_is_named(self) -> None:
        output = (
            "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('Failed to "
            "establish a new connection')': /simple/click/\n"
            "ERROR: Could not find a version that satisfies the requirement click==8.5.1 (from versions: none)\n"
            "ERROR: No matching distribution found for click==8.5.1\n"
        )
        assert environment.pip_reason(output) == (
            "no connection to the package index; connect and run it again (pip said: Could not find a version "
            "that satisfies the requirement click==8.5.1 (from versions: none))"
        )


class TestChromium:
    """A browser is found, installed or asked for; only one that starts counts."""

    @pytest.fixture
    def path(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.delenv("CHROMIUM", raising=False)
        monkeypatch.setattr(
            environment, "BROWSERS", [name for name in environment.BROWSERS if not name.startswith("/")]
        )
        return tmp_path

    def test_a_stub_is_passed_over(self, path: Path) -> None:
        command(path, "chromium", "echo 'install the snap' >&2; exit 1")
        chrome = command(path, "google-chrome-stable", "echo Chrome 156")
        assert environment.find_chromium() == str(chrome)

    def test_the_one_named_is_the_one_used(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        command(path, "chromium", "echo Chromium 156")
        named = command(path / "mine", "chrome", "echo Chrome 156")
        monkeypatch.setenv("CHROMIUM", str(named))
        assert environment.find_chromium() == str(named)
        named.unlink()
        with pytest.raises(environment.Missing, match="does not start"):
            environment.find_chromium()

    def test_root_gets_it_from_apt(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        command(path, "env", 'shift; exec "$@"')
        command(
            path,
            "apt-get",
            f'echo "$@" >> "{path}/log"; case "$*" in *"install -y --no-install-recommends chromium") '
            f"printf '#!{SH}\\necho 156\\n' > {path}/chromium; /bin/chmod +x {path}/chromium;; esac",
        )
        monkeypatch.setattr(environment, "as_root", list)
        assert environment.obtain_chromium() == str(path / "chromium")
        log = (path / "log").read_text()
        assert environment.obtain_chromium() == str(path / "chromium")
        assert (path / "log").read_text() == log

    def test_apt_failing_is_told_in_a_line(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        command(path, "env", 'shift; exec "$@"')
        command(path, "apt-get", "echo noise >&2; echo 'E: Unable to locate package chromium' >&2; exit 100")
        monkeypatch.setattr(environment, "as_root", list)
        with pytest.raises(environment.Missing) as caught:
            environment.obtain_chromium()
        assert str(caught.value) == "apt-get could not install chromium: E: Unable to locate package chromium"

    @pytest.mark.parametrize("root", [[], None], ids=["root without apt", "nobody"])
    def test_without_means_it_says_how(
        self, path: Path, monkeypatch: pytest.MonkeyPatch, root: list[str] | None
    ) -> None:
        if root is None:
            command(path, "apt-get", f"touch {path}/asked")
        monkeypatch.setattr(environment, "as_root", lambda: root)
        with pytest.raises(environment.Missing, match="apt install chromium"):
            environment.obtain_chromium()
        assert not (path / "asked").exists()

    def test_the_command_line_says_it_in_one_line(self, path: Path) -> None:
        script = [sys.executable, str(ROOT / "scripts" / "environment.py"), "chromium"]
        variables = {"PATH": str(path), "CHROMIUM": "/nowhere/chrome"}
        done = subprocess.run(script, env=variables, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stderr == 'setup: $CHROMIUM is "/nowhere/chrome", which does not start; correct or unset it\n'


HEAD = '<!doctype html><html lang="en"><head><link rel="canonical" href="https://x.example/base/{}"></head>'


def site(folder: Path, pages: dict[str, str]) -> Path:
    """A small finished site."""
    for path, body in {"index.html": "", "404.html": "", "warp/index.html": "", **pages}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        canonical = path.removesuffix("index.html")
        file.write_text(HEAD.format(canonical) + f'<body id="top">{body}</body></html>\n')
    (folder / "sitemap.xml").write_text("<urlset/>")
    return folder


class TestVerification:
    """What `make site` refuses to publish."""

    def test_a_whole_site_is_fit(self, tmp_path: Path) -> None:
        body = (
            '<a href="warp/">a</a> <a href="./warp/#top">b</a> <a href="?q=x">c</a> <a href="#top">d</a>'
            '<a href="https://x.example/base/warp/">e</a> <a href="https://x.example/other/">f</a>'
            '<a href="https://elsewhere.example/x">g</a> <a href="mailto:a@b.example">h</a>'
            '<code>&lt;a href="gone/"&gt;</code> <a href="warp/?a=1&amp;b=2#:~:text=x">i</a>'
            "<a title='1 > 2' href='warp/index.html'>j</a>"
        )
        below = '<a href="../">up</a> <a href="/base/warp/">self</a>'
        folder = site(tmp_path, {"index.html": body, "warp/index.html": below})
        assert list(publish.complaints(folder)) == []

    @pytest.mark.parametrize(
        ("body", "complaint"),
        [
            ('<a href="gone/">x</a>', 'index.html: dead link "gone/"'),
            ('<img src="gone.svg">', 'index.html: dead link "gone.svg"'),
            ('<a title="1 > 2" href="/base/gone/">x</a>', 'index.html: dead link "/base/gone/"'),
            ('<a href="https://x.example/base/gone/">x</a>', 'index.html: dead link "https://x.example/base/gone/"'),
            (
                '<a href="warp/#nowhere">x</a>',
                'index.html: link "warp/#nowhere" to a place that warp/index.html does not have',
            ),
        ],
    )
    def test_a_dead_link_is_unfit(self, tmp_path: Path, body: str, complaint: str) -> None:
        assert list(publish.complaints(site(tmp_path, {"index.html": body}))) == [complaint]

    def test_a_missing_or_cut_page_is_unfit(self, tmp_path: Path) -> None:
        folder = site(tmp_path, {})
        (folder / "404.html").unlink()
        warp = folder / "warp" / "index.html"
        warp.write_text(warp.read_text()[:-20])
        assert list(publish.complaints(folder)) == [
            "404.html is missing",
            "warp/index.html is cut off: it does not end with </html>",
        ]


RELEASE_FILES = 40
PUBLISHER = """
import importlib.util, pathlib, shutil, sys
script, root, two_steps = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3] == "two steps"
spec = importlib.util.spec_from_file_location("publish", script)
publish = sys.modules["publish"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(publish)
if two_steps:
    publish.exchange = lambda one, other: False
live, workshop = root / "site", root / ".build"
number = 0
print("ready", flush=True)
while True:
    number += 1
    publish.tidy(workshop, live, workshop / "previous-site")
    new = workshop / "site-x" / "site"
    new.mkdir(parents=True)
    for index in range(int(sys.argv[4])):
        (new / f"{index}.txt").write_text(str(number))
    publish.swap(new, live, workshop / "previous-site")
"""


def is_one_whole_release(folder: Path) -> bool:
    """Whether all files of a release are there and of the same number."""
    files = list(folder.iterdir())
    return len(files) == RELEASE_FILES and len({file.read_text() for file in files}) == 1


class TestSwap:
    """`site/` is one whole release, whatever happens."""

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        (tmp_path / "site").mkdir()
        (tmp_path / ".build").mkdir()
        for index in range(RELEASE_FILES):
            (tmp_path / "site" / f"{index}.txt").write_text("0")
        return tmp_path

    @pytest.mark.parametrize("way", ["one step", "two steps"])
    def test_kill_at_any_moment(self, root: Path, way: str) -> None:
        chance = random.Random(20261123)
        script = str(ROOT / "scripts" / "publish.py")
        for _ in range(12):
            process = subprocess.Popen(
                [sys.executable, "-c", PUBLISHER, script, str(root), way, str(RELEASE_FILES)],
                stdout=subprocess.PIPE,
            )
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.05))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            if way == "two steps":  # the only moment without site/ lies between its two renames
                publish.tidy(root / ".build", root / "site", root / ".build" / "previous-site")
            assert is_one_whole_release(root / "site")

    def test_the_first_release(self, root: Path) -> None:
        shutil.rmtree(root / "site")
        new = site(root / ".build" / "new", {})
        publish.swap(new, root / "site", root / ".build" / "previous-site")
        assert (root / "site" / "index.html").exists()

    def test_two_steps_go_back_when_the_second_fails(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(publish, "exchange", lambda one, other: False)
        with pytest.raises(FileNotFoundError):
            publish.swap(root / "not-there", root / "site", root / ".build" / "previous-site")
        assert is_one_whole_release(root / "site")

    def test_a_link_in_its_place_is_not_touched(self, root: Path) -> None:
        (root / "site").rename(root / "elsewhere")
        (root / "site").symlink_to(root / "elsewhere")
        with pytest.raises(publish.Unfit, match="is not a folder"):
            publish.swap(site(root / ".build" / "new", {}), root / "site", root / ".build" / "old")
        assert is_one_whole_release(root / "elsewhere")

    @pytest.mark.parametrize(
        ("mkdocs", "reason"),
        [
            ("exit 1", "the build failed"),
            ('mkdir -p "$4"; echo half > "$4/index.html"; kill -9 $$', "the build failed"),
            ('mkdir -p "$4"; echo "<html>" > "$4/index.html"', "is not fit"),
        ],
        ids=["refused", "killed", "incomplete"],
    )
    def test_a_failed_build_leaves_the_old_site(
        self, root: Path, monkeypatch: pytest.MonkeyPatch, mkdocs: str, reason: str
    ) -> None:
        command(root / "bin", "mkdocs", mkdocs)
        monkeypatch.setenv("PATH", f"{root / 'bin'}:{os.environ['PATH']}")
        with pytest.raises(publish.Unfit, match=reason):
            publish.publish(root)
        assert is_one_whole_release(root / "site")
        assert [path.name for path in (root / ".build").iterdir()] == ["site.lock"]

    def test_a_good_build_takes_its_place(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        ready = site(root / "ready", {"index.html": "<p>Words to be found.</p>"})
        command(root / "bin", "mkdocs", f'cp -r "{ready}" "$4"')
        monkeypatch.setenv("PATH", f"{root / 'bin'}:{os.environ['PATH']}")
        assert publish.publish(root) == 3
        names = sorted(path.name for path in (root / "site").iterdir())
        assert names == sorted(["pagefind", *(path.name for path in ready.iterdir())])
        assert (root / "site" / "pagefind" / "pagefind.js").is_file()
        assert not list((root / "site" / "pagefind").glob("*ui*")), "ready-made dialogs that nobody opens"
        assert [path.name for path in (root / ".build").iterdir()] == ["site.lock"]

    def test_one_at_a_time(self, root: Path) -> None:
        with publish.alone(root / ".build"), pytest.raises(publish.Unfit, match="another make site"):
            publish.publish(root)


def requirements(lock: str) -> dict[str, set[str]]:
    """Name → versions of a lock file (several where Pythons or systems differ); every one must carry a hash."""
    found: dict[str, set[str]] = {}
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line and not line.lstrip().startswith("#"):
            assert "--hash=sha256:" in line, line
            name, _, rest = line.partition("==")
            found.setdefault(name, set()).add(rest.split()[0])
    return found


def plain_name(requirement: str) -> str:
    """The normalised name in a requirement such as `PyYAML>=6`."""
    return re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower().replace("_", "-").replace(".", "-")


class TestFiles:
    """The files around the code agree with one another."""

    def test_the_locks_hold_what_the_project_asks_for(self) -> None:
        """If this fails, `make lock` mends it."""
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        site_lock, test_lock = requirements("requirements.lock"), requirements("requirements-dev.lock")
        for_site = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
        for_tests = [one for extra in project["project"]["optional-dependencies"].values() for one in extra]
        own = project["project"]["name"]
        assert {plain_name(one) for one in for_site} - set(site_lock) == set()
        assert {plain_name(one) for one in for_tests} - {own} - set(test_lock) == set()
        assert {name: versions for name, versions in site_lock.items() if test_lock.get(name) != versions} == {}

    def test_help_lists_every_target(self) -> None:
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
        assert targets is not None
        done = subprocess.run(["make", "-s", "-C", str(ROOT)], capture_output=True, text=True, check=True)
        listed = [line.split()[1] for line in done.stdout.splitlines()]
        assert listed == targets[1].split()
        assert listed == re.findall(r"^([a-z]+):", makefile, re.MULTILINE)

    def test_ci_runs_what_everybody_runs(self) -> None:
        lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
        commands = [line for line in lines if line and not line.startswith("#")]
        assert commands == ["set -euo pipefail", 'cd "$(dirname "${BASH_SOURCE[0]}")/.."', "exec make test"]

    @pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "DEVELOPING.md", "SECURITY.md", "CHANGELOG.md"])
    def test_the_guides_speak_of_what_there_is(self, name: str) -> None:
        text = (ROOT / name).read_text(encoding="utf-8")
        links = re.findall(r"\]\(([^)#:]+)\)", text)
        folders = re.findall(r"`((?:glossary|calculators|hooks|docs|tests|bench|scripts|examples)/[\w./-]*)`", text)
        asked_for = {"glossary/tea-cosy.md", "warp-scheduler.md"}  # CONTRIBUTING has one written
        missing = {path for path in [*links, *folders] if not (ROOT / path).exists()}
        assert {path for path in missing - asked_for if not path.startswith("figures/")} == set()
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        assert set(re.findall(r"(?:^|[`…] ?)make ([a-z]+)", text, re.MULTILINE)) <= set(targets)

    def test_the_readme_opens_with_the_two_commands(self) -> None:
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        assert re.findall(r"^make \w+", readme, re.MULTILINE)[:2] == ["make serve", "make test"]

    def test_workflows_have_no_known_hole(self) -> None:
        done = subprocess.run(
            [str(Path(sys.executable).with_name("zizmor")), "--offline", "--no-progress", str(ROOT / ".github")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "No findings to report" in done.stdout + done.stderr

    @pytest.mark.parametrize(
        ("changed", "event", "whole"),
        [
            (["glossary/warp.md", "tests/content/claims/warp.yml"], "pull_request", False),
            (["glossary/warp.md", "hooks/termbase/load.py"], "pull_request", True),
            (["glossary/warp.md"], "push", True),
            (["mkdocs.yml"], "pull_request", True),
        ],
    )
    def test_words_alone_take_the_fast_way(self, changed: list[str], event: str, whole: bool, tmp_path: Path) -> None:
        def git(*arguments: str) -> None:
            named = ["-c", "user.name=x", "-c", "user.email=x@tea.example", "-c", "init.defaultBranch=main"]
            subprocess.run(["git", *named, *arguments], cwd=tmp_path, check=True, capture_output=True)

        git("init")
        (tmp_path / "README").write_text("x")
        git("add", ".")
        git("commit", "-m", "one")
        for name in changed:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text("x")
        git("add", ".")
        git("commit", "-m", "two")
        script = ROOT / "scripts/scope.sh"
        said = subprocess.run(["sh", script, event], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
        assert said.splitlines()[1] == ("arguments=" if whole else "arguments=tests/content tests/termbase tests/site")
        assert ("3.11" in said) == whole

    def test_the_editor_knows_the_schema(self) -> None:
        from termbase.editor import editor_files
        from termbase.load import load_glossary

        topics = load_glossary(ROOT / "glossary", ROOT).glossary.topics
        for name, text in editor_files(topics).items():
            assert (ROOT / name).read_text(encoding="utf-8") == text, "run: glossary editor"

    @pytest.mark.parametrize("path", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=lambda path: path.name)
    def test_workflows_are_pinned_and_harmless(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        uses = re.findall(r"uses: (\S+)(.*)", text)
        assert uses or "workflow_run" in text, "what a pull request starts must do something"
        for action, comment in uses:
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action), action
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), f"{action}{comment}"
        workflow = yaml.load(text, Loader=yaml.BaseLoader)  # `on` stays a word
        assert "pull_request_target" not in workflow["on"]
        assert workflow["permissions"] == {"contents": "read"}
        if "workflow_run" in workflow["on"]:
            assert not uses, "nothing of a pull request runs where the token can write"
            assert "gh run download" not in text, "nor is anything of it read"
        for job in workflow["jobs"].values():
            for step in job["steps"]:
                assert "${{" not in step.get("run", ""), "pass expressions through env"
                if step.get("uses", "").startswith("actions/checkout@"):
                    assert step["with"]["persist-credentials"] == "false"
