import AxeBuilder from "@axe-core/playwright"
import { expect, test } from "@playwright/test"
import { bookOnline, type DeskPractice, dayAhead, plantDesk, signIn } from "#tests/support/desk-practice"
import { readStack } from "#tests/support/stack"
import { readAsOwner } from "#tests/support/stack-practice"

const { appUrl } = readStack()
const date = dayAhead(2)
let practice: DeskPractice
let ids: { booking: string; customer: string }

test.beforeAll(async ({ request }) => {
  practice = plantDesk()
  for (const [clock, fullName] of [
    ["09:00", "Anna Ahead"],
    ["09:30", "Bo Beside"],
  ] as const) {
    await bookOnline(request, practice, { date, clock, fullName })
  }
  const [row] = await readAsOwner<{ booking: string; customer: string }>(
    "select id as booking, customer_id as customer from app.bookings where tenant_id = $1 order by starts_at limit 1",
    [practice.tenantId],
  )
  if (!row) throw new Error("nothing booked")
  ids = row
  // Every look that an appointment can have.
  practice.change(
    "update app.bookings set state = 'no-show' where tenant_id = $1 and id <> $2 and state = 'confirmed'",
    [practice.tenantId, ids.booking],
  )
})

const pages = () => {
  const desk = `/${practice.slug}/desk`
  return [
    `${desk}?date=${date}`,
    `${desk}?date=${date}&booking=${ids.booking}`,
    `${desk}?date=${date}&view=list`,
    `${desk}?date=2031-01-01&view=list`,
    `${desk}/bookings/${ids.booking}`,
    `${desk}/bookings/${ids.booking}/move`,
    `${desk}/book?service=${practice.plainServiceId}&date=${date}`,
    `${desk}/customers`,
    `${desk}/customers?text=a`,
    `${desk}/customers?text=nobody-of-that-name`,
    `${desk}/customers/${ids.customer}`,
  ]
}

// Each value of each trait, and each pair of two.
const looks = [
  { locale: "en", colorScheme: "light", width: 1280 },
  { locale: "en", colorScheme: "dark", width: 390 },
  { locale: "de", colorScheme: "light", width: 390 },
  { locale: "de", colorScheme: "dark", width: 1280 },
] as const

test.describe.configure({ mode: "parallel" })

for (const { locale, colorScheme, width } of looks) {
  test(`axe finds nothing: ${locale}, ${colorScheme}, ${width} px`, async ({ browser }) => {
    test.setTimeout(240_000)
    const context = await browser.newContext({
      baseURL: appUrl,
      locale: locale === "de" ? "de-DE" : "en-GB",
      colorScheme,
      viewport: { width, height: 844 },
      reducedMotion: "reduce",
    })
    const page = await context.newPage()
    const check = async (what: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze()
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)
      expect.soft(found, what).toEqual([])
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect.soft(wider, `${what} scrolls sideways`).toBeLessThanOrEqual(0)
    }
    await page.goto("/sign-in")
    await check("/sign-in")
    await signIn(page, practice.accounts.reception)
    for (const path of pages()) {
      await page.goto(path)
      await expect(page.locator("html")).toHaveAttribute("lang", locale)
      await check(path)
    }
    await page.goto(`/${practice.slug}/desk?date=${date}&booking=${ids.booking}`)
    await page.locator("header summary").click()
    await check("the person's menu")
    await page.keyboard.press("Escape")
    await expect(page.locator("header details")).not.toHaveAttribute("open")
    await page.locator("aside button").last().click()
    await expect(page.getByRole("dialog")).toBeVisible()
    await check("the question before cancelling")
    await page.goto(`/${practice.slug}/desk/book?service=${practice.plainServiceId}&date=${date}`)
    await page.locator("#customer-search").fill("an")
    await expect(page.locator("[role=option]").first()).toBeVisible()
    await check("customers while typing")
    await page.locator("[role=option]").last().click()
    await page.locator("form[id] button[type=submit]").click()
    await expect(page.locator("#startsAt-error")).toBeVisible()
    await check("errors beside the fields")
    await context.close()
  })
}

test("the day is whole for a screen reader: practitioners, times, names, states", async ({ page }) => {
  await signIn(page, practice.accounts.reception)
  await page.goto(`/${practice.slug}/desk?date=${date}`)
  const board = page.getByRole("region", { name: "Appointments of the day by practitioner" })
  await expect(board.getByRole("heading", { level: 2 })).toHaveText(["Practitioner 1", "Practitioner 2"])
  const first = board.getByRole("link", { name: /Anna Ahead/ })
  await expect(first).toHaveAccessibleName(/Anna Ahead.*09:00.*Plain.*to 09:30.*Confirmed/)
  await expect(board.getByRole("link", { name: /Bo Beside/ })).toHaveAccessibleName(/Did not come/)
  // A panel that opens takes the focus, and Escape gives the day back.
  await first.focus()
  await page.keyboard.press("Enter")
  await expect(page.locator("aside header h2")).toHaveText("Anna Ahead")
  await expect(page.locator("aside header h2")).toBeFocused()
  await page.keyboard.press("Escape")
  await expect(page.locator("aside")).toHaveCount(0)
  await expect(first).toBeFocused()
})
