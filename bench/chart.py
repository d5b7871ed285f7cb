"""Draws what scaling.sh measured: lines of graph, number, cold ms, cached ms become one SVG with a panel for each graph."""
import math
import sys

WIDTH, HEIGHT, LEFT, TOP, GAP = 300, 190, 62, 34, 76
COLOURS = {"cold": "#c2410c", "cached": "#1d4ed8"}


def steps(most):
    """Round values up to the largest one."""
    step = 10 ** math.floor(math.log10(most))
    for factor in (0.2, 0.5, 1, 2):
        if most / (step * factor) <= 5:
            step *= factor
            break
    return [step * i for i in range(int(most / step) + 2)]


def panel(name, points, x0, y0):
    most_x = max(point[0] for point in points)
    ticks = steps(max(max(point[1:]) for point in points))
    place_x = lambda value: x0 + value / most_x * WIDTH
    place_y = lambda value: y0 + HEIGHT - value / ticks[-1] * HEIGHT
    yield f'<text x="{x0}" y="{y0 - 12}" font-weight="bold">{name}</text>'
    for tick in ticks:
        y = place_y(tick)
        label = f"{tick / 1000:g} s" if ticks[-1] >= 1000 else f"{tick:g} ms"
        yield f'<path d="M{x0} {y:.1f}h{WIDTH}" stroke="#ddd"/>'
        yield f'<text x="{x0 - 6}" y="{y + 4:.1f}" text-anchor="end">{label}</text>'
    last = -100
    for point in points:
        x = place_x(point[0])
        if x - last > 30:
            yield f'<text x="{x:.1f}" y="{y0 + HEIGHT + 16}" text-anchor="middle">{point[0]:g}</text>'
            last = x
    for column, (label, colour) in enumerate(COLOURS.items(), 1):
        line = " ".join(f"{place_x(point[0]):.1f},{place_y(point[column]):.1f}" for point in points)
        yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for point in points:
            yield f'<circle cx="{place_x(point[0]):.1f}" cy="{place_y(point[column]):.1f}" r="3" fill="{colour}"/>'
        yield (f'<text x="{x0 + WIDTH - 6}" y="{y0 - 26 + 14 * column}" text-anchor="end" '
               f'fill="{colour}">{label}</text>')


def main():
    graphs = {}
    for line in sys.stdin:
        name, *numbers = line.split()
        graphs.setdefault(name, []).append([float(number) for number in numbers])
    rows = (len(graphs) + 1) // 2
    width, height = 2 * (LEFT + WIDTH) + GAP, rows * (TOP + HEIGHT + GAP / 2) + 10
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:g}" font-family="sans-serif" '
          f'font-size="12"><rect width="100%" height="100%" fill="#fff"/>')
    for i, (name, points) in enumerate(graphs.items()):
        x0, y0 = LEFT + i % 2 * (LEFT + WIDTH + GAP / 2), TOP + i // 2 * (TOP + HEIGHT + GAP / 2)
        for element in panel(f"time by number of {name.replace('-', ' ')}", points, x0, y0):
            print(element)
    print("</svg>")


main()
