#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares networks that were written as PyTorch code with what Netwright computed: python_code.py FOLDER...

A folder holds model.py, checkpoint.h5 and case.json: {"parameters": how many numbers are learned, "inputs" and "outputs":
[{"shape": [...], "values": [...]}], and perhaps "targets" and "loss"}. keras.py is compiled, and where Keras is
installed built, too.
"""
import importlib.util
import json
import pathlib
import sys

import torch

TOLERANCE = 1e-4


def load(file):
    spec = importlib.util.spec_from_file_location(file.stem + "_of_case", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def arrays(entries):
    return [torch.tensor(entry["values"]).reshape(entry["shape"]) for entry in entries]


def count_learned(model):
    return sum(weight.numel() for weight in model.parameters() if weight.requires_grad)


def network_of(module):
    """The last class that the file defines."""
    return [each for each in vars(module).values() if isinstance(each, type) and each.__module__ == module.__name__][-1]


def compare_torch(folder, case):
    module = load(folder / "model.py")
    model = network_of(module)()
    if hasattr(module, "load_netwright"):
        module.load_netwright(model, folder / "checkpoint.h5")
    model.eval()
    assert count_learned(model) == case["parameters"], f"{count_learned(model)} parameters, not {case['parameters']}"
    with torch.no_grad():
        found = model(*arrays(case["inputs"]))
        found = [found] if isinstance(found, torch.Tensor) else list(found)
        if "loss" in case:
            loss = module.loss(*found, *arrays(case["targets"])).item()
            assert abs(loss - case["loss"]) <= TOLERANCE * max(1, abs(loss)), f"loss {loss}, not {case['loss']}"
    expected = arrays(case["outputs"])
    assert len(found) == len(expected), f"{len(found)} outputs, not {len(expected)}"
    worst = 0
    for ours, theirs in zip(expected, found):
        assert ours.shape == theirs.shape, f"an output of {tuple(theirs.shape)}, not {tuple(ours.shape)}"
        difference = (ours - theirs).abs().max().item()
        assert difference <= TOLERANCE, f"outputs differ by {difference}"  # also where it is no number
        worst = max(worst, difference)
    return worst


def check_keras(folder, case):
    file = folder / "keras.py"
    if not file.exists():
        return
    compile(file.read_text(), str(file), "exec")
    if importlib.util.find_spec("keras"):
        weights = load(file).build().trainable_weights
        learned = sum(int(torch.tensor(weight.shape).prod()) for weight in weights)
        assert learned == case["parameters"], f"Keras has {learned} parameters, not {case['parameters']}"


def main():
    failed = []
    for folder in map(pathlib.Path, sys.argv[1:]):
        case = json.loads((folder / "case.json").read_text())
        try:
            worst = compare_torch(folder, case)
            check_keras(folder, case)
            print(f"{folder.name}: {case['parameters']} parameters, outputs differ by {worst:.1e}")
        except Exception as error:  # whatever a program may raise is a finding
            print(f"{folder.name}: {type(error).__name__}: {error}")
            failed.append(folder.name)
    if failed:
        sys.exit(f"{len(failed)} of {len(sys.argv) - 1} differ: {', '.join(failed)}")


if __name__ == "__main__":
    main()
