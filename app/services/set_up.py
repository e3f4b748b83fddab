"""Bring a store up to the county's file: sites, teams, workers. Repeating it changes nothing."""

from dataclasses import dataclass, replace

from app.domain.actions import SYSTEM, SetUpSite
from app.domain.central import Central
from app.domain.decide import Refused
from app.domain.errors import AppError
from app.domain.records import Site
from app.services.county_file import SitePlan
from app.services.site_records import records_of


@dataclass(frozen=True, slots=True)
class SiteResult:
    """``commit`` is the site's position afterwards; ``ended``: the county's file does not name it any more."""

    site: str
    commit: int
    changed: bool
    ended: bool = False


def set_up(central: Central, plans: tuple[SitePlan, ...]) -> tuple[SiteResult, ...]:
    """Make or change every site of ``plans``; a site that is not named is ended with its teams and workers."""
    results = []
    for plan in plans:
        central.add_site(plan.site.id)
        results.append(_submit(central, plan))
    named = {plan.site.id for plan in plans}
    for site in central.sites():
        if site not in named:
            record = next(records_of(central, site, master_only=True).all(Site.kind), None)
            if isinstance(record, Site):
                results.append(_submit(central, SitePlan(replace(record, ended=True), (), ())))
    return tuple(results)


def _submit(central: Central, plan: SitePlan) -> SiteResult:
    action = SetUpSite(site=plan.site.id, by=SYSTEM, record=plan.site, teams=plan.teams, workers=plan.workers)
    outcome = central.submit(action)
    if isinstance(outcome, Refused):
        raise AppError(outcome.title, outcome.advice, code=outcome.code)
    return SiteResult(plan.site.id, outcome.number, outcome.changed, plan.site.ended)
