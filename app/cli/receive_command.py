"""``esozialakte receive`` (commands.md)."""

import argparse


def register(parser: argparse.ArgumentParser) -> None:
    pass


def run(args: argparse.Namespace) -> int:
    return 2
