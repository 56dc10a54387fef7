"""What can be seen of the add-in on a computer: files, registry and preferences → readings."""

import plistlib
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from xml.parsers.expat import ExpatError

from python_calamine import CalamineError, CalamineWorkbook

from xl_addin.installation.conf import read_settings
from xl_addin.installation.interpreter import ask
from xl_addin.installation.obstacles import Found, Macros, Readings, SettingName
from xl_addin.installation.places import ADDIN, Places
from xl_addin.installation.registry import (
    Registry,
    Setting,
    child_processes,
    disabled_items,
    excel_version,
    loaded_from,
    program,
    setting,
    trusted_by_policy,
)

#: name → where it stands below a branch of Office's settings.
WINDOWS: Mapping[SettingName, tuple[str, str]] = {
    "vba_off": ("Common", "VBAOff"),
    "macros": (r"Excel\Security", "VBAWarnings"),
    "internet": (r"Excel\Security", "blockcontentexecutionfrominternet"),
    "addins_off": (r"Excel\Security", "DisableAllAddins"),
    "signed_addins": (r"Excel\Security", "RequireAddinSig"),
    "signed_always": (r"Common\Security", "requirealwaysonmacrosig"),
    "listed_only": (r"Excel\Resiliency", "RestrictToList"),
    "listed": (r"Excel\Resiliency\AddinList", ADDIN),
    "locations_off": (r"Excel\Security\Trusted Locations", "AllLocationsDisabled"),
    "user_locations": (r"Common\Security\Trusted Locations", "Allow User Locations"),
}
#: name → the key of Office's preferences on macOS.
MAC: Mapping[SettingName, str] = {
    "vba_off": "VisualBasicEntirelyDisabled",
    "macros": "VisualBasicMacroExecutionState",
    "applescript_off": "DisableVisualBasicMacScript",
}
_MAC_VALUES: Mapping[object, int] = {
    False: 0,
    True: 1,
    "EnabledWithoutWarnings": Macros.ALL,
    "DisabledWithWarnings": Macros.ASK,
    "DisabledWithoutWarnings": Macros.NONE,
}


def look(places: Places, registry: Registry | None, shipped: bytes) -> Readings:
    """Read everything that decides whether the ribbon works; starts the Python of the add-in."""
    version = excel_version(registry) if registry else ""
    elsewhere = loaded_from(registry, version) if registry else ()
    addins = tuple(_addins(places, elsewhere))
    own = next((addin.interpreter for addin in addins), "")
    python = own or user_settings(places).get(places.interpreter, "")
    readings = Readings(
        system=places.system,
        shipped=sha256(shipped).hexdigest(),
        addins=addins,
        python=python,
        answer=ask(Path(python)) if python else None,
        script=places.script is None or places.script.exists(),
    )
    if registry is None:
        return readings._replace(
            excel=places.made_by_excel is None or places.made_by_excel.exists(),
            settings=dict(_mac_settings(places)),
        )
    return readings._replace(
        excel=bool(program(registry, "excel.exe")),
        wps=bool(registry.keys("HKCU", r"Software\Kingsoft\Office")),
        settings=dict(_windows_settings(registry, version)),
        trusted=trusted_by_policy(registry, version),
        disabled=disabled_items(registry, version),
    )


def user_settings(places: Places) -> Mapping[str, str]:
    """The user's settings of the add-in; none where there is no file that can be read."""
    try:
        return read_settings(places.settings.read_bytes(), places.encoding)
    except OSError:
        return {}


def _addins(places: Places, elsewhere: tuple[str, ...]) -> Iterator[Found]:
    """The add-ins that Excel opens: the user's own, then those that others installed."""
    others = (
        Path(place) if place.casefold().endswith(ADDIN) else Path(place) / ADDIN
        for place in elsewhere
    )
    for path in dict.fromkeys((places.addin, *others)):
        with suppress(OSError):  # is not there, or not for this user
            yield _found(path, path.read_bytes(), places.interpreter)


def _found(path: Path, content: bytes, interpreter: str) -> Found:
    found = Found(
        path,
        sha256(content).hexdigest(),
        marked=path.with_name(f"{path.name}:Zone.Identifier").exists(),
    )
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            signed = any("vbaprojectsignature" in name.lower() for name in parts.namelist())
        rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    except (zipfile.BadZipFile, CalamineError):
        return found._replace(whole=False)
    own = {str(row[0]): str(row[1]) for row in rows if len(row) > 1}
    return found._replace(signed=signed, interpreter=own.get(interpreter, ""))


def _windows_settings(registry: Registry, version: str) -> Iterator[tuple[SettingName, Setting]]:
    for name, place in WINDOWS.items():
        if held := setting(registry, version, *place):
            yield name, held
    if held := child_processes(registry):
        yield "child_processes", held


def _mac_settings(places: Places) -> Iterator[tuple[SettingName, Setting]]:
    held = [(path, _preferences(path)) for path in places.office_preferences]
    for name, key in MAC.items():
        for path, preferences in held:
            value = preferences.get(key)
            if isinstance(value, bool | str) and value in _MAC_VALUES:
                policy = "Managed Preferences" in path.parts
                yield name, Setting(_MAC_VALUES[value], f"{path}: {key} = {value}", policy)
                break


def _preferences(path: Path) -> Mapping[str, object]:
    try:
        content = plistlib.loads(path.read_bytes())
    except (OSError, ValueError, ExpatError):
        return {}
    return content if isinstance(content, dict) else {}
