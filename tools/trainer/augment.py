"""Augmentation that real and generated images share, so that the critic cannot memorise few images (Zhao et al. 2020).

Translation only: brightness augmentation leaks into the images (washed-out samples).
"""
import torch
import torch.nn.functional as F


def translate(images, rng, fraction=0.1):
    """Shifts each image of [N,1,H,W] by up to `fraction` of its size, edges repeated; differentiable."""
    n, _, height, width = images.shape
    reach = int(height * fraction)
    padded = F.pad(images, (reach,) * 4, mode="replicate")
    offsets = torch.randint(0, 2 * reach + 1, (n, 2), generator=rng).tolist()
    return torch.stack([p[:, y:y + height, x:x + width] for p, (y, x) in zip(padded.unbind(0), offsets)])
