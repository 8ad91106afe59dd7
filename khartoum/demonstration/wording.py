"""Texts of the demonstration in three languages."""


def by_language(name: str, texts: dict[str, str]) -> dict[str, str]:
    """`{"en": ..}` as the three columns of a localized text."""
    return {f"{name}_{code}": text for code, text in texts.items()}
