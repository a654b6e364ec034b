"""Writes sampler-vectors.json: trajectories of every sampler, in doubles, written from the papers' own forms of the formulas.

Where the TypeScript predicts the image first, this follows the papers' other form where there is one: DDPM by algorithm 2 of Ho et al.
2020 (in epsilon) unless something is clamped, DPM-Solver++ with exp and log of Lu et al. 2022, cosine betas with math.cos.
The network is `network` below; sampleVectors.test.ts has the same one.
Usage: python3 sampler-vectors.py > sampler-vectors.json && npx biome format --write sampler-vectors.json
"""

import json
import math
import random

SIZE = 6


def network(x, time):
    """Mixes neighbours, bends, and adds a share of the time."""
    n = len(x)
    return [(0.7 * x[i] + 0.2 * x[(i + 1) % n]) / (1 + 0.3 * x[i] * x[i]) + 0.05 * time for i in range(n)]


def alphas_cumprod(schedule):
    kind = schedule['kind']
    if kind == 'table':
        return schedule['values']
    T = schedule['trainSteps']
    if kind == 'cosine':
        f = lambda t: math.cos((t / T + 0.008) / 1.008 * math.pi / 2) ** 2
        betas = [min(1 - f(t + 1) / f(t), 0.999) for t in range(T)]
    elif kind == 'linear':
        betas = [schedule['betaStart'] + i * (schedule['betaEnd'] - schedule['betaStart']) / (T - 1) for i in range(T)]
    else:
        a, b = schedule['betaStart'] ** 0.5, schedule['betaEnd'] ** 0.5
        betas = [(a + i * (b - a) / (T - 1)) ** 2 for i in range(T)]
    return [math.exp(sum(math.log(1 - beta) for beta in betas[: t + 1])) for t in range(T)]


def clamp(values, clip):
    return values if clip is None else [min(max(v, clip[0]), clip[1]) for v in values]


def to_epsilon(prediction, x, out, a):
    """Every prediction as noise."""
    if prediction == 'epsilon':
        return out
    if prediction == 'sample':
        return [(xi - math.sqrt(a) * o) / math.sqrt(1 - a) for xi, o in zip(x, out)]
    # v = sqrt(a) e - sqrt(1-a) x0 and x = sqrt(a) x0 + sqrt(1-a) e: a rotation, so e = sqrt(1-a) x + sqrt(a) v.
    return [math.sqrt(1 - a) * xi + math.sqrt(a) * o for xi, o in zip(x, out)]


def diffusion(case):
    left = alphas_cumprod(case['schedule'])
    T, S, kind = len(left), case['steps'], case['kind']
    times = [math.floor(T - i * T / S + 0.5) - 1 for i in range(S)]
    x, seen, old = case['noise'], [], []
    for i, t in enumerate(times):
        a = left[t]
        p = left[times[i + 1]] if i + 1 < S else 1.0
        out = network(x, case['scale'] * t + case['offset'])
        eps = to_epsilon(case['prediction'], x, out, a)
        image = clamp([(xi - math.sqrt(1 - a) * e) / math.sqrt(a) for xi, e in zip(x, eps)], case['clip'])
        eps = [(xi - math.sqrt(a) * m) / math.sqrt(1 - a) for xi, m in zip(x, image)]
        if kind == 'ddim':
            x = [math.sqrt(p) * m + math.sqrt(1 - p) * e for m, e in zip(image, eps)]
        elif kind == 'ddpm':
            alpha = a / p
            x = [(xi - (1 - alpha) / math.sqrt(1 - a) * e) / math.sqrt(alpha) for xi, e in zip(x, eps)]
            if p < 1:
                variance = (1 - alpha) * ((1 - p) / (1 - a) if case['variance'] == 'small' else 1)
                x = [xi + math.sqrt(variance) * z for xi, z in zip(x, case['stepNoise'][i])]
        else:
            sigma, sigma_next, alpha_next = math.sqrt(1 - a), math.sqrt(1 - p), math.sqrt(p)
            here = math.log(math.sqrt(a) / sigma)
            old.append((here, image))
            if p == 1:
                x = image
            else:
                h = math.log(alpha_next / sigma_next) - here
                data = image
                if len(old) > 1:
                    r = (here - old[-2][0]) / h
                    data = [(1 + 1 / (2 * r)) * m - 1 / (2 * r) * q for m, q in zip(image, old[-2][1])]
                x = [sigma_next / sigma * xi - alpha_next * (math.exp(-h) - 1) * d for xi, d in zip(x, data)]
        seen.append(image if i + 1 < S else x)
    return seen


