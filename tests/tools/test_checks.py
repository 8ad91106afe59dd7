"""The checks of the repository can fail: each finds the fault it is there for."""

import pytest

from tools.checks import links, lockfiles, repository, words


@pytest.fixture
def repository_of(tmp_path, monkeypatch):
    def make(**named):
        paths = []
        for name, text in named.items():
            path = tmp_path / name.replace("__", ".")
            path.write_text(text)
            paths.append(path)
        monkeypatch.setattr(repository, "files", lambda: tuple(paths))
        monkeypatch.setattr(repository, "ROOT", tmp_path)

    return make


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[a](b.md)", "leads nowhere"),
        ("![picture](pictures/a.png)", "leads nowhere"),
        ("[a](#no-such)", "has no such heading"),
        ("# A heading\n[a](#a-heading) [b](https://elsewhere.example) [c](a.md)", None),
        ("```\n[a](b.md)\n```", None),
    ],
)
def test_dead_links_are_found(text, fault, repository_of):
    repository_of(a__md=text)

    assert [fault in said for said in links.problems()] == ([True] if fault else [])


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("x = 1  # " + "noqa: S105", 1),
        ("x = 1  # noqa: S105 -- a reason", 0),
        ("x = y  # " + "type: ignore[arg-type]", 1),
        ("x = y  # type: ignore[arg-type]  # -- a reason", 0),
        ("x = 1  # " + "TO" + "DO later", 1),
        ("x = '/" + "root/x'", 1),
        ("x = 'https://files." + "pythonhosted.org/x'", 1),
        ("x = '/admin/'", 0),
    ],
)
def test_words_that_may_not_stand_here_are_found(line, faults, repository_of):
    repository_of(a__py=line)

    assert len(list(words.problems())) == faults


@pytest.mark.parametrize(("text", "faults"), [("L'an", 1), ("L’an", 0)])
def test_a_straight_apostrophe_in_french_data_is_found(text, faults, repository_of):
    repository_of(a__json=f'{{"en": "The plan\'s", "fr": "{text}"}}')

    assert len(list(words.problems())) == faults


def test_a_requirement_that_is_not_locked_is_found():
    pinned = lockfiles.pins("requirements.lock")

    assert list(lockfiles.unmet("x", ["django>=5.2,<5.3"], pinned)) == []
    assert len(list(lockfiles.unmet("x", ["django>=99", "no-such-package"], pinned))) == 2
