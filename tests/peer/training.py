# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains a network with Netwright and opens what the run leaves."""
import json
import subprocess
import sys

import h5py


def train(program, project, folder, name="run", threads=2):
    """Trains the only network of `project`, the content of a project file, in `folder`; returns the folder of the run."""
    file = folder / "project.netwright"
    file.write_text(json.dumps(project), encoding="utf-8")
    command = [str(word) for word in (program, "train", file, "--threads", threads, "--name", name, "--json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
    return file.with_suffix(".runs") / name


def snapshot(run):
    """The recipe, the dataset and the network of a run, with all parameters."""
    project = json.loads((run / "run.json").read_text(encoding="utf-8"))["project"]
    (recipe,), (dataset,), (network,) = (project[key].values() for key in ("recipes", "datasets", "networks"))
    return recipe, dataset, network


def checkpoint(run):
    """The only one of the run, an open HDF5 file."""
    (file,) = (run / "checkpoints").glob("*.h5")
    return h5py.File(file)


def losses(run):
    """One a step."""
    with h5py.File(run / "metrics.h5") as metrics:
        return metrics["steps/loss"][()]
