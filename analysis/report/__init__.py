"""What a policy report says: sections of sentences, tables, maps and charts, from results alone."""
