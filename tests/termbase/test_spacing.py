from __future__ import annotations

import pytest
from termbase.spacing import NO_BREAK, keep_units


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("reads 3.35 TB/s of HBM", "reads 3.35~TB/s of HBM"),
        ("80 GB, 40 GiB, 7.4 % more", "80~GB, 40~GiB, 7.4~% more"),
        ("<p>150 W</p>", "<p>150~W</p>"),
        ("4 × H100 at 1.83 GHz", "4~× H100 at 1.83~GHz"),
        ("16 bits, 989 TFLOPS, 5 µs, 70 billion", "16~bits, 989~TFLOPS, 5~µs, 70~billion"),
        ("at most 86.4 tokens/s, from 512 tokens", "at most 86.4~tokens/s, from 512 tokens"),
        ("12 GBs are no unit, nor 3 Wales", "12 GBs are no unit, nor 3 Wales"),
        ("sm_90 supports 2 blocks", "sm_90 supports 2 blocks"),
        ("no digit GB", "no digit GB"),
        ("8\nGB wrapped by hand", "8\nGB wrapped by hand"),
        ('<a title="80 GB">80 GB</a>', '<a title="80 GB">80~GB</a>'),
        ("<code>80 GB</code> 80 GB", "<code>80 GB</code> 80~GB"),
        ('<option value="1">80 GB</option>', '<option value="1">80 GB</option>'),
        ("<pre><span>x</span> 80 GB</pre><p>80 GB", "<pre><span>x</span> 80 GB</pre><p>80~GB"),
        ("<live-calculator><p>80 GB</live-calculator> 4 s", "<live-calculator><p>80 GB</live-calculator> 4~s"),
        ("<title>80 GB</title><main>80 GB", "<title>80 GB</title><main>80~GB"),
        ("", ""),
    ],
)
def test_numbers_stay_with_their_units(page: str, kept: str) -> None:
    assert keep_units(page) == kept.replace("~", NO_BREAK)
    assert keep_units(keep_units(page)) == keep_units(page)
