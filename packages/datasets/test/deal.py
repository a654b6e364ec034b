"""Values that plan.test.ts expects, from the documents alone (docs/datasets.md, docs/latents.md): python3 deal.py"""

MASK = 0xFFFFFFFF


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & MASK, (p0 >> 32) ^ c[3] ^ k[1], p0 & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


def uniform(seed, purpose, at):
    words = philox([at, MASK, purpose, 0], [seed & MASK, seed >> 32])
    return (((words[0] >> 6) << 26) + (words[1] >> 6) + 0.5) / 2**52


def deal(classes, seed, purpose):
    for last in range(len(classes) - 1, 0, -1):
        other = int(uniform(seed, purpose, last) * (last + 1))
        classes[last], classes[other] = classes[other], classes[last]
    return classes


def fnv(name):
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ byte) * 0x01000193) & MASK
    return value


def edit(name, low, high, seed):
    drawn = low + (high - low) * uniform(seed, 2, fnv(name))
    return int(drawn * 10000 // 1 if drawn * 10000 % 1 < 0.5 else drawn * 10000 // 1 + 1) / 10000


print(deal([k for k in range(5) for _ in range(3)], 7, 0))
print({name: edit(name, low, high, 9) for name, low, high in (("b", -2, 2), ("c", 0, 1))})
