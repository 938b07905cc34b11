#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times one training step of Netwright and of PyTorch in turns: zero gradients, forward, loss, backward, optimiser.

    speed.py build/release/netwright-cli [--cases cnn:32,cnn:128,mlp:32] [--rounds 7] [--seconds 1]

In each round Netwright on one and on all threads and every PyTorch variant run for some seconds, one after the other, so
that whatever else the machine does hits all alike. Each keeps the median step of each round. Either side counts with what
is best over all rounds; the ratio is PyTorch's time by ours, round by round, with its quartiles. Above 1: Netwright is faster.
"""
import argparse
import itertools
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from peer import NETWORKS, blas_in_use, initialise, start_fairly, warn_of_slow_blas

ROOT = pathlib.Path(__file__).resolve().parents[2]
POOL = 8  # batches made beforehand


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="path of netwright-cli")
    parser.add_argument("--project", type=pathlib.Path, default=ROOT / "samples/fashion-mnist.netwright")
    parser.add_argument("--cases", default="cnn:32,cnn:128,mlp:32", help="NETWORK:BATCH, separated by commas")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.0, help="per round, for each side and variant")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--script", type=pathlib.Path,
                        help="another PyTorch timing script that takes --model, --batch, --variants, --seconds, --json")
    return parser.parse_args()


def threads_text(threads):
    return "1 thread" if threads == 1 else f"{threads} threads"


class Variant:
    """One way to configure PyTorch for a network: memory format, optimiser implementation and threads."""

    def __init__(self, network, batch, threads, channels_last, foreach):
        import torch
        torch.manual_seed(0)
        self.threads = threads
        form = torch.channels_last if channels_last else torch.contiguous_format
        self.name = f"{threads_text(threads)}{', channels last' * channels_last}{', foreach' * foreach}"
        self.model = initialise(NETWORKS[network]()).to(memory_format=form)
        self.optimiser = torch.optim.Adam(self.model.parameters(), lr=1e-3, foreach=foreach)
        self.batches = itertools.cycle([(torch.rand(batch, 1, 28, 28).to(memory_format=form),
                                         torch.randint(0, 10, (batch,))) for _ in range(POOL)])
        self.medians = []

    def step(self):
        from torch.nn import functional
        images, labels = next(self.batches)
        self.optimiser.zero_grad(set_to_none=True)
        functional.cross_entropy(self.model(images), labels).backward()
        self.optimiser.step()

    def run(self, seconds):
        """The median step in ms."""
        import torch
        torch.set_num_threads(self.threads)
        times = []
        end = time.perf_counter() + seconds
        while len(times) < 3 or time.perf_counter() < end:
            start = time.perf_counter()
            self.step()
            times.append(time.perf_counter() - start)
        return 1000 * statistics.median(times)


class ScriptVariant:
    """The same measured by another script, in a process of its own."""

    def __init__(self, script, network, batch, tokens):
        self.name = tokens
        self.command = [sys.executable, str(script), "--model", network, "--batch", str(batch), "--variants", tokens,
                        "--rounds", "1"]
        self.medians = []

    def run(self, seconds):
        with tempfile.NamedTemporaryFile(suffix=".json") as result:
            subprocess.run([*self.command, "--seconds", str(seconds), "--json", result.name], check=True,
                           capture_output=True)
            return json.load(result)["rows"][0]["median_ms"]


def thread_counts(options):
    return sorted({1, options.threads})


def variants(options, network, batch):
    layouts = (False, True) if network == "cnn" else (False,)
    choices = itertools.product(thread_counts(options), layouts, (False, True))
    for threads, channels_last, foreach in choices:
        if options.script:
            tokens = f"fp32+t{threads}{'+cl' * channels_last}{'+fe' * foreach}"
            yield ScriptVariant(options.script, network, batch, tokens)
        else:
            yield Variant(network, batch, threads, channels_last, foreach)


class Netwright:
    """Netwright's own bench on one number of threads."""

    def __init__(self, options, network, batch, threads):
        self.name = threads_text(threads)
        self.command = [options.program, "bench", str(options.project), "--network", network, "--batch", str(batch),
                        "--threads", str(threads), "--json"]
        self.medians = []

    def run(self, seconds):
        done = subprocess.run([*self.command, "--seconds", str(seconds)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(self.command)} failed:\n{done.stderr}")
        return json.loads(done.stdout.splitlines()[-1])["step_ms_median"]


def best_of(contenders):
    return min(contenders, key=lambda contender: statistics.median(contender.medians))


def compare(options, network, batch):
    peers = list(variants(options, network, batch))
    ours = [Netwright(options, network, batch, threads) for threads in thread_counts(options)]
    for peer in peers:
        peer.run(0.3)  # warm-up; Netwright's bench does its own
    for _ in range(options.rounds):
        for contender in [*ours, *peers]:
            contender.medians.append(contender.run(options.seconds))
    our, their = best_of(ours), best_of(peers)
    ratios = [theirs / own for theirs, own in zip(their.medians, our.medians)]
    lower, middle, upper = statistics.quantiles(ratios, n=4, method="inclusive")
    print(f"| {network} b{batch} | {statistics.median(our.medians):.3f} | {our.name} "
          f"| {statistics.median(their.medians):.3f} | {their.name} "
          f"| {middle:.2f} ({lower:.2f} to {upper:.2f}) |", flush=True)


def main():
    options = arguments()
    if options.rounds < 2:
        sys.exit("--rounds must be at least 2: the quartiles need several")
    start_fairly()
    import torch
    warn_of_slow_blas()
    print(f"PyTorch {torch.__version__} with {blas_in_use()}; {options.rounds} rounds of {options.seconds} s each\n")
    print("| network | Netwright ms | with | PyTorch ms | with | ratio (quartiles) |\n|---|---|---|---|---|---|")
    for case in options.cases.split(","):
        network, batch = case.split(":")
        compare(options, network, int(batch))


if __name__ == "__main__":
    main()
