"""Serves the site with live reload (`make serve`): MkDocs itself, if the address is free."""

from __future__ import annotations

import os
import shutil
import socket
import sys


def free(host: str, port: int) -> bool:
    """Whether a server can listen there."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError:
            return False
        return True


def main(address: str) -> int:
    """Become `mkdocs serve` at HOST:PORT; returns only when that cannot be."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        print(f'serve: expected HOST:PORT, found "{address}": make serve ADDR=127.0.0.1:8000', file=sys.stderr)
        return 1
    if not free(host, int(port)):
        print(f"serve: {address} is taken; try: make serve ADDR={host}:{int(port) + 1}", file=sys.stderr)
        return 1
    os.execv(shutil.which("mkdocs") or "mkdocs", ["mkdocs", "serve", "--dev-addr", address])
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
