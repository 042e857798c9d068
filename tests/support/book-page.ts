import { randomBytes } from "node:crypto"
import { expect, type Page } from "@playwright/test"

/** An address that no other test has. */
export function freshAddress(): string {
  return `guest-${randomBytes(6).toString("hex")}@mail.example`
}

/** Presses a free time and arrives at the details; if somebody else was quicker, presses another. */
export async function holdATime(page: Page, tenant: string, service: string, query = ""): Promise<void> {
  await page.goto(`/${tenant}/book/${service}?practitioner=anyone${query}`)
  for (let round = 0; round < 5; round++) {
    const times = page.locator("button[name=startsAt]")
    const count = await times.count()
    await times.nth(Math.floor(Math.random() * count)).click()
    const arrived = await page
      .waitForURL(/\/hold\//, { timeout: 8_000 })
      .then(() => true)
      .catch(() => false)
    if (arrived) return
  }
  throw new Error("no time could be held")
}

export async function fillDetails(page: Page, email: string, fullName = "Ada Lovelace"): Promise<void> {
  await page.locator("#fullName").fill(fullName)
  await page.locator("#email").fill(email)
}

export async function confirmDetails(page: Page): Promise<void> {
  await page
    .locator("form", { has: page.locator("#email") })
    .locator("button[type=submit]")
    .click()
}

/** Books and arrives at the confirmation. */
export async function bookATime(page: Page, tenant: string, service: string, query = ""): Promise<string> {
  const email = freshAddress()
  await holdATime(page, tenant, service, query)
  await fillDetails(page, email)
  await confirmDetails(page)
  await page.waitForURL(/\/booking\//)
  await expect(page.locator("h1")).toHaveText("Your appointment is confirmed")
  return email
}

export type LinkKind = "booking" | "move" | "cancel"

/** The path of one of the three links of a message. */
export function linkIn(text: string, kind: LinkKind): string {
  const path = new RegExp(`https?://[^/\\s]+(/[a-z0-9-]+/${kind}/[\\w-]{43})`).exec(text)?.[1]
  if (!path) throw new Error(`no ${kind} link in the message`)
  return path
}
