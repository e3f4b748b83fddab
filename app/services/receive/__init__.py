"""Receiving deliveries of the scan provider (delivery-format.md). ``receive`` is the use case."""
