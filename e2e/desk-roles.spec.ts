import { expect, type Page, test } from "@playwright/test"
import {
  addMembers,
  bookOnline,
  type DeskPractice,
  dayAhead,
  deskRoles,
  plantDesk,
  signIn,
} from "#tests/support/desk-practice"
import { readAsOwner } from "#tests/support/stack-practice"

// What each role is shown. That the doors refuse the rest whatever is shown: authorization.spec.ts.

const date = dayAhead(2)
let practice: DeskPractice

test.beforeAll(async ({ request }) => {
  practice = plantDesk()
  await bookOnline(request, practice, { date, clock: "09:00", fullName: "Rita Roles" })
})

async function openBooking(page: Page): Promise<void> {
  await page.goto(`/${practice.slug}/desk?date=${date}`)
  await page.locator(`a[data-booking][data-starts="09:00"]`).click()
  await expect(page.locator("aside")).toContainText("History")
}

for (const role of deskRoles) {
  const writes = role !== "billing"
  test(`${role} ${writes ? "may" : "may not"} change appointments, and is shown just that`, async ({
    page,
  }) => {
    await signIn(page, practice.accounts[role])
    await openBooking(page)
    const panel = page.locator("aside")
    await expect(panel.getByRole("button", { name: "Check in" })).toHaveCount(writes ? 1 : 0)
    await expect(panel.getByRole("link", { name: "Move" })).toHaveCount(writes ? 1 : 0)
    await expect(panel.getByText("your role does not change it")).toHaveCount(writes ? 0 : 1)
    await expect(page.getByRole("link", { name: "New appointment" })).toHaveCount(writes ? 1 : 0)
    await expect(page.locator("[data-movable]")).toHaveCount(writes ? 1 : 0)
    await expect(panel.getByRole("link", { name: "Rita Roles" })).toBeVisible()
    if (!writes) {
      const booking = new URL(page.url()).searchParams.get("booking")
      for (const path of ["book", `bookings/${booking}/move`]) {
        const answer = await page.goto(`/${practice.slug}/desk/${path}`)
        expect(answer?.status()).toBe(403)
        await expect(page.getByText("This is not open to you")).toBeVisible()
      }
    }
  })
}

test("a clinician books for those who are known, and cannot add anybody", async ({ page }) => {
  await signIn(page, practice.accounts.clinician)
  await page.goto(`/${practice.slug}/desk/book?service=${practice.plainServiceId}&date=${date}`)
  await page.locator("#customer-search").fill("Rita")
  await expect(page.locator("[role=option]")).toHaveCount(1)
  await page.locator("[role=option]").click()
  await page.locator("input[name=startsAt]").nth(40).check({ force: true })
  await page.getByRole("button", { name: "Book appointment" }).click()
  await page.waitForURL(/did=book/)
})

test("what is withdrawn from one person closes at once, without signing in again", async ({ page }) => {
  const [person] = addMembers(practice, ["reception"])
  if (!person) throw new Error("nobody")
  const withdraw = (permissions: string[]) =>
    practice.change("update app.memberships set withdrawn = $3 where tenant_id = $1 and user_id = $2", [
      practice.tenantId,
      person.userId,
      permissions,
    ])
  await signIn(page, person)
  await openBooking(page)
  withdraw(["customers:read"])
  await page.reload()
  await expect(page.getByRole("link", { name: "Customers" })).toHaveCount(0)
  await expect(page.locator("body")).not.toContainText("Rita Roles")
  await expect(page.locator("a[data-booking]", { hasText: "Name withheld" }).first()).toBeVisible()
  expect((await page.goto(`/${practice.slug}/desk/customers`))?.status()).toBe(403)

  withdraw(["bookings:write"])
  await openBooking(page)
  await expect(page.locator("aside").getByRole("button")).toHaveCount(0)

  // A screen that still has the button: the deed is refused all the same.
  withdraw([])
  await openBooking(page)
  withdraw(["bookings:write"])
  await page.route("**/pulse?**", (route) => route.abort())
  await page.locator("aside").getByRole("button", { name: "Check in" }).click()
  await expect(page.locator("aside").getByRole("alert")).toContainText("Your role does not include this")
  const [row] = await readAsOwner<{ state: string }>(
    "select state from app.bookings where tenant_id = $1 and id = $2",
    [practice.tenantId, new URL(page.url()).searchParams.get("booking")],
  )
  expect(row?.state).toBe("confirmed")

  withdraw(["bookings:read"])
  expect((await page.goto(`/${practice.slug}/desk`))?.status()).toBe(403)
})

test("a stored script in a customer's name is only a name", async ({ page, request }) => {
  const evil = `<img src=x onerror="globalThis.struck=1"><script>globalThis.struck=1</script>'"\${1}{{7*7}}`
  await bookOnline(request, practice, { date, clock: "10:00", fullName: evil })
  const violations: string[] = []
  page.on(
    "console",
    (message) => /Content Security Policy/.test(message.text()) && violations.push(message.text()),
  )
  await signIn(page, practice.accounts.reception)
  await page.goto(`/${practice.slug}/desk?date=${date}`)
  await page.locator("a[data-booking]", { hasText: "<img" }).click()
  await expect(page.locator("aside header h2")).toHaveText(evil)
  await page.locator("aside").getByRole("link", { name: "<img" }).click()
  await expect(page.locator("h1")).toHaveText(evil)
  await page.goto(`/${practice.slug}/desk/customers?text=${encodeURIComponent("<img")}`)
  await expect(page.getByRole("main").getByRole("listitem").getByRole("link")).toHaveText(evil)
  await page.goto(`/${practice.slug}/desk/book`)
  await page.locator("#customer-search").fill("<img src")
  await expect(page.locator("[role=option]").first()).toContainText(evil)
  await page.goto(`/${practice.slug}/desk?date=${date}&view=list`)
  await expect(page.getByRole("link", { name: evil })).toBeVisible()
  expect(await page.evaluate(() => "struck" in globalThis)).toBe(false)
  expect(await page.locator("img").count()).toBe(0)
  expect(violations).toEqual([])
})
