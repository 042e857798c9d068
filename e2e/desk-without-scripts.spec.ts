import { expect, test } from "@playwright/test"
import { bookOnline, type DeskPractice, dayAhead, plantDesk, signIn } from "#tests/support/desk-practice"

test.use({ javaScriptEnabled: false })

const date = dayAhead(2)
let practice: DeskPractice

test.beforeAll(async ({ request }) => {
  practice = plantDesk()
  await bookOnline(request, practice, { date, clock: "09:00", fullName: "Plain Paper" })
})

test("the day, an appointment, its steps, cancelling and booking again", async ({ page }) => {
  await signIn(page, practice.accounts.reception)
  await page.goto(`/${practice.slug}/desk`)
  await page.locator("input[name=date]").fill(date)
  await page.getByRole("button", { name: "Go", exact: true }).click()
  await expect(page.locator("a[data-booking]", { hasText: "Plain Paper" })).toBeVisible()
  // The board stands without a script: the tile is where its time is, half an hour high.
  const box = await page.locator("a[data-booking]").boundingBox()
  expect(Math.round(box?.height ?? 0)).toBeGreaterThan(40)
  await page.locator("a[data-booking]").click()
  const panel = page.locator("aside")
  await panel.getByRole("button", { name: "Check in" }).click()
  await expect(panel).toContainText("Checked in.")
  await panel.getByRole("button", { name: "Undo check-in" }).click()
  await expect(panel).toContainText("Taken back.")
  await panel.locator("summary", { hasText: "Cancel" }).click()
  await panel.getByRole("button", { name: "Cancel appointment" }).click()
  await expect(panel).toContainText("The time is free again")
  await panel.getByRole("button", { name: "Restore appointment" }).click()
  await expect(panel).toContainText("Restored.")

  await page.goto(`/${practice.slug}/desk/book?service=${practice.plainServiceId}&date=${date}`)
  await page.locator('input[name=startsAt][value*="T11:00:"]').check({ force: true })
  await page.locator("#fullName").fill("Second Sheet")
  await page.getByRole("button", { name: "Book appointment" }).click()
  await expect(page.locator("#phone-error")).toContainText("phone number or an e-mail")
  await expect(page.locator("#fullName")).toHaveValue("Second Sheet")
  await page.locator("#phone").fill("+49 30 5550 99")
  await page.getByRole("button", { name: "Book appointment" }).click()
  await expect(panel).toContainText("Booked for")

  await page.goto(`/${practice.slug}/desk/customers`)
  await page.locator("#text").fill("sheet")
  await page.getByRole("button", { name: "Search" }).click()
  await page.getByRole("link", { name: "Second Sheet" }).click()
  await page.getByRole("link", { name: "Book again" }).click()
  await expect(page.getByText("Booking for")).toBeVisible()
})
