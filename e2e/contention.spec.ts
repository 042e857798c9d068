import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { expect, test } from "@playwright/test"
import { readStack, stackPath } from "../tests/support/stack.ts"
import { plantInStack, readAsOwner } from "../tests/support/stack-practice.ts"
import {
  type Attempt,
  type StormTarget,
  storm,
  throughApi,
  throughDesk,
  throughPages,
  type Verdict,
} from "../tests/support/storm.ts"

const attempts = 2_000
const clients = 64
const slots = 10

/** Process id of Postgres itself; its data folder says so. */
const postmaster = () =>
  Number(readFileSync(join(dirname(stackPath()), "db", "postmaster.pid"), "utf8").split("\n")[0])

test("2,000 attempts of 64 clients on ten overlapping slots, and the database dies in the middle", async () => {
  test.setTimeout(600_000)
  const { appUrl } = readStack()
  const practice = plantInStack({ practitioners: 1, zone: "Etc/UTC" })
  const { slug, plainServiceId: serviceId, practitionerIds } = practice
  const [practitionerId = ""] = practitionerIds
  const reception = { email: `storm@${slug}.example`, password: "a storm at the front desk" }
  practice.change(
    `update auth.users set email = $2, encrypted_password = extensions.crypt($3, extensions.gen_salt('bf', 6)),
       email_confirmed_at = now(), raw_app_meta_data = '{"provider":"email","providers":["email"]}',
       raw_user_meta_data = '{}', created_at = now(), updated_at = now() where id = $1`,
    [practice.reception.actorId, reception.email, reception.password],
  )
  practice.change(
    `insert into auth.identities (id, provider, provider_id, user_id, identity_data, created_at, updated_at)
     values (gen_random_uuid(), 'email', $1::text, $1::uuid,
       jsonb_build_object('sub', $1::text, 'email', $2::text, 'email_verified', true), now(), now())`,
    [practice.reception.actorId, reception.email],
  )
  const date = new Date(Date.now() + 6 * 86_400_000).toISOString().slice(0, 10)
  const starts = Array.from({ length: slots }, (_, i) =>
    new Date(Date.parse(`${date}T09:00:00Z`) + i * 900_000).toISOString(),
  )
  const target: StormTarget = { appUrl, slug, serviceId, practitionerId, date, reception }

  const channels: Attempt[] = [throughApi(target), await throughPages(target), await throughDesk(target)]
  const told = new Map<string, Verdict>()
  const died = { atAttempt: 0, was: 0 }
  let begun = 0
  const client = async (number: number) => {
    const attempt = channels[number % channels.length] as Attempt
    while (begun < attempts) {
      const mine = ++begun
      if (mine === attempts / 2) {
        died.atAttempt = told.size
        died.was = postmaster()
        process.kill(died.was, "SIGKILL")
        storm.keepChance = 0.1
      }
      const person = `Storm ${mine}`
      told.set(person, await attempt(person, starts[Math.floor(Math.random() * slots)] as string))
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)))

  // It died while they were at it, came back by itself, and somebody noticed.
  expect(postmaster()).not.toBe(died.was)
  expect(storm.unclearAnswers).toBeGreaterThan(0)
  expect(told.size).toBe(attempts)
  const verdicts = [...told.values()]
  for (const verdict of ["booked", "cancelled", "given back", "taken"]) expect(verdicts).toContain(verdict)
  const winsBefore = verdicts.slice(0, died.atAttempt).filter((verdict) => verdict !== "taken").length
  const wins = verdicts.filter((verdict) => verdict !== "taken").length
  expect(winsBefore).toBeGreaterThan(0)
  expect(wins - winsBefore).toBeGreaterThan(0)

  const kept = await readAsOwner<{ person: string; booked: number; cancelled: number }>(
    `select c.full_name as person, count(b.id) filter (where b.state = 'confirmed')::int as booked,
       count(b.id) filter (where b.state = 'cancelled')::int as cancelled
     from app.customers c left join app.bookings b on b.tenant_id = c.tenant_id and b.customer_id = c.id
     where c.tenant_id = $1 group by c.full_name`,
    [practice.tenantId],
  )
  const found = new Map(kept.map(({ person, booked, cancelled }) => [person, { booked, cancelled }]))
  const promised = new Map<string, { booked: number; cancelled: number }>()
  for (const [person, verdict] of told) {
    if (verdict === "booked") promised.set(person, { booked: 1, cancelled: 0 })
    if (verdict === "cancelled") promised.set(person, { booked: 0, cancelled: 1 })
  }
  // Every acknowledged booking is there, none twice, and nobody who was refused is.
  expect(found).toEqual(promised)

  const overlaps = await readAsOwner(
    `select a.id from app.allocations a join app.allocations b on b.tenant_id = a.tenant_id and b.subject_id = a.subject_id
       and b.id > a.id and b.occupied && a.occupied
     where a.tenant_id = $1 and a.released_at is null and b.released_at is null`,
    [practice.tenantId],
  )
  expect(overlaps).toEqual([])
  expect(await readAsOwner("select audit.first_bad_sequence($1) as bad", [practice.tenantId])).toEqual([
    { bad: null },
  ])
  console.log(
    `  ${attempts} attempts: ${verdicts.filter((v) => v === "booked").length} booked, ` +
      `${verdicts.filter((v) => v === "cancelled").length} cancelled again, ` +
      `${verdicts.filter((v) => v === "given back").length} given back, ` +
      `${verdicts.filter((v) => v === "taken").length} refused; ${storm.unclearAnswers} unclear answers asked again`,
  )
})
