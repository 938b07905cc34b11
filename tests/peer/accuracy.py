#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the same networks with Netwright and with PyTorch and compares the accuracy on the test part.

    accuracy.py build/release/netwright-cli [--networks mlp,cnn] [--seeds 1,2,3] [--epochs 5] [--precision bfloat16]

Same initialisation scheme, optimiser (Adam, 0.001, falling along a cosine), batch (32), epochs and
sizes of the parts. The random numbers differ, so single seeds differ, too; the means over the seeds are compared.
"""
import argparse
import gzip
import json
import math
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from peer import NETWORKS, initialise, start_fairly, warn_of_slow_blas

ROOT = pathlib.Path(__file__).resolve().parents[2]
FASHION_MNIST = pathlib.Path("/usr/share/datasets/fashion-mnist")
BATCH = 32


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="path of netwright-cli")
    parser.add_argument("--project", type=pathlib.Path, default=ROOT / "samples/fashion-mnist.netwright")
    parser.add_argument("--data", type=pathlib.Path, default=FASHION_MNIST, help="folder of the four IDX files")
    parser.add_argument("--networks", default="mlp,cnn")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--precision", choices=("float32", "bfloat16"), default="float32", help="of Netwright's products")
    return parser.parse_args()


def idx(folder, name, offset):
    """The bytes of an IDX file after its header, from the plain file or the compressed one."""
    import torch
    plain = next(folder.rglob(name), None)
    packed = next(folder.rglob(name + ".gz"), None)
    if not plain and not packed:
        sys.exit(f"{folder}: there is no {name}; install dataset-fashion-mnist or name its folder by --data")
    data = plain.read_bytes() if plain else gzip.decompress(packed.read_bytes())
    return torch.frombuffer(bytearray(data[offset:]), dtype=torch.uint8)


def fashion_mnist(folder, part):
    images = idx(folder, f"{part}-images-idx3-ubyte", 16).view(-1, 1, 28, 28).float() / 255
    labels = idx(folder, f"{part}-labels-idx1-ubyte", 8).long()
    return images, labels


def validation_share(project):
    datasets = json.loads(project.read_text(encoding="utf-8"))["datasets"]
    return next(iter(datasets.values())).get("split", {}).get("validation", 0.1)


def test_accuracy(model, test):
    import torch
    images, labels = test
    model.eval()
    with torch.no_grad():
        right = sum((model(images[i:i + 1000]).argmax(1) == labels[i:i + 1000]).sum().item()
                    for i in range(0, len(labels), 1000))
    return right / len(labels)


def train_torch(network, seed, epochs, train, test):
    import torch
    torch.manual_seed(seed)
    model = initialise(NETWORKS[network]())
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3, foreach=True)
    images, labels = train
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs * math.ceil(len(labels) / BATCH))
    for _ in range(epochs):
        model.train()
        for rows in torch.randperm(len(labels)).split(BATCH):
            optimiser.zero_grad(set_to_none=True)
            torch.nn.functional.cross_entropy(model(images[rows]), labels[rows]).backward()
            optimiser.step()
            schedule.step()
    return test_accuracy(model, test)


def train_netwright(options, project, network, seed):
    command = [options.program, "train", str(project), "--network", network, "--epochs", str(options.epochs),
               "--batch", str(BATCH), "--seed", str(seed), "--threads", str(options.threads),
               "--precision", options.precision, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])["test"]["accuracy"]


def timed(function, *values):
    start = time.perf_counter()
    return function(*values), time.perf_counter() - start


def compare(options, project, network, train, test):
    differences = []
    for seed in map(int, options.seeds.split(",")):
        ours, our_seconds = timed(train_netwright, options, project, network, seed)
        theirs, their_seconds = timed(train_torch, network, seed, options.epochs, train, test)
        differences.append((ours, theirs))
        print(f"| {network} | {seed} | {ours:.2%} | {theirs:.2%} | {100 * (ours - theirs):+.2f} "
              f"| {our_seconds:.1f} | {their_seconds:.1f} |", flush=True)
    ours, theirs = (statistics.mean(side) for side in zip(*differences))
    print(f"| **{network}** | mean | **{ours:.2%}** | **{theirs:.2%}** | **{100 * (ours - theirs):+.2f}** | | |", flush=True)


def main():
    options = arguments()
    start_fairly()
    import torch
    torch.set_num_threads(options.threads)
    images, labels = fashion_mnist(options.data, "train")
    test = fashion_mnist(options.data, "t10k")
    warn_of_slow_blas()
    rows = len(labels) - round(len(labels) * validation_share(options.project))
    train = images[:rows], labels[:rows]
    print(f"{rows} training images, {options.epochs} epochs, batch {BATCH}, PyTorch {torch.__version__}\n")
    print("| network | seed | Netwright | PyTorch | points | Netwright s | PyTorch s |\n|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:  # the runs of the comparison do not join those of the project
        project = pathlib.Path(shutil.copy(options.project, folder))
        for network in options.networks.split(","):
            compare(options, project, network, train, test)


if __name__ == "__main__":
    main()
