#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times training steps against batch, depth and width, and the compilation of deep networks; prints a table of each.

    scaling.py build/release/netwright-cli [--only batch,depth,width,layers] [--threads 2]

The networks are made here and train on generated data:

    batch     the model cnn, batch 1 to 512
    depth     8 to 128 residual blocks of two 3 x 3 convolutions with batch norm, 16 filters on 16 x 16 pixels, batch 32
    width     three dense layers with ReLU of 32 to 2048 units, batch 64
    layers    what it takes to compile networks of 1,000 layers

Each is measured several times, one after the other, and the best counts: what else the machine does only adds.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import models

HERE = pathlib.Path(__file__).resolve().parent
SMALL_PHOTO = {"input": "image", "channels": 3, "height": 16, "width": 16, "classes": 10}
VECTOR = {"input": "vector", "features": 256, "classes": 10}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="path of netwright-cli")
    parser.add_argument("--only", default="batch,depth,width,layers", help="some of them, separated by commas")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--seconds", type=float, default=0.3, help="for each network and round")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def bench(options, project, batch):
    """What `bench --json` prints, of the fastest round. `project` is a file or the content of one."""
    with tempfile.TemporaryDirectory() as folder:
        if isinstance(project, dict):
            file = pathlib.Path(folder) / "scaling.netwright"
            file.write_text(json.dumps(project), encoding="utf-8")
            project = file
        rounds = [run(options, project, batch) for _ in range(options.rounds)]
    best = min(rounds, key=lambda each: each["step_ms_median"])
    return {**best, "compile_ms": min(each["compile_ms"] for each in rounds)}


def run(options, file, batch):
    command = [options.program, "bench", file, "--batch", batch, "--threads", options.threads, "--seconds",
               options.seconds, "--json"]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def project(build, data, batch):
    """Of one network that `build` makes."""
    return models.with_data("scaling", {"scaling": models.network(build)}, {"rows": 8 * batch, **data}, batch,
                            models.MOMENTUM)


def residual(blocks):
    def build(net):
        net.add("input", column="image")
        models.convolution(net, 16)
        net.add("relu")
        for _ in range(blocks):
            models.residual_block(net, 16, isNarrower=False)
        models.image_classifier(net)
    return build


def dense(layers, units):
    def build(net):
        net.add("input", column="features")
        for _ in range(layers):
            net.add("dense", units=units)
            net.add("relu")
        net.add("dense", units=10)
        net.add("softmax_cross_entropy", target="label")
    return build


def table(*columns):
    print(f"\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}", flush=True)


def row(*cells):
    print(f"| {' | '.join(cells)} |", flush=True)


def against_batch(options):
    table("batch", "ms a step", "samples/s")
    for power in range(10):
        found = bench(options, HERE / "models/cnn.netwright", 2 ** power)
        row(str(2 ** power), f"{found['step_ms_median']:.3f}", f"{found['samples_per_s']:,.0f}")


def against_depth(options):
    table("residual blocks", "ms a step", "ms a block", "compiled in ms")
    for blocks in (8, 16, 32, 64, 128):
        found = bench(options, project(residual(blocks), SMALL_PHOTO, 32), 32)
        step = found["step_ms_median"]
        row(str(blocks), f"{step:.2f}", f"{step / blocks:.3f}", f"{found['compile_ms']:.0f}")


def against_width(options):
    table("units", "parameters", "ms a step", "GFLOP/s")
    for units in (32, 64, 128, 256, 512, 1024, 2048):
        found = bench(options, project(dense(3, units), VECTOR, 64), 64)
        # Forward, by weights, and by data for all but the first layer.
        products = 3 * (2 * units + VECTOR["classes"]) * units + 2 * VECTOR["features"] * units
        step = found["step_ms_median"]
        row(f"{units:,}", f"{found['parameters']:,}", f"{step:.3f}", f"{2e-6 * 64 * products / step:.0f}")


def compilation(options):
    table("1,000 layers", "parameters", "compiled in ms")
    for name, build, data in (("500 x (dense 64, ReLU)", dense(500, 64), VECTOR),
                              ("166 residual blocks of 6 layers", residual(166), SMALL_PHOTO)):
        found = bench(options, project(build, data, 32), 32)
        row(name, f"{found['parameters']:,}", f"{found['compile_ms']:.0f}")


def main():
    options = arguments()
    print(f"{options.threads} threads")
    for name, measure in (("batch", against_batch), ("depth", against_depth), ("width", against_width),
                          ("layers", compilation)):
        if name in options.only.split(","):
            measure(options)


if __name__ == "__main__":
    main()
