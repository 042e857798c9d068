import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { sealContext } from "#lib/crypto/seal-context"
import { claimsOf } from "#tests/isolation/stage/actors"
import { ask, connect, openStage } from "#tests/isolation/stage/open-stage"

const stage = await openStage()
const { here, there, superuser, database } = stage
afterAll(() => stage.close())

describe("TRAP SECURITY DEFINER: planted temporary objects change nothing that a definer function reads", () => {
  const evil = `
    create temp sequence ran;
    create function pg_temp.evil(v text) returns boolean language plpgsql as
      $$ begin perform set_config('attack.ran_as', current_user, true); return true; end $$;
    create domain pg_temp.uuid as pg_catalog.uuid check (pg_temp.evil(value::pg_catalog.text));
    create domain pg_temp.jsonb as pg_catalog.jsonb check (pg_temp.evil(value::pg_catalog.text));
    create domain pg_temp.text as pg_catalog.text check (pg_temp.evil(value));
    create domain pg_temp.bytea as pg_catalog.bytea check (pg_temp.evil(value::pg_catalog.text));
    create domain pg_temp.timestamptz as pg_catalog.timestamptz check (pg_temp.evil(value::pg_catalog.text));
    create table pg_temp.memberships as select m.* from (values (1)) v left join app.memberships m on true;
    create table pg_temp.seal_keys (id smallint, inner_pad pg_catalog.bytea, outer_pad pg_catalog.bytea);
    create table pg_temp.bookings (like app.bookings); create table pg_temp.booking_links (like app.booking_links);
    create table pg_temp.sessions (id pg_catalog.uuid, user_id pg_catalog.uuid, not_after pg_catalog.timestamptz);
    create function pg_temp.context() returns pg_catalog.jsonb language sql as 'select null::pg_catalog.jsonb';
    create function pg_temp.sha256(pg_catalog.bytea) returns pg_catalog.bytea language sql as 'select $1';`

  const definers = [
    "app.tenant_id()",
    "app.actor_id()",
    "app.can('members:write')",
    "app.link_hash()",
    "(select count(*) from app.own_memberships())",
    "app.linked_booking('view')",
    "app.release_expired_holds()",
    "app.find_tenant('here')",
    "(select count(*) from app.claim_idempotency('r', 'k', sha256('x'::pg_catalog.bytea)))",
    "app.keep_answer('r', 'k', sha256('x'::pg_catalog.bytea), 'x'::pg_catalog.bytea)",
    "app.enqueue_booking_mail(gen_random_uuid(), 1, 'confirmation'::pg_catalog.text)",
  ]

  beforeAll(() => superuser.query(`grant temporary on database ${database.name} to app_member`))

  /** On a fresh connection: nothing is cached from before the planting. */
  async function attack(): Promise<{ ranAs: Set<string>; can: unknown }> {
    const client = await connect(database.appUrl)
    const ranAs = new Set<string>()
    let can: unknown
    try {
      await client.query("begin; set local role app_member")
      await client.query(evil)
      await client.query("select set_config('app.seal', $1, true)", [
        sealContext(claimsOf("reception", here, there), stage.sealKey, Date.now()),
      ])
      for (const call of definers) {
        await client.query("savepoint s; select set_config('attack.ran_as', '', true)")
        const { rows } = await ask(client, `select ${call} as answer`)
        if (call.startsWith("app.can")) can = rows[0]?.answer
        const seen = await ask(client, "select current_setting('attack.ran_as', true) as who")
        if (seen.rows[0]?.who) ranAs.add(String(seen.rows[0].who))
        await client.query("rollback to savepoint s")
      }
    } finally {
      await client.end()
    }
    return { ranAs, can }
  }

  test("types, tables and functions in pg_temp are not found", async () => {
    const { ranAs, can } = await attack()
    expect([...ranAs]).toEqual([])
    expect(can).toBe(false)
  })

  test("the control: with an empty search path the caller's code runs as the definer", async () => {
    await superuser.query("alter function app.tenant_id() set search_path = ''")
    try {
      expect([...(await attack()).ranAs]).toContain("context_owner")
    } finally {
      await superuser.query("alter function app.tenant_id() set search_path = pg_catalog, pg_temp")
    }
  })
})
