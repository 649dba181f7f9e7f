"""From deprivations to recommendations: need, decision, reasons, stability, and a budget by need."""
