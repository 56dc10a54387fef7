"""The ribbon as Excel reads it: customUI.xml, in the schema of Office 2007, which WPS knows too."""

from xml.sax.saxutils import quoteattr

from xl_addin.build.module import callback
from xl_addin.buttons import TAB, Button, Group, Menu, groups

NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"


def ribbon_xml() -> str:
    """customUI/customUI.xml, from the buttons."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        f'<customUI xmlns="{NAMESPACE}">',
        "  <ribbon>",
        "    <tabs>",
        f"      <tab {_attributes(id='gouji_tab', label=TAB)}>",
    ]
    for group in groups():
        lines += _group(group)
    lines += ["      </tab>", "    </tabs>", "  </ribbon>", "</customUI>", ""]
    return "\n".join(lines)


def _group(group: Group) -> list[str]:
    lines = [f"        <group {_attributes(id=f'group_{group.id}', label=group.label)}>"]
    for control in group.controls:
        if isinstance(control, Menu):
            lines.append(f"          <menu {_control('menu', control)}>")
            lines += [f"            {_button(button, in_menu=True)}" for button in control.buttons]
            lines.append("          </menu>")
        else:
            lines.append(f"          {_button(control)}")
    return [*lines, "        </group>"]


def _button(button: Button, *, in_menu: bool = False) -> str:
    """In a menu, every button has the size of the menu's items."""
    said = _control("button", button, sized=not in_menu)
    return f"<button {said} {_attributes(onAction=callback(button))}/>"


def _control(kind: str, control: Button | Menu, *, sized: bool = True) -> str:
    size = {"size": "large" if control.large else "normal"} if sized else {}
    return _attributes(
        id=f"{kind}_{control.id}",
        label=control.label,
        **size,
        imageMso=control.image,
        supertip=control.tip,
    )


def _attributes(**values: str) -> str:
    return " ".join(f"{name}={quoteattr(value)}" for name, value in values.items())
