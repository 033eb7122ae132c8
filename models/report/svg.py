"""Small plots as SVG text: curves, bars, a matrix, boxes over silhouettes. No fonts, no scripts, no pictures inside."""

from __future__ import annotations

from html import escape

import numpy as np

COLOURS = ("#444444", "#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#17becf")
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 460, 300, 46, 28, 40


def page(title: str, width: float, height: float, parts: list[str]) -> str:
    """The parts on a white ground; text is 11 px sans-serif. Screen readers say the title."""
    style = 'font-family="sans-serif" font-size="11" fill="#222"'
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    head = f'<title>{escape(title)}</title><rect width="{width:g}" height="{height:g}" fill="#fff"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>{head}{"".join(parts)}</svg>\n'


def words(x: float, y: float, text: str, anchor: str = "start", extra: str = "") -> str:
    """A line of text."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {extra}>{escape(text)}</text>'


def _frame(title: str, x_name: str, y_name: str, x_range: tuple[float, float], right: float) -> list[str]:
    """Axes with ticks; the y axis goes from 0 to 1 of the plot's height."""
    low, high = x_range
    bottom, parts = HEIGHT - BOTTOM, [words(LEFT, 17, title, extra='font-weight="bold"')]
    for i in range(6):
        x, y = LEFT + (right - LEFT) * i / 5, bottom - (bottom - TOP) * i / 5
        parts.append(f'<path d="M{x:.0f} {bottom}V{TOP}M{LEFT} {y:.0f}H{right:.0f}" stroke="#ddd" fill="none"/>')
        parts.append(words(x, bottom + 14, f"{low + (high - low) * i / 5:g}", "middle"))
    parts.append(words((LEFT + right) / 2, HEIGHT - 8, x_name, "middle"))
    middle = (TOP + bottom) / 2
    parts.append(words(12, middle, y_name, "middle", f'transform="rotate(-90 12 {middle:.0f})"'))
    return parts


def curves(title: str, x_name: str, y_name: str, lines: dict[str, tuple[np.ndarray, np.ndarray]]) -> str:
    """Named lines in the unit square, with a legend; at most 120 points a line."""
    right, bottom = WIDTH - 110, HEIGHT - BOTTOM
    parts = _frame(title, x_name, y_name, (0, 1), right)
    parts += [words(LEFT - 6, bottom - (bottom - TOP) * i / 5 + 4, f"{i / 5:g}", "end") for i in range(6)]
    for i, (name, (xs, ys)) in enumerate(lines.items()):
        keep = np.unique(np.linspace(0, max(len(xs) - 1, 0), 120).astype(int)) if len(xs) else []
        points = [f"{LEFT + (right - LEFT) * xs[k]:.1f},{bottom - (bottom - TOP) * ys[k]:.1f}" for k in keep]
        colour = COLOURS[i % len(COLOURS)]
        parts.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        parts.append(f'<rect x="{right + 10}" y="{TOP + 16 * i}" width="10" height="10" fill="{colour}"/>')
        parts.append(words(right + 25, TOP + 16 * i + 9, name))
    return page(title, WIDTH, HEIGHT, parts)


def histogram(title: str, x_name: str, piles: dict[str, np.ndarray], high: float, bins: int = 40) -> str:
    """Shares of several piles of numbers in 0…high as overlaid bars."""
    right, bottom = WIDTH - 110, HEIGHT - BOTTOM
    shares = {name: np.histogram(np.clip(v, 0, high), bins, (0, high))[0] / max(len(v), 1) for name, v in piles.items()}
    top = max([float(s.max()) for s in shares.values()] + [1e-9])
    parts = _frame(title, x_name, f"share (top line {top:.0%})", (0, high), right)
    wide = (right - LEFT) / bins
    for i, (name, share) in enumerate(shares.items()):
        colour = COLOURS[1 + i]
        for k, value in enumerate(share):
            tall = (bottom - TOP) * value / top
            if tall >= 0.1:
                place = f'x="{LEFT + wide * k:.1f}" y="{bottom - tall:.1f}" width="{wide:.1f}" height="{tall:.1f}"'
                parts.append(f'<rect {place} fill="{colour}" fill-opacity=".5"/>')
        parts.append(f'<rect x="{right + 10}" y="{TOP + 16 * i}" width="10" height="10" fill="{colour}"/>')
        parts.append(words(right + 25, TOP + 16 * i + 9, name))
    return page(title, WIDTH, HEIGHT, parts)


def matrix(title: str, rows: list[str], columns: list[str], counts: np.ndarray) -> str:
    """Counts as shaded cells, each row shaded by its share."""
    size, left, top = 40, 90, 92
    parts = [words(8, 17, title, extra='font-weight="bold"'), words(8, 36, "rows: truth, columns: answer")]
    for j, name in enumerate(columns):
        x = left + size * j + size / 2
        parts.append(words(x, top - 6, name, "start", f'transform="rotate(-45 {x:.0f} {top - 6})"'))
    for i, name in enumerate(rows):
        parts.append(words(left - 6, top + size * i * 0.7 + 18, name, "end"))
        for j in range(len(columns)):
            share = counts[i, j] / max(counts[i].sum(), 1)
            x, y, tone = left + size * j, top + size * i * 0.7, round(255 - 165 * share)
            parts.append(f'<rect x="{x}" y="{y:.0f}" width="39" height="27" fill="rgb({tone},{tone},255)"/>')
            if counts[i, j]:
                parts.append(words(x + size / 2, y + 18, str(counts[i, j]), "middle"))
    return page(title, left + size * len(columns) + 60, top + size * len(rows) * 0.7 + 8, parts)


def silhouette(x: float, y: float, w: float, h: float) -> str:
    """A grey figure that fills a person's box: how far down it goes is guessed from the box's shape."""
    head = min(w * 0.3, h * 0.16 if h > 1.7 * w else h * 0.3) / 2
    middle, neck = x + w / 2, y + 2.1 * head
    body = f"M{x + w * 0.12:.0f} {y + h:.0f}V{neck + head:.0f}Q{middle:.0f} {neck - head:.0f} {x + w * 0.88:.0f} "
    body += f"{neck + head:.0f}V{y + h:.0f}Z"
    return f'<g fill="#ccc"><circle cx="{middle:.0f}" cy="{y + head:.0f}" r="{head:.0f}"/><path d="{body}"/></g>'


def outline(box: list[float], colour: str, label: str, dashed: bool = False) -> str:
    """A box x y w h with its label inside the upper edge."""
    x, y, w, h = box
    dash = ' stroke-dasharray="4 3"' if dashed else ""
    frame = f'<rect x="{x:.0f}" y="{y:.0f}" width="{w:.0f}" height="{h:.0f}" fill="none" stroke="{colour}"{dash}/>'
    return frame + words(x + 2, y + 9, label, extra=f'font-size="9" style="fill:{colour}"') if label else frame