def flow(case):
    """Liu et al. run time from noise 0 to image 1; the velocity of `noise` is minus theirs."""
    S, x, seen = case['steps'], case['noise'], []
    sign = 1 if case['schedule']['towards'] == 'image' else -1

    def velocity(x, tau):
        out = [sign * v for v in network(x, case['scale'] * (1 - tau) + case['offset'])]
        image = [xi + (1 - tau) * v for xi, v in zip(x, out)]
        if case['clip'] is not None and tau < 1:
            image = clamp(image, case['clip'])
            out = [(m - xi) / (1 - tau) for m, xi in zip(image, x)]
        return out, image

    for i in range(S):
        tau, dt = i / S, 1 / S
        v, image = velocity(x, tau)
        ahead = [xi + dt * vi for xi, vi in zip(x, v)]
        if case['kind'] == 'flowHeun':
            w, _ = velocity(ahead, (i + 1) / S)
            ahead = [xi + dt * (vi + wi) / 2 for xi, vi, wi in zip(x, v, w)]
        x = ahead
        seen.append(image if i + 1 < S else x)
    return seen


LINEAR = {'kind': 'linear', 'trainSteps': 40, 'betaStart': 1e-3, 'betaEnd': 0.2}
ROOTS = {'kind': 'scaledLinear', 'trainSteps': 30, 'betaStart': 1e-3, 'betaEnd': 0.3}
COSINE = {'kind': 'cosine', 'trainSteps': 25}
TABLE = {'kind': 'table', 'values': [0.99, 0.9, 0.75, 0.5, 0.25, 0.125, 0.0625]}
CASES = [
    ('ddpm', 'epsilon', LINEAR, 40, None, 'small'), ('ddpm', 'epsilon', LINEAR, 7, None, 'large'),
    ('ddpm', 'v', COSINE, 10, [-1, 1], 'small'), ('ddpm', 'sample', TABLE, 7, [-0.5, 0.5], 'large'),
    ('ddim', 'epsilon', LINEAR, 10, None, 'small'), ('ddim', 'v', COSINE, 25, None, 'small'),
    ('ddim', 'sample', ROOTS, 4, [-1, 1], 'small'), ('ddim', 'epsilon', TABLE, 3, [-1, 1], 'small'),
    ('dpmSolver++', 'epsilon', LINEAR, 8, None, 'small'), ('dpmSolver++', 'v', COSINE, 5, [-1, 1], 'small'),
    ('dpmSolver++', 'sample', ROOTS, 2, None, 'small'), ('dpmSolver++', 'epsilon', TABLE, 1, None, 'small'),
    ('flowEuler', 'velocity', {'kind': 'flow', 'towards': 'image'}, 6, None, 'small'),
    ('flowEuler', 'velocity', {'kind': 'flow', 'towards': 'noise'}, 3, [-1, 1], 'small'),
    ('flowHeun', 'velocity', {'kind': 'flow', 'towards': 'image'}, 5, [-0.8, 0.8], 'small'),
    ('flowHeun', 'velocity', {'kind': 'flow', 'towards': 'noise'}, 4, None, 'small'),
]

generator = random.Random(2026)
cases = []
for kind, prediction, schedule, steps, clip, variance in CASES:
    isFlow = schedule['kind'] == 'flow'
    case = {
        'kind': kind, 'prediction': prediction, 'schedule': schedule, 'steps': steps, 'clip': clip, 'variance': variance,
        'scale': -1.0 if isFlow else 0.1, 'offset': 1.0 if isFlow else 0.1,
        'noise': [generator.gauss(0, 1) for _ in range(SIZE)],
    }
    if kind == 'ddpm':
        case['stepNoise'] = [[generator.gauss(0, 1) for _ in range(SIZE)] for _ in range(steps - 1)]
    case['images'] = flow(case) if isFlow else diffusion(case)
    cases.append(case)
print(json.dumps({'cases': cases, 'alphasCumprod': [
    {'schedule': schedule, 'values': alphas_cumprod(schedule)} for schedule in (LINEAR, ROOTS, COSINE)
] + [{'schedule': {**long, 'trainSteps': 1000}, 'last': alphas_cumprod({**long, 'trainSteps': 1000})[-3:]} for long in (
    {'kind': 'linear', 'betaStart': 1e-4, 'betaEnd': 0.02}, {'kind': 'cosine'})]}, indent=1))
