import { randomUUID } from "node:crypto"
import { afterAll, expect, test } from "vitest"
import { findAvailability } from "#lib/availability/find-availability"
import { localDateAt } from "#lib/availability/wall-clock"
import type { Tx } from "#lib/db/transaction"
import { enter } from "#lib/entry/enter"
import { cloneDatabase } from "#tests/support/database"
import { asOperator, plantPractice } from "#tests/support/plant-practice"

const database = await cloneDatabase()
const practice = await plantPractice(database, { practitioners: 1 })
afterAll(() => database.drop())

const startMinute = Math.ceil(Date.now() / 3_600_000) * 60 + 3 * 1440
const at = (minute: number) => new Date(minute * 60_000)

test("a group takes its practitioner's time: nothing that nobody could hold is offered beside it", async () => {
  const { tenantId, locationId, groupServiceId, plainServiceId } = practice
  const [practitionerId] = practice.practitionerIds
  const sessionId = randomUUID()
  await asOperator(database.ownerUrl, database.sealKey, tenantId, async (client) => {
    await client.query(
      `insert into app.group_sessions (tenant_id, id, service_id, practitioner_id, location_id, starts_at, ends_at,
         wall_start, zone, capacity) values ($1, $2, $3, $4, $5, $6, $7, '2026-01-01T09:00', 'Europe/Berlin', 8)`,
      [
        tenantId,
        sessionId,
        groupServiceId,
        practitionerId,
        locationId,
        at(startMinute),
        at(startMinute + 60),
      ],
    )
    await client.query(
      `insert into app.allocations (tenant_id, group_session_id, practitioner_id, starts_at, ends_at)
       values ($1, $2, $3, $4, $5)`,
      [tenantId, sessionId, practitionerId, at(startMinute), at(startMinute + 60)],
    )
  })
  const date = localDateAt(startMinute, "Europe/Berlin")
  const found = await enter(
    {
      permission: "public:read",
      kind: "guest",
      tenantId,
      purpose: "test",
      requestId: randomUUID(),
      readOnly: true,
    },
    (tx: Tx<"public:read">) =>
      findAvailability(tx, { serviceId: plainServiceId, fromDate: date, toDate: date }),
  )
  if (!found.ok) throw new Error(found.code)
  const beside = found.value.slots.filter(
    (slot) => slot.startMinute < startMinute + 60 && slot.endMinute > startMinute,
  )
  expect(found.value.slots.length).toBeGreaterThan(10)
  expect(beside).toEqual([])
})
