"""Case browser: find a file, see it as registers or along time, put its documents in order."""
