"""How an error or refusal is told: what failed and what to do, never a stack of calls."""

from app.domain.decide import Refused
from app.domain.errors import AppError


def sentence(trouble: AppError | Refused) -> str:
    """Title and advice as one text, for notices and accessible descriptions."""
    return f"{trouble.title} {trouble.advice}".strip()
