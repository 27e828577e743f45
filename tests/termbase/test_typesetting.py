from __future__ import annotations

import pytest
from termbase.typesetting import NO_BREAK, set_numbers


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
        ("1.83 × 10^9, 10^-6", "1.83~× 10<sup><i>^</i>9</sup>, 10<sup><i>^</i>\u22126</sup>"),
        ("2^(m+1) of 2^m", "2<sup><i>^(</i>m+1<i>)</i></sup> of 2<sup><i>^</i>m</sup>"),
        ("10^12 FLOP in 3 s", "10<sup><i>^</i>12</sup>~FLOP in 3~s"),
        ("<code>2^10</code> <pre>2^10</pre>", "<code>2^10</code> <pre>2^10</pre>"),
        ('<a title="10^9">^C, x^, a ^ b, __^__, 2^word</a>', '<a title="10^9">^C, x^, a ^ b, __^__, 2^word</a>'),
        ("", ""),
    ],
)
def test_numbers_stay_with_their_units(page: str, kept: str) -> None:
    assert set_numbers(page) == kept.replace("~", NO_BREAK)
    assert set_numbers(set_numbers(page)) == set_numbers(page)
