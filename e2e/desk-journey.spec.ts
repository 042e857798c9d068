import { expect, type Page, test } from "@playwright/test"
import { bookOnline, type DeskPractice, dayAhead, plantDesk, signIn } from "#tests/support/desk-practice"
import { readStack, waitForMail } from "#tests/support/stack"
import { readAsOwner } from "#tests/support/stack-practice"

const { appUrl } = readStack()
const date = dayAhead(2)
let practice: DeskPractice

test.beforeAll(() => {
  practice = plantDesk()
})

test.beforeEach(async ({ page }) => {
  await signIn(page, practice.accounts.reception)
})

const dayOf = (query = "") => `/${practice.slug}/desk?date=${date}${query}`
const tile = (page: Page, name: string) => page.locator("a[data-booking]", { hasText: name })
const panel = (page: Page) => page.locator("aside")
const said = (page: Page) => panel(page).getByRole("status")

async function take(page: Page, step: string | RegExp, outcome: string): Promise<void> {
  await panel(page).getByRole("button", { name: step }).click()
  await expect(said(page)).toContainText(outcome)
}

/** Books for somebody new from the keyboard alone; the address then opens the day with the appointment beside it. */
async function bookForCaller(page: Page, clock: string, fullName: string, contact: string): Promise<void> {
  await page.goto(`/${practice.slug}/desk/book?service=${practice.plainServiceId}&date=${date}`)
  const time = page.locator(`input[name=startsAt][value*="T${clock}:"]`)
  await time.focus()
  await page.keyboard.press("Space")
  await page.locator("#customer-search").focus()
  await page.keyboard.type(fullName)
  await expect(page.locator("[role=option]").last()).toBeVisible()
  await page.keyboard.press("ArrowUp")
  await page.keyboard.press("Enter")
  await expect(page.locator("#phone")).toBeFocused()
  await page.keyboard.type(contact)
  await page.keyboard.press("Enter")
  await page.waitForURL(/did=book/)
}

test("what a patient books online is there, and comes without a reload", async ({ page, request }) => {
  await bookOnline(request, practice, { date, clock: "09:00", fullName: "Early Bird" })
  await page.goto(dayOf())
  await expect(tile(page, "Early Bird")).toBeVisible()
  await page.evaluate(() => Object.assign(globalThis, { neverReloaded: true }))
  await bookOnline(request, practice, { date, clock: "09:30", fullName: "Later Bird" })
  await expect(tile(page, "Later Bird")).toBeVisible({ timeout: 12_000 })
  await expect(page.locator("[data-live]")).toContainText("The day has changed")
  expect(await page.evaluate(() => "neverReloaded" in globalThis)).toBe(true)
})

test("a hold shows as being booked, without a name", async ({ page, request }) => {
  const api = `${appUrl}/api/v1/${practice.slug}`
  const query = `service=${practice.plainServiceId}&from=${date}&to=${date}`
  const { slots } = await (await request.get(`${api}/availability?${query}`)).json()
  await request.post(`${api}/holds`, {
    data: { serviceId: practice.plainServiceId, startsAt: slots.at(-1).startsAt },
    headers: { "idempotency-key": crypto.randomUUID() },
  })
  await page.goto(dayOf())
  await tile(page, "Being booked …").first().click()
  await expect(panel(page)).toContainText("Somebody is filling in their details")
  await expect(panel(page).getByRole("button")).toHaveCount(0)
})

test("a caller is booked by keyboard; a telephone number alone is enough", async ({ page }) => {
  await bookForCaller(page, "10:00", "Phone Only", "+49 30 5550 4711")
  await expect(said(page)).toContainText("Booked for")
  await expect(page.locator("h2", { hasText: "Phone Only" })).toBeVisible()
  await expect(tile(page, "Phone Only")).toHaveAttribute("aria-current", "true")
  const [row] = await readAsOwner<{ email: string | null; state: string; source: string }>(
    `select c.email, b.state, b.source from app.bookings b join app.customers c
       on c.tenant_id = b.tenant_id and c.id = b.customer_id where c.full_name = 'Phone Only' and b.tenant_id = $1`,
    [practice.tenantId],
  )
  expect(row).toEqual({ email: null, state: "confirmed", source: "desk" })
  // Known from now on: found by the number as people say it.
  await page.goto(`/${practice.slug}/desk/book?service=${practice.plainServiceId}&date=${date}`)
  await page.locator("#customer-search").fill("030 5550 4711")
  await page.locator("[role=option]", { hasText: "Phone Only" }).click()
  await expect(page.locator("input[name=customerId]")).toHaveCount(1)
})

