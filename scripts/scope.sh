#!/bin/sh
# What the workflow Test must run, as two lines for GITHUB_OUTPUT: a pull request that changes nothing but
# entries and their claims needs the tests of entries and of the built site, on one Python.
changed=$(git diff --name-only HEAD^ 2>/dev/null)
if [ "$1" = pull_request ] && [ -n "$changed" ] && ! printf '%s\n' "$changed" | grep -qvE '^(glossary|tests/content/claims)/'; then
    echo 'pythons=["3.13"]'
    echo 'arguments=tests/content tests/termbase tests/site'
else
    echo 'pythons=["3.11", "3.12", "3.13"]'
    echo 'arguments='
fi
