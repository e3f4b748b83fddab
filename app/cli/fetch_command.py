"""``esozialakte fetch`` (commands.md)."""

import argparse


def register(parser: argparse.ArgumentParser) -> None:
    raise NotImplementedError


def run(args: argparse.Namespace) -> int:
    raise NotImplementedError
