import { expect, test } from "@playwright/test"
import { bookATime, linkIn } from "#tests/support/book-page"
import { type CapturedMessage, waitForMail } from "#tests/support/stack"
import { plantInStack, readAsOwner, type StackPractice } from "#tests/support/stack-practice"

let practice: StackPractice
test.beforeAll(() => {
  practice = plantInStack()
  practice.change("update app.tenants set contact_phone = '+49 30 1234' where tenant_id = $1", [
    practice.tenantId,
  ])
})

// A week ahead: before the usual notice, and after the longest.
const later = () => `&date=${new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)}`

/** Everything about a booking that could change, as the owner sees it. */
async function stateOf(email: string): Promise<string> {
  const rows = await readAsOwner(
    `select b.state, b.version, b.starts_at, b.updated_at,
       (select json_agg(json_build_array(l.purpose, l.revoked_at, l.expires_at) order by l.id)
        from app.booking_links l where l.tenant_id = b.tenant_id and l.booking_id = b.id) as links
     from app.bookings b join app.customers c on c.tenant_id = b.tenant_id and c.id = b.customer_id
     where b.tenant_id = $1 and c.email = $2`,
    [practice.tenantId, email],
  )
  expect(rows).toHaveLength(1)
  return JSON.stringify(rows)
}

async function bookHere(
  page: Parameters<typeof bookATime>[0],
): Promise<{ email: string; mail: CapturedMessage }> {
  const email = await bookATime(page, practice.slug, "plain", later())
  const [mail] = await waitForMail(email)
  if (!mail) throw new Error("no mail")
  return { email, mail }
}

test("GET changes nothing: a mail scanner may open, fetch and head every link as often as it likes", async ({
  page,
  request,
}) => {
  const { email, mail } = await bookHere(page)
  const before = await stateOf(email)
  for (const kind of ["booking", "move", "cancel"] as const) {
    const path = linkIn(mail.text, kind)
    for (let i = 0; i < 3; i++) expect((await request.get(path)).status()).toBe(200)
    await request.head(path)
    await request.get(`${path}?done=1`)
    await page.goto(path)
    await page.waitForLoadState("networkidle")
  }
  expect(await stateOf(email)).toBe(before)
})

test("what is behind a token is kept out of indexes and referrers, and not stored", async ({ page }) => {
  const { mail } = await bookHere(page)
  for (const kind of ["booking", "move", "cancel"] as const) {
    const answer = await page.goto(linkIn(mail.text, kind))
    const headers = answer?.headers() ?? {}
    expect(headers["x-robots-tag"]).toBe("noindex, nofollow")
    expect(headers["cache-control"]).toContain("no-store")
    await expect(page.locator("meta[name=robots]").first()).toHaveAttribute("content", /noindex.*nofollow/)
    await expect(page.locator("meta[name=referrer]")).toHaveAttribute("content", "same-origin")
  }
})

test("three separate powers: no link does another's work", async ({ page, request }) => {
  const { mail } = await bookHere(page)
  const token = (kind: "booking" | "move" | "cancel") => linkIn(mail.text, kind).split("/").at(-1)
  for (const [path, kind] of [
    ["move", "booking"],
    ["cancel", "booking"],
    ["cancel", "move"],
    ["move", "cancel"],
    ["hold", "booking"],
  ] as const) {
    const html = await (await request.get(`/${practice.slug}/${path}/${token(kind)}`)).text()
    expect(html).toContain("This link is no longer valid")
  }
  // A token of this practice opens nothing at another.
  const elsewhere = await (await request.get(`/lumen/booking/${token("booking")}`)).text()
  expect(elsewhere).toContain("This link is no longer valid")
})

test("moves, with JavaScript and without, and says so in a message with a higher sequence", async ({
  page,
  browser,
}) => {
  const { email, mail } = await bookHere(page)
  await page.goto(linkIn(mail.text, "move") + later().replace("&", "?"))
  await page.locator("button[name=startsAt]").nth(2).click()
  await page.waitForURL(/done=1/)
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your appointment has been moved")
  const [moved] = await waitForMail(email, 2)
  expect(moved?.subject).toBe("Your appointment has a new time")
  const scriptless = await browser.newContext({ javaScriptEnabled: false })
  const plain = await scriptless.newPage()
  await plain.goto(linkIn(moved?.text ?? "", "move") + later().replace("&", "?"))
  await plain.locator("button[name=startsAt]").nth(5).click()
  await plain.waitForURL(/done=1/)
  const messages = await waitForMail(email, 3)
  const calendars = messages.map(({ attachments }) => attachments[0]?.text ?? "").reverse()
  expect(calendars.map((text) => /SEQUENCE:(\d+)/.exec(text)?.[1])).toEqual(["1", "2", "3"])
  expect(new Set(calendars.map((text) => /UID:(\S+)/.exec(text)?.[1])).size).toBe(1)
  await scriptless.close()
})

