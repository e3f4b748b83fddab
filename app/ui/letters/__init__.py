"""The screen "Postausgang": letters on their way out."""
