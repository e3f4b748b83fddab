"""``--site``: one site of the store, or all."""

from app.domain.central import Central
from app.domain.errors import WrongUse
from app.domain.texts import _


def chosen_sites(central: Central, site: str | None) -> tuple[str, ...]:
    """Raises ``WrongUse`` for a site that the store does not have."""
    sites = central.sites()
    if site is None:
        return sites
    if site not in sites:
        raise WrongUse(
            _("Den Standort „{site}“ gibt es in diesem Speicher nicht.").format(site=site),
            _("Es gibt: {sites}.").format(sites=", ".join(sites)),
        )
    return (site,)
