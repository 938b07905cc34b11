#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the reference models that the speed is measured on: models.py [FOLDER], by default models/ beside this file.

Each project holds one network, a recipe of the same name, and generated data of the shapes that the network takes.
"""
import json
import pathlib
import sys

ROW, COLUMN = 104.0, 240.0  # from one node of the graph to the next
VOCABULARY, LENGTH = 20000, 100


class Network:
    """Nodes in the order of the work. A node is named after its kind, and `last` is the one that the next one follows."""

    def __init__(self):
        self.nodes, self.links, self.places, self.counts = [], [], {}, {}
        self.last = None

    def add(self, layer, after=None, aside=0, **parameters):
        """Adds a node behind `after`, a node or a map of ports to nodes, so many columns aside; returns its name."""
        self.counts[layer] = self.counts.get(layer, 0) + 1
        name = f"{layer}_{self.counts[layer]}"
        before = after if isinstance(after, dict) else {"": after or self.last}
        places = [self.places[node] for node in before.values() if node]
        self.places[name] = max(places, default=-ROW) + ROW
        self.nodes.append({"name": name, "layer": layer, "parameters": parameters,
                           "position": [aside * COLUMN, self.places[name]]})
        self.links += [f"{node} -> {name}{port and '.' + port}" for port, node in before.items() if node]
        self.last = name
        return name

    def described(self):
        return {"dataset": "generated", "nodes": self.nodes, "links": self.links}


def mlp(net):
    net.add("input", column="features")
    net.add("dense", units=128)
    net.add("relu")
    net.add("dense", units=10)
    net.add("softmax_cross_entropy", target="label")


def cnn(net):
    net.add("input", column="image")
    for filters in (32, 64):
        net.add("conv2d", filters=filters)
        net.add("relu")
        net.add("max_pool2d")
    net.add("conv2d", filters=64)
    net.add("relu")
    net.add("flatten")
    net.add("dense", units=64)
    net.add("relu")
    net.add("dense", units=10)
    net.add("softmax_cross_entropy", target="label")


def convolution(net, filters, stride=1, aside=0):
    """3 x 3 without a bias, which batch norm would take away again."""
    net.add("conv2d", aside=aside, filters=filters, stride_height=stride, stride_width=stride,
            padding="custom", padding_height=1, padding_width=1, bias=False)
    return net.add("batch_norm", aside=aside)


def image_classifier(net):
    net.add("global_average_pool")
    net.add("dense", units=10)
    net.add("softmax_cross_entropy", target="label")


def cifar_vgg(net):
    net.add("input", column="image")
    for filters in (64, 128, 256):
        for _ in range(2):
            convolution(net, filters)
            net.add("relu")
        net.add("max_pool2d")
    image_classifier(net)


def residual_block(net, filters, isNarrower):
    """Beside two convolutions the input itself, or its every second pixel with channels of zeros (option A)."""
    whole = net.last
    convolution(net, filters, 2 if isNarrower else 1, aside=1)
    net.add("relu", aside=1)
    branch = convolution(net, filters, aside=1)
    if isNarrower:
        net.add("subsample", whole)
        whole = net.add("pad_channels", channels=filters)
    net.add("add", {"a": branch, "b": whole})
    net.add("relu")


def resnet20(net):
    net.add("input", column="image")
    convolution(net, 16)
    net.add("relu")
    for filters in (16, 32, 64):
        for block in range(3):
            residual_block(net, filters, isNarrower=filters > 16 and block == 0)
    image_classifier(net)


def lstm_text(net):
    net.add("input", column="tokens")
    net.add("embedding", vocabulary=VOCABULARY, size=64)
    net.add("lstm", units=64)
    net.add("dense", units=1)
    net.add("sigmoid_cross_entropy", target="target")


def gap_text(net):
    net.add("input", column="tokens")
    net.add("embedding", vocabulary=VOCABULARY, size=128)
    net.add("sequence_mean")
    net.add("dense", units=24)
    net.add("relu")
    net.add("dense", units=4)
    net.add("softmax_cross_entropy", target="label")


def encoder_block(net):
    """Layer norm first, then attention or two dense layers, each beside its own input."""
    whole = net.last
    net.add("layer_norm", aside=1)
    branch = net.add("self_attention", aside=1, heads=4)
    whole = net.add("add", {"a": branch, "b": whole})
    net.add("layer_norm", aside=1)
    net.add("dense", aside=1, units=512)
    net.add("relu", aside=1)
    branch = net.add("dense", aside=1, units=128)
    net.add("add", {"a": branch, "b": whole})


def transformer_text(net):
    net.add("input", column="tokens")
    net.add("embedding", vocabulary=VOCABULARY, size=128)
    net.add("position_embedding")
    encoder_block(net)
    encoder_block(net)
    net.add("sequence_mean")
    net.add("dense", units=4)
    net.add("softmax_cross_entropy", target="label")


def tabular(net):
    net.add("input", column="features")
    net.add("dense", units=64)
    net.add("relu")
    net.add("dense", units=1)
    net.add("sigmoid_cross_entropy", target="target")


def dcgan28(net):
    """The discriminator of the pair; its recipe has the loss."""
    net.add("input", column="image")
    for filters in (64, 128):
        halving(net, "conv2d", filters)
        net.add("leaky_relu", slope=0.2)
    net.add("flatten")
    net.add("dense", units=1)


def dcgan28_generator(net):
    net.add("noise", size=100)
    net.add("dense", units=6272)
    net.add("relu")
    net.add("reshape", shape="128 7 7")
    halving(net, "conv_transpose2d", 64)
    net.add("relu")
    halving(net, "conv_transpose2d", 1)
    net.add("tanh")


def halving(net, layer, filters):
    """A convolution that halves height and width, or a transposed one that doubles them."""
    net.add(layer, filters=filters, kernel_height=4, kernel_width=4, stride_height=2, stride_width=2,
            padding="custom", padding_height=1, padding_width=1)


ADAM = {"kind": "adam", "parameters": {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}}
MOMENTUM = {"kind": "momentum", "parameters": {"learning_rate": 0.01, "momentum": 0.9}}

GREY = {"input": "image", "channels": 1, "height": 28, "width": 28, "classes": 10}
PHOTO = {"input": "image", "channels": 3, "height": 32, "width": 32, "classes": 10}
TEXT = {"input": "sequence", "length": LENGTH, "vocabulary": VOCABULARY}
# How to build the network, the batch, the optimiser, the data.
MODELS = {
    "mlp": (mlp, 32, ADAM, {"input": "vector", "features": 784, "classes": 10}),
    "cnn": (cnn, 32, ADAM, GREY),
    "cifar_vgg": (cifar_vgg, 64, MOMENTUM, PHOTO),
    "resnet20": (resnet20, 128, MOMENTUM, PHOTO),
    "lstm_text": (lstm_text, 32, ADAM, {**TEXT, "target": "zero_one"}),
    "gap_text": (gap_text, 32, ADAM, {**TEXT, "classes": 4}),
    "transformer_text": (transformer_text, 32, ADAM, {**TEXT, "classes": 4}),
    "dcgan28": (dcgan28, 64, ADAM, GREY),
    "tabular": (tabular, 32, ADAM, {"input": "vector", "features": 2, "target": "zero_one"}),
}

# The other network of a pair, by its name.
GENERATORS = {"dcgan28": ("generator", dcgan28_generator)}


def network(build):
    net = Network()
    build(net)
    return net.described()


def with_data(name, networks, data, batch, optimiser, pair={}):
    """A project of these networks on generated data, with a recipe for the one of that name."""
    data = {"target": "classes", **data, "seed": 1}
    return {
        "format": 1,
        "description": f"A model of the benchmark, on generated data that has its shapes; batch {batch}.",
        "datasets": {"generated": {"source": "generated", "parameters": data,
                                   "normalisation": "range" if data["input"] == "image" else "none",
                                   "split": {"validation": 0.125, "test": 0.125, "seed": 1}}},
        "networks": networks,
        "recipes": {name: {"network": name, **pair, "optimiser": optimiser, "schedule": {"kind": "constant"},
                           "batch": batch, "epochs": 5, "seed": 1, "threads": 0}},
    }


def project(name):
    build, batch, optimiser, data = MODELS[name]
    networks, pair = {name: network(build)}, {}
    if name in GENERATORS:
        generator, build = GENERATORS[name]
        networks[generator], pair = network(build), {"generator": generator}
    return with_data(name, networks, {**data, "rows": 4096}, batch, optimiser, pair)


def text(value, indent=""):
    """JSON with a line for each node, link and plain object."""
    entries = value.values() if isinstance(value, dict) else ()
    isPlain = not isinstance(value, list) and not any(isinstance(entry, (dict, list)) for entry in entries)
    if isPlain or "layer" in value:
        return json.dumps(value)
    deeper = indent + "  "
    if isinstance(value, list):
        entries = [deeper + text(entry, deeper) for entry in value]
        return "[\n" + ",\n".join(entries) + f"\n{indent}]"
    entries = [f"{deeper}{json.dumps(key)}: {text(entry, deeper)}" for key, entry in value.items()]
    return "{\n" + ",\n".join(entries) + f"\n{indent}}}"


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "models")
    folder.mkdir(exist_ok=True)
    for name in MODELS:
        (folder / f"{name}.netwright").write_text(text(project(name)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
