#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks ONNX files by ONNX's own checker, with shape inference: onnx_check.py FILE..."""
import sys

import onnx


def describe(value):
    sizes = [size.dim_param or size.dim_value for size in value.type.tensor_type.shape.dim]
    return f"{value.name}{sizes}"


def check(file):
    model = onnx.load(file)
    onnx.checker.check_model(model, full_check=True)
    graph = model.graph
    inputs = ", ".join(map(describe, graph.input))
    outputs = ", ".join(map(describe, graph.output))
    print(f"{file}: {len(graph.node)} operators, {inputs} -> {outputs}")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for file in sys.argv[1:]:
        try:
            check(file)
        except Exception as error:  # onnx raises a different type for each kind of fault
            sys.exit(f"{file}: {error}")


if __name__ == "__main__":
    main()
