"""What people say, coded by theme, beside what the numbers say."""
