#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the reference models with Netwright and with PyTorch from equal weights on equal data and compares every loss.

    follow.py build/release/netwright-cli [--models mlp,cnn] [--steps 50]

The weights are those that Netwright begins with: the checkpoint of a run whose learning rate is zero. The data follow from
the seeds (generated.py). PyTorch's network is made of the project file (network.py). Ends with 1 where a loss differs by
more than the tolerance, relative to PyTorch's.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import h5py
import torch

from generated import Generated, epoch_order
from network import Network

MODELS = pathlib.Path(__file__).resolve().parents[1] / "bench/models"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="path of netwright-cli")
    parser.add_argument("--models", default=",".join(sorted(file.stem for file in MODELS.glob("*.netwright"))))
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--tolerance", type=float, default=1e-4)
    parser.add_argument("--double", action="store_true", help="PyTorch computes in double precision")
    return parser.parse_args()


def run(options, project, name):
    """Trains one epoch; returns the folder of the run."""
    command = [options.program, "train", project, "--threads", options.threads, "--name", name, "--json"]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr}")
    return project.with_suffix(".runs") / name


def train(options, model, folder):
    """The folders of two runs: one that stays at its first weights, and one that learns."""
    project = json.loads((MODELS / f"{model}.netwright").read_text(encoding="utf-8"))
    recipe, dataset = project["recipes"][model], project["datasets"]["generated"]
    recipe["epochs"] = 1
    recipe["reproducible"] = True
    dataset["split"] = {"validation": 0, "test": 0, "seed": 1}
    runs = []
    for name, steps, rate in (("first", 1, 0.0), ("all", options.steps, recipe["optimiser"]["parameters"]["learning_rate"])):
        dataset["parameters"]["rows"] = steps * recipe["batch"]
        recipe["optimiser"]["parameters"]["learning_rate"] = rate
        file = folder / f"{model}.netwright"
        file.write_text(json.dumps(project), encoding="utf-8")
        runs.append(run(options, file, name))
    return runs


def optimiser_of(recipe, weights):
    values = recipe["optimiser"]["parameters"]
    if recipe["optimiser"]["kind"] == "adam":
        return torch.optim.Adam(weights, lr=values["learning_rate"], betas=(values["beta1"], values["beta2"]),
                                eps=values["epsilon"])
    return torch.optim.SGD(weights, lr=values["learning_rate"], momentum=values["momentum"])


def losses_of_torch(options, first, snapshot):
    """One loss a step, on the rows that Netwright took."""
    (recipe,), (dataset,), (description,) = (snapshot[key].values() for key in ("recipes", "datasets", "networks"))
    with h5py.File(next((first / "checkpoints").glob("*.h5"))) as checkpoint:
        network = Network(description, checkpoint)
    real = torch.float64 if options.double else torch.float32
    network.to(real)
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


def follow(options, model):
    """Whether all losses agree."""
    with tempfile.TemporaryDirectory() as folder:
        first, all_ = train(options, model, pathlib.Path(folder))
        snapshot = json.loads((all_ / "run.json").read_text(encoding="utf-8"))["project"]
        theirs = list(losses_of_torch(options, first, snapshot))
        with h5py.File(all_ / "metrics.h5") as metrics:
            ours = metrics["steps/loss"][()]
    assert len(ours) == len(theirs) == options.steps
    differences = [abs(own - their) / abs(their) for own, their in zip(ours, theirs)]
    largest = max(differences)
    print(f"| {model} | {theirs[0]:.4f} | {theirs[-1]:.4f} | {differences[0]:.1e} | {largest:.1e} "
          f"| {differences.index(largest) + 1} |", flush=True)
    return largest <= options.tolerance


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    print(f"{options.steps} steps, PyTorch {torch.__version__}, tolerance {options.tolerance}\n")
    print("| model | first loss | last loss | first difference | largest difference | at step |\n|---|---|---|---|---|---|")
    if not all([follow(options, model) for model in options.models.split(",")]):
        sys.exit("the losses do not agree within the tolerance")


if __name__ == "__main__":
    main()
