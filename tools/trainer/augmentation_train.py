"""One run of the augmentation experiment: a classifier trained for a fixed number of steps, then asked about val once."""
import math

import torch
import torch.nn.functional as F

from augmentation_settings import DECAY, DROPOUT, RATE, WARM
from classifier import Plain
from classifier_augment import STRENGTHS, augment
from classifier_trainer import grade_weights, ordinal_loss


def batches(count, batch, rng):
    """Endless batches of `batch` places of `count`: one shuffled pass after another, whatever the count."""
    waiting = torch.empty(0, dtype=torch.long)
    while True:
        while len(waiting) < batch:
            waiting = torch.cat([waiting, torch.randperm(count, generator=rng)])
        yield waiting[:batch]
        waiting = waiting[batch:]


def rate(step, steps):
    """Rises over the first steps, then falls as a cosine to nothing."""
    return RATE * min(1.0, (step + 1) / (WARM * steps)) * (0.5 + 0.5 * math.cos(math.pi * step / steps))


def train(images, grades, setting, steps, seed, device="cpu"):
    """A trained classifier; images uint8 [M,s,s], grades int64 [M]. No image is set aside: nothing is selected, the last step's weights count."""
    torch.manual_seed(seed)
    network = Plain(setting.channels, DROPOUT, setting.rows).to(device, memory_format=torch.channels_last).train()
    optimizer = torch.optim.AdamW(network.parameters(), RATE, (0.9, 0.99), weight_decay=DECAY, foreach=True)
    weights = grade_weights(grades).to(device)
    images, grades = torch.from_numpy(images), torch.from_numpy(grades)
    shuffle, vary = torch.Generator().manual_seed(seed), torch.Generator(device).manual_seed(seed)
    for step, places in zip(range(steps), batches(len(images), setting.batch, shuffle)):
        for group in optimizer.param_groups:
            group["lr"] = rate(step, steps)
        whole = images[places][:, None].to(device).float() / 127.5 - 1
        joint = augment(whole, setting.rows, 1.0, STRENGTHS["plain"], vary)
        with torch.autocast(torch.device(device).type, dtype=torch.bfloat16, enabled=setting.autocast):
            logits = network.grade(network.dropout(network.look(joint.contiguous(memory_format=torch.channels_last))))
        loss = ordinal_loss(logits.float(), grades[places].to(device), weights)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    return network.eval(), loss.item()


@torch.no_grad()
def answers(network, images, device="cpu", batch=200):
    """What it says of images uint8 [M,s,s]: `given`, the likeliest grade, and `later`, whether KL 2-4 is likelier than KL 0-1; a digit an image."""
    parts = [network(part[:, None].to(device).float() / 127.5 - 1).float().cpu() for part in torch.from_numpy(images).split(batch)]
    probabilities = F.softmax(torch.cat(parts), 1)
    digits = lambda values: "".join(str(int(value)) for value in values)
    return {"given": digits(probabilities.argmax(1)), "later": digits(probabilities[:, 2:].sum(1) >= 0.5)}
