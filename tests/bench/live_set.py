# SPDX-License-Identifier: GPL-3.0-or-later
"""The memory that training a network cannot do without, counted from its graph alone.

A value lives from the node that makes it to the last that needs it, be it in the backward pass; a gradient from the node
that reads the value to the one that made it. What a layer needs in its backward pass:

    its input    layers with a kernel and normalisations
    its output   activations, which overwrite their input: one value for both
    nothing      sums, means, copies, views (which are their input)
    what it kept max pooling which one was the largest; the LSTM gates and states; attention query, key, value, shares
"""
import math

IN_PLACE = {"flatten", "reshape", "relu", "leaky_relu", "sigmoid", "tanh", "dropout"}
NEEDS_INPUT = {"dense", "conv2d", "conv_transpose2d", "batch_norm", "layer_norm", "lstm", "self_attention"}
NEEDS_OUTPUT = {"relu", "leaky_relu", "sigmoid", "tanh", "softmax"}
NUMBER = 4  # bytes


def kept_bytes(node, source, output):
    """Beside inputs and outputs, for one sample: `source` and `output` are shapes."""
    kind, parameters = node["layer"], node["parameters"]
    if kind == "max_pool2d":
        return math.prod(output)  # the place in the window, a byte
    if kind == "lstm":
        return NUMBER * source[0] * parameters["units"] * 6  # four gates, cell, state
    if kind == "self_attention":
        return NUMBER * (4 * math.prod(source) + parameters["heads"] * source[0] ** 2)  # also the heads' mix
    if kind.endswith("_cross_entropy"):
        return NUMBER * math.prod(source)
    return 0


class Lives:
    """From when to when things live, and how large they are."""

    def __init__(self):
        self.spans, self.bytes = {}, {}

    def touch(self, thing, size, time):
        first, last = self.spans.get(thing, (time, time))
        self.spans[thing] = min(first, time), max(last, time)
        self.bytes[thing] = size

    def peak(self):
        times = range(1 + max(last for _, last in self.spans.values()))
        return max(sum(self.bytes[thing] for thing, (first, last) in self.spans.items() if first <= time <= last)
                   for time in times)


def live_set(network, shapes, batch):
    """Bytes. `network` as in a project file, nodes in an order in which they can be computed; `shapes` of the samples that
    each node returns."""
    nodes, lives, owner = network["nodes"], Lives(), {}
    sources = {node["name"]: [] for node in nodes}
    for link in network["links"]:
        source, target = link.split(" -> ")
        sources[target if target in sources else target.rpartition(".")[0]].append(source)
    for time, node in enumerate(nodes):
        name, kind, backward = node["name"], node["layer"], 2 * len(nodes) - 1 - time
        owner[name] = owner[sources[name][0]] if kind in IN_PLACE else name

        def touch(value, when, isGradient=False):
            if value in shapes and not (isGradient and owner[value] == nodes[0]["name"]):
                lives.touch((owner[value], isGradient), NUMBER * batch * math.prod(shapes[value]), when)

        for value in (name, *sources[name]):
            touch(value, time)
            touch(value, backward, isGradient=True)
        for value in sources[name] if kind in NEEDS_INPUT else [name] if kind in NEEDS_OUTPUT else []:
            touch(value, backward)
        if kept := sources[name] and kept_bytes(node, shapes[sources[name][0]], shapes.get(name, ())):
            lives.touch((name, "kept"), batch * kept, time)
            lives.touch((name, "kept"), batch * kept, backward)
    return lives.peak()
