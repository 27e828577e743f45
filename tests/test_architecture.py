"""Which module may import which: the layers of the house, held by a test."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = {
    "diagnostics": ROOT / "hooks/diagnostics",
    "termbase": ROOT / "hooks/termbase",
    "calculators": ROOT / "calculators",
}
EDGE = {
    "termbase.cli",
    "termbase.cli_check",
    "termbase.cli_project",
    "termbase.cli_write",
    "termbase.host",
    "termbase.markdown_extension",
    "termbase.mcp_server",
    "termbase.rendering",
    "calculators.cli",
    "calculators.term_checks",
}
READERS = {"termbase.load", "termbase.settings", "calculators.catalogue"}
# What each package may use of the other packages here, and of what is installed.
OURS = {"diagnostics": set(), "termbase": {"diagnostics"}, "calculators": {"diagnostics"}}
INSTALLED = {
    "diagnostics": {"yaml"},
    "termbase": {"pydantic", "pydantic_core"},
    "calculators": {"pydantic", "pydantic_core"},
}
EDGE_INSTALLED = {
    "termbase.cli": {"click"},
    "termbase.cli_check": {"click"},
    "termbase.cli_project": {"click"},
    "termbase.cli_write": {"click"},
    "termbase.host": {"jinja2", "markdown", "markupsafe", "mkdocs", "pygments"},
    "termbase.markdown_extension": {"markdown"},
    "termbase.mcp_server": {"mcp"},
    "termbase.rendering": {"markdown"},
    "termbase.settings": {"yaml"},
    "calculators.cli": {"click"},
}
HOST = {"mkdocs", "material", "markdown", "pymdownx", "jinja2"}
FORBIDDEN_CALLS = {"open", "print", "input"}
FORBIDDEN_METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "rglob", "glob"}


def modules() -> list[tuple[str, Path]]:
    found = []
    for package, folder in FOLDERS.items():
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(folder).with_suffix("").parts
            found.append((".".join((package, *(part for part in parts if part != "__init__"))), path))
    return found


def imports(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"relative import of {node.module}: hooks cannot use them"
            found.add(node.module)
    return found


@pytest.mark.parametrize(("name", "path"), modules(), ids=[name for name, _ in modules()])
def test_module_imports_only_what_its_layer_may(name: str, path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = name.split(".")[0]
    allowed = OURS[package] | {package} | INSTALLED[package] | EDGE_INSTALLED.get(name, set())
    used = {one.split(".")[0] for one in imports(tree)}
    foreign = {one for one in used if one not in sys.stdlib_module_names and one not in allowed}
    assert not foreign, f"{name} may not import {', '.join(sorted(foreign))}"
    if name not in EDGE:
        edges = {one for one in imports(tree) if one in EDGE}
        assert not edges, f"{name} imports {', '.join(edges)}, which stands above it"


@pytest.mark.parametrize(("name", "path"), modules(), ids=[name for name, _ in modules()])
def test_module_below_the_edge_is_pure(name: str, path: Path) -> None:
    if name in EDGE | READERS:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            assert node.func.id not in FORBIDDEN_CALLS, f"{name}:{node.lineno} calls {node.func.id}()"
        elif isinstance(node.func, ast.Attribute):
            assert node.func.attr not in FORBIDDEN_METHODS, f"{name}:{node.lineno} calls .{node.func.attr}()"


@pytest.mark.parametrize("path", sorted((ROOT / "hooks").glob("*.py")), ids=lambda path: path.name)
def test_hook_files_are_wiring(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert path.name.endswith("_hook.py"), "a module beside the hooks could shadow another while they load"
    events = {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("on_")}
    assert events, "no event"
    assert not {"termbase", "calculators"} <= {one.split(".")[0] for one in imports(tree)}, "one hook, one package"
    assert len(source.splitlines()) <= 260, "wiring grows: move what it does into the packages"


def test_the_host_is_known_to_the_hooks_alone() -> None:
    for name, path in modules():
        used = {one.split(".")[0] for one in imports(ast.parse(path.read_text(encoding="utf-8")))}
        assert used & HOST <= EDGE_INSTALLED.get(name, set()), name
