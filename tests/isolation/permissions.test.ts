import { afterAll, describe, expect, test } from "vitest"
import {
  guestPermissions,
  jobPermissions,
  type Permission,
  permissions,
  rolePermissions,
  roles,
} from "#lib/access/permissions"
import { sealContext } from "#lib/crypto/seal-context"
import { claimsOf, roleOf, staffActors } from "#tests/isolation/stage/actors"
import { askAs, openStage } from "#tests/isolation/stage/open-stage"

const stage = await openStage()
const { here, there, superuser, owner } = stage
afterAll(() => stage.close())

const inDatabase = async (name: string): Promise<string[]> =>
  (await superuser.query("select private.role_permissions($1) as list", [name])).rows[0].list

describe("the sets of lib/access and those of the database, which decides, are equal", () => {
  const sets: [string, readonly string[]][] = [
    ...roles.map((role): [string, readonly string[]] => [role, rolePermissions[role]]),
    ["guest", guestPermissions],
    ["job", jobPermissions],
  ]
  test.each(sets)("%s", async (name, set) => {
    expect((await inDatabase(name)).sort()).toEqual([...set].sort())
  })
  test("nobody else holds anything", async () => {
    for (const name of ["", "admin", "Owner", "operator", "none", "self"])
      expect(await inDatabase(name)).toEqual([])
    expect((await superuser.query("select private.role_permissions(null) as list")).rows[0].list).toEqual([])
  })
  test("a membership has one of these roles", async () => {
    const { rows } = await superuser.query(
      "select pg_get_constraintdef(oid) as text from pg_constraint where conname = 'memberships_role_check'",
    )
    expect([...rows[0].text.matchAll(/'(\w+)'/g)].map(([, role]) => role).sort()).toEqual([...roles].sort())
  })
})

describe("app.can and app.demand answer as the sets say, for every permission there is", () => {
  const every: Permission[] = [...permissions, ...guestPermissions, "jobs:run"]
  test.each([...staffActors, "guest", "job", "suspended", "signed-out", "stranger"] as const)(
    "%s",
    async (actor) => {
      const held: readonly string[] =
        actor === "guest"
          ? guestPermissions
          : actor === "job"
            ? jobPermissions
            : (rolePermissions[actor as keyof typeof rolePermissions] ?? [])
      for (const permission of [...every, "", "nothing:at-all", "bookings:%", "BOOKINGS:READ"]) {
        const claims = claimsOf(actor, here, there)
        const can = await askAs(stage, roleOf(actor), claims, "select app.can($1) as can", [permission])
        const demand = await askAs(stage, roleOf(actor), claims, "select app.demand($1)", [permission])
        const may = held.includes(permission)
        expect([permission, can.rows[0]?.can, demand.sqlstate]).toEqual([
          permission,
          may,
          may ? undefined : "42501",
        ])
      }
    },
  )
})

test("own_memberships names the practices of the signed-in person, active ones only, and nobody else's", async () => {
  const list = async (person: { userId: string; sessionId: string }) => {
    const claims = {
      ...claimsOf("owner", here, there),
      tenantId: null,
      actorId: person.userId,
      sessionId: person.sessionId,
    }
    return (await askAs(stage, "app_member", claims, "select slug, role from app.own_memberships()")).rows
  }
  expect(await list(here.people.reception)).toEqual([{ slug: "here", role: "reception" }])
  expect(await list(here.people.suspended)).toEqual([])
  expect(await list(here.people.signedOut)).toEqual([])
  expect(await list({ userId: here.people.owner.userId, sessionId: there.people.owner.sessionId })).toEqual(
    [],
  )
  const seal = sealContext(
    { kind: "operator", tenantId: there.tenantId, purpose: "test", requestId: "r" },
    stage.sealKey,
    Date.now(),
  )
  await owner.query("begin")
  await owner.query("select set_config('app.seal', $1, true)", [seal])
  await owner.query(
    "insert into app.memberships (tenant_id, user_id, role, display_name) values ($1, $2, 'billing', 'Both')",
    [there.tenantId, here.people.reception.userId],
  )
  await owner.query("commit")
  expect(await list(here.people.reception)).toEqual([
    { slug: "here", role: "reception" },
    { slug: "there", role: "billing" },
  ])
})

test("PAIN 16: one person in two practices has in each the role of that practice", async () => {
  const claims = (tenantId: string) => ({ ...claimsOf("reception", here, there), tenantId })
  const may = async (tenantId: string, permission: string) =>
    (await askAs(stage, "app_member", claims(tenantId), "select app.can($1) as can", [permission])).rows[0]
      ?.can
  expect([await may(here.tenantId, "bookings:write"), await may(there.tenantId, "bookings:write")]).toEqual([
    true,
    false,
  ])
  expect([await may(here.tenantId, "customers:read"), await may(there.tenantId, "customers:read")]).toEqual([
    true,
    true,
  ])
})
