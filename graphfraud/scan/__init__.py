"""One scan from settlements to an immutable run folder."""
