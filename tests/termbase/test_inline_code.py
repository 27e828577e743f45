from __future__ import annotations

import pytest
from termbase.inline_code import inline_code, without_marks


@pytest.mark.parametrize(
    ("text", "html", "plain"),
    [
        ("plain & simple", "plain &amp; simple", "plain & simple"),
        ("run `nvcc -ptx`.", "run <code>nvcc -ptx</code>.", "run nvcc -ptx."),
        ("`<b>` and `x`", "<code>&lt;b&gt;</code> and <code>x</code>", "<b> and x"),
        ("an open ` stays", "an open ` stays", "an open ` stays"),
        ("<script>`</script>`", "&lt;script&gt;<code>&lt;/script&gt;</code>", "<script></script>"),
    ],
)
def test_inline_code(text: str, html: str, plain: str) -> None:
    assert inline_code(text) == html
    assert without_marks(text) == plain
