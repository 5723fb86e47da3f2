"""How much memory this process holds and has held, in MiB, as the kernel counts it."""

import resource
from pathlib import Path


def held() -> int:
    """Resident memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 2**20


def peak() -> int:
    """The most it has ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
