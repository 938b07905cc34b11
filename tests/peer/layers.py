#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares every layer kind that computes something with PyTorch: forward, gradient by input, gradient by weights.

    layers.py build/release/netwright-cli [--only conv2d,lstm] [--precision bfloat16] [--timed]

Each case is a network of its own around the layer:

    16 numbers -> dense "front" -> reshape -> the layer -> flatten -> dense "head" -> softmax cross-entropy

It makes one step of SGD with momentum at learning rate 0. The checkpoint then holds the first weights, which PyTorch
takes, and as the velocity the gradients themselves. With x what the layer receives, y what it returns and the batch as
rows, the gradient of the head's kernel is dlogits^T y, and that of the front's is dx^T data: every value that the layer
returns, and every part of its gradient by input, counts in one of them. So

    forward            is the relative difference (L2) in the gradient of the head's kernel
    input gradient     in those of the front's kernel and bias
    weight gradient    in the worst of the layer's own weights.

The recipe is reproducible; with --timed it takes what proves fastest on this machine, as recipes usually do: convolutions
by Winograd, for one.

With --precision bfloat16 the front rounds its product, and a layer that decides by it (ReLU, max pooling) passes a whole
gradient elsewhere for a few numbers: no mistake of its own, so these are shown and not judged.

A loss takes the place of the head; its forward is the value of the loss. Ends with 1 where a difference is above the
tolerance, or where the catalogue has a kind without a case here.
"""
import argparse
import json
import math
import pathlib
import subprocess
import sys
import tempfile

import numpy
import torch

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "bench"))
import generated  # noqa: E402
import models  # noqa: E402
import network  # noqa: E402
import training  # noqa: E402

BATCH, SEED = 32, 1
IMAGE, WORDS, VECTOR = (16, 12, 10), (20, 32), (48,)
CASES = [  # layer kind, parameters, shape of a sample that it receives
    ("add", {}, IMAGE),
    ("average_pool2d", {}, IMAGE),
    ("batch_norm", {}, IMAGE),
    ("conv2d", {"filters": 24}, IMAGE),
    ("conv2d", {"filters": 32, "padding": "same"}, IMAGE),
    ("conv2d", {"filters": 24, "padding": "same", "kernel_height": 5, "kernel_width": 5}, IMAGE),
    ("conv2d", {"filters": 24, "stride_height": 2, "stride_width": 2, "padding": "custom", "padding_height": 1,
                "padding_width": 1, "bias": False}, IMAGE),
    ("conv_transpose2d", {"filters": 8, "padding": "custom", "padding_height": 1, "padding_width": 1}, IMAGE),
    ("dense", {"units": 24}, VECTOR),
    ("dense", {"units": 24, "bias": False}, WORDS),
    ("dropout", {"rate": 0.4}, VECTOR),
    ("embedding", {"vocabulary": 300, "size": 32}, (20,)),
    ("global_average_pool", {}, IMAGE),
    ("layer_norm", {}, WORDS),
    ("leaky_relu", {"slope": 0.2}, IMAGE),
    ("lstm", {"units": 24, "output": "last"}, WORDS),
    ("lstm", {"units": 24, "output": "all"}, WORDS),
    ("max_pool2d", {}, IMAGE),
    ("mean_squared_error", {"target": "target"}, (1,)),
    ("pad_channels", {"channels": 24}, IMAGE),
    ("position_embedding", {}, WORDS),
    ("relu", {}, IMAGE),
    ("self_attention", {"heads": 4}, WORDS),
    ("self_attention", {"heads": 4, "causal": True}, WORDS),
    ("sequence_mean", {}, WORDS),
    ("sigmoid", {}, IMAGE),
    ("sigmoid_cross_entropy", {"target": "target"}, (1,)),
    ("softmax", {}, VECTOR),
    ("softmax_cross_entropy", {"target": "label"}, (10,)),
    ("subsample", {"stride_height": 2, "stride_width": 2}, IMAGE),
    ("tanh", {}, IMAGE),
]
# Parts of every case, and random numbers, which have nothing to agree in.
SURROUNDINGS = {"input", "reshape", "flatten", "noise"}
TOLERANCES = {"float32": 1e-5, "bfloat16": 2e-2}
DECIDING = {"leaky_relu", "max_pool2d", "relu"}
TARGETS = {"mean_squared_error": "number", "sigmoid_cross_entropy": "zero_one"}


def build(kind, parameters, shape):
    net = models.Network()
    if kind == "embedding":
        net.add("input", column="tokens")
    else:
        data = net.add("input", column="features")
        fronts = [front(net, data, shape) for _ in range(2 if kind == "add" else 1)]
    net.add(kind, dict(zip("ab", fronts)) if kind == "add" else None, **parameters)
    if kind not in network.LOSSES:
        net.add("flatten")
        net.add("dense", units=10)
        net.add("softmax_cross_entropy", target="label")
    return net


def front(net, data, shape):
    net.add("dense", data, units=math.prod(shape))
    return net.add("reshape", shape=" ".join(map(str, shape))) if len(shape) > 1 else net.last


def project(options, kind, parameters, shape):
    net = build(kind, parameters, shape)
    data = {"target": TARGETS.get(kind, "classes"), "classes": 10, "rows": BATCH, "seed": SEED, "input": "vector",
            "features": 16}
    if kind == "embedding":
        data.update(input="sequence", length=shape[0], vocabulary=parameters["vocabulary"])
    optimiser = {"kind": "momentum", "parameters": {"learning_rate": 0.0, "momentum": 0.9}}
    return {
        "format": 1,
        "datasets": {"generated": {"source": "generated", "parameters": data, "normalisation": "none",
                                   "split": {"validation": 0, "test": 0, "seed": 1}}},
        "networks": {"layer": {"dataset": "generated", "nodes": net.nodes, "links": net.links}},
        "recipes": {"layer": {"network": "layer", "optimiser": optimiser, "schedule": {"kind": "constant"},
                              "batch": BATCH, "epochs": 1, "seed": SEED, "threads": 0,
                              "reproducible": not options.timed, "precision": options.precision}},
    }


def dropout(node, weights, x):
    """The mask of core/layers/dropout.cpp in the first step of the layer that follows input and dense."""
    size = x.numel()
    assert size % 64 == 0  # value i of a group of 64 looks at word i / 16 of block i % 16
    words = generated.blocks(SEED, (3 << 32) + 2, numpy.arange(size // 4))
    words = words.reshape(-1, 16, 4).swapaxes(1, 2).reshape(x.shape)
    kept = torch.from_numpy((words >= round(node["rate"] * 2 ** 32)).astype(numpy.float32))
    return x * kept.to(x.dtype) / (1 - node["rate"])


def gradients_of_torch(run, real):
    """The loss and the gradients by node and name, on the rows that Netwright took."""
    recipe, dataset, description = training.snapshot(run)
    with training.checkpoint(run) as checkpoint:
        module = network.Network(description, checkpoint).to(real)
    data = generated.Generated(dataset["parameters"], dataset["normalisation"])
    order = generated.epoch_order(BATCH, recipe["seed"], 0)
    inputs, targets = (torch.from_numpy(part) for part in data.batch(order))
    loss = module(*(part.to(real) if part.is_floating_point() else part for part in (inputs, targets)))
    loss.backward()
    return loss.item(), {node: {name: weight.grad.numpy() for name, weight in weights.items()}
                         for node, weights in module.weights.items()}


def difference(ours, theirs):
    """In the L2 norm, relative to theirs."""
    theirs = theirs.astype(numpy.float64)
    return numpy.linalg.norm(ours - theirs) / numpy.linalg.norm(theirs)


def errors(options, case):
    """Forward, input gradient, weight gradient; nan where there is none."""
    kind = case[0]
    with tempfile.TemporaryDirectory() as folder:
        run = training.train(options.program, project(options, *case), pathlib.Path(folder),
                             threads=options.threads)
        loss, theirs = gradients_of_torch(run, torch.float64 if options.double else torch.float32)
        with training.checkpoint(run) as checkpoint:
            ours = {node: {name: values[()] for name, values in group.items()}
                    for node, group in checkpoint["optimiser/velocity"].items()}
        own_loss = training.losses(run)[0]
    worst = {node: max(difference(ours[node][name], values) for name, values in weights.items())
             for node, weights in theirs.items()}
    layer = next((node for node in worst if node == f"{kind}_1"), None)
    fronts = [] if kind == "embedding" else ["dense_1"]
    if kind == "add":
        fronts.append("dense_2")
    if kind == "dense":
        layer = "dense_2"
    head = f"dense_{1 + len(fronts) + (kind == 'dense')}"
    forward = (abs(own_loss - loss) / abs(loss) if kind in network.LOSSES
               else difference(ours[head]["kernel"], theirs[head]["kernel"]))
    return forward, max((worst[node] for node in fronts), default=math.nan), worst.get(layer, math.nan)


def name_of(case):
    kind, parameters, _ = case
    return " ".join([f"`{kind}`", *(f"{name} {value}" for name, value in parameters.items())])


def kinds_without_a_case(options):
    done = subprocess.run([options.program, "describe", "--json"], capture_output=True, text=True, check=True)
    kinds = {kind["id"] for kind in json.loads(done.stdout)["layers"]}
    return sorted(kinds - SURROUNDINGS - {case[0] for case in CASES})


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="path of netwright-cli")
    parser.add_argument("--only", help="layer kinds, separated by commas")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--precision", choices=TOLERANCES, default="float32", help="of Netwright's products")
    parser.add_argument("--timed", action="store_true", help="with what proves fastest, not what is reproducible")
    parser.add_argument("--double", action="store_true", help="PyTorch computes in double precision")
    return parser.parse_args()


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    network.LAYERS["dropout"] = dropout
    tolerance = TOLERANCES[options.precision]
    print(f"Batch {BATCH}, {options.precision}, PyTorch {torch.__version__}, tolerance {tolerance}\n\n"
          "| layer | forward | input gradient | weight gradient |\n|---|---|---|---|")
    disagree = []
    for case in CASES:
        if options.only and case[0] not in options.only.split(","):
            continue
        found = errors(options, case)
        print(f"| {name_of(case)} | {' | '.join('-' if math.isnan(each) else f'{each:.1e}' for each in found)} |",
              flush=True)
        isOff = any(each > tolerance for each in found)
        if isOff and not (case[0] in DECIDING and options.precision == "bfloat16"):
            disagree.append(case[0])
    if disagree:
        sys.exit(f"above the tolerance: {', '.join(disagree)}")
    if missing := kinds_without_a_case(options):
        sys.exit(f"without a case: {', '.join(missing)}")


if __name__ == "__main__":
    main()
