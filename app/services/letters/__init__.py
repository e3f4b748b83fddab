"""Letters on their way out: putting them in, sending them, and following them until they have arrived."""
