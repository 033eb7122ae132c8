"""How well embeddings find their like: recall, triplets, precision among neighbours. Rows are unit vectors."""

from __future__ import annotations

import numpy as np

MARGINS = (0.2, 0.5, 1.0)
"""Margins of the triplet loss on squared distances; 0.5 is what the usual Keras example of siamese networks has."""


def recall(query: np.ndarray, gallery: np.ndarray, k: int) -> float:
    """Share of queries whose own gallery row (of the same number) is among the k nearest.

    Ties count against it, and so does what is no number: a network that collapsed or diverged finds nothing.
    """
    if len(query) == 0:
        return float("nan")
    similarity = query @ gallery.T
    own = similarity[np.arange(len(query)), np.arange(len(query))]
    return float(((~(similarity < own[:, None])).sum(1) <= k).mean())


def distances(query: np.ndarray, shop: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Squared Euclidean distances of every anchor to its own (N,) and to all others (N, N − 1)."""
    table = np.clip(2 - 2 * query @ shop.T, 0, None)
    others = table[~np.eye(len(table), dtype=bool)].reshape(len(table), -1)
    return np.diagonal(table).copy(), others


def triplets(query: np.ndarray, shop: np.ndarray) -> tuple[float, list[float]]:
    """Over all (anchor, own, other): share with the own one nearer, and the mean triplet loss at each of MARGINS.

    All others count alike: the expectation of negatives that are drawn at random, as the reference draws them.
    """
    if len(query) < 2:
        return float("nan"), [float("nan")] * len(MARGINS)
    own, others = distances(query, shop)
    gap = own[:, None] - others
    return float((gap < 0).mean()), [float(np.clip(gap + margin, 0, None).mean()) for margin in MARGINS]


def neighbours(vectors: np.ndarray, k: int) -> np.ndarray:
    """Numbers of the k nearest others of every row, nearest first."""
    similarity = vectors @ vectors.T
    np.fill_diagonal(similarity, -2)
    return np.argsort(-similarity, axis=1, kind="stable")[:, : min(k, len(vectors) - 1)]


def precision_at(vectors: np.ndarray, labels: list[str], k: int = 10) -> float:
    """Mean share of the k nearest others that carry the same label."""
    names = np.array(labels)
    return float((names[neighbours(vectors, k)] == names[:, None]).mean())


def found_at(vectors: np.ndarray, labels: list[str], k: int = 10) -> tuple[int, int]:
    """How many rows with a namesake have one among their k nearest, and how many rows have a namesake."""
    names = np.array(labels)
    twins = np.array([(names == name).sum() > 1 for name in names], bool)
    hits = (names[neighbours(vectors, k)] == names[:, None]).any(1)
    return int((hits & twins).sum()), int(twins.sum())


def kin_at(query: np.ndarray, gallery: np.ndarray, right: np.ndarray, k: int = 10) -> tuple[float, float]:
    """Mean share of the k nearest gallery rows that are `right` (queries × gallery, bool), and what chance would give.

    Of a query with fewer right rows as many are counted; queries without any are left out.
    """
    some = right.sum(1)
    asked = some > 0
    if not asked.any():
        return float("nan"), float("nan")
    near = np.argsort(-(query[asked] @ gallery.T), axis=1, kind="stable")[:, :k]
    hits = np.take_along_axis(right[asked], near, 1)
    counted = np.minimum(some[asked], k)
    shares = [hit[:n].mean() for hit, n in zip(hits, counted)]
    return float(np.mean(shares)), float(right[asked].mean())
