#!/bin/sh
# All checks that need no browser and no build. Every one is run, so that all complaints are seen at once.
failed=0
for check in 'glossary check' 'ruff check .' 'ruff format --check .' 'mypy' 'mypy --strict scripts bench'; do
    echo "· $check" >&2
    $check || failed=1
done
exit $failed
