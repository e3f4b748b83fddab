"""E-Sozialakte: the electronic case file for social-welfare offices."""

__version__ = "0.1.0"
