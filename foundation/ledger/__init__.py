"""An append-only record of what was done, sealed at commit."""
