#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a user of PyTorch would write: milliseconds of an epoch, for submit/bench.sh.

peer.py IMAGES.npy THREADS ROUNDS prints 'pretraining,K,MS' and 'finetuning,K,MS' lines; IMAGES is
N x 1 x H x W, float32. Each figure is the median over rounds, of the better of oneDNN on and off.
"""
import statistics
import sys
import time

import numpy
import torch
from torch.nn import functional

BATCH = 256
LAMBDA1, LAMBDA2 = 1.0, 150.0


class Autoencoder(torch.nn.Module):
    """One 3 x 3 layer of stride 2 a side, padded as TensorFlow's SAME is."""

    def __init__(self, k):
        super().__init__()
        self.encoder = torch.nn.Conv2d(1, k, 3, stride=2)
        self.decoder = torch.nn.ConvTranspose2d(k, 1, 3, stride=2)

    def encode(self, x):
        return functional.relu(self.encoder(functional.pad(x, (0, 1, 0, 1))))

    def decode(self, z):
        return functional.relu(self.decoder(z)[:, :, :-1, :-1])


def pretraining(x, k, epochs):
    model = Autoencoder(k)
    adam = torch.optim.Adam(model.parameters(), lr=1e-3)
    for _ in range(epochs):
        began = time.perf_counter()
        order = torch.randperm(len(x))
        for first in range(0, len(x), BATCH):
            batch = x[order[first : first + BATCH]]
            loss = 0.5 * (batch - model.decode(model.encode(batch))).square().sum()
            adam.zero_grad()
            loss.backward()
            adam.step()
        yield time.perf_counter() - began


def finetuning(x, k, epochs):
    model = Autoencoder(k)
    c = torch.nn.Parameter(torch.full((len(x), len(x)), 1e-8))
    adam = torch.optim.Adam([*model.parameters(), c], lr=1e-3)
    for _ in range(epochs):
        began = time.perf_counter()
        latent = model.encode(x)
        z = latent.flatten(1)
        s = c @ z
        loss = (
            0.5 * (x - model.decode(s.view_as(latent))).square().sum()
            + LAMBDA1 * c.square().sum()
            + 0.5 * LAMBDA2 * (z - s).square().sum()
        )
        adam.zero_grad()
        loss.backward()
        adam.step()
        yield time.perf_counter() - began


def milliseconds(training, x, k, epochs, rounds):
    """The median over rounds of a round's median, its first two epochs not counted."""
    return 1e3 * statistics.median(
        statistics.median(list(training(x, k, epochs + 2))[2:]) for _ in range(rounds)
    )


def main():
    images, threads, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    x = torch.from_numpy(numpy.load(images))
    torch.set_num_threads(threads)
    settings = [False, True] if torch.backends.mkldnn.is_available() else [False]
    for k in (1, 2, 3, 15):
        for name, training, epochs in (("pretraining", pretraining, 8), ("finetuning", finetuning, 5)):
            best = float("inf")
            for enabled in settings:
                with torch.backends.mkldnn.flags(enabled=enabled):
                    best = min(best, milliseconds(training, x, k, epochs, rounds))
            print(f"{name},{k},{best:.2f}", flush=True)
    print(f"version,0,{torch.__version__}")


if __name__ == "__main__":
    main()
