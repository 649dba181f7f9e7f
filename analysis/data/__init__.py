"""Tables before any index: read as they are written, joined to kelurahan, and audited."""
