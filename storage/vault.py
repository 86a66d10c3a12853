"""Records into sealed columns and back, with the right tenant's keys and for the right place."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from dialogs.documents import from_json, to_json
from dialogs.records import Opportunity, Person
from storage.encryption import Keyring, MasterKeys, TenantKeys, WrappedKey

REMEMBERED = 4096
"""For how many tenants the opened keys are kept at hand."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals and opens what one tenant has, each value for its own place."""

    keys: TenantKeys

    def seal_person(self, person: Person) -> bytes:
        """The `state` column."""
        return self.keys.seal("person", "state", person.id, to_json(person))

    def open_person(self, id: str, version: int, sealed: bytes) -> Person:
        """The person, at the stored version."""
        return replace(from_json(Person, self.keys.open("person", "state", id, sealed)), version=version)

    def seal_opportunity(self, person: str, opportunity: Opportunity) -> bytes:
        """The `body` column of an opportunity."""
        return self.keys.seal("opportunity", "body", f"{person}\n{opportunity.id}", to_json(opportunity))

    def open_opportunity(self, person: str, id: str, version: int, sealed: bytes) -> Opportunity:
        """The opportunity, at the stored version."""
        text = self.keys.open("opportunity", "body", f"{person}\n{id}", sealed)
        return replace(from_json(Opportunity, text), version=version)

    def seal_row(self, person: str, activity: str, seq: int, text: bytes) -> bytes:
        """The `body` column of an outbox row."""
        return self.keys.seal("outbox", "body", f"{person}\n{activity}\n{seq}", text)

    def open_row(self, person: str, activity: str, seq: int, sealed: bytes) -> bytes:
        """What an outbox row says, as JSON."""
        return self.keys.open("outbox", "body", f"{person}\n{activity}\n{seq}", sealed)


class Vault:
    """The tenants' keys as they were last seen in the database."""

    def __init__(self, masters: MasterKeys) -> None:
        self.masters = masters
        self._ring = Keyring(masters)
        self._known: OrderedDict[str, Sealer | None] = OrderedDict()

    def learn(self, tenant: str, stored: Iterable[WrappedKey]) -> Sealer | None:
        """Take note of the keys a tenant has now. None: it has none, and nothing of it can be read."""
        self._known[tenant] = self.open(tenant, stored)
        self._known.move_to_end(tenant)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return self._known[tenant]

    def open(self, tenant: str, stored: Iterable[WrappedKey]) -> Sealer | None:
        """The sealer of those keys, without taking note: inside a transaction a key may be one that is never kept."""
        keys = self._ring.keys_of(tenant, stored)
        return None if keys is None else Sealer(keys)

    def knows(self, tenant: str) -> bool:
        """Whether the tenant's keys, or that it has none, were seen and are still remembered."""
        return tenant in self._known

    def sealer(self, tenant: str) -> Sealer | None:
        """What was learnt last, without asking the database."""
        return self._known.get(tenant)

    def unlearn(self, tenant: str) -> None:
        """Ask the database again next time."""
        self._known.pop(tenant, None)
