# SPDX-License-Identifier: GPL-3.0-or-later
"""The data of the source "generated" and the order of rows in training, from their seeds alone.

Written after the formulas in core/base/random.hpp and core/data/sources/generated.cpp, so that another program can train on
the same numbers.
"""
import numpy

# core/base/random.hpp
EPOCH_ORDER, PROTOTYPES, ROWS = 4 << 32, 5 << 32, 6 << 32
LOW = numpy.uint64(0xFFFFFFFF)
HALF = numpy.uint64(32)


def blocks(seed, stream, indices):
    """Philox4x32-10 at each stream and index: an array of four 32-bit words for each."""
    def both_halves(number):
        return number & LOW, number >> HALF

    streams, indices = numpy.broadcast_arrays(numpy.asarray(stream, numpy.uint64), numpy.asarray(indices, numpy.uint64))
    word0, word1 = both_halves(indices)
    word2, word3 = both_halves(streams)
    key0, key1 = seed & 0xFFFFFFFF, seed >> 32
    for _ in range(10):
        low0, high0 = both_halves(word0 * numpy.uint64(0xD2511F53))
        low1, high1 = both_halves(word2 * numpy.uint64(0xCD9E8D57))
        word0, word1 = high1 ^ word1 ^ numpy.uint64(key0), low1
        word2, word3 = high0 ^ word3 ^ numpy.uint64(key1), low0
        key0, key1 = (key0 + 0x9E3779B9) & 0xFFFFFFFF, (key1 + 0xBB67AE85) & 0xFFFFFFFF
    return numpy.stack([word0, word1, word2, word3], axis=-1)


def shares(words):
    """Words as numbers in [0, 1)."""
    return (words >> numpy.uint64(8)).astype(numpy.float32) * numpy.float32(2 ** -24)


def below(bound, words):
    draw = (int(words[0]) << 32) | int(words[1])
    return (draw * bound) >> 64


def epoch_order(rows, seed, epoch):
    """The order in which training takes rows 0 to `rows` - 1 in an epoch, counted from 0: Fisher and Yates' shuffle."""
    order = list(range(rows))
    words = blocks(seed, EPOCH_ORDER + epoch, numpy.arange(rows + 1))
    for left in range(rows, 1, -1):
        other = below(left, words[left])
        order[left - 1], order[other] = order[other], order[left - 1]
    return numpy.array(order)


class Generated:
    """A dataset by its parameters in a project file: all of them, as a run's snapshot has them."""

    def __init__(self, parameters, normalisation):
        self.parameters = parameters
        self.kind = parameters["input"]
        self.target = parameters["target"]
        if normalisation not in ("none", "range") or (self.target, self.kind) == ("number", "sequence"):
            raise ValueError("expected the normalisation none or range, and numbers as targets of vectors or images")
        self.scale = 1 / 255 if self.kind == "image" and normalisation == "range" else 1
        self.groups = parameters["classes"] if self.target == "classes" else 2
        self.shape = {"image": ("channels", "height", "width"), "vector": ("features",),
                      "sequence": ("length",)}[self.kind]
        self.shape = tuple(parameters[name] for name in self.shape)
        self.size = int(numpy.prod(self.shape))

    def batch(self, rows):
        """The inputs and targets of these rows."""
        seed = self.parameters["seed"]
        count = 1 + (self.size if self.kind == "sequence" else (self.size + 3) // 4)
        words = blocks(seed, ROWS + rows[:, None], numpy.arange(count)[None, :])
        if self.target == "number":
            groups = numpy.zeros(len(rows), int)
            targets = shares(words[:, 0, 0])
        else:
            groups = numpy.array([below(self.groups, row) for row in words[:, 0]])
            targets = groups if self.target == "classes" else groups.astype(numpy.float32)
        if self.kind == "sequence":
            inputs = self.tokens(words[:, 1:], groups)
        else:
            inputs = self.numbers(words[:, 1:], groups, targets)
        return inputs.reshape(len(rows), *self.shape), targets

    def numbers(self, words, groups, targets):
        """The prototype of a row's group, or as far between the two as its target says, and noise."""
        indices = numpy.arange((self.size + 3) // 4)
        prototypes = numpy.stack([shares(blocks(self.parameters["seed"], PROTOTYPES + group, indices)).ravel()
                                  for group in range(self.groups)])[:, :self.size]
        noise = shares(words.reshape(len(words), -1))[:, :self.size]
        prototype = prototypes[groups]
        if self.target == "number":
            prototype = prototype + targets[:, None] * (prototypes[1] - prototypes[0])
        sum_ = prototype + noise
        if self.kind == "image":
            return numpy.float32(127.5) * sum_ * numpy.float32(self.scale)
        return sum_ - numpy.float32(1)

    def tokens(self, words, groups):
        """Half of a row's tokens come from its group's part of the vocabulary, the others from all of it."""
        vocabulary = self.parameters["vocabulary"]
        own = max(1, vocabulary // self.groups)
        drawn = words[..., 2].astype(numpy.int64)
        ofGroup = (groups[:, None] * own + drawn % own) % vocabulary
        return numpy.where(words[..., 0] % numpy.uint64(2) == 0, ofGroup, drawn % vocabulary)
