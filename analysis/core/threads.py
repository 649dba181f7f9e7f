"""Work shared out over the cores: numpy and scipy let other threads run while they compute."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

#: More threads than these wait for memory rather than for a core.
THREADS = min(os.cpu_count() or 1, 4)


def in_threads(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """Yield `function(item)` of each item, in their order, whatever thread was done first.

    What is computed of an item must not hang on the others; the results are then the same on any number of
    cores. Items are taken as they are needed, so that few are in memory; who stops listening stops the work.
    """
    waiting: deque[Future[Result]] = deque()
    threads = ThreadPoolExecutor(THREADS)
    try:
        for item in items:
            waiting.append(threads.submit(function, item))
            if len(waiting) > 2 * THREADS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        threads.shutdown(cancel_futures=True)


def started(function: Callable[..., Result], *values: Any) -> Future[Result]:
    """Start `function(*values)` in a thread of its own; `.result()` of what is returned waits for it."""
    thread = ThreadPoolExecutor(1)
    try:
        return thread.submit(function, *values)
    finally:
        thread.shutdown(wait=False)