test("cancels by a press, once; then the links are dead and the view says so", async ({ page }) => {
  const { email, mail } = await bookHere(page)
  await page.goto(linkIn(mail.text, "cancel"))
  await page.getByRole("button", { name: /^Yes, cancel my appointment on/ }).click()
  await page.waitForURL(/done=1/)
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your appointment is cancelled")
  for (const kind of ["move", "cancel"] as const) {
    await page.goto(linkIn(mail.text, kind))
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link is no longer valid")
  }
  await page.goto(linkIn(mail.text, "booking"))
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This appointment is cancelled")
  const [cancelled] = await waitForMail(email, 2)
  expect(cancelled?.subject).toBe("Your appointment is cancelled")
  expect(cancelled?.attachments[0]?.text).toMatch(/METHOD:CANCEL/)
})

test("too late: says why, and whom to call; a form kept from before is refused too", async ({ page }) => {
  const { email, mail } = await bookHere(page)
  const cancelPath = linkIn(mail.text, "cancel")
  await page.goto(cancelPath)
  const strict = plantNotice(20_160)
  const before = await stateOf(email)
  await page.getByRole("button", { name: /^Yes, cancel/ }).click()
  await expect(page.locator("main").getByRole("alert")).toContainText("too close to the appointment")
  for (const [path, heading] of [
    [cancelPath, "Too late to cancel online"],
    [linkIn(mail.text, "move"), "Too late to move online"],
  ] as const) {
    await page.goto(path)
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading)
    await expect(page.locator("main")).toContainText("336 hours")
    await expect(page.locator("main").getByRole("link", { name: "+49 30 1234" })).toBeVisible()
    await expect(page.locator("main form")).toHaveCount(0)
  }
  expect(await stateOf(email)).toBe(before)
  strict.undo()
})

function plantNotice(minutes: number) {
  const set = (value: number) =>
    practice.change("update app.tenants set change_notice_minutes = $2 where tenant_id = $1", [
      practice.tenantId,
      value,
    ])
  set(minutes)
  return { undo: () => set(1440) }
}

test("the calendar file: the same entry as the message's, discreet, and only for the view link", async ({
  page,
  request,
}) => {
  const { mail } = await bookHere(page)
  const path = linkIn(mail.text, "booking")
  const answer = await request.get(`${path}/calendar.ics`)
  expect(answer.headers()["content-type"]).toBe("text/calendar; charset=utf-8; method=PUBLISH")
  const file = await answer.text()
  const pick = (text: string, name: string) => new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(text)?.[1]
  for (const name of ["UID", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY"]) {
    expect(pick(file, name)).toBe(pick(mail.attachments[0]?.text ?? "", name))
  }
  expect(pick(file, "SUMMARY")).toBe("Appointment")
  expect(pick(file, "DTSTART")).toMatch(/^\d{8}T\d{6}Z$/)
  const stranger = linkIn(mail.text, "cancel").replace("/cancel/", "/booking/")
  expect((await request.get(`${stranger}/calendar.ics`)).status()).toBe(404)
})

test("a practice that confirms itself says so, on the page and in the message", async ({ page }) => {
  practice.change("update app.tenants set needs_approval = true where tenant_id = $1", [practice.tenantId])
  try {
    await page.goto(`/${practice.slug}/book/plain?practitioner=anyone${later()}`)
    await page.locator("button[name=startsAt]").nth(9).click()
    await page.waitForURL(/\/hold\//)
    await expect(page.getByText("The practice confirms each appointment itself")).toBeVisible()
    const email = `pending-${Date.now()}@mail.example`
    await page.locator("#fullName").fill("Ada Lovelace")
    await page.locator("#email").fill(email)
    await page.getByRole("button", { name: "Ask for this appointment" }).click()
    await page.waitForURL(/\/booking\//)
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your request has arrived")
    const [mail] = await waitForMail(email)
    expect(mail?.subject).toBe("We have received your request")
    expect(mail?.attachments).toEqual([])
  } finally {
    practice.change("update app.tenants set needs_approval = false where tenant_id = $1", [practice.tenantId])
  }
})
