"""The page as FastAPI and asyncpg serve it: one raw query, its JSON handed on as it comes; with the key, and bare.

With the key it does what any careful hand does before it answers: finds the key by its hash with its system and
account, reads the offices in force, counts the request. Its count (a fixed minute) is cheaper than ours.
"""

import hashlib
import hmac
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
from fastapi import FastAPI, HTTPException, Request, Response
from psycopg.conninfo import conninfo_to_dict
from redis.asyncio import Redis

RAW = Path(__file__).parents[1] / "reads" / "raw.sql"
ONE_TEXT = ("SELECT json_agg(one.j)", "SELECT json_agg(one.j)::text")
PAGE = RAW.read_text(encoding="utf-8").replace(*ONE_TEXT, 1).replace("%s", "$1")
KEY = """
    SELECT k.key_hash, k.expires_at, k.revoked_at, c.uuid, c.per_minute, c.grants, c.scopes, c.networks,
        u.id AS account, u.is_active AND u.is_service AS is_let_in
    FROM integrations_apikey k JOIN integrations_apiclient c ON c.id = k.client_id
    JOIN accounts_user u ON u.id = c.user_id WHERE k.prefix = $1
"""
OFFICES = """
    SELECT m.id, m.party_id, o.code FROM parties_mandate m JOIN parties_office o ON o.id = m.office_id
    WHERE m.user_id = $1 AND m.ended_at IS NULL AND m.begins_on <= $2 AND (m.ends_on IS NULL OR m.ends_on > $2)
"""


@asynccontextmanager
async def opened(app: FastAPI) -> AsyncIterator[None]:
    """As many connections to the database as a worker of the other arms has threads."""
    place = conninfo_to_dict(os.environ["DATABASE_URL"])
    named = {"dbname": "database", "host": "host", "port": "port", "user": "user", "password": "password"}
    given = {asked: place[name] for name, asked in named.items() if name in place}
    app.state.pool = await asyncpg.create_pool(**given, min_size=1, max_size=4, server_settings={"jit": "off"})
    app.state.redis = Redis.from_url(os.environ["PEER_REDIS"])
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=opened)


async def recognise(request: Request, held: asyncpg.Connection) -> None:
    """Raises 401 or 429."""
    key, now = request.headers.get("authorization", "").removeprefix("Bearer "), datetime.now(UTC)
    row = await held.fetchrow(KEY, key[3:15])
    right = row is not None and hmac.compare_digest(hashlib.sha256(key.encode()).hexdigest(), row["key_hash"])
    if not right or row["revoked_at"] or row["expires_at"] <= now or not row["is_let_in"]:
        raise HTTPException(401)
    await held.fetch(OFFICES, row["account"], now.date())
    counter = f"peer:{row['uuid']}:{int(now.timestamp()) // 60}"
    async with request.app.state.redis.pipeline(transaction=True) as pipe:
        asked, _kept = await pipe.incr(counter).expire(counter, 60).execute()
    if asked > row["per_minute"]:
        raise HTTPException(429)


async def page(held: asyncpg.Connection) -> Response:
    """A hundred activities."""
    text = await held.fetchval(PAGE, 0)
    return Response(f'{{"results":{text}}}', media_type="application/json")


@app.get("/activities")
async def activities(request: Request) -> Response:
    """To whoever shows a key."""
    async with request.app.state.pool.acquire() as held:
        await recognise(request, held)
        return await page(held)


@app.get("/bare")
async def bare(request: Request) -> Response:
    """To anybody."""
    async with request.app.state.pool.acquire() as held:
        return await page(held)
