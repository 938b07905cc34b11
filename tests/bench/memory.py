#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the peak resident memory of training steps with PyTorch's and with what the network cannot do without.

    memory.py build/release/netwright-cli PEER.py [--models mlp:32,cnn:128]

PEER.py makes PyTorch's steps (--model NAME:BATCH --variants A --steps N). PyTorch counts with the least of its
configurations: with and without channels last, with the system's allocator as it is and set to keep what a step frees. The
need is

    4 bytes x parameters x (1 + numbers that the optimiser keeps for each + 1 for the gradient) + the live set,

of which live_set.py has the rule. Of an adversarial pair it is the sum: the discriminator learns from two halves of a batch
while the generator waits with all that it will need. A program needs memory before it has a network: what
`netwright-cli bench` takes for the smallest model, `tabular`, is taken off before the comparison with the need. Where
Winograd convolutions prove faster they are taken, and want room for transformed kernels: the last column is with a
reproducible recipe, which has none.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from live_set import live_set

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "peer"))
from peer import MALLOC, fair_environment  # noqa: E402

MODELS = "mlp:32,cnn:32,cnn:128,cifar_vgg:64,resnet20:128,lstm_text:32,gap_text:32,transformer_text:32,dcgan28:64,tabular:32"
CONVOLUTIONAL = ("cnn", "cifar_vgg", "resnet20", "dcgan28")
STATES = {"sgd": 0, "momentum": 1, "adam": 2}
MEBIBYTE = 1 << 20


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="path of netwright-cli")
    parser.add_argument("peer", help="the script that makes PyTorch's steps")
    parser.add_argument("--models", default=MODELS, help="NAME:BATCH, separated by commas")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--python", default=sys.executable, help="the interpreter with PyTorch")
    return parser.parse_args()


def peak_of(command, environment=None):
    """The largest resident memory that the command ever had, in bytes."""
    command = [str(word) for word in command]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    message = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} failed:\n{message}")
    return usage.ru_maxrss * 1024


def peak_of_ours(options, model, batch, isReproducible=False):
    """The larger of two: the first may have to time implementations."""
    project = json.loads((HERE / "models" / f"{model}.netwright").read_text(encoding="utf-8"))
    project["recipes"][model]["reproducible"] = isReproducible
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "memory.netwright"
        file.write_text(json.dumps(project), encoding="utf-8")
        command = [options.program, "bench", file, "--batch", batch, "--threads", options.threads, "--seconds", 0.3]
        return max(peak_of(command) for _ in range(2))


def peak_of_theirs(options, model, batch):
    layouts = ("", "+cl") if model in CONVOLUTIONAL else ("",)
    kept = fair_environment()
    plain = {key: value for key, value in kept.items() if key not in MALLOC}
    return min(peak_of([options.python, options.peer, "--model", f"{model}:{batch}", "--variants",
                        f"fp32+t{options.threads}{layout}", "--steps", 10], environment)
               for layout in layouts for environment in (plain, kept))


def need_of(options, model, batch):
    file = HERE / "models" / f"{model}.netwright"
    project = json.loads(file.read_text(encoding="utf-8"))
    described = subprocess.run([options.program, "describe", file, "--json"], capture_output=True, check=True)
    recipe = project["recipes"][model]
    numbers = 2 + STATES[recipe["optimiser"]["kind"]]
    need = 0
    for network in json.loads(described.stdout)["networks"]:
        shapes = {node["name"]: node["outputs"][0] for node in network["nodes"] if node["outputs"]}
        halves = 2 if "generator" in recipe and network["name"] == recipe["network"] else 1
        need += 4 * numbers * network["cost"]["parameters"]
        need += live_set(project["networks"][network["name"]], shapes, halves * int(batch))
    return need


def main():
    options = arguments()
    process = peak_of_ours(options, "tabular", 32)
    print(f"The process itself: {process / MEBIBYTE:.1f} MiB\n\n"
          "| model | Netwright | PyTorch | Netwright / PyTorch | need | (Netwright - process) / need | reproducible |\n"
          "|---|---|---|---|---|---|---|")
    for case in options.models.split(","):
        model, batch = case.split(":")
        ours, theirs = peak_of_ours(options, model, batch), peak_of_theirs(options, model, batch)
        need = need_of(options, model, batch)
        shares = [f"{max(peak - process, 0) / need:.2f}"
                  for peak in (ours, peak_of_ours(options, model, batch, isReproducible=True))]
        print(f"| {model} b{batch} | {ours / MEBIBYTE:.1f} MiB | {theirs / MEBIBYTE:.1f} MiB | {ours / theirs:.2f} "
              f"| {need / MEBIBYTE:.1f} MiB | {' | '.join(shares)} |", flush=True)


if __name__ == "__main__":
    main()
