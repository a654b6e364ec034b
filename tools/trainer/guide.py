"""A classifier that keeps generated images at the label that was asked for, as far as real images are.

A classifier trained on the same radiographs says how surprising the asked label is (cross-entropy). Where generated images of
a label surprise it more, on a running average, than real ones of that label do, its gradient is added to the generator's loss;
where they do not, nothing is, so that images become no more typical of their label than real ones are. `SLACK` makes up for
the averaged weights, whose images are clearer than those seen here. What it sees is shifted and noisy, so that the generator cannot please it by a pattern that nobody sees.
"""
import torch
import torch.nn.functional as F

from augment import translate
from classifier import load_classifier

NOISE = 0.05
MEMORY = 0.98  # of the running average, for each image of a label
SLACK = 1.35  # how much more surprising than real images a label's images may be
SAMPLE = 200  # real images of each label to compare with


class Guide:
    """Added to the generator's loss: `weight` times cross-entropy, of labels that generated images show less clearly than real ones."""

    def __init__(self, path, images, labels, weight=0.5, share=0.5, device="cpu", seed=2):
        self.classifier = load_classifier(path).to(device, memory_format=torch.channels_last)
        self.weight, self.share = weight, share
        self.rng = torch.Generator().manual_seed(seed)
        self.real = self.surprise_of_real(images, labels, device)
        self.generated = self.real + 1

    @torch.no_grad()
    def surprise_of_real(self, images, labels, device):
        """Mean cross-entropy of real images of each label, uint8 [M,C,s,s] and labels [M]."""
        means = []
        for label in range(int(labels.max()) + 1):
            pick = torch.from_numpy((labels == label).nonzero()[0])
            pick = pick[torch.randperm(len(pick), generator=self.rng)[:SAMPLE]]
            real = torch.from_numpy(images[pick.numpy()]).to(device).float() / 127.5 - 1
            logits = torch.cat([self.look(part) for part in real.split(50)])
            means.append(F.cross_entropy(logits, torch.full((len(pick),), label, device=device)).item())
        return torch.tensor(means)

    def look(self, images):
        """Logits of shifted, noisy images."""
        noise = torch.randn(images.shape, generator=self.rng).to(images.device)
        return self.classifier(translate(images + NOISE * noise, self.rng, 0.05))

    def __call__(self, fake, label):
        """Of the first `share` of a batch, images [N,C,s,s] in [-1,1] and one-hot labels."""
        count = max(1, round(len(fake) * self.share))
        wanted = label[:count].argmax(1)
        surprise = F.cross_entropy(self.look(fake[:count]), wanted, reduction="none")
        for index, value in zip(wanted.tolist(), surprise.tolist()):
            self.generated[index] = MEMORY * self.generated[index] + (1 - MEMORY) * value
        unclear = (self.generated > SLACK * self.real).to(fake.device)[wanted]
        return self.weight * (surprise * unclear).mean()

    def state(self):
        return {"rng": self.rng.get_state(), "generated": self.generated}

    def restore(self, state):
        self.rng.set_state(state["rng"])
        self.generated = state["generated"]
