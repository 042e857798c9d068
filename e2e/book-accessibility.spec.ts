import AxeBuilder from "@axe-core/playwright"
import { expect, type Page, test } from "@playwright/test"
import { confirmDetails, fillDetails, freshAddress, holdATime, linkIn } from "#tests/support/book-page"
import { waitForMail } from "#tests/support/stack"

async function expectClean(page: Page, step: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)
  expect(told, step).toEqual([])
}

for (const locale of ["en-GB", "de-DE"]) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`every step is clean in ${locale}, ${colorScheme}`, async ({ browser }) => {
      const context = await browser.newContext({ locale, colorScheme })
      const page = await context.newPage()
      const complaints: string[] = []
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()))
      page.on("pageerror", (error) => complaints.push(error.message))
      const tenant = colorScheme === "light" ? "lumen" : "harbour"
      const service = colorScheme === "light" ? "skin-check" : "physio-assessment"
      await page.goto(`/${tenant}`)
      await expectClean(page, "services")
      await page.goto(`/${tenant}/book/${service}`)
      await expectClean(page, "with whom")
      await page.goto(`/${tenant}/book/${service}?practitioner=anyone`)
      await expectClean(page, "day and time")
      await holdATime(page, tenant, service)
      await expectClean(page, "details")
      await confirmDetails(page)
      await expect(page.locator("main").getByRole("alert")).toBeFocused()
      await expectClean(page, "details with errors")
      const email = freshAddress()
      await fillDetails(page, email)
      await confirmDetails(page)
      await page.waitForURL(/\/booking\//)
      await expectClean(page, "confirmed")
      const [mail] = await waitForMail(email)
      const link = (kind: "booking" | "move" | "cancel") => linkIn(mail?.text ?? "", kind)
      await page.goto(link("move"))
      await expectClean(page, "move")
      await page.goto(link("cancel"))
      await expectClean(page, "cancel")
      const cancelForm = page.locator("form", { has: page.locator("input[name=token]") })
      // Too short notice for a cancellation online is a page of its own, and as clean.
      if ((await cancelForm.count()) > 0) {
        await cancelForm.locator("button").click()
        await page.waitForURL(/done=1/)
        await expectClean(page, "cancelled")
        await page.goto(link("move"))
        await expectClean(page, "dead link")
      }
      expect(complaints).toEqual([])
      await context.close()
    })
  }
}

test("the month is a table with a caption, the steps know where one is, and every link has a name", async ({
  page,
}) => {
  await page.goto("/lumen/book/skin-check?practitioner=anyone")
  await expect(page.getByRole("table", { name: /20\d\d/ })).toBeVisible()
  await expect(page.getByRole("columnheader")).toHaveCount(7)
  await expect(page.locator("li[aria-current=step]")).toContainText("Day and time")
  await expect(page.locator("td a[aria-current=date]")).toHaveAccessibleName(/\d+ .*: (one|\d+) free times?$/)
  await expect(page.getByRole("group", { name: /Morning|Afternoon|Evening/ }).first()).toBeVisible()
})
