#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the reference models with Netwright and with PyTorch from equal weights on equal data and compares every loss.

    follow.py build/release/netwright-cli [--models mlp,cnn] [--steps 50] [--rate-scale 0.1]

The weights are those that Netwright begins with: the checkpoint of a run whose learning rate is zero. The data follow from
the seeds (generated.py). PyTorch's network is made of the project file (network.py). Ends with 1 where a loss differs by
more than the tolerance, relative to PyTorch's.

Training amplifies what differs in the last digit, the more the higher the learning rate. How much is shown beside ours: how
far PyTorch in single precision gets from PyTorch in double on the same steps. --rate-scale follows a share of the recipe's
rate, at which the differences are those of the arithmetic alone.
"""
import argparse
import json
import pathlib
import sys
import tempfile

import torch

from generated import Generated, epoch_order
from network import Network
import training

MODELS = pathlib.Path(__file__).resolve().parents[1] / "bench/models"


def supervised_models():
    """All but pairs of networks, which train only in the benchmark."""
    files = sorted(MODELS.glob("*.netwright"))
    return [file.stem for file in files
            if "generator" not in json.loads(file.read_text(encoding="utf-8"))["recipes"][file.stem]]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="path of netwright-cli")
    parser.add_argument("--models", default=",".join(supervised_models()))
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--rate-scale", type=float, default=1, help="multiplies the learning rate of every recipe")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--tolerance", type=float, default=1e-4)
    parser.add_argument("--no-yardstick", action="store_true", help="leave out PyTorch in double precision, which is slow")
    return parser.parse_args()


def train(options, model, folder):
    """The folders of two runs: one that stays at its first weights, and one that learns."""
    project = json.loads((MODELS / f"{model}.netwright").read_text(encoding="utf-8"))
    recipe, dataset = project["recipes"][model], project["datasets"]["generated"]
    recipe["epochs"] = 1
    recipe["reproducible"] = True
    dataset["split"] = {"validation": 0, "test": 0, "seed": 1}
    learning = recipe["optimiser"]["parameters"]
    rate = learning["learning_rate"] * options.rate_scale
    runs = []
    for name, steps, learning["learning_rate"] in (("first", 1, 0.0), ("all", options.steps, rate)):
        dataset["parameters"]["rows"] = steps * recipe["batch"]
        runs.append(training.train(options.program, project, folder, name, options.threads))
    return runs


def optimiser_of(recipe, weights):
    values = recipe["optimiser"]["parameters"]
    if recipe["optimiser"]["kind"] == "adam":
        return torch.optim.Adam(weights, lr=values["learning_rate"], betas=(values["beta1"], values["beta2"]),
                                eps=values["epsilon"])
    return torch.optim.SGD(weights, lr=values["learning_rate"], momentum=values["momentum"])


def losses_of_torch(options, first, snapshot, real):
    """One loss a step, on the rows that Netwright took."""
    recipe, dataset, description = snapshot
    with training.checkpoint(first) as checkpoint:
        network = Network(description, checkpoint).to(real)
    optimiser = optimiser_of(recipe, network.parameters())
    data = Generated(dataset["parameters"], dataset["normalisation"])
    order = epoch_order(dataset["parameters"]["rows"], recipe["seed"], 0)
    for step in range(options.steps):
        inputs, targets = (torch.from_numpy(part) for part in
                           data.batch(order[step * recipe["batch"]:(step + 1) * recipe["batch"]]))
        optimiser.zero_grad()
        loss = network(*(part.to(real) if part.is_floating_point() else part for part in (inputs, targets)))
        loss.backward()
        optimiser.step()
        yield loss.item()


def differences(losses, reference):
    return [abs(loss - right) / abs(right) for loss, right in zip(losses, reference, strict=True)]


def follow(options, model):
    """Whether all losses agree."""
    with tempfile.TemporaryDirectory() as folder:
        first, all_ = train(options, model, pathlib.Path(folder))
        snapshot = training.snapshot(all_)
        theirs = list(losses_of_torch(options, first, snapshot, torch.float32))
        between = differences(training.losses(all_), theirs)
        yardstick = "-"
        if not options.no_yardstick:
            exact = list(losses_of_torch(options, first, snapshot, torch.float64))
            yardstick = f"{max(differences(theirs, exact)):.1e}"
    largest = max(between)
    print(f"| {model} | {theirs[0]:.4f} | {theirs[-1]:.4f} | {between[0]:.1e} | {largest:.1e} "
          f"| {between.index(largest) + 1} | {yardstick} |", flush=True)
    return largest <= options.tolerance


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    print(f"{options.steps} steps at {options.rate_scale:g} x the recipe's learning rate, PyTorch {torch.__version__}, "
          f"tolerance {options.tolerance}\n")
    print("| model | first loss | last loss | first difference | largest difference | at step "
          "| PyTorch, single from double |\n|---|---|---|---|---|---|---|")
    if not all([follow(options, model) for model in options.models.split(",")]):
        sys.exit("the losses do not agree within the tolerance")


if __name__ == "__main__":
    main()
