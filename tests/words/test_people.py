"""Who is met, in five languages: by the word for the role, and by what stands around it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dialogs.rubric import Role
from dialogs.words import understand

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)

WITH = {
    # Each word fills "an interview at Acme on Tuesday at three, with …".
    "interview at Acme, Tuesday 3pm, with {}": {
        Role.HIRING_MANAGER: (
            "the boss",
            "my future boss",
            "the ward mgr",
            "the matron",
            "the catering manager",
        ),
        Role.RECRUITER: ("hr", "the recruiter", "someone from HR"),
        Role.PEER: ("a colleague", "a future teammate", "two engineers"),
        Role.JUNIOR: ("a direct report", "someone junior"),
        Role.SKIP_LEVEL: ("my boss's boss",),
        Role.EXECUTIVE: ("the founder", "the medical director"),
        Role.CUSTOMER_FACING: ("someone from sales",),
    },
    "Gespräch bei Acme am Dienstag um 15 Uhr mit {}": {
        Role.HIRING_MANAGER: (
            "der Chefin",
            "dem Chef",
            "der Stationsleitung",
            "dem Lagerleiter",
            "der Küchenchefin",
        ),
        Role.RECRUITER: ("der Personalerin", "der Personalabteilung"),
        Role.PEER: ("einer Kollegin", "dem Team"),
        Role.JUNIOR: ("einer Praktikantin",),
        Role.EXECUTIVE: ("der Geschäftsführerin", "dem Vorstand"),
        Role.CUSTOMER_FACING: ("dem Vertrieb",),
    },
    "entretien chez Acme mardi à 15h avec {}": {
        Role.HIRING_MANAGER: ("la patronne", "mon futur chef", "la cheffe de service", "le responsable"),
        Role.RECRUITER: ("la RH", "la recruteuse"),
        Role.PEER: ("une collègue", "l'équipe"),
        Role.JUNIOR: ("une stagiaire",),
        Role.SKIP_LEVEL: ("le n+2",),
        Role.EXECUTIVE: ("la directrice", "le PDG"),
        Role.CUSTOMER_FACING: ("le commercial",),
    },
    "entrevista con Acme el martes a las 15 con {}": {
        Role.HIRING_MANAGER: ("la jefa", "mi futuro jefe", "la coordinadora", "el encargado"),
        Role.RECRUITER: ("la reclutadora", "recursos humanos"),
        Role.PEER: ("un compañero", "una colega"),
        Role.JUNIOR: ("una becaria",),
        Role.EXECUTIVE: ("la directora", "el dueño"),
        Role.CUSTOMER_FACING: ("ventas",),
    },
    "entrevista na Acme terça às 15h com {}": {
        Role.HIRING_MANAGER: ("a chefe", "a gestora", "a patroa", "o encarregado"),
        Role.RECRUITER: ("a recrutadora", "os recursos humanos"),
        Role.PEER: ("uma colega", "a equipa"),
        Role.JUNIOR: ("uma estagiária",),
        Role.EXECUTIVE: ("a diretora", "o sócio"),
        Role.CUSTOMER_FACING: ("as vendas",),
    },
}


@pytest.mark.parametrize(
    ("said", "role"),
    [
        (frame.format(who), role)
        for frame, roles in WITH.items()
        for role, whos in roles.items()
        for who in whos
    ],
)
def test_the_role_is_read_in_every_language(said: str, role: Role) -> None:
    meant = understand(said, now=NOW, zone="Europe/Lisbon")
    assert meant.met is role
    assert meant.company == "Acme"
    assert meant.starts_at == datetime(2026, 3, 10, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("acme, tuesday 3pm, boss", Role.HIRING_MANAGER),
        ("acme, tuesday 3pm, nurse", None),  # alone between commas a trade is the job, not the person
        ("i'm seeing tomorrow at ten the director of acme", Role.EXECUTIVE),
        ("kings college hospital thursday 10am staff nurse recruiter", Role.RECRUITER),
        ("interview st marys tue 3pm ward manager staff nurse", Role.HIRING_MANAGER),
        ("interview acme tue 3pm lead engineer", None),
        ("acme dienstag 15 uhr, chefin", Role.HIRING_MANAGER),
        ("ich treffe morgen um 10 die Chefin von Acme", Role.HIRING_MANAGER),
        ("mardi à 15h je vois la cheffe d'Acme", Role.HIRING_MANAGER),
        ("je rencontre la patronne d'acme demain à 10h", Role.HIRING_MANAGER),
        ("el martes a las 15 veo a la jefa de Acme", Role.HIRING_MANAGER),
        ("vou falar com a chefia da Acme amanhã às 10", Role.HIRING_MANAGER),
    ],
)
def test_the_role_is_read_wherever_it_stands(said: str, role: Role | None) -> None:
    assert understand(said, now=NOW, zone="Europe/Lisbon").met is role


@pytest.mark.parametrize(
    ("said", "company"),
    [
        ("im seein st marys", "st marys"),
        ("seein st marys tue 3pm", "st marys"),
        ("seing acme friday 10am", "acme"),
        ("im seeng acme thurs 9am with a peer", "acme"),
        ("and globex monday the 16th at 10, future colleague, operations planner", "globex"),
        ("talkin to globex on monday at 9", "globex"),
        ("i'm speakin with hooli friday 9am", "hooli"),
        ("meetin umbrella health tomorrow 2pm", "umbrella health"),
        ("kings college hospital thursday 10am, staff nurse", "kings college hospital"),
        ("got a interview with royal free hosptial on wednesday", "royal free hosptial"),
        ("interview at little oaks day school friday 9am", "little oaks day school"),
    ],
)
def test_a_slip_in_the_verb_is_no_part_of_the_company(said: str, company: str) -> None:
    meant = understand(said, now=NOW, zone="Europe/Lisbon")
    assert meant.verb == "interview"
    assert meant.company == company


@pytest.mark.parametrize(
    ("said", "company"),
    [
        ("they told me retention is what they watch", None),
        ("the manager said it all hangs on the ship date", None),
        ("she said the reports matter more than the ward", None),
        ("debrief the globex one", "globex"),
        ("hooli went well", "hooli"),
        ("spoke to globex", "globex"),
        ("just out of the acme interview", "acme"),
    ],
)
def test_a_report_names_a_company_only_where_one_is_introduced(said: str, company: str | None) -> None:
    meant = understand(said, now=NOW, zone="Europe/Lisbon")
    assert meant.verb == "debrief"
    assert meant.company == company
