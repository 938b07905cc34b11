#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times one training step of Netwright, of PyTorch and of the floor in turns and prints a table; compare.sh calls it.

A step is: zero gradients, forward, loss, backward, optimiser. The floor is what the oneDNN primitives of a model alone
need. Each side runs in every sensible configuration in a first round that does not count; the best two of each go on, so
that a round stays short. In every round all sides run for some seconds one after the other, so that whatever else the
machine does hits all alike. A side counts with the configuration that has the best median; the ratios are taken round by
round. PyTorch / Netwright above 1: Netwright is faster. With --precision bfloat16 PyTorch runs in both precisions.
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PEER = str(HERE.parent / "peer")
sys.path.append(PEER)
from peer import fair_environment  # noqa: E402

MODELS = "mlp:32,cnn:32,cnn:128,cifar_vgg:64,resnet20:128,lstm_text:32,gap_text:32,transformer_text:32,dcgan28:64,tabular:32"
CONVOLUTIONAL = ("cnn", "cifar_vgg", "resnet20", "dcgan28")
PRECISIONS = {"float32": "f32", "bfloat16": "bf16"}  # as the floor calls them
KEPT = 2  # configurations of a side that go on after the first round


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="path of netwright-cli")
    parser.add_argument("peer", help="the script that times PyTorch")
    parser.add_argument("floor", help="the compiled floor")
    parser.add_argument("--models", default=MODELS, help="NAME:BATCH, separated by commas")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="per round and configuration")
    parser.add_argument("--precision", choices=tuple(PRECISIONS), default="float32")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--python", default=sys.executable,
                        help="the interpreters whose PyTorch runs, separated by commas")
    parser.add_argument("--json", type=pathlib.Path, help="write the median of every round here")
    options = parser.parse_args()
    if options.rounds < 2:
        parser.error("--rounds must be at least 2: the quartiles need several")
    return options


def output_of(command, **settings):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, **settings)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def thread_counts(options):
    return sorted({1, options.threads})


class Side:
    """One of the three that are compared. `configurations` are those that run; measure() gives the ms of one."""

    def __init__(self, options, model, batch):
        self.options, self.model, self.batch = options, model, batch
        self.medians = {configuration: [] for configuration in self.configurations()}

    def narrow(self):
        for configuration in self.ranked()[KEPT:]:
            del self.medians[configuration]
        for rounds in self.medians.values():
            rounds.clear()

    def run(self):
        for configuration, rounds in self.medians.items():
            rounds.append(self.measure(configuration))

    def ranked(self):
        return sorted(self.medians, key=lambda each: statistics.median(self.medians[each]))

    def best(self):
        return self.medians[self.ranked()[0]]


class Netwright(Side):
    def configurations(self):
        return [f"{threads} threads" for threads in thread_counts(self.options)]

    def measure(self, configuration):
        project = HERE / "models" / f"{self.model}.netwright"
        line = output_of([self.options.program, "bench", project, "--batch", self.batch, "--threads",
                          configuration.split()[0], "--precision", self.options.precision, "--seconds",
                          self.options.seconds, "--json"])
        return json.loads(line.splitlines()[-1])["step_ms_median"]


class PyTorch(Side):
    def configurations(self):
        """Interpreter and tokens: precision, threads, channels last (cl), fused optimiser loops (fe)."""
        layouts = ("", "+cl") if self.model in CONVOLUTIONAL else ("",)
        precisions = ("fp32", "bf16") if self.options.precision == "bfloat16" else ("fp32",)
        return [f"{python} {precision}+t{threads}{layout}{optimiser}" for python in self.options.python.split(",")
                for precision in precisions for threads in thread_counts(self.options) for layout in layouts
                for optimiser in ("", "+fe")]

    def measure(self, configuration):
        python, tokens = configuration.split()
        with tempfile.NamedTemporaryFile(suffix=".json") as result:
            output_of([python, self.options.peer, "--model", f"{self.model}:{self.batch}", "--variants", tokens,
                       "--rounds", 1, "--seconds", self.options.seconds, "--json", result.name],
                      env=fair_environment())
            return json.load(result)["rows"][0]["median_ms"]


class Floor(Side):
    def configurations(self):
        algorithms = ("direct", "auto") if self.model in CONVOLUTIONAL else ("direct",)
        return [f"{threads} threads {algorithm}" for threads in thread_counts(self.options)
                for algorithm in algorithms]

    def measure(self, configuration):
        threads, _, algorithm = configuration.split()
        text = output_of([self.options.floor, "run", f"{self.model}:{self.batch}", "--dtypes",
                          PRECISIONS[self.options.precision], "--threads", threads, "--algo", algorithm, "--rounds", 1,
                          "--seconds", self.options.seconds])
        found = re.search(r"step median=\s*([\d.]+) ms", text)
        if not found:
            sys.exit(f"{self.options.floor}: expected a line with \"step median=\", found:\n{text}")
        return float(found.group(1))


def ratio_text(numerators, denominators):
    ratios = [above / below for above, below in zip(numerators, denominators)]
    lower, middle, upper = statistics.quantiles(ratios, n=4, method="inclusive")
    return f"{middle:.2f} ({lower:.2f} to {upper:.2f})"


def compare(options, case):
    model, batch = case.split(":")
    sides = [kind(options, model, batch) for kind in (Netwright, PyTorch, Floor)]
    for side in sides:
        side.run()
        side.narrow()
    for turn in range(options.rounds):
        for side in sides[turn % 3:] + sides[:turn % 3]:
            side.run()
    ours, theirs, floor = sides
    shown = [f"{statistics.median(side.best()):.3f} ({side.ranked()[0].split('/')[-1]})" for side in sides]
    print(f"| {model} b{batch} | {' | '.join(shown)} | {ratio_text(theirs.best(), ours.best())} "
          f"| {ratio_text(ours.best(), floor.best())} |", flush=True)
    return {type(side).__name__: side.medians for side in sides}


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        names = [line.split(":")[1].strip() for line in info if line.startswith("model name")]
    return f"{names[0] if names else platform.processor()}, {len(names)} threads"


def facts(options):
    """What a reader must know to repeat the measurement."""
    ask = f"import sys; sys.path.append({PEER!r}); import peer, torch; print(torch.__version__, 'with', peer.blas_in_use())"
    torches = [output_of([python, "-c", ask]).strip() for python in options.python.split(",")]
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    return {"machine": processor(), "system": system, "date": datetime.date.today().isoformat(),
            "netwright": output_of([options.program, "--version"]).strip(), "PyTorch": " and ".join(torches),
            "precision": options.precision, "rounds": f"{options.rounds} of {options.seconds} s for each configuration"}


def main():
    options = arguments()
    about = facts(options)
    print("\n".join(f"- {key}: {value}" for key, value in about.items()))
    print("\n| model | Netwright ms | PyTorch ms | floor ms | PyTorch / Netwright (quartiles) | Netwright / floor |"
          "\n|---|---|---|---|---|---|", flush=True)
    medians = {case: compare(options, case) for case in options.models.split(",")}
    if options.json:
        options.json.write_text(json.dumps({"facts": about, "medians": medians}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