test("what is wrong stands beside its field, and nothing typed is lost", async ({ page }) => {
  await page.goto(`/${practice.slug}/desk/book?service=${practice.plainServiceId}&date=${date}`)
  await page.locator("#customer-search").fill("Half Done")
  await page.locator("[role=option]").last().click()
  await page.locator("#phone").fill("call me")
  await page.getByRole("button", { name: "Book appointment" }).click()
  await expect(page.locator("#startsAt-error")).toHaveText("Please choose a time.")
  await expect(page.locator("#phone-error")).toContainText("phone number with digits")
  await expect(page.locator("#fullName")).toHaveValue("Half Done")
  await expect(page.locator("#phone")).toHaveValue("call me")
  await expect(page.locator("main [role=alert]").first()).toBeFocused()
})

test("check in, complete, no-show: each can be taken back", async ({ page }) => {
  await bookForCaller(page, "11:00", "Step By Step", "+49 30 5550 1")
  await take(page, "Check in", "Checked in.")
  await expect(said(page).locator("xpath=..")).toBeFocused()
  await take(page, "Undo check-in", "Taken back.")
  await take(page, "Check in", "Checked in.")
  await take(page, "Complete", "Completed.")
  await take(page, "Undo completion", "Restored.")
  await take(page, "Undo check-in", "Taken back.")
  await take(page, "Did not come", "did not come")
  await take(page, /Undo “did not come”/, "Restored.")
  const history = panel(page).getByRole("region", { name: "History" }).getByRole("listitem")
  await expect(history).toHaveCount(9)
  await expect(history.first()).toContainText("by Reception Person")
  await expect(history.last()).toContainText("Booked")
})

test("cancelling asks first, frees the time, and is undone while the time is free", async ({ page }) => {
  await bookForCaller(page, "12:00", "Second Thoughts", "+49 30 5550 2")
  await panel(page).getByRole("button", { name: "Cancel …" }).click()
  const question = page.getByRole("dialog")
  await expect(question).toContainText("Second Thoughts")
  await question.getByRole("button", { name: "Keep it" }).click()
  await expect(question).toBeHidden()
  await panel(page).getByRole("button", { name: "Cancel …" }).click()
  await question.getByRole("button", { name: "Cancel appointment" }).click()
  await expect(said(page)).toContainText("The time is free again")
  await take(page, "Restore appointment", "Restored.")
  await expect(tile(page, "Second Thoughts")).toBeVisible()
})

