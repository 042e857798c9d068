import { randomUUID } from "node:crypto"
import { afterAll, describe, expect, test } from "vitest"
import { act, insert, minuteOf, type Step, visit } from "#tests/isolation/stage/book"
import { openStage } from "#tests/isolation/stage/open-stage"

const stage = await openStage()
const { here, superuser } = stage
afterAll(() => stage.close())

const read = async (table: string, id: unknown) =>
  (await superuser.query(`select * from ${table} where id = $1`, [id])).rows[0]

describe("groups: seats are counted by a constraint", () => {
  const seat = () =>
    visit(here, 480, {
      service_id: here.groupServiceId,
      practitioner_id: here.practitionerIds[1],
      group_session_id: here.groupSessionId,
      ends_at: minuteOf(here, 540),
    })
  const seatsTaken = async () => (await read("app.group_sessions", here.groupSessionId)).seats_taken

  test("two take the two seats, the third is refused, a cancelled seat is free again", async () => {
    const [first, second, third] = [seat(), seat(), seat()]
    expect((await act(stage, "reception", [insert("app.bookings", first)])).sqlstate).toBeUndefined()
    expect((await act(stage, "reception", [insert("app.bookings", second)])).sqlstate).toBeUndefined()
    const full = await act(stage, "reception", [insert("app.bookings", third)])
    expect([full.sqlstate, full.constraint]).toEqual(["23514", "group_sessions_seats"])
    await act(stage, "reception", [
      [
        "update app.bookings set state = 'cancelled', cancel_reason = 'by_practice' where id = $1",
        [first.id],
      ],
    ])
    expect(await seatsTaken()).toBe(1)
    expect((await act(stage, "reception", [insert("app.bookings", third)])).sqlstate).toBeUndefined()
    expect(await seatsTaken()).toBe(2)
  })

  test("a seat is at the group's time and with its practitioner (HF002); a cancelled group takes nobody (HF006)", async () => {
    const later = { ...seat(), starts_at: minuteOf(here, 490), ends_at: minuteOf(here, 550) }
    const id = randomUUID()
    const session = {
      tenant_id: here.tenantId,
      id,
      service_id: here.groupServiceId,
      practitioner_id: here.practitionerIds[1],
      location_id: here.locationId,
      starts_at: minuteOf(here, 480),
      ends_at: minuteOf(here, 540),
      wall_start: "2030-01-01T09:00",
      zone: "Europe/Berlin",
      capacity: 5,
    }
    expect(
      (
        await act(stage, "reception", [
          insert("app.group_sessions", session),
          insert("app.bookings", { ...later, group_session_id: id }),
        ])
      ).sqlstate,
    ).toBe("HF002")
    const cancelled: Step = ["update app.group_sessions set cancelled_at = now() where id = $1", [id]]
    const steps = [
      insert("app.group_sessions", session),
      cancelled,
      insert("app.bookings", { ...seat(), group_session_id: id }),
    ]
    expect((await act(stage, "reception", steps)).sqlstate).toBe("HF006")
  })

  test("nobody writes the count or the capacity of a session that exists", async () => {
    for (const set of ["seats_taken = 0", "capacity = 200"]) {
      expect((await act(stage, "owner", [[`update app.group_sessions set ${set}`]])).sqlstate).toBe("42501")
    }
  })
})
