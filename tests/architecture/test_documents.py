"""Documents cannot lie: what is read off the code is fresh, what is written by hand is complete."""

import dataclasses
import importlib
import inspect
import re
from pathlib import Path

import pytest

from chassis.explained import field_docs
from docs import generate

ROOT = Path(__file__).parents[2]


def test_the_generated_documents_say_what_the_code_says():
    assert generate.stale() == [], "Run `make docs`."


@pytest.mark.parametrize("module", generate.SETTINGS.values())
def test_every_setting_is_explained(module):
    settings = importlib.import_module(module).Settings

    explained = field_docs(settings)

    assert {field.name for field in dataclasses.fields(settings)} <= explained.keys()


@pytest.mark.parametrize("service", ["legajo", "boleta"])
def test_every_model_is_in_the_glossary(service):
    models = importlib.import_module(f"services.{service}.models")
    glossary = (ROOT / "docs" / "glossary.md").read_text()

    nouns = [
        name
        for name, model in inspect.getmembers(models, inspect.isclass)
        if issubclass(model, models.Base) and model is not models.Base
    ]

    assert nouns
    assert [noun for noun in nouns if f"**{noun}**" not in glossary] == []


def test_the_guide_shows_every_picture_that_there_is():
    shown = re.findall(r"!\[.+\]\((guide/.+\.png)\)", (ROOT / "docs" / "guide.md").read_text())

    taken = {f"guide/{path.name}" for path in (ROOT / "docs" / "guide").iterdir()}

    assert taken
    assert set(shown) == taken


def test_every_decision_is_in_the_list():
    folder = ROOT / "docs" / "adr"
    listed = (folder / "README.md").read_text()

    assert [path.name for path in folder.glob("0*.md") if f"({path.name})" not in listed] == []


def test_every_folder_of_the_tree_in_the_readme_exists():
    readme = (ROOT / "README.md").read_text()
    tree = readme.split("```tree\n")[1].split("```")[0]

    folders = [line.split()[0] for line in tree.splitlines() if line.strip()]

    assert folders
    assert [folder for folder in folders if not (ROOT / folder).exists()] == []
