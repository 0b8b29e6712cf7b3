"""An address that takes no letters is kept with its account, until it changes."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from contracts.notifier import EmailBounced
from services.identity.models import Account, db
from tests.support.builders.identity import an_account


@pytest.fixture
def told(identity):
    """Offer `told(correo)`: whether Rosa's address bounces once that is heard."""
    an_account("00000001", correo="Rosa@Example.pe")

    def hear(correo):
        at = datetime.now(UTC)
        bounced = EmailBounced(dni="00000001", correo=correo, reason="5.1.1 no existe", at=at)
        identity.receive(bounced.to_envelope(requestid="0123456789abcdef"))
        db.session.expire_all()
        return db.session.scalars(select(Account)).one().correo_rebota

    return hear


def test_an_address_that_bounces_is_known_in_any_case(told):
    assert told("rosa@example.PE") is True


def test_an_address_that_was_left_does_not_matter(told):
    assert told("otra@example.pe") is False
