# SPDX-License-Identifier: GPL-3.0-or-later
"""What the comparisons with PyTorch share: a fair environment and the networks of samples/fashion-mnist.netwright."""
import os
import sys

# Memory that a step gives back stays with the process, as it does in Netwright's Plan.
MALLOC = {
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 32),
    "MALLOC_TOP_PAD_": str(1 << 26),
}


def fair_environment():
    """This program's, without what tunes OpenBLAS for another machine."""
    environment = {key: value for key, value in os.environ.items()
                   if key not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
    return {**environment, **MALLOC}


def start_fairly():
    """Starts this program anew where a setting that only works from the start is missing. Call before torch is imported."""
    environment = fair_environment()
    if environment != dict(os.environ):
        os.execve(sys.executable, [sys.executable, *sys.argv], environment)


def blas_in_use():
    """The BLAS library that torch has loaded. Debian's reference BLAS is many times slower than OpenBLAS."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        libraries = {line.split()[-1] for line in maps if "libopenblas" in line or "libblas" in line}
    return ", ".join(sorted(libraries)) or "built in"


def warn_of_slow_blas():
    if "openblas" not in blas_in_use() and "libblas" in blas_in_use():
        print(f"warning: torch uses {blas_in_use()}; install libopenblas0-openmp for a fair comparison", file=sys.stderr)


def mlp():
    from torch import nn
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))


def cnn():
    from torch import nn
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 64, 3), nn.ReLU(),
        nn.Flatten(), nn.Linear(576, 64), nn.ReLU(), nn.Linear(64, 10))


NETWORKS = {"mlp": mlp, "cnn": cnn}


def initialise(model):
    """Netwright's scheme: Glorot uniform weights, zero biases."""
    from torch import nn
    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d)):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)
    return model
