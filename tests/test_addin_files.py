"""Files that the add-in makes: new ones, whole ones, where the user finds them."""

import webbrowser
from types import SimpleNamespace
from typing import Any

import pytest

from xl_addin.files import HELP, documents, free_path, open_guide, place_anew
from xl_addin.refusal import Refused


def test_a_new_file_never_takes_the_place_of_another(tmp_path):
    first = place_anew(tmp_path, "空白.xlsx", b"1")
    second = place_anew(tmp_path, "空白.xlsx", b"2")
    assert (first.name, second.name) == ("空白.xlsx", "空白 (2).xlsx")
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")
    assert free_path(tmp_path, "空白.xlsx").name == "空白 (3).xlsx"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["空白 (2).xlsx", "空白.xlsx"]


def test_where_nothing_can_be_written_the_folder_is_named(tmp_path):
    home = tmp_path / "文档"
    home.write_text("a file, not a folder")
    for write in (lambda: place_anew(home, "空白.xlsx", b"1"), lambda: open_guide(home)):
        with pytest.raises(Refused) as refusal:
            write()
        assert refusal.value.key == "addin.not_written"
        assert "文档" in str(refusal.value.facts["path"])


def test_without_a_browser_the_page_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", lambda address: False)
    with pytest.raises(Refused) as refusal:
        open_guide(tmp_path)
    assert refusal.value.key == "addin.no_browser"
    assert refusal.value.facts == {"path": tmp_path / HELP}
    assert [path.name for path in tmp_path.iterdir()] == [HELP]


def test_documents_are_where_excel_saves_or_else_where_the_system_keeps_them(home, tmp_path):
    own = tmp_path / "D盘 决算"
    own.mkdir()
    on_windows: Any = SimpleNamespace(api=SimpleNamespace(DefaultFilePath=str(own)))
    assert documents(on_windows) == own
    on_a_mac: Any = SimpleNamespace(api=SimpleNamespace())
    assert documents(on_a_mac) == home
    (home / "Documents").mkdir()
    assert documents(on_a_mac) == home / "Documents"
