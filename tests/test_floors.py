"""The house: a room imports only from floors below it, and there are no circles."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
#: From the ground up; the rooms of one floor do not know each other unless listed in `BESIDE`.
FLOORS = (
    {"files", "messages", "remembered"},
    {"amounts", "reading"},
    {"rounding", "quantities"},
    {"notation", "expressions"},
    {"forms", "editing"},
    {"findings", "recognition"},
    {"checks", "recalculation", "waivers"},
    {"localisation", "drawing", "consolidation"},
    {"run", "rulebook"},
    {"isolated"},
    {"reports"},
    {"correction", "marking"},
    {"batch"},
    {"summary"},
    {"web"},
    {"cli"},
)
LEVEL = {room: level for level, floor in enumerate(FLOORS) for room in floor}
_GROUND = {"forms", "notation", "amounts", "quantities", "reading", "rounding"}
#: What each package beside the core knows of it.
SIBLINGS = {
    "workbook_templates": _GROUND,
    "xl_addin": _GROUND | {"files", "messages", "findings", "run", "reports"},
}
#: The ribbon is a face, as the command is: it may open a blank workbook.
FACES_BESIDE = {"xl_addin/ribbon.py"}


def _modules():
    return sorted(
        p
        for p in (ROOT / "validator").rglob("*.py")
        if p.name != "__init__.py" or p.parent.name != "validator"
    )


def _room(path: Path) -> str:
    return path.relative_to(ROOT / "validator").parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            if node.module == "validator":
                found.update(f"validator.{alias.name}" for alias in node.names)
            elif node.module:
                found.add(node.module)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return found


@pytest.mark.parametrize("path", _modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_room_imports_only_from_floors_below(path):
    room = _room(path)
    assert room in LEVEL, f"{room} stands on no floor: add it to FLOORS"
    for module in _imports(path):
        top, _, rest = module.partition(".")
        if top in SIBLINGS:
            assert room in ("cli", "web"), f"{path.name} imports {module}: only the faces may"
        if top != "validator" or not rest:
            continue
        other = rest.partition(".")[0]
        assert other == room or LEVEL[other] < LEVEL[room], (
            f"{path.name} imports {module} from above"
        )


@pytest.mark.parametrize("package", SIBLINGS)
def test_a_sibling_knows_only_the_ground(package):
    for path in (ROOT / package).rglob("*.py"):
        name = path.relative_to(ROOT).as_posix()
        for module in _imports(path):
            top, _, rest = module.partition(".")
            if top == "validator":
                room = rest.partition(".")[0]
                assert {room, rest} & SIBLINGS[package], f"{name} imports {module}"
            elif top in SIBLINGS and top != package:
                assert name in FACES_BESIDE, f"{name} imports {module}"


def test_what_builds_and_installs_the_add_in_knows_nothing_of_an_open_workbook():
    inside = {"xlwings", "xl_addin.ribbon", "xl_addin.session", "xl_addin.marking"}
    for folder in ("build", "installation"):
        for path in (ROOT / "xl_addin" / folder).rglob("*.py"):
            assert not _imports(path) & inside, path


@pytest.mark.parametrize(
    "path",
    [*_modules(), *(p for package in SIBLINGS for p in sorted((ROOT / package).rglob("*.py")))],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_a_module_is_small_and_says_what_it_is_for(path):
    source = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source)), f"{path.name} does not say what it is for"
    assert len(source.splitlines()) <= 400 or path.name == "messages.py"
