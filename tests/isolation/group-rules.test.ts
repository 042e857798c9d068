import { randomUUID } from "node:crypto"
import { afterAll, expect, test } from "vitest"
import { act, insert, minuteOf, type Step, visit } from "#tests/isolation/stage/book"
import { openStage } from "#tests/isolation/stage/open-stage"

const stage = await openStage()
const { here, superuser } = stage
afterAll(() => stage.close())

const reception = async (steps: Step[]) => (await act(stage, "reception", steps)).sqlstate
const countOf = async (table: string, column: string, id: string) =>
  Number((await superuser.query(`select count(*) from ${table} where ${column} = $1`, [id])).rows[0].count)

/** A meeting of the practice's group at a minute of the staged day, and what it must take. */
function meeting(minute: number) {
  const session = {
    tenant_id: here.tenantId,
    id: randomUUID(),
    service_id: here.groupServiceId,
    practitioner_id: here.practitionerIds[1],
    location_id: here.locationId,
    starts_at: minuteOf(here, minute),
    ends_at: minuteOf(here, minute + 60),
    wall_start: "2030-01-01T09:00",
    zone: "Europe/Berlin",
    capacity: 5,
  }
  const range = {
    tenant_id: here.tenantId,
    group_session_id: session.id,
    starts_at: session.starts_at,
    ends_at: session.ends_at,
  }
  return { session, allocation: { ...range, practitioner_id: session.practitioner_id } }
}

const callOff = (id: string): Step => [
  "update app.group_sessions set cancelled_at = now() where id = $1",
  [id],
]

test("a group that occupies its practitioner is scheduled; one that occupies nobody is not (HF002)", async () => {
  const good = meeting(1_000)
  expect(
    await reception([insert("app.group_sessions", good.session), insert("app.allocations", good.allocation)]),
  ).toBe(undefined)
  const bare = meeting(1_200)
  expect(await reception([insert("app.group_sessions", bare.session)])).toBe("HF002")
  expect(await countOf("app.group_sessions", "id", bare.session.id)).toBe(0)
})

test("a group takes all of its time and its own practitioner only (HF002)", async () => {
  const short = meeting(1_200)
  const cut = { ...short.allocation, ends_at: minuteOf(here, 1_230) }
  expect(await reception([insert("app.group_sessions", short.session), insert("app.allocations", cut)])).toBe(
    "HF002",
  )
  const other = { ...short.allocation, practitioner_id: here.practitionerIds[0] }
  expect(
    await reception([insert("app.group_sessions", short.session), insert("app.allocations", other)]),
  ).toBe("HF002")
  expect(await countOf("app.allocations", "group_session_id", short.session.id)).toBe(0)
})

test("a group on cannot lose its practitioner (HF002)", async () => {
  const { session, allocation } = meeting(1_400)
  await reception([insert("app.group_sessions", session), insert("app.allocations", allocation)])
  const release: Step = [
    "update app.allocations set released_at = now() where group_session_id = $1",
    [session.id],
  ]
  expect(await reception([release])).toBe("HF002")
})

test("calling a group off gives its time back; with people in it, or twice, it is refused (HF003)", async () => {
  const { session, allocation } = meeting(1_600)
  await reception([insert("app.group_sessions", session), insert("app.allocations", allocation)])
  const seat = visit(here, 1_600, {
    service_id: here.groupServiceId,
    practitioner_id: session.practitioner_id,
    group_session_id: session.id,
    ends_at: session.ends_at,
  })
  expect(await reception([insert("app.bookings", seat)])).toBe(undefined)
  expect(await reception([callOff(session.id)])).toBe("HF003")
  const leave: Step = [
    "update app.bookings set state = 'cancelled', cancel_reason = 'by_practice' where id = $1",
    [seat.id],
  ]
  expect(await reception([leave])).toBe(undefined)
  expect(await reception([callOff(session.id)])).toBe(undefined)
  const row = await superuser.query("select released_at from app.allocations where group_session_id = $1", [
    session.id,
  ])
  expect(row.rows[0].released_at).not.toBeNull()
  expect(
    await reception([["update app.group_sessions set cancelled_at = null where id = $1", [session.id]]]),
  ).toBe("HF003")
})
