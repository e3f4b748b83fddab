"""Which papers there are, how often they come, and as what they are filed."""

from collections.abc import Callable
from dataclasses import dataclass

from app.adapters.example import contract, forms, letters, notices, own_letters, payslip
from app.adapters.example.paper import Case
from app.adapters.example.sheet import Sheet
from app.domain.registers import register_of

Maker = Callable[[Case], list[Sheet]]


@dataclass(frozen=True, slots=True)
class Kind:
    """``filed`` and ``post`` are weights: how often it lies in a file, how often it comes with the post."""

    name: str
    make: Maker
    document_type: str
    sender: str
    filed: int
    post: int
    variants: int = 1
    colour: bool = False
    """Usually scanned in colour."""
    from_office: bool = False
    form: bool = False
    """Its head has no room for a stamp."""

    @property
    def register(self) -> str:
        return register_of(self.document_type)


KINDS = (
    Kind("main-application", forms.main_application, "Hauptantrag", "Antragsteller/in", 2, 3, form=True),
    Kind("renewal", forms.renewal, "Weiterbewilligungsantrag", "Antragsteller/in", 9, 12, form=True),
    Kind("income-form", forms.income_form, "Anlage EK", "Antragsteller/in", 6, 5, form=True),
    Kind("housing-form", forms.housing_form, "Anlage KDU", "Antragsteller/in", 4, 3, form=True),
    Kind("change-report", forms.change_report, "Veränderungsmitteilung", "Antragsteller/in", 5, 8, form=True),
    Kind("registration", letters.registration, "Meldebescheinigung", "Bürgerbüro", 2, 2),
    Kind("health-cover", letters.health_cover, "Krankenversicherungsnachweis", "Krankenkasse", 3, 4, 2),
    Kind("school", letters.school_certificate, "Schulbescheinigung", "Schule", 4, 4, 2),
    Kind("sick-note", forms.sick_note, "Arbeitsunfähigkeitsbescheinigung", "Arztpraxis", 4, 6),
    Kind("rent-contract", contract.rent_contract, "Mietvertrag", "Vermieter", 2, 2, 2),
    Kind("rent-increase", letters.rent_increase, "Mieterhöhungsschreiben", "Vermieter", 3, 5, 3),
    Kind("landlord-certificate", forms.landlord_certificate, "Mietbescheinigung", "Vermieter", 3, 3, form=True),
    Kind("utility-bill", letters.utility_bill, "Nebenkostenabrechnung", "Vermieter", 5, 6, 3),
    Kind("energy-bill", letters.energy_bill, "Gas- und Stromrechnung", "Energieversorger", 5, 6, 2, colour=True),
    Kind("payslip", payslip.payslip, "Verdienstbescheinigung", "Arbeitgeber", 14, 12, 4),
    Kind("dismissal", letters.dismissal, "Kündigung", "Arbeitgeber", 1, 3, 3),
    Kind("child-benefit", letters.child_benefit, "Kindergeldbescheid", "Familienkasse", 4, 4),
    Kind("unemployment", letters.unemployment_benefit, "Arbeitslosengeldbescheid", "Arbeitsagentur", 2, 2),
    Kind("bank-statement", letters.bank_statement, "Kontoauszug", "Bank", 12, 10, 2),
    Kind("grant", notices.grant, "Bewilligungsbescheid", "Jobcenter", 9, 0, from_office=True),
    Kind("amendment", notices.amendment, "Änderungsbescheid", "Jobcenter", 10, 0, 3, from_office=True),
    Kind("refusal", notices.refusal, "Ablehnungsbescheid", "Jobcenter", 2, 0, 2, from_office=True),
    Kind("objection", own_letters.objection, "Widerspruch", "Antragsteller/in", 3, 5, 3),
    Kind("lawyer", own_letters.lawyer_objection, "Widerspruch", "Rechtsanwältin", 1, 2),
    Kind("hearing", notices.hearing, "Anhörung", "Jobcenter", 2, 0, from_office=True),
    Kind("recovery", notices.recovery, "Aufhebungs- und Erstattungsbescheid", "Jobcenter", 2, 0, from_office=True),
    Kind("cooperation", notices.cooperation, "Schreiben", "Jobcenter", 6, 0, from_office=True),
    Kind("handwritten", own_letters.handwritten, "Schreiben", "Antragsteller/in", 4, 8, colour=True),
    Kind("email", own_letters.email, "E-Mail", "Antragsteller/in", 4, 0),
    Kind("phone-note", notices.phone_note, "Telefonvermerk", "Jobcenter", 3, 0, from_office=True),
)
BY_NAME = {kind.name: kind for kind in KINDS}
