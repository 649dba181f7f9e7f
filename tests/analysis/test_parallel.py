"""Blocks of work in threads."""

from __future__ import annotations

import threading

import pytest
from sejahtera.analysis.messages import Cancelled
from sejahtera.analysis.parallel import in_threads


@pytest.mark.parametrize("cores", [1, 2, 5])
def test_results_stand_in_the_order_of_the_items_whatever_the_number_of_threads(monkeypatch, cores):
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    assert in_threads(lambda item: item * item, range(50)) == [item * item for item in range(50)]


@pytest.mark.parametrize("cores", [1, 4])
def test_a_cancel_ends_the_work_before_all_is_done(monkeypatch, cores):
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    done, gate = [], threading.Event()

    def work(item: int) -> int:
        if item > 10:
            gate.wait(5)  # until the cancel was heard
        done.append(item)
        return item

    def progress(fraction: float) -> None:
        if fraction > 0.05:
            gate.set()
            raise Cancelled

    with pytest.raises(Cancelled):
        in_threads(work, range(100), progress)
    assert len(done) < 100


def test_an_error_of_a_block_reaches_the_caller():
    def work(item: int) -> int:
        raise ValueError(f"block {item}")

    with pytest.raises(ValueError, match="block 0"):
        in_threads(work, range(20))


def test_nothing_to_do_is_nothing_found():
    assert in_threads(lambda item: item, []) == []
