"""The cluster of the tests in memory: kept when a template was made, left as it was when not, never left behind."""

import os

import pytest

from tests.memory import MemoryCopy
from tools.places import postgres_owner


@pytest.fixture
def memory(tmp_path):
    folder = tmp_path / "shm"
    folder.mkdir()
    return folder


@pytest.fixture
def kept(tmp_path):
    folder = tmp_path / "run"
    (folder / "pg" / "base" / "1").mkdir(parents=True)
    os.chown(folder / "pg", postgres_owner(), -1)
    return folder


def test_a_template_made_in_memory_is_kept_and_memory_is_given_back(kept, memory):
    copy = MemoryCopy(kept, memory=memory)
    data = copy.take()
    (data / "base" / "2").mkdir()

    copy.give_back()

    assert memory in data.parents
    assert (kept / "pg" / "base" / "2").is_dir()
    assert (kept / "pg").stat().st_uid == postgres_owner()
    assert not list(memory.iterdir())


def test_a_first_cluster_is_made_in_memory_and_kept(tmp_path, memory):
    copy = MemoryCopy(tmp_path, memory=memory)
    (copy.take() / "base" / "1").mkdir(parents=True)

    copy.give_back()

    assert (tmp_path / "pg" / "base" / "1").is_dir()


def test_without_a_new_template_nothing_is_written(kept, memory):
    copy = MemoryCopy(kept, memory=memory)
    (copy.take() / "postgresql.log").write_text("clones came and went")

    copy.give_back()

    assert not (kept / "pg" / "postgresql.log").exists()
    assert not list(memory.iterdir())


def test_what_a_killed_run_left_in_memory_goes_at_the_next_start(kept, memory):
    killed = MemoryCopy(kept, memory=memory).take()

    copy = MemoryCopy(kept, memory=memory)
    data = copy.take()

    assert not killed.exists()
    assert data.is_dir()
    copy.give_back()
    assert not list(memory.iterdir())


def test_a_machine_without_memory_for_files_works_in_the_checkout(kept, tmp_path):
    copy = MemoryCopy(kept, memory=tmp_path / "nowhere")

    assert copy.take() == kept / "pg"
    copy.give_back()
    assert (kept / "pg" / "base" / "1").is_dir()
