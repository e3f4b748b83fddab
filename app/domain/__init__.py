"""Words and rules: frozen dataclasses, pure functions and the ports that services and adapters meet in.

Standard library only; no input or output.
"""
