import { devices, expect, type Locator, type Page, test } from "@playwright/test"
import { bookATime, confirmDetails, fillDetails, freshAddress, holdATime } from "#tests/support/book-page"
import { waitForMail } from "#tests/support/stack"
import { readAsOwner } from "#tests/support/stack-practice"

/** Tab, as a hand would, until the focus is there; what takes more than this is not reachable in practice. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab")
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error("the keyboard does not reach it")
}

test("books by keyboard alone", async ({ page }) => {
  const email = freshAddress()
  await page.goto("/lumen")
  await tabTo(page, page.getByRole("link", { name: "Full skin check" }))
  await page.keyboard.press("Enter")
  await tabTo(page, page.getByRole("link", { name: /Dr\. Johanna Weiss/ }))
  await page.keyboard.press("Enter")
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("When suits you?")
  await tabTo(page, page.getByRole("link", { name: /^Next month/ }))
  await page.keyboard.press("Enter")
  await page.waitForURL(/month=/)
  await tabTo(page, page.getByRole("link", { name: /free time/ }).nth(2))
  await page.keyboard.press("Enter")
  await page.waitForURL(/date=.*#times/)
  await expect(page.locator("a[aria-current=date]")).toHaveCount(1)
  await tabTo(page, page.locator("button[name=startsAt]").first())
  await page.keyboard.press("Enter")
  await page.waitForURL(/\/hold\//)
  await tabTo(page, page.locator("#fullName"))
  await page.keyboard.type("Ada Lovelace")
  await page.keyboard.press("Tab")
  await page.keyboard.type(email)
  await page.keyboard.press("Enter")
  await page.waitForURL(/\/booking\//)
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your appointment is confirmed")
  await waitForMail(email)
})

test("books on a phone of 390 px, and nothing is wider than the phone", async ({ browser }) => {
  const { viewport, deviceScaleFactor, isMobile, hasTouch } = devices["iPhone 14"]
  const context = await browser.newContext({ viewport, deviceScaleFactor, isMobile, hasTouch })
  const page = await context.newPage()
  const fits = async () => {
    await page.waitForLoadState("networkidle")
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  }
  await page.goto("/harbour")
  await fits()
  await page.getByRole("link", { name: "Physiotherapy assessment" }).click()
  await page.waitForURL(/\/book\//)
  await fits()
  await page.getByRole("link", { name: /Anyone/ }).click()
  await page.waitForURL(/practitioner=/)
  await fits()
  for (const day of await page.locator("td a").all()) {
    const box = await day.boundingBox()
    expect(box?.height).toBeGreaterThanOrEqual(44)
  }
  for (const time of await page.locator("button[name=startsAt]").all()) {
    const box = await time.boundingBox()
    expect(Math.min(box?.height ?? 0, box?.width ?? 0)).toBeGreaterThanOrEqual(44)
  }
  await page.locator("button[name=startsAt]").first().click()
  await page.waitForURL(/\/hold\//)
  await fits()
  await fillDetails(page, freshAddress())
  await confirmDetails(page)
  await page.waitForURL(/\/booking\//)
  await fits()
  await context.close()
})

test("books with JavaScript switched off; errors come back beside their fields with what was typed", async ({
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const email = freshAddress()
  await page.goto("/lumen")
  await page.getByRole("link", { name: "Follow-up" }).click()
  await page.getByRole("link", { name: /Anyone/ }).click()
  await page.getByRole("link", { name: /^Next month/ }).click()
  await page
    .getByRole("link", { name: /free time/ })
    .nth(4)
    .click()
  await page.locator("button[name=startsAt]").last().click()
  await expect(page.getByText(/^Held for you until/)).toBeVisible()
  await fillDetails(page, "not an address", "  ")
  await page.locator("#phone").fill("call me")
  await confirmDetails(page)
  await expect(page.locator("main").getByRole("alert")).toContainText("Please check 3 fields")
  await expect(page.locator("#fullName-error")).toContainText("Please enter your name")
  await expect(page.locator("#email")).toHaveValue("not an address")
  await expect(page.locator("#email")).toHaveAttribute("aria-invalid", "true")
  await expect(page.locator("#phone")).toHaveValue("call me")
  await page.locator("#fullName").fill("Ada Lovelace")
  await page.locator("#email").fill(email)
  await page.locator("#phone").fill("+49 30 123456")
  await confirmDetails(page)
  await page.waitForURL(/\/booking\//)
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your appointment is confirmed")
  const [mail] = await waitForMail(email)
  expect(mail?.subject).toBe("Your appointment is confirmed")
  await context.close()
})

test("speaks German: names of services, dates, prices, and the message", async ({ browser }) => {
  const context = await browser.newContext({ locale: "de-DE" })
  const page = await context.newPage()
  await page.goto("/lumen")
  await expect(page.locator("html")).toHaveAttribute("lang", "de")
  await expect(page.getByRole("link", { name: "Hautkrebsvorsorge" })).toBeVisible()
  await expect(page.getByText("89 €")).toBeVisible()
  const email = freshAddress()
  await holdATime(page, "lumen", "skin-check", "&month=2027-01")
  await fillDetails(page, email)
  await confirmDetails(page)
  await page.waitForURL(/\/booking\//)
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ihr Termin ist bestätigt")
  const [mail] = await waitForMail(email)
  expect(mail?.subject).toBe("Ihr Termin ist bestätigt")
  expect(mail?.attachments[0]?.fileName).toBe("termin.ics")
  await context.close()
})

test("the errors take the focus, and each leads to its field", async ({ page }) => {
  await holdATime(page, "lumen", "follow-up")
  await confirmDetails(page)
  await expect(page.locator("main").getByRole("alert")).toBeFocused()
  await page.getByRole("link", { name: /confirmation goes there/ }).click()
  await expect(page.locator("#email")).toBeFocused()
})

test("a visitor elsewhere sees the practice's time, and their own beside it", async ({ browser }) => {
  const context = await browser.newContext({ timezoneId: "America/New_York" })
  const page = await context.newPage()
  await page.goto("/lumen/book/skin-check?practitioner=anyone")
  await expect(page.getByText(/Central European (Standard|Summer) Time \(Berlin\)/)).toBeVisible()
  await expect(page.locator("button[name=startsAt]").first()).toContainText(/\d\d:\d\d.*\d\d:\d\d for you/)
  await context.close()
})

test("a group shows the places that are left, and one less after a booking", async ({ page }) => {
  await page.goto("/harbour/book/back-class")
  const seats = page.locator("button[name=startsAt]").first()
  const before = Number(/(\d+|one) places? left/.exec((await seats.textContent()) ?? "")?.[1])
  test.skip(!(before > 1), "the class is nearly full")
  const chosen = new URL(page.url()).pathname
  await bookATime(page, "harbour", "back-class")
  await page.goto(chosen)
  await expect(page.locator("button[name=startsAt]").first()).toContainText(
    before === 2 ? "one place left" : `${before - 1} places left`,
  )
})

test("an address that is known gets the same answer, and a person of its own", async ({ page }) => {
  const [known] = await readAsOwner<{ email: string; full_name: string }>(
    `select c.email, c.full_name from app.customers c join app.tenants t using (tenant_id)
     where t.slug = 'lumen' and c.email is not null and c.source = 'desk' limit 1`,
  )
  await holdATime(page, "lumen", "follow-up", "&month=2026-12")
  await fillDetails(page, known?.email ?? "", "Somebody Else")
  await confirmDetails(page)
  await page.waitForURL(/\/booking\//)
  await expect(page.locator("main")).not.toContainText(known?.full_name ?? "?")
  const people = await readAsOwner<{ full_name: string }>(
    `select c.full_name from app.customers c join app.tenants t using (tenant_id)
     where t.slug = 'lumen' and c.email = $1 order by c.created_at`,
    [known?.email],
  )
  expect(people[0]?.full_name).toBe(known?.full_name)
  expect(people.at(-1)?.full_name).toBe("Somebody Else")
})

test("an unknown practice, service or malformed wish is 404; nothing breaks", async ({ request }) => {
  const paths = [
    "/nobody-here",
    "/nobody-here/book/skin-check",
    "/lumen/book/no-such-service",
    "/lumen/book/skin-check?practitioner=x",
    "/lumen/book/skin-check?practitioner=anyone&date=2026-02-30",
    "/lumen/book/skin-check?practitioner=anyone&month=2026-13",
    "/lumen/book/skin-check?practitioner=anyone&date=2026-12-01&date=2026-12-02",
    "/lumen/book/skin-check?practitioner=8f14e45f-ceea-467f-a8f4-000000000001",
  ]
  for (const path of paths) expect((await request.get(path)).status(), path).toBe(404)
  // Far away is not malformed: the nearest month that can be booked is shown.
  expect((await request.get("/lumen/book/skin-check?practitioner=anyone&date=2099-01-01")).status()).toBe(200)
})
