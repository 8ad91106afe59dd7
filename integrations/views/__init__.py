"""Where whoever submits for a participant keeps its partner systems and their webhooks."""