test("an undo whose time has been given away is refused in plain words", async ({ page, request }) => {
  await bookForCaller(page, "13:00", "Too Slow", "+49 30 5550 3")
  const own = page.url()
  await panel(page).getByRole("button", { name: "Cancel …" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Cancel appointment" }).click()
  await expect(said(page)).toContainText("Cancelled")
  for (const fullName of ["First Taker", "Second Taker"]) {
    await bookOnline(request, practice, { date, clock: "13:00", fullName })
  }
  await page.goto(own)
  await panel(page).getByRole("button", { name: "Restore appointment" }).click()
  await expect(panel(page).getByRole("alert")).toContainText("This time is not free")
  await expect(panel(page)).toContainText("Cancelled")
})

test("moving by form and by drag, and back; the customer is told each time", async ({ page, request }) => {
  await bookOnline(request, practice, { date, clock: "14:00", fullName: "Moving Target" })
  const [customer] = await readAsOwner<{ email: string }>(
    "select email from app.customers where tenant_id = $1 and full_name = 'Moving Target'",
    [practice.tenantId],
  )
  await page.goto(dayOf())
  await tile(page, "Moving Target").click()
  await panel(page).getByRole("link", { name: "Move", exact: true }).click()
  await page.locator(`input[name=startsAt][value*="T15:15:"]`).check({ force: true })
  await page.getByRole("button", { name: "Move here" }).click()
  await expect(said(page)).toContainText("15:15")
  await take(page, /Move back to .*14:00/, "Taken back.")
  await expect(tile(page, "Moving Target")).toHaveAttribute("data-starts", "14:00")

  const from = await tile(page, "Moving Target").boundingBox()
  const column = await page.locator(`[data-practitioner="${practice.practitionerIds[1]}"]`).boundingBox()
  if (!from || !column) throw new Error("not on the board")
  await page.mouse.move(from.x + 20, from.y + 5)
  await page.mouse.down()
  await page.mouse.move(column.x + 30, from.y + 40, { steps: 6 })
  await page.mouse.move(column.x + 30, from.y + 5 + 96, { steps: 4 })
  await page.mouse.up()
  const question = page.getByRole("dialog")
  await expect(question).toContainText("Moving Target")
  await question.getByRole("button", { name: "Move it" }).click()
  await expect(said(page)).toContainText("Moved to")
  await expect(question).toBeHidden()
  await expect(tile(page, "Moving Target")).toHaveAttribute("data-starts", "15:00")
  const inSecond = page.locator(`[data-practitioner="${practice.practitionerIds[1]}"]`)
  await expect(inSecond.locator("a[data-booking]", { hasText: "Moving Target" })).toBeVisible()
  expect((await waitForMail(customer?.email ?? "", 2)).length).toBeGreaterThanOrEqual(2)
})

test("a stale screen is refused, and then shows how things stand", async ({ page, context }) => {
  await bookForCaller(page, "16:00", "Two Screens", "+49 30 5550 4")
  const other = await context.newPage()
  // The other screen does not learn of it by itself before it acts.
  await other.route("**/pulse?**", (route) => route.abort())
  await other.goto(page.url())
  const stale = other.locator("aside")
  await expect(stale.getByRole("button", { name: "Did not come" })).toBeVisible()
  await take(page, "Check in", "Checked in.")
  await stale.getByRole("button", { name: "Did not come" }).click()
  await expect(stale).toContainText("Somebody else has just changed this appointment")
  await expect(stale).toContainText("Arrived")
  await expect(stale.getByRole("button", { name: "Complete" })).toBeVisible()
})

test("a click on a free place fills in practitioner, day and time", async ({ page }) => {
  await page.goto(dayOf())
  const column = page.locator(`[data-practitioner="${practice.practitionerIds[1]}"]`)
  const board = await column.boundingBox()
  if (!board) throw new Error("no board")
  await column.click({ position: { x: 40, y: (board.height * 20.25) / 24 } })
  await page.waitForURL(/\/desk\/book\?/)
  await expect(page.locator("select[name=practitioner]")).toHaveValue(practice.practitionerIds[1] ?? "")
  await expect(page.locator("input[name=date]")).toHaveValue(date)
  await expect(page.locator("input[name=startsAt]:checked")).toHaveValue(/T20:15:/)
})

test("the line of now stands on today, in view, where the clock is", async ({ page }) => {
  await page.goto(`/${practice.slug}/desk`)
  const line = page.locator("[data-now]")
  await expect(line).toBeInViewport()
  const [hour = 0, minute = 0] = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/Berlin",
    timeStyle: "short",
  })
    .format(new Date())
    .split(":")
    .map(Number)
  const column = await page.locator("[data-practitioner]").first().boundingBox()
  const at = await line.boundingBox()
  if (!column || !at) throw new Error("no board")
  const minutesFromTop = ((at.y - column.y) / column.height) * 24 * 60
  expect(Math.abs(minutesFromTop - (hour * 60 + minute))).toBeLessThan(3)
  await page.goto(dayOf())
  await expect(line).toHaveCount(0)
})

test("keys lead through the days, and can be switched off", async ({ page }) => {
  await page.goto(dayOf())
  await page.keyboard.press("k")
  await expect(page).toHaveURL(new RegExp(`date=${dayAhead(3)}`))
  await page.keyboard.press("j")
  await expect(page).toHaveURL(new RegExp(`date=${date}`))
  await page.keyboard.press("l")
  await expect(page).toHaveURL(/view=list/)
  await page.keyboard.press("t")
  await expect(page).not.toHaveURL(/date=/)
  await page.keyboard.press("?")
  const help = page.getByRole("dialog")
  await expect(help).toContainText("Previous day")
  await help.getByLabel("Use single-key shortcuts").uncheck()
  await page.keyboard.press("Escape")
  await expect(help).toBeHidden()
  await page.keyboard.press("n")
  await page.waitForTimeout(300)
  await expect(page).not.toHaveURL(/book/)
})

test("when nothing answers, the day says so; when the session ends, it says that", async ({
  page,
  context,
}) => {
  await page.goto(dayOf())
  await context.setOffline(true)
  await expect(page.getByText("No connection. You see the day as it was at")).toBeVisible({ timeout: 15_000 })
  await context.setOffline(false)
  await expect(page.getByText("No connection.")).toBeHidden({ timeout: 15_000 })
  await page.route("**/pulse?**", (route) => route.fulfill({ status: 403 }))
  await expect(page.getByText("Your session has ended.")).toBeVisible({ timeout: 15_000 })
  await expect(page.getByRole("link", { name: "Sign in again" })).toHaveAttribute("href", /^\/sign-in\?next=/)
})
