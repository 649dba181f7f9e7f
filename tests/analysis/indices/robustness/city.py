"""The seven indicators of a made-up city."""

NAMES = list("abcdefg")
ROWS = [(name, f"d{number // 3}", "+" if number % 2 else "-", 1 + number % 2) for number, name in enumerate(NAMES)]
