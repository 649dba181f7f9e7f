import pytest
from sejahtera.analysis.core.messages import Cancelled, InputError
from sejahtera.analysis.poverty.engines.failures import explaining


def test_a_failure_is_a_sentence_without_the_password():
    with pytest.raises(InputError) as raised, explaining("{engine}: {why}", {"password": "s3cret"}, engine="x"):
        raise RuntimeError("login s3cret refused\nat line 1")
    assert str(raised.value) == "x: login ••• refused"


def test_a_failure_without_words_names_its_kind():
    with pytest.raises(InputError, match=r"^KeyError$"), explaining("{why}"):
        raise KeyError


def test_a_cancel_is_passed_on():
    with pytest.raises(Cancelled), explaining("{why}"):
        raise Cancelled
