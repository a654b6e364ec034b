"""Writes latent-vectors.json: what docs/latents.md specifies, computed without any of the TypeScript.

Integers are Python's, floats are IEEE doubles with + - * / sqrt, so the f32 bits must be the same everywhere. Every
normal value is also compared with statistics.NormalDist, whose AS 241 uses the C library's log.
Usage: python3 latent-vectors.py > latent-vectors.json && npx biome format --write latent-vectors.json
"""

import json
import math
import struct
from fractions import Fraction
from statistics import NormalDist

MASK = 0xFFFFFFFF


def philox4x32(counter, key, rounds=10):
    c, k = list(counter), list(key)
    for _ in range(rounds):
        product0, product1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(product1 >> 32) ^ c[1] ^ k[0], product1 & MASK, (product0 >> 32) ^ c[3] ^ k[1], product0 & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


def logarithm(value):
    mantissa, exponent = math.frexp(value)
    mantissa, exponent = mantissa * 2, exponent - 1
    if mantissa >= 1.4142135623730951:
        mantissa, exponent = mantissa / 2, exponent + 1
    ratio = (mantissa - 1) / (mantissa + 1)
    square, total = ratio * ratio, 0.0
    for odd in range(25, 1, -2):
        total = (total + 1 / odd) * square
    high, low = float.fromhex("0x1.62e42feep-1"), float.fromhex("0x1.a39ef35793c76p-33")
    return exponent * high + (2 * ratio + (2 * ratio * total + exponent * low))


CENTRAL = """3.3871328727963666080e0 133.14166789178437745 1971.5909503065514427 13731.693765509461125
45921.953931549871457 67265.770927008700853 33430.575583588128105 2509.0809287301226727
1.0 42.313330701600911252 687.18700749205790830 5394.1960214247511077
21213.794301586595867 39307.895800092710610 28729.085735721942674 5226.4952788528545610"""
MIDDLE = """1.42343711074968357734 4.63033784615654529590 5.76949722146069140550 3.64784832476320460504
1.27045825245236838258 0.241780725177450611770 0.0227238449892691845833 7.74545014278341407640e-4
1.0 2.05319162663775882187 1.67638483018380384940 0.689767334985100004550
0.148103976427480074590 0.0151986665636164571966 5.47593808499534494600e-4 1.05075007164441684324e-9"""
FAR = """6.65790464350110377720 5.46378491116411436990 1.78482653991729133580 0.296560571828504891230
0.0265321895265761230930 0.00124266094738807843860 2.71155556874348757815e-5 2.01033439929228813265e-7
1.0 0.599832206555887937690 0.136929880922735805310 0.0148753612908506148525
7.86869131145613259100e-4 1.84631831751005468180e-5 1.42151175831644588870e-7 2.04426310338993978564e-15"""


def rational(table, x):
    numbers = [float(word) for word in table.split()]

    def horner(coefficients):
        total = coefficients[-1]
        for coefficient in reversed(coefficients[:-1]):
            total = total * x + coefficient
        return total

    return horner(numbers[:8]) / horner(numbers[8:])


def quantile(p):
    q = p - 0.5
    if abs(q) <= 0.425:
        return q * rational(CENTRAL, 0.180625 - q * q)
    r = math.sqrt(-logarithm(p if q < 0 else 1 - p))
    size = rational(MIDDLE, r - 1.6) if r <= 5 else rational(FAR, r - 5)
    return math.copysign(size, q)


def uniforms(seed, stream, count, step=0):
    values = []
    for block in range((count + 1) // 2):
        words = philox4x32([block, 0, stream, step], [seed & MASK, seed >> 32])
        for high, low in (words[:2], words[2:]):
            exact = (Fraction((high >> 6 << 26) | low >> 6) + Fraction(1, 2)) / 2**52
            assert Fraction(float(exact)) == exact and 0 < exact < 1
            values.append(float(exact))
    return values[:count]


def f32_bits(value):
    return struct.pack(">f", value).hex()


def check(value, p):
    expected = NormalDist().inv_cdf(p)
    assert abs(value - expected) <= 1e-12 * abs(expected), (p, value, expected)
    return value


def latent(seed, stream, count):
    probabilities = uniforms(seed, stream, count)
    normals = [check(quantile(p), p) for p in probabilities]
    return {
        "seed": seed,
        "stream": stream,
        "uniform": [p.hex() for p in probabilities],
        "uniformBits": [f32_bits(-1 + (1 - -1) * p) for p in probabilities],
        "normal": [repr(value) for value in normals],
        "normalBits": [f32_bits(value) for value in normals],
    }


def step_noise(seed, stream, step, count):
    normals = [check(quantile(p), p) for p in uniforms(seed, stream, count, step)]
    return {"seed": seed, "stream": stream, "step": step, "bits": [f32_bits(value) for value in normals]}


def f32(value):
    return struct.unpack(">f", struct.pack(">f", value))[0]


def interpolated(seed, other, stream, count, share):
    """White's slerp and the straight line, by the C library's acos and sin."""
    first, second = [[f32(quantile(p)) for p in uniforms(own, stream, count)] for own in (seed, other)]

    def norm(values):
        return math.sqrt(math.fsum(value * value for value in values))

    omega = math.acos(math.fsum(a * b for a, b in zip(first, second)) / (norm(first) * norm(second)))
    arc = [math.sin((1 - share) * omega) / math.sin(omega), math.sin(share * omega) / math.sin(omega)]
    return {
        "seed": seed,
        "other": other,
        "stream": stream,
        "share": share,
        "slerp": [f32_bits(arc[0] * a + arc[1] * b) for a, b in zip(first, second)],
        "linear": [f32_bits((1 - share) * a + share * b) for a, b in zip(first, second)],
    }


# Known answers of Random123 1.14 (tests/kat_vectors).
KNOWN = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]
for counter, key, expected in KNOWN:
    found = philox4x32(*[[int(word, 16) for word in words.split()] for words in (counter, key)])
    assert [f"{word:08x}" for word in found] == expected.split(), (found, expected)

TAILS = [2.0**-53, 3 * 2.0**-53, 1e-15, 1e-12, 1.3887943864964021e-11, 1.4e-11, 1e-9, 1e-5, 0.0749, 0.075, 0.0751]
TAILS += [0.3, 0.5, 0.7, 0.925, 0.9251, 0.99, 1 - 2.0**-30, 1 - 2.0**-53]
print(
    json.dumps(
        {
            "philox": [{"counter": c, "key": k, "words": w} for c, k, w in KNOWN],
            "latents": [
                latent(seed, stream, count)
                for seed, stream, count in [(0, 0, 8), (7, 0, 9), (7, 1, 4), (2**32, 0, 4), (2**53 - 1, 4294967295, 5)]
            ],
            "stepNoise": [step_noise(7, 0, 1, 5), step_noise(7, 0, 2, 4), step_noise(2**40, 3, 4294967295, 3)],
            "interpolated": [
                interpolated(seed, other, stream, count, share)
                for seed, other, stream, count, share in [
                    (7, 8, 0, 6, 0.25), (7, 8, 0, 6, 0.5), (0, 2**40, 3, 96, 0.9), (1, 2, 0, 2, 1 / 3)
                ]
            ],
            "quantiles": [{"p": p.hex(), "value": check(quantile(p), p).hex()} for p in TAILS],
            "logarithms": [{"x": x.hex(), "value": logarithm(x).hex()} for x in TAILS + [1.0, 2.0, 1e300]],
        },
        indent=1,
    )
)
