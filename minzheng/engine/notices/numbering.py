"""Running numbers without gaps: the number is given in the transaction that uses it, and goes back with it."""

from django.db import connection

from minzheng.engine.database.crash_points import crash_point

_NEXT = """
    INSERT INTO notices_letterseries (word, year, last) VALUES (%s, %s, 1)
    ON CONFLICT (word, year) DO UPDATE SET last = notices_letterseries.last + 1
    RETURNING last
"""

_NUMBERED = crash_point("notices.letter.numbered", "文书：已取得编号，文书还没有写入")


def next_serial(word: str, year: int) -> int:
    """Return the next number under a word in a year; others wait until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [word, year])
        serial = int(cursor.fetchone()[0])
    _NUMBERED()
    return serial
