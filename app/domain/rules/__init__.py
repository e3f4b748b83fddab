"""The rules: one module a theme, each with its table from action to rule."""

from app.domain.actions import Action
from app.domain.rules import entries, filing, lead, letters, marks, office, pages, paper, work
from app.domain.rules.ruling import Rule

RULES: dict[type[Action], Rule] = {
    **office.RULES,
    **filing.RULES,
    **pages.RULES,
    **marks.RULES,
    **paper.RULES,
    **lead.RULES,
    **letters.RULES,
    **work.RULES,
    **entries.RULES,
}
