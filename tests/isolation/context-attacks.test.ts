import type pg from "pg"
import { afterAll, describe, expect, test } from "vitest"
import { sealContext } from "#lib/crypto/seal-context"
import { type Actor, claimsOf, roleOf } from "#tests/isolation/stage/actors"
import { ask, openStage, underSeal } from "#tests/isolation/stage/open-stage"
import { sealOperator } from "#tests/isolation/stage/plant-tenant"
import { listCatalog } from "#tests/isolation/stage/read-catalog"

const stage = await openStage()
const { here, there, superuser, owner, server } = stage
const catalog = await listCatalog(superuser)
const tables = catalog.relations.map(({ name }) => name).filter((name) => /^(app|audit|private)\./.test(name))
afterAll(() => stage.close())

const sealOf = (actor: Actor, home = here) =>
  sealContext(claimsOf(actor, home, there), stage.sealKey, Date.now())
const states = async (client: pg.Client, texts: string[]) => {
  const seen: string[] = []
  for (const text of texts) {
    await client.query("savepoint s")
    const { sqlstate, count } = await ask(client, text)
    await client.query("rollback to savepoint s")
    seen.push(sqlstate ?? `${count} rows`)
  }
  return seen
}

describe("stepping out of the request role", () => {
  test("RESET ROLE and SET ROLE NONE leave app_server, who holds nothing", async () => {
    for (const step of ["reset role", "set role none", "set local role none", "set session role none"]) {
      await server.query("begin")
      await server.query("select set_config('role', 'app_member', true), set_config('app.seal', $1, true)", [
        sealOf("owner"),
      ])
      await server.query(step)
      const seen = await states(
        server,
        tables.map((name) => `select count(*) from ${name}`),
      )
      await server.query("rollback")
      expect(new Set(seen)).toEqual(new Set(["42501"]))
    }
  })

  test("after COMMIT and after ROLLBACK nothing of the context is left", async () => {
    for (const end of ["commit", "rollback"]) {
      await server.query("begin")
      await server.query("select set_config('role', 'app_member', true), set_config('app.seal', $1, true)", [
        sealOf("owner"),
      ])
      expect((await ask(server, "select from app.customers")).count).toBe(1)
      await server.query(end)
      expect((await ask(server, "select from app.customers")).sqlstate).toBe("42501")
      const { rows } = await server.query(
        "select current_user, nullif(current_setting('app.seal', true), '') as seal",
      )
      expect(rows).toEqual([{ current_user: "app_server", seal: null }])
    }
  })

  test.each([
    "set role postgres",
    "set role supabase_admin",
    "set role holdfast_owner",
    "set role audit_owner",
    "set role private_owner",
    "set role context_owner",
    "set role booking_keeper",
    "set role session_reader",
    "set role app_worker",
    "set role service_role",
    "set session authorization app_member",
    "set session authorization postgres",
    "set session_replication_role = replica",
    "alter role app_member bypassrls",
    "alter table app.customers no force row level security",
    "alter table app.customers disable trigger all",
    "drop policy wall on app.customers",
    "create policy mine on app.customers using (true)",
    "alter function app.tenant_id() owner to app_member",
    "create function app.tenant_id(x integer) returns uuid language sql as 'select null::uuid'",
    "create table app.mine (id integer)",
    "create schema mine",
    "create extension dblink",
    "load 'auto_explain'",
    "copy (select 1) to program 'true'",
    "select pg_read_file('/etc/passwd')",
    "select pg_terminate_backend(pid) from pg_stat_activity where usename <> 'app_server' and pid <> pg_backend_pid()",
    "select rolpassword from pg_authid",
    "select * from pg_shadow",
    "select * from auth.users",
    "select * from private.seal_keys",
    "notify x; listen x; select private.context()",
  ])("refused to every request role: %s", async (text) => {
    for (const actor of ["owner", "guest", "job"] as const) {
      const answer = await underSeal(server, roleOf(actor), sealOf(actor), "rollback", (client) =>
        ask(client, text),
      )
      expect([actor, answer.sqlstate]).toEqual([actor, "42501"])
    }
  })

  test("row_security = off is an error, not a way around", async () => {
    const answer = await underSeal(server, "app_member", sealOf("owner"), "rollback", async (client) => {
      await client.query("set local row_security = off")
      return ask(client, "select from app.customers")
    })
    expect(answer.sqlstate).toBe("42501")
  })
})

