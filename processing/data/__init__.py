"""Tables joined to a layer, and the audit of indicators."""
