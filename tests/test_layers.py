"""Imports run one way: a module may import only from layers before its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "extractor"
LAYERS = [
    {"errors"},
    {"settings", "progress"},
    {"model"},
    {"figures"},
    {"patterns"},
    {"reading"},
    {"outline"},
    {"statements", "scorecards"},
    {"indicators"},
    {"series"},
    {"frames"},
    {"checks"},
    {"store"},
    {"pipeline"},
    {"decisions"},
    {"archive"},
    {"outputs"},
    {"run"},
    {"watch"},
    {"golden"},
    {"review"},
    {"cli"},
    {"__main__"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
DOORS = {
    "pdfplumber": {"reading"},
    "pypdfium2": {"reading", "outputs", "review"},
    "pikepdf": {"reading"},
    "selectolax": {"reading"},
    "openpyxl": {"reading"},
    "typer": {"cli"},
    "sqlite3": {"store"},
    "xlsxwriter": {"outputs"},
    "starlette": {"review"},
    "uvicorn": {"review"},
    "jinja2": {"review"},
}


def part_of(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


def modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if p.relative_to(PACKAGE).parts[0] != "__init__.py")


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_from_layers_before_its_own(path: Path) -> None:
    own = part_of(path)
    assert own in RANK, f"{own} stands in no layer"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "extractor" and len(parts) > 1 and parts[1] in RANK and parts[1] != own:
            assert RANK[parts[1]] < RANK[own], f"{path.name} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_outside_libraries_come_in_by_their_own_doors(path: Path) -> None:
    for name in imports(path):
        library = name.split(".")[0]
        if library in DOORS:
            assert part_of(path) in DOORS[library], f"{path.name} imports {library}"