describe("TRAP table owner is exempt: not with FORCE", () => {
  test.each(["holdfast_owner", "audit_owner", "booking_keeper", "context_owner"])(
    "%s without a seal sees no row",
    async (role) => {
      await owner.query("begin")
      await owner.query(`set local role ${role}`)
      const seen = await states(
        owner,
        tables.filter((name) => !name.startsWith("private.")).map((name) => `select from ${name}`),
      )
      await owner.query("rollback")
      expect(seen.filter((one) => one !== "0 rows" && one !== "42501")).toEqual([])
    },
  )
})

describe("TRAP pooled connections leak session settings", () => {
  test("a seal set for the session does not outlive the next request's own", async () => {
    await server.query("select set_config('app.seal', $1, false)", [sealOf("owner")])
    await server.query("set role app_member")
    try {
      const answer = await underSeal(server, "app_member", sealOf("stranger", there), "rollback", (client) =>
        ask(client, "select tenant_id from app.tenants"),
      )
      expect(answer.rows).toEqual([{ tenant_id: there.tenantId }])
      const guest = await underSeal(server, "app_guest", null, "rollback", (client) =>
        ask(client, "select from app.tenants"),
      )
      expect(guest.count).toBe(0)
    } finally {
      await server.query("reset role")
      await server.query("reset app.seal")
    }
  })

  test("TRAP after RESET the setting is '', not null: no context, no error", async () => {
    const answer = await underSeal(server, "app_member", null, "rollback", async (client) => {
      expect((await client.query("select current_setting('app.seal', true) as seal")).rows).toEqual([
        { seal: "" },
      ])
      return ask(client, "select app.tenant_id() as tenant from app.tenants union all select app.tenant_id()")
    })
    expect(answer.rows).toEqual([{ tenant: null }])
  })
})

describe("the deferred recorder cannot be deceived between write and commit", () => {
  const write = "update app.customers set phone = '+49 30 1'"
  const lastLink = async () =>
    (
      await superuser.query(
        "select sequence, actor_id from audit.log where tenant_id = $1 order by sequence desc limit 1",
        [here.tenantId],
      )
    ).rows[0]

  test("SET CONSTRAINTS ALL IMMEDIATE records at once, and once", async () => {
    const before = await lastLink()
    const answer = await underSeal(server, "app_member", sealOf("reception"), "commit", async (client) => {
      await client.query("set constraints all immediate")
      return ask(client, write)
    })
    expect(answer.sqlstate).toBeUndefined()
    const after = await lastLink()
    expect(Number(after.sequence)).toBe(Number(before.sequence) + 1)
    expect(after.actor_id).toBe(here.people.reception.userId)
  })

  test.each([
    ["the seal taken away", "select set_config('app.seal', '', true)"],
    ["the role laid down", "reset role"],
    [
      "another tenant's honest seal",
      () => `select set_config('app.seal', '${sealOf("stranger", there)}', true)`,
    ],
    ["a seal of another kind", () => `select set_config('app.seal', '${sealOf("guest")}', true)`],
  ])("%s before commit: the write is refused", async (_title, step) => {
    const answer = await underSeal(server, "app_member", sealOf("reception"), "commit", async (client) => {
      const written = await ask(client, `${write} returning id`)
      expect(written.count).toBe(1)
      await client.query(typeof step === "string" ? step : step())
      return written
    })
    expect(answer.sqlstate).toBe("HF010")
  })

  test("a trigger cannot be switched off on the way", async () => {
    const answer = await underSeal(server, "app_member", sealOf("reception"), "rollback", (client) =>
      ask(client, "alter table app.customers disable trigger _900_audit"),
    )
    expect(answer.sqlstate).toBe("42501")
  })
})

test("an operator's seal acts only where no request role is set", async () => {
  await owner.query("begin")
  await sealOperator(owner, stage.sealKey, here.tenantId)
  const { rows } = await owner.query("select app.tenant_id() as tenant")
  await owner.query("rollback")
  expect(rows).toEqual([{ tenant: here.tenantId }])
})
