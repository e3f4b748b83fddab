"""Threads, queues, cancelling, and the bridge to the Qt thread. The only place where threads are made."""
