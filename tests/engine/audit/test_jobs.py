import pytest

from minzheng.engine.audit import jobs
from minzheng.engine.audit.models import Seal
from minzheng.engine.work.declaring import declared
from tests.engine.audit.conftest import AT, record


@pytest.mark.django_db(transaction=True)
def test_sealing_is_a_job_of_every_minute():
    record()
    jobs.seal(at=AT)
    assert Seal.objects.get().sealed_at == AT
    schedule = declared("audit.seal").schedule
    assert schedule is not None
    assert schedule.cron == "*/1 * * * *"
