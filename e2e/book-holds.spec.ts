import { expect, test } from "@playwright/test"
import { confirmDetails, fillDetails, freshAddress, holdATime } from "#tests/support/book-page"
import { formsOf, replayForm } from "#tests/support/replay-form"
import { readStack, waitForMail } from "#tests/support/stack"
import { plantInStack, readAsOwner, type StackPractice } from "#tests/support/stack-practice"

test.describe.configure({ mode: "serial" })

let practice: StackPractice
test.beforeAll(() => {
  practice = plantInStack({ practitioners: 1 })
})

const held = () =>
  readAsOwner<{ n: number }>(
    "select count(*)::int as n from app.bookings where tenant_id = $1 and state = 'held'",
    [practice.tenantId],
  )
const heldCount = async () => (await held())[0]?.n

async function holdHere(page: Parameters<typeof holdATime>[0]): Promise<void> {
  await page.goto(`/${practice.slug}/book/plain`)
  await page.locator("button[name=startsAt]").nth(3).click()
  await page.waitForURL(/\/hold\//)
}

test("a hold counts down, and is announced sparingly", async ({ page }) => {
  await page.clock.install()
  await holdHere(page)
  await expect(page.getByRole("timer")).toHaveText(/^(10:00|9:5\d) left$/)
  const live = page.locator("main [role=status].sr-only")
  await expect(live).toHaveText("")
  await page.clock.fastForward("06:00")
  await expect(live).toHaveText("5 minutes left to finish your booking.")
  await page.clock.fastForward("03:15")
  await expect(live).toHaveText("One minute left to finish your booking.")
})

test("when the time runs out it says so, and what was typed is there on the next try", async ({ page }) => {
  await page.clock.install()
  await holdHere(page)
  await fillDetails(page, "grace@mail.example", "Grace Hopper")
  await page.clock.fastForward("11:00")
  await expect(page.getByText("Your time is no longer held")).toBeVisible()
  await page.getByRole("link", { name: "Choose a time again" }).first().click()
  await page.locator("button[name=startsAt]").nth(5).click()
  await page.waitForURL(/\/hold\//)
  await expect(page.locator("#fullName")).toHaveValue("Grace Hopper")
  await expect(page.locator("#email")).toHaveValue("grace@mail.example")
})

test("choosing another time gives the first one back at once", async ({ page }) => {
  await expect.poll(heldCount).toBe(0)
  await holdHere(page)
  expect(await heldCount()).toBe(1)
  await page.getByRole("button", { name: "Choose another time" }).click()
  await page.waitForURL(/\/book\/plain/)
  expect(await heldCount()).toBe(0)
})

test("leaving gives it back; reloading or changing the language does not", async ({ page }) => {
  await holdHere(page)
  const address = page.url()
  await page.reload()
  await expect(page.locator("#email")).toBeVisible()
  await page.getByRole("button", { name: "Deutsch" }).click()
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Wer kommt?")
  expect(page.url()).toBe(address)
  expect(await heldCount()).toBe(1)
  await page.goto("/harbour")
  await expect.poll(heldCount).toBe(0)
  await page.goto(address)
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ihre Zeit ist nicht mehr reserviert")
})

test("going back gives it back as well, and another time can be pressed", async ({ page }) => {
  await holdHere(page)
  await page.goBack()
  await expect(page.locator("button[name=startsAt]").first()).toBeVisible()
  await expect.poll(heldCount).toBe(0)
  await page.locator("button[name=startsAt]").nth(3).click()
  await page.waitForURL(/\/hold\//)
  await expect(page.locator("#email")).toBeVisible()
})

test("an expired hold cannot be booked, by anybody's clock", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await holdHere(page)
  practice.change(
    "update app.booking_links set expires_at = now() - interval '1 second' where tenant_id = $1 and purpose = 'hold'",
    [practice.tenantId],
  )
  const email = freshAddress()
  await fillDetails(page, email)
  await confirmDetails(page)
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your time is no longer held")
  const rows = await readAsOwner("select id from app.customers where email = $1", [email])
  expect(rows).toEqual([])
  await context.close()
})

test("the same form sent five times at once makes one booking and one message", async ({ page }) => {
  await holdATime(page, practice.slug, "plain")
  const address = page.url()
  const email = freshAddress()
  const html = await (await page.request.get(address)).text()
  const form = (await formsOf(page, html)).find(({ fields }) => fields.some(([name]) => name === "email"))
  if (!form) throw new Error("no form")
  const { appUrl } = readStack()
  const send = () =>
    replayForm(appUrl, new URL(address).pathname, form, { cookie: "", fields: { fullName: "Twice", email } })
  const answers = await Promise.all([send(), send(), send(), send(), send()])
  answers.push(await send())
  const places = new Set(
    answers.filter(({ status }) => status === 303).flatMap((one) => one.headers.get("location")),
  )
  expect(places.size).toBe(1)
  expect(answers.every(({ status }) => status < 500)).toBe(true)
  expect(await readAsOwner("select id from app.customers where email = $1", [email])).toHaveLength(1)
  await waitForMail(email)
  await page.waitForTimeout(1_000)
  expect(await waitForMail(email)).toHaveLength(1)
})

test("of two visitors who press one time, one holds it and the other hears so", async ({ browser }) => {
  const pages = await Promise.all([1, 2].map(async () => (await browser.newContext()).newPage()))
  const [one, other] = pages as [(typeof pages)[0], (typeof pages)[0]]
  await Promise.all(pages.map((page) => page.goto(`/${practice.slug}/book/plain`)))
  const wanted = await one.locator("button[name=startsAt]").nth(7).getAttribute("value")
  await one.locator(`button[value="${wanted}"]`).click()
  await one.waitForURL(/\/hold\//)
  await other.locator(`button[value="${wanted}"]`).click()
  await expect(other.locator("main").getByRole("alert")).toContainText("this time has just been taken")
  await expect(other.locator(`button[value="${wanted}"]`)).toHaveCount(0)
  await Promise.all(pages.map((page) => page.context().close()))
})
