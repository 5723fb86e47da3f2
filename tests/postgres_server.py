"""A private PostgreSQL server on a loopback port for the length of a test run, as a non-root user."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _owner() -> dict[str, int]:
    """PostgreSQL refuses to run as root; then another account of the machine owns the server."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": account.pw_uid, "group": account.pw_gid}
    raise RuntimeError("no account to run PostgreSQL under")


@contextmanager
def private_server(tools: Path) -> Iterator[str]:
    """Yield the address of an empty database 'khuyencong' on a server of our own."""
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="kc-pg-"))
    if owner:
        os.chown(folder, owner["user"], owner["group"])
    port, data = _free_port(), folder / "data"

    def run(*words: object) -> None:
        subprocess.run(
            [str(word) for word in words], cwd=folder, check=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, **owner,
        )  # fmt: skip

    run(tools / "initdb", "-D", data, "-A", "trust", "-U", "khuyencong", "-E", "UTF8", "--locale=C")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=60"
    run(tools / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start")
    try:
        address = ["-h", "127.0.0.1", "-p", str(port), "-U", "khuyencong"]
        run(tools / "createdb", *address, "khuyencong")
        yield f"postgresql://khuyencong@127.0.0.1:{port}/khuyencong"
    finally:
        run(tools / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
