"""Case browser: find a file, see it as registers or along time, put its documents in order."""

from app.ui.cases.screen import CasesScreen

__all__ = ["CasesScreen"]
