import type { Browser, Page } from "@playwright/test"
import { readStack } from "./stack.ts"

/** Signs in as a demo account, by the form, and waits for the desk. */
export async function signIn(page: Page, tenantSlug: string, role: string): Promise<void> {
  const { accounts, appUrl } = readStack()
  const account = accounts.find((one) => one.tenantSlug === tenantSlug && one.role === role)
  if (!account) throw new Error(`no demo account ${role} of ${tenantSlug}`)
  await page.goto(`${appUrl}/sign-in`)
  await page.locator('input[name="email"]').fill(account.email)
  await page.locator('input[name="password"]').fill(account.password)
  await page.locator('input[name="password"]').press("Enter")
  await page.waitForURL(`**/${tenantSlug}/desk**`)
}

/** The cookies of a fresh sign-in, as a `Cookie` header. */
export async function signInAs(browser: Browser, tenantSlug: string, role: string): Promise<string> {
  const context = await browser.newContext()
  try {
    await signIn(await context.newPage(), tenantSlug, role)
    const cookies = await context.cookies()
    return cookies.map(({ name, value }) => `${name}=${value}`).join("; ")
  } finally {
    await context.close()
  }
}
