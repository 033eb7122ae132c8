"""Averages the shipped detector's first stage with one trained on from it: python3 -m models.soup --shares 0.3 0.5 0.7

Wortsman et al., "Model soups" (ICML 2022): networks that began with the same weights can be averaged, and the average
carries over to other pictures at least as well; several checkpoints are averaged first. --write 0.5 leaves
runs/detector/soup.pt for `export_detector --weights`; --note NAME puts the figures of a checkpoint on validation into
the report's table of rounds.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import nn

from models import data
from models.evaluate import figures, first_stage
from models.net import Detector
from models.report import rounds
from models.roi import TwoStage

RUN = data.RUNS / "detector"


def fold(network: Detector) -> Detector:
    """Moves every norm into its convolution and leaves the identity plus a bias, as `shipped.load_detector` does."""
    with torch.no_grad():
        for cell in (m for m in network.modules() if hasattr(m, "norm")):
            norm: nn.BatchNorm2d = cell.norm
            scale = norm.weight / (norm.running_var + norm.eps).sqrt()
            cell.conv.weight.mul_(scale[:, None, None, None])
            norm.bias.sub_(norm.running_mean * scale)
            norm.weight.fill_(1)
            norm.running_mean.zero_()
            norm.running_var.fill_(1 - norm.eps)
    return network


def trained(weights: list[Path]) -> Detector:
    """The averaged network of a checkpoint, folded; of several, the mean of theirs."""
    networks = [fold(first_stage(path)) for path in weights]
    states = [network.state_dict() for network in networks]
    networks[0].load_state_dict({name: torch.stack([s[name].float() for s in states]).mean(0) for name in states[0]})
    return networks[0]


def soup(other: Detector, share: float) -> Detector:
    """The shipped network moved by `share` (0–1) of the way to `other`, both folded."""
    network = first_stage(None)
    with torch.no_grad():
        for mine, its in zip(network.state_dict().values(), other.state_dict().values()):
            if mine.is_floating_point():
                mine.lerp_(its, share)
    return network


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, nargs="+", default=[RUN / "last.pt"], help="the checkpoints to add")
    parser.add_argument(
        "--shares", type=float, nargs="*", default=[], help="to measure on validation (0: as shipped, 1: all)"
    )
    parser.add_argument("--write", type=float, help="the share to write to runs/detector/soup.pt")
    parser.add_argument("--note", help="a name for the row of the report; a share between is added to it")
    options = parser.parse_args()
    data.check("val")
    other = trained(options.weights)
    for share in options.shares:
        found = figures(TwoStage(soup(other, share), None).eval())
        print(share, {name: round(value, 3) for name, value in found.items()}, flush=True)
        if options.note:
            words = options.note if share in (0, 1) else f"{options.note}, {share:.0%} of the way to it"
            rounds.note("detector", words, found)
    if options.write is not None:
        RUN.mkdir(parents=True, exist_ok=True)
        torch.save({"average": soup(other, options.write).state_dict()}, RUN / "soup.pt")


if __name__ == "__main__":
    main()
