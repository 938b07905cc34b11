# SPDX-License-Identifier: GPL-3.0-or-later
"""A network of a project file as a PyTorch module, with weights from a checkpoint of Netwright."""
import torch
from torch import nn
from torch.nn import functional


def pair(parameters, name):
    return parameters[f"{name}_height"], parameters[f"{name}_width"]


def conv2d(node, weights, x):
    padding = {"none": 0, "same": "same", "custom": pair(node, "padding")}[node["padding"]]
    return functional.conv2d(x, weights["kernel"], weights.get("bias"), pair(node, "stride"), padding)


def max_pool2d(node, weights, x):
    assert node["padding"] == "none"
    stride = [stride or size for stride, size in zip(pair(node, "stride"), pair(node, "pool"))]
    return functional.max_pool2d(x, pair(node, "pool"), stride)


def batch_norm(node, weights, x):
    return functional.batch_norm(x, None, None, weights["scale"], weights["shift"], training=True,
                                 eps=node["epsilon"])


def layer_norm(node, weights, x):
    return functional.layer_norm(x, x.shape[-1:], weights["scale"], weights["shift"], node["epsilon"])


def lstm(node, weights, x):
    """PyTorch adds two biases; the second stays zero."""
    kernels = [weights["kernel"], weights["recurrent_kernel"], weights["bias"], torch.zeros_like(weights["bias"])]
    start = x.new_zeros(1, len(x), node["units"])
    states = torch.lstm(x, (start, start), kernels, True, 1, 0.0, True, False, True)[0]
    return states[:, -1] if node["output"] == "last" else states


def self_attention(node, weights, x):
    batch, length, width = x.shape
    joined = functional.linear(x, weights["qkv_kernel"], weights["qkv_bias"])
    heads = joined.view(batch, length, 3, node["heads"], width // node["heads"]).permute(2, 0, 3, 1, 4)
    query, key, value = heads.unbind(0)
    scores = query * query.shape[-1] ** -0.5 @ key.transpose(-1, -2)
    if node["causal"]:
        scores = scores.masked_fill(torch.ones(length, length).triu(1) == 1, float("-inf"))
    shares = torch.softmax(scores, -1)
    mixed = (shares @ value).transpose(1, 2).reshape(batch, length, width)
    return functional.linear(mixed, weights["output_kernel"], weights["output_bias"])


def conv_transpose2d(node, weights, x):
    assert node["padding"] == "custom"
    return functional.conv_transpose2d(x, weights["kernel"], weights.get("bias"), pair(node, "stride"),
                                       pair(node, "padding"), pair(node, "output_padding"))


def average_pool2d(node, weights, x):
    assert node["padding"] == "none"
    stride = [stride or size for stride, size in zip(pair(node, "stride"), pair(node, "pool"))]
    return functional.avg_pool2d(x, pair(node, "pool"), stride)


def pad_channels(node, weights, x):
    return functional.pad(x, (0, 0, 0, 0, 0, node["channels"] - x.shape[1]))


# layer kind -> what it computes of its parameters, its weights and its inputs
LAYERS = {
    "add": lambda node, weights, a, b: a + b,
    "average_pool2d": average_pool2d,
    "batch_norm": batch_norm,
    "conv2d": conv2d,
    "conv_transpose2d": conv_transpose2d,
    "dense": lambda node, weights, x: functional.linear(x, weights["kernel"], weights.get("bias")),
    "embedding": lambda node, weights, x: functional.embedding(x, weights["table"]),
    "flatten": lambda node, weights, x: x.flatten(1),
    "global_average_pool": lambda node, weights, x: x.mean((2, 3)),
    "layer_norm": layer_norm,
    "leaky_relu": lambda node, weights, x: functional.leaky_relu(x, node["slope"]),
    "lstm": lstm,
    "max_pool2d": max_pool2d,
    "pad_channels": pad_channels,
    "position_embedding": lambda node, weights, x: x + weights["table"],
    "relu": lambda node, weights, x: functional.relu(x),
    "reshape": lambda node, weights, x: x.reshape(len(x), *map(int, node["shape"].split())),
    "self_attention": self_attention,
    "sequence_mean": lambda node, weights, x: x.mean(1),
    "sigmoid": lambda node, weights, x: torch.sigmoid(x),
    "softmax": lambda node, weights, x: torch.softmax(x, -1),
    "subsample": lambda node, weights, x: x[:, :, ::node["stride_height"], ::node["stride_width"]],
    "tanh": lambda node, weights, x: torch.tanh(x),
}
LOSSES = {
    "mean_squared_error": lambda x, target: functional.mse_loss(x.squeeze(1), target),
    "sigmoid_cross_entropy": lambda x, target: functional.binary_cross_entropy_with_logits(x.squeeze(1), target),
    "softmax_cross_entropy": functional.cross_entropy,
}
STATISTICS = ("running_mean", "running_variance")  # of batch norm, which training does not look at


class Network(nn.Module):
    """Takes one input and the target, and returns the loss. Nodes must stand in an order in which they can be computed."""

    def __init__(self, description, checkpoint):
        """`description` with all parameters, as a run's snapshot has it; `checkpoint` is an open HDF5 file."""
        super().__init__()
        self.nodes = description["nodes"]
        self.sources = {node["name"]: [] for node in self.nodes}
        for link in sorted(description["links"], key=lambda link: link.split(" -> ")[1]):  # port a before port b
            source, target = link.split(" -> ")
            self.sources[target if target in self.sources else target.rpartition(".")[0]].append(source)
        self.weights = {node: {name: nn.Parameter(torch.from_numpy(values[()])) for name, values in group.items()
                               if name not in STATISTICS}
                        for node, group in checkpoint["parameters"].items()}
        for node, weights in self.weights.items():
            for name, weight in weights.items():
                self.register_parameter(f"{node}_{name}", weight)

    def forward(self, x, target):
        values = {}
        for node in self.nodes:
            name, kind = node["name"], node["layer"]
            inputs = [values[source] for source in self.sources[name]]
            if kind in LOSSES:
                return LOSSES[kind](*inputs, target)
            values[name] = x if kind == "input" else LAYERS[kind](node["parameters"], self.weights.get(name, {}), *inputs)
        raise ValueError("the network has no loss that is known here")
