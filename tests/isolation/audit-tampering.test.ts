import { afterAll, describe, expect, test } from "vitest"
import { claimsOf, roleOf } from "#tests/isolation/stage/actors"
import { ask, askAs, openStage } from "#tests/isolation/stage/open-stage"
import { listCatalog } from "#tests/isolation/stage/read-catalog"

const stage = await openStage()
const { here, there, superuser, owner } = stage
const catalog = await listCatalog(superuser)
const tables = catalog.relations.filter(({ name }) => name.startsWith("app."))
afterAll(() => stage.close())

describe("a write without an actor is refused, whoever writes (HF010)", () => {
  test.each(["postgres", "superuser", "superuser in replica mode"])("%s", async (who) => {
    const client = who === "postgres" ? owner : superuser
    for (const { name } of tables) {
      await client.query("begin")
      if (who.endsWith("replica mode")) await client.query("set local session_replication_role = replica")
      const done = await ask(client, `update ${name} set tenant_id = tenant_id`)
      const { sqlstate } = done.sqlstate ? done : await ask(client, "commit")
      await client.query("rollback")
      // TRAP session_replication_role = replica skips ordinary triggers: ENABLE ALWAYS does not sleep.
      expect([name, sqlstate ?? "committed", done.count > 0 || done.sqlstate]).toEqual([
        name,
        done.count > 0 ? "HF010" : "committed",
        done.count > 0,
      ])
    }
  })
})

describe("nobody changes the log", () => {
  const tampering = [
    "update audit.log set actor_id = null",
    "delete from audit.log",
    "truncate audit.log",
    "truncate audit.heads, audit.log cascade",
    "delete from audit.heads",
    "merge into audit.log l using (values (1)) v (x) on true when matched then delete",
    `insert into audit.log select * from audit.log limit 1 on conflict (tenant_id, sequence) do update set action = 'x'`,
    "with gone as (delete from audit.log returning 1) select count(*) from gone",
  ]
  test.each(tampering)("%s", async (text) => {
    for (const actor of ["owner", "manager", "job", "guest"] as const) {
      const answer = await askAs(stage, roleOf(actor), claimsOf(actor, here, there), text, [], "commit")
      expect([actor, answer.sqlstate]).toEqual([actor, "42501"])
    }
    expect((await ask(owner, text)).sqlstate).toBe("HF011")
    expect((await ask(superuser, text)).sqlstate).toBe("HF011")
    await superuser.query("begin; set local session_replication_role = replica")
    const replica = await ask(superuser, text)
    await superuser.query("rollback")
    expect(replica.sqlstate).toBe("HF011")
  })

  test.each([
    "set session_replication_role = replica",
    "create rule swallow as on insert to audit.log do instead nothing",
    "alter table audit.log disable trigger all",
    "alter table audit.log disable row level security",
    "drop table audit.log",
    "drop trigger _000_append_only on audit.log",
    "alter function audit.record() owner to app_member",
    "create or replace function audit.refuse_change() returns trigger language sql as 'select 1'",
  ])("as the owner of a practice: %s", async (text) => {
    expect((await askAs(stage, "app_member", claimsOf("owner", here, there), text)).sqlstate).toMatch(
      /^42(501|P13)$/,
    )
  })

  test("postgres cannot enter replica mode", async () => {
    expect((await ask(owner, "set session_replication_role = replica")).sqlstate).toBe("42501")
  })
})
