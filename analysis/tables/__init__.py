"""Reading tables of indicators: separators, number formats, codes and names, and which row is which unit."""
