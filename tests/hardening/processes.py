"""Functions run in a copy of this process, which may be killed or must get by with little memory and time."""

import os
import resource
import signal
import time


def copied(start, wait):
    """Run a function in a copy of this process; return how the copy ended, as `waitpid` says it.

    A copy that has not ended after so many seconds is killed.
    """
    child = os.fork()
    if not child:
        try:
            start()
        finally:
            os._exit(0)
    until = time.monotonic() + wait
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def killed(start):
    """Run a function in a copy of this process and say whether the copy was killed.

    A copy lacks the other threads of the process; where it waits for one of them it is killed as it waits.
    """
    status = copied(start, 60)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def bounded(function, megabytes=1000, seconds=20):
    """Return what a function returns as text, or the error it raises, with so much more memory and time at most."""
    read, write = os.pipe()

    def start():
        with open("/proc/self/statm") as file:
            held = int(file.read().split()[0]) * resource.getpagesize()
        limit = held + megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        try:
            told = str(function())
        except Exception as error:
            told = f"{type(error).__name__}: {error}"
        os.write(write, told.encode("utf-8", "replace")[:4000])

    status = copied(start, 6 * seconds)  # other processes may have the processors
    os.close(write)
    with os.fdopen(read, "rb") as file:
        told = file.read().decode("utf-8", "replace")
    return told or f"ended with {status}"
