"""The garbage collector at rest while very many lasting objects are made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Reading or recording a large paper makes a hundred thousand small lasting objects and no cycles: the collector
    would only walk them again and again. Two at once do no harm: the first to end turns it on again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
