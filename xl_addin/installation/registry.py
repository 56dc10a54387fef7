"""The registry of Windows, as far as the add-in is concerned: reading it, nothing else.

Everything but `this_registry` works with any `Registry`, so that it can be tried on every system.
"""

import sys
from collections.abc import Mapping
from typing import Literal, NamedTuple, Protocol

Root = Literal["HKCU", "HKLM", "HKCR"]

#: The versions of Excel whose settings are known: 2016 to 365, 2013, 2010.
VERSIONS = ("16.0", "15.0", "14.0")
#: “Block all Office applications from creating child processes”.
_NO_CHILD_PROCESSES = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"


class Registry(Protocol):
    """What is read of a registry; a key that does not exist or may not be read is empty."""

    def values(self, root: Root, key: str) -> Mapping[str, object]:
        """The values of a key, their names in lower case; "" is the default value."""

    def keys(self, root: Root, key: str) -> tuple[str, ...]:
        """The names of the keys below a key."""


class Setting(NamedTuple):
    """A setting of Office: its value, where it stands, and whether a policy gives it."""

    value: int
    where: str
    policy: bool


def excel_version(registry: Registry) -> str:
    """The version of Excel that starts; without a trace of it the newest."""
    told = registry.values("HKCR", r"Excel.Application\CurVer").get("", "")
    current = f"{str(told).rpartition('.')[2]}.0"
    if current in VERSIONS:
        return current
    used = (v for v in VERSIONS if registry.keys("HKCU", rf"Software\Microsoft\Office\{v}\Excel"))
    return next(used, VERSIONS[0])


def program(registry: Registry, name: str) -> str:
    """The path of an installed program such as `excel.exe`; empty without it."""
    key = rf"Software\Microsoft\Windows\CurrentVersion\App Paths\{name}"
    roots: tuple[Root, ...] = ("HKCU", "HKLM")
    found = (str(registry.values(root, key).get("", "")) for root in roots)
    return next((path.strip('"') for path in found if path), "")


def branches(version: str) -> tuple[tuple[Root, str, bool], ...]:
    """The branches of Office's settings, (root, key, is it a policy?), those that win first."""
    office = rf"Office\{version}"
    return (
        ("HKCU", rf"Software\Policies\Microsoft\Cloud\{office}", True),
        ("HKLM", rf"Software\Policies\Microsoft\{office}", True),
        ("HKCU", rf"Software\Policies\Microsoft\{office}", True),
        ("HKCU", rf"Software\Microsoft\{office}", False),
        ("HKLM", rf"Software\Microsoft\{office}", False),
    )


def setting(registry: Registry, version: str, key: str, name: str) -> Setting | None:
    """The value of `name` in `key` (below a branch) that counts, or None where it is not set."""
    for root, branch, policy in branches(version):
        path = rf"{branch}\{key}"
        value = str(registry.values(root, path).get(name.lower(), ""))
        if value.isdigit():  # most are numbers; the list of add-ins holds texts
            return Setting(int(value), rf"{root}\{path}\{name} = {value}", policy)
    return None


def disabled_items(registry: Registry, version: str) -> tuple[str, ...]:
    """The files that Excel has disabled after a crash.

    A value holds three numbers of 32 bits (kind, length of the path, length of the name) and both
    texts in UTF-16.
    """
    key = rf"Software\Microsoft\Office\{version}\Excel\Resiliency\DisabledItems"
    items = (item for item in registry.values("HKCU", key).values() if isinstance(item, bytes))
    texts = (item[12:].decode("utf-16-le", "replace") for item in items)
    return tuple(text.partition("\0")[0] for text in texts)


def child_processes(registry: Registry) -> Setting | None:
    """Defender's rule on programs that Office starts, by its number: 1 blocks, 6 asks."""
    for owner, policy in ((r"Policies\Microsoft", True), ("Microsoft", False)):
        key = rf"Software\{owner}\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
        value = str(registry.values("HKLM", key).get(_NO_CHILD_PROCESSES, ""))
        if value.isdigit():
            return Setting(int(value), rf"HKLM\{key}\{_NO_CHILD_PROCESSES} = {value}", policy)
    return None


def trusted_by_policy(registry: Registry, version: str) -> tuple[str, ...]:
    """The folders that policies trust; a trailing `*` says that those below are trusted too."""
    found: list[str] = []
    for root, branch, policy in branches(version):
        for part in ("Excel", "Common"):
            key = rf"{branch}\{part}\Security\Trusted Locations"
            for name in registry.keys(root, key) if policy else ():
                values = registry.values(root, rf"{key}\{name}")
                if path := str(values.get("path", "")):
                    found.append(path.rstrip("\\") + "*" * (values.get("allowsubfolders") == 1))
    return tuple(found)


def loaded_from(registry: Registry, version: str) -> tuple[str, ...]:
    """What Excel opens at its start besides the user's start folder: folders and files."""
    found = []
    if excel := program(registry, "excel.exe"):
        found.append(excel.rpartition("\\")[0] + r"\XLSTART")
    options = registry.values("HKCU", rf"Software\Microsoft\Office\{version}\Excel\Options")
    for name, value in sorted(options.items()):
        if name == "altstartup":
            found.append(str(value))
        elif name == "open" or (name.startswith("open") and name[4:].isdigit()):
            found.append(str(value).removeprefix("/R ").strip('" '))
    return tuple(found)


if sys.platform == "win32":
    import winreg

    _ROOTS = {
        "HKCU": winreg.HKEY_CURRENT_USER,
        "HKLM": winreg.HKEY_LOCAL_MACHINE,
        "HKCR": winreg.HKEY_CLASSES_ROOT,
    }

    class _ThisRegistry:
        def values(self, root: Root, key: str) -> Mapping[str, object]:
            try:
                with winreg.OpenKey(_ROOTS[root], key) as opened:
                    count = winreg.QueryInfoKey(opened)[1]
                    held = [winreg.EnumValue(opened, i) for i in range(count)]
            except OSError:
                return {}
            return {name.lower(): self._plain(value, kind) for name, value, kind in held}

        def keys(self, root: Root, key: str) -> tuple[str, ...]:
            try:
                with winreg.OpenKey(_ROOTS[root], key) as opened:
                    count = winreg.QueryInfoKey(opened)[0]
                    return tuple(winreg.EnumKey(opened, i) for i in range(count))
            except OSError:
                return ()

        def _plain(self, value: object, kind: int) -> object:
            if kind == winreg.REG_EXPAND_SZ:
                return winreg.ExpandEnvironmentStrings(str(value))
            return value


def this_registry() -> Registry | None:
    """The registry of this computer; None where there is none."""
    if sys.platform == "win32":
        return _ThisRegistry()
    return None
