"""What the peer scripts of this folder share: the data, the clock, and rows as `spamtune bench` prints them."""

import argparse
import json
import random
import statistics
import time


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--base", required=True, help="folder of a GPT-2 in Hugging Face's layout")
    parser.add_argument("--data", required=True, help="the UCI file: label, tab, text")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    return parser


def messages(path):
    """(text, 1 for spam) for each line."""
    with open(path, encoding="utf-8") as file:
        pairs = [line.rstrip("\n").split("\t", 1) for line in file]
    return [(text, int(label == "spam")) for label, text in pairs]


def balanced(path, seed=123):
    """As many ham as spam, shuffled, 70/10/20: the recipe's data."""
    everything = messages(path)
    spam = [m for m in everything if m[1]]
    ham = [m for m in everything if not m[1]]
    generator = random.Random(seed)
    chosen = spam + generator.sample(ham, len(spam))
    generator.shuffle(chosen)
    train, validation = int(0.7 * len(chosen)), int(0.8 * len(chosen))
    return chosen[:train], chosen[train:validation], chosen[validation:]


class Rows:
    def __init__(self):
        self.phases = []

    def add(self, name, seconds, work, unit):
        self.phases.append(
            {"name": name, "seconds": seconds, "rate": work / seconds, "unit": unit})

    def time(self, name, work, unit, body, repeat=1):
        seconds = []
        for _ in range(repeat):
            start = time.perf_counter()
            body()
            seconds.append(time.perf_counter() - start)
        self.add(name, statistics.median(seconds), work, unit)

    def print(self, form):
        if form == "json":
            print(json.dumps({"phases": self.phases}))
            return
        for phase in self.phases:
            print(f"{phase['name']:44}{phase['seconds'] * 1000:12.2f} ms"
                  f"{phase['rate']:14.1f} {phase['unit']}")
