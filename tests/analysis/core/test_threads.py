"""Work on several cores gives what work on one gives."""

import threading
import time

import pytest
from sejahtera.analysis.core import threads
from sejahtera.analysis.core.threads import in_threads, started


@pytest.mark.parametrize("cores", [1, 2, 7])
def test_results_come_in_the_order_of_the_items_whoever_is_done_first(monkeypatch, cores):
    monkeypatch.setattr(threads, "THREADS", cores)

    def slow_at_first(item):
        time.sleep(0.002 * (item % 3 == 0))
        return item * item

    assert list(in_threads(slow_at_first, range(40))) == [item * item for item in range(40)]


def test_few_items_are_taken_before_they_are_needed():
    taken = []

    def items():
        for item in range(1000):
            taken.append(item)
            yield item

    results = in_threads(lambda item: item, items())
    assert next(results) == 0
    assert len(taken) <= 2 * threads.THREADS + 2
    results.close()


def test_a_failure_reaches_the_caller_and_no_thread_is_left():
    before = threading.active_count()

    def fails(item):
        if item == 5:
            raise ValueError("five")
        return item

    with pytest.raises(ValueError, match="five"):
        list(in_threads(fails, range(1000)))
    assert threading.active_count() == before


def test_what_was_started_goes_on_beside_and_its_failure_is_told_when_it_is_asked_for():
    go_on = threading.Event()
    waiting = started(go_on.wait, 5)
    assert not waiting.done()
    go_on.set()
    assert waiting.result() is True
    with pytest.raises(ZeroDivisionError):
        started(divmod, 1, 0).result()
