"""Charts in one style, drawn by matplotlib without its global state, as SVG text."""
