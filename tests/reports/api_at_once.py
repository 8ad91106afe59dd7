"""Systems that write over the API at the same moment: one effect for one key, and no accepted change is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.test import Client

from foundation.ledger.models import LedgerEntry
from reports.models import Answer, Contribution
from tests.factories.parties import PartyFactory, person
from tests.factories.reports import answered, drafted, fresh, opened_round

API = "/api/v1/"
PATIENCE = 60
IN_FLIGHT = 409


def together(many, work):
    """`work(number)` by that many threads, begun at the same moment."""
    starting = Barrier(many)

    def begin(number):
        starting.wait(PATIENCE)
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(many) as threads:
        return list(threads.map(begin, range(many)))


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def assert_one_key_makes_one_answer(many):
    """The same POST many times at once: one answer is made, and everybody is told the same of it in the end."""
    party = PartyFactory()
    draft = drafted(party, opened_round(party))
    question = draft.round.state_template.sections.get(code="general").questions.get(code="summary")
    user = person("focal_point", party)
    clients = [signed_in(user) for _ in range(many)]
    body = {"contribution": str(draft.uuid), "question": str(question.uuid), "text": "Said once."}

    def post(number):
        headers = {"idempotency-key": "one"}
        while True:
            sent = clients[number].post(f"{API}answers/", body, content_type="application/json", headers=headers)
            if sent.status_code != IN_FLIGHT:
                return sent.status_code, sent.content

    told = together(many, post)

    assert {status for status, _body in told} == {201}
    assert len({content for _status, content in told}) == 1
    assert [answer.version for answer in Answer.objects.filter(contribution=draft)] == [1]


def assert_one_key_takes_a_step_once(many):
    """The same step many times at once: one entry in the ledger; the others are told to come again, or the same."""
    party = PartyFactory()
    opened = opened_round(party)
    awaited = Contribution.objects.get(party=party, round=opened)
    clients = [signed_in(person("focal_point", party))] * many
    headers = {"idempotency-key": "one", "if-match": f'"{awaited.version}"'}

    def post(number):
        address = f"{API}contributions/{awaited.uuid}/start/"
        return clients[number].post(address, {}, content_type="application/json", headers=headers).status_code

    statuses = together(many, post)

    assert set(statuses) <= {200, IN_FLIGHT}
    assert 200 in statuses
    assert LedgerEntry.objects.about(awaited).filter(kind="contribution.started").count() == 1


def assert_every_accepted_change_is_present(*, writers, changes, texts=1):
    """Each adds its marks to a text, over what it has seen; refused (412), it goes on from what stands now."""
    parties = [PartyFactory() for _text in range(texts)]
    opened = opened_round(*parties)
    begun = [answered(drafted(party, opened), summary="Begun.") for party in parties]
    answers = [draft.answers.get(question__code="summary") for draft in begun]
    clients = [signed_in(person("contributor", parties[number % texts])) for number in range(writers)]
    refused = []

    def write(number):
        address, client = f"{API}answers/{answers[number % texts].uuid}/", clients[number]
        read = client.get(address)
        text, tag = read.json()["text"], read["ETag"]
        for change in range(changes):
            while True:
                body = {"text": f"{text} {number}.{change}"}
                told = client.put(address, body, content_type="application/json", headers={"if-match": tag})
                if told.status_code == 200:
                    text, tag = told.json()["text"], told["ETag"]
                    break
                assert told.status_code == 412, told.content
                text, tag = told.json()["current"]["text"], told["ETag"]
                refused.append(number)

    together(writers, write)

    marks = [mark for answer in answers for mark in fresh(answer).text.split()[1:]]
    assert sorted(marks) == sorted(f"{number}.{change}" for number in range(writers) for change in range(changes))
    return len(marks), len(refused)
