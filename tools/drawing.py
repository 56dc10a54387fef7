"""How pictures are drawn: a page of HTML, by Chromium; a page of a printed workbook, by LibreOffice
and poppler. ImageMagick makes pictures smaller."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
#: No network, nothing of this computer's settings, and the same pixels on every screen.
BROWSER_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
_PATIENCE = 180


def browser() -> str:
    """The command of the installed Chromium; ends the program where there is none."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    raise SystemExit(f"Chromium is not installed (looked for: {', '.join(BROWSERS)})")


def draw_page(html: str, width: int, target: Path) -> None:
    """A page of this width in pixels, and as high as it needs to be, as a PNG."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(html + _TELL_HEIGHT, encoding="utf-8")
        shown = _browse(f"--window-size={width},100", "--dump-dom", page.as_uri())
        told = re.search(r"<title>(\d+)</title>", shown)
        assert told is not None, shown
        size = f"--window-size={width},{told[1]}"
        _browse(size, f"--screenshot={target}", page.as_uri())


def printed(workbooks: Sequence[Path], folder: Path) -> list[Path]:
    """The PDF that LibreOffice prints of each workbook, in `folder`."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *workbooks], check=True, capture_output=True, timeout=_PATIENCE)
    return [folder / f"{path.stem}.pdf" for path in workbooks]


def draw_printed(pdf: Path, page: int, target: Path, *size: str) -> None:
    """A page of a PDF, counted from 1, as the PNG `target`; `size` as pdftoppm takes it."""
    place = ["-singlefile", "-f", str(page), "-l", str(page)]
    command = ["pdftoppm", "-png", *place, *size, str(pdf), str(target.with_suffix(""))]
    subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)


def fewer_colours(picture: Path, target: Path, colours: int) -> None:
    """The picture with a palette, by ImageMagick: it takes a third of the bytes."""
    program = shutil.which("magick") or "convert"
    palette = ["+dither", "-colors", str(colours), "-type", "Palette", "-strip"]
    command = [program, str(picture), *palette, f"PNG8:{target}"]
    subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)


_TELL_HEIGHT = "<script>document.title = document.documentElement.scrollHeight</script>"


def _browse(*arguments: str) -> str:
    done = subprocess.run(
        [browser(), *BROWSER_OPTIONS, *arguments],
        check=True,
        capture_output=True,
        timeout=_PATIENCE,
    )
    return done.stdout.decode()
