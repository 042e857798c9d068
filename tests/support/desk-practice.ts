import { randomBytes, randomUUID } from "node:crypto"
import { type APIRequestContext, expect, type Page } from "@playwright/test"
import { addDays } from "../../lib/availability/calendar-dates.ts"
import { readStack } from "./stack.ts"
import { plantInStack, type StackPractice } from "./stack-practice.ts"

export const deskRoles = ["owner", "manager", "clinician", "reception", "billing"] as const
export type DeskRole = (typeof deskRoles)[number]
export type Account = { readonly email: string; readonly password: string; readonly userId: string }
export type DeskPractice = StackPractice & { readonly accounts: Readonly<Record<DeskRole, Account>> }

/** Creates people who can sign in, and makes them members. One statement, so one audited transaction. */
export function addMembers(practice: StackPractice, roles: readonly DeskRole[]): Account[] {
  const accounts = roles.map((role) => ({
    userId: randomUUID(),
    email: `${role}-${randomBytes(5).toString("hex")}@desk.example`,
    password: randomBytes(12).toString("base64url"),
  }))
  practice.change(
    `with people as (
       select * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) as p(id, email, password, role)
     ), users as (
       insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data,
         raw_user_meta_data, created_at, updated_at)
       select id, 'authenticated', 'authenticated', email, extensions.crypt(password, extensions.gen_salt('bf', 6)), now(),
         '{"provider": "email", "providers": ["email"]}', '{}', now(), now() from people
     ), identities as (
       insert into auth.identities (id, user_id, provider, provider_id, identity_data, last_sign_in_at, created_at, updated_at)
       select gen_random_uuid(), id, 'email', id::text, jsonb_build_object('sub', id, 'email', email), now(), now(), now()
       from people
     )
     insert into app.memberships (tenant_id, user_id, role, display_name)
     select $1, id, role, initcap(role) || ' Person' from people`,
    [
      practice.tenantId,
      accounts.map(({ userId }) => userId),
      accounts.map(({ email }) => email),
      accounts.map(({ password }) => password),
      roles,
    ],
  )
  return accounts
}

/** A practice of a test's own, open round the clock, with one account for each role. */
export function plantDesk(): DeskPractice {
  const practice = plantInStack()
  const accounts = addMembers(practice, deskRoles)
  return {
    ...practice,
    accounts: Object.fromEntries(deskRoles.map((role, index) => [role, accounts[index]])) as Record<
      DeskRole,
      Account
    >,
  }
}

export async function signIn(page: Page, account: Account, next?: string): Promise<void> {
  await page.goto(`/sign-in${next ? `?next=${encodeURIComponent(next)}` : ""}`)
  await page.locator("#email").fill(account.email)
  await page.locator("#password").fill(account.password)
  await page.locator("#password").press("Enter")
  await page.waitForURL((url) => url.pathname !== "/sign-in")
}

/** The ISO date that many days from now, in Berlin. */
export function dayAhead(days: number): string {
  return addDays(new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Berlin" }).format(new Date()), days)
}

/** Books as a patient does, through the public API. Returns the instant that was booked. */
export async function bookOnline(
  request: APIRequestContext,
  practice: StackPractice,
  booking: { date: string; clock: string; fullName: string; service?: string },
): Promise<void> {
  const api = `${readStack().appUrl}/api/v1/${practice.slug}`
  const serviceId = booking.service ?? practice.plainServiceId
  const query = new URLSearchParams({ service: serviceId, from: booking.date, to: booking.date })
  const { slots } = await (await request.get(`${api}/availability?${query}`)).json()
  const slot = slots.find((one: { startsAt: string }) => one.startsAt.slice(11, 16) === booking.clock)
  const post = (path: string, data: object) =>
    request.post(`${api}/${path}`, { data, headers: { "idempotency-key": randomUUID() } })
  const held = await post("holds", { serviceId, startsAt: slot.startsAt })
  expect(held.status()).toBe(201)
  const { holdToken } = await held.json()
  const booked = await post("bookings", {
    holdToken,
    fullName: booking.fullName,
    email: `guest-${randomBytes(5).toString("hex")}@mail.example`,
  })
  expect(booked.status()).toBe(201)
}
