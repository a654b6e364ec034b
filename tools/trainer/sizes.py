"""Which image sizes can be trained, and the channels and stages of each."""
import critic
import generator

BASES = (4, 7)  # the resolution that the latent is spread over; each layer after it doubles
DOUBLINGS = range(3, 8)  # fewer could not be drawn (generator.FIRST_IMAGE)
LARGEST = 512
SIZES = sorted(base << k for base in BASES for k in DOUBLINGS if base << k <= LARGEST)
GENERATOR_WIDTHS = (*generator.CHANNELS.values(), 12, 8)
CRITIC_WIDTHS = (*critic.CHANNELS.values(), 16, 16)
GROUP = 4  # channels are a multiple of it


def resolutions(size):
    """The resolution of every layer, smallest first: 7, 14, ... 224."""
    if size not in SIZES:
        raise ValueError(f"size {size}, expected one of {', '.join(map(str, SIZES))}")
    base = next(base for base in BASES for k in DOUBLINGS if base << k == size)
    return [base << k for k in range(len(DOUBLINGS) + DOUBLINGS[0]) if base << k <= size]


def channels(size, width=1.0):
    """Channels by resolution of the generator and of the critic; `width` scales all of them."""
    scaled = lambda widths: {s: max(GROUP, round(w * width / GROUP) * GROUP) for s, w in zip(resolutions(size), widths)}
    return scaled(GENERATOR_WIDTHS), scaled(CRITIC_WIDTHS)


def default_stages(size, steps, warmup):
    """((resolution, steps), ...): the smallest one is given the warm-up and as long again, the largest all that is left."""
    drawn = generator.image_sizes(resolutions(size))
    lower = [max(1, min(share, steps // (2 * len(drawn)))) for share in [2 * warmup] + [1000] * (len(drawn) - 2)][:len(drawn) - 1]
    return tuple(zip(drawn, (*lower, max(1, steps - sum(lower)))))
