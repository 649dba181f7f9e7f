"""Work in blocks on all cores: numpy lets go of Python's lock, so threads are enough."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from .messages import Progress, no_progress

Item = TypeVar("Item")
Found = TypeVar("Found")

#: More threads than this only wait for each other, or for memory.
MOST_THREADS = 8


def in_threads(
    function: Callable[[Item], Found], items: Sequence[Item], progress: Progress = no_progress
) -> list[Found]:
    """Return what a function gives for each item, in their order, whatever the number of threads.

    The function must not depend on the order in which items are taken. `progress` is called from the
    calling thread; what it raises to cancel, or what the function raises, ends the work at the next block.
    """
    threads = min(MOST_THREADS, os.cpu_count() or 1, len(items))
    found = []
    if threads < 2:
        for item in items:
            found.append(function(item))
            progress(len(found) / len(items))
        return found
    pool = ThreadPoolExecutor(threads)
    try:
        for future in [pool.submit(function, item) for item in items]:
            found.append(future.result())
            progress(len(found) / len(items))
    finally:
        pool.shutdown(cancel_futures=True)
    return found
