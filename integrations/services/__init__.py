"""The only writers of partner systems, by noun: clients and their keys, webhooks, what became of each call."""
