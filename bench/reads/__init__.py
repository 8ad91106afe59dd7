"""What reading over the API costs, beside the same request that reads nothing and the same rows from one raw query."""
