#!/bin/sh
# with-python.sh SCRIPT [ARGUMENT…]: run SCRIPT with the first Python that is new enough.
# Looked for in this order: $PYTHON, python3, and the versions by name; each is tried, because a name on
# the PATH can be a stub that starts nothing.

wanted=3.11.5
new_enough='import sys; sys.exit(sys.version_info < (3, 11, 5))'

for name in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14 python}; do
    if "$name" -c "$new_enough" >/dev/null 2>&1; then
        exec "$name" "$@"
    fi
done

found=$("${PYTHON:-python3}" --version 2>/dev/null) || found='none that runs'
echo "Python $wanted or newer is needed, found ${PYTHON:+in $PYTHON }$found: install one" \
    "(Debian 13, Ubuntu 24.04: apt install python3 python3-venv; macOS: brew install python; elsewhere: pyenv)" \
    "or say where it is: make PYTHON=/path/to/python3 …" >&2
exit 1
