import AxeBuilder from "@axe-core/playwright"
import { type BrowserContext, expect, type Page, test } from "@playwright/test"
import { signIn } from "#tests/support/sign-in"
import { readStack } from "#tests/support/stack"

// Every page that can be reached by links, in a real browser: no violation of the policy, no error,
// nothing that axe finds, and React awake.

const { appUrl } = readStack()
const pagesEnough = 45

/** Ids, tokens and dates make many addresses of one kind of page. */
function kindOf(path: string): string {
  const { pathname, searchParams } = new URL(path, appUrl)
  const kind = pathname
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{43}/g, "…")
    .replace(/^\/(lumen|harbour)(?=\/|$)/, "/{tenant}")
  return `${kind}?${[...new Set(searchParams.keys())].sort().join("&")}`
}

async function watch(context: BrowserContext): Promise<string[]> {
  const complaints: string[] = []
  await context.exposeBinding("reportViolation", (_source, text: string) => complaints.push(text))
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const report = `CSP ${event.effectiveDirective} ${event.blockedURI} at ${location.pathname}`
      ;(window as unknown as { reportViolation(text: string): void }).reportViolation(report)
    })
  })
  context.on("weberror", (error) => complaints.push(`error: ${error.error().message}`))
  context.on("console", (message) => {
    if (message.type() === "error" && !/status of 40[34]/.test(message.text()))
      complaints.push(`console: ${message.text()}`)
  })
  return complaints
}

/** React has taken over the server's markup: it leaves its mark on every element that it knows. */
const isAwake = (page: Page) =>
  page.waitForFunction(
    () => Object.keys(document.body).some((key) => key.startsWith("__reactFiber$")),
    null,
    { timeout: 10_000 },
  )

async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(
    ({ id, nodes }) => `axe ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
  )
}

async function crawl(context: BrowserContext, starts: readonly string[]): Promise<Map<string, number>> {
  const complaints = await watch(context)
  const page = await context.newPage()
  const queue = [...starts]
  const kinds = new Map<string, number>()
  const visited = new Set<string>()
  const examined = new Set<string>()
  while (queue.length > 0 && visited.size < pagesEnough) {
    const path = queue.shift() ?? ""
    const kind = kindOf(path)
    if (visited.has(path) || (kinds.get(kind) ?? 0) >= (kind.endsWith("?") ? 2 : 1)) continue
    visited.add(path)
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    const response = await page.goto(appUrl + path, { waitUntil: "load" })
    expect.soft(response?.status() ?? 0, path).toBeLessThan(400)
    await isAwake(page).catch(() => complaints.push(`not hydrated: ${path}`))
    const shape = kind.split("?")[0] ?? ""
    if (!examined.has(shape)) complaints.push(...(await violationsOf(page)))
    examined.add(shape)
    expect.soft(complaints.splice(0), path).toEqual([])
    const links = await page
      .locator("a[href]")
      .evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href))
    for (const link of links) {
      const { origin, pathname, search } = new URL(link)
      if (origin === appUrl && !/\.(ics|json|svg)$/.test(pathname)) queue.push(pathname + search)
    }
  }
  await page.close()
  return kinds
}

test("what a guest can reach", async ({ browser, request }) => {
  test.setTimeout(240_000)
  const context = await browser.newContext()
  // The pages behind links, too: hold a time, and book one.
  const { services } = await (await request.get(`${appUrl}/api/v1/lumen/services`)).json()
  const date = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const query = `service=${services[0].id}&from=${date(20)}&to=${date(29)}`
  const { slots } = await (await request.get(`${appUrl}/api/v1/lumen/availability?${query}`)).json()
  const hold = async (startsAt: string) => {
    const headers = { "idempotency-key": crypto.randomUUID() }
    const answer = await request.post(`${appUrl}/api/v1/lumen/holds`, {
      headers,
      data: { serviceId: services[0].id, startsAt },
    })
    expect(answer.status()).toBe(201)
    return (await answer.json()).holdToken as string
  }
  const kept = await hold(slots.at(-1).startsAt)
  const holdToken = await hold(slots.at(-5).startsAt)
  const booked = await (
    await request.post(`${appUrl}/api/v1/lumen/bookings`, {
      headers: { "idempotency-key": crypto.randomUUID() },
      data: { holdToken, fullName: "Crawl Testperson", email: "crawl@example.org" },
    })
  ).json()
  const links = [booked.view.url, booked.move.url, booked.cancel.url].map(
    (url: string) => new URL(url).pathname,
  )
  const kinds = await crawl(context, [
    "/",
    "/developers",
    "/sign-in",
    "/lumen",
    "/harbour",
    `/lumen/hold/${kept}`,
    ...links,
  ])
  for (const kind of [
    "/?",
    "/developers?",
    "/sign-in?",
    "/{tenant}?",
    "/{tenant}/hold/…?",
    "/{tenant}/booking/…?",
    "/{tenant}/move/…?",
    "/{tenant}/cancel/…?",
  ]) {
    expect.soft([...kinds.keys()]).toContain(kind)
  }
  expect([...kinds.keys()].some((kind) => kind.startsWith("/{tenant}/book/"))).toBe(true)
  await context.close()
})

test("what reception can reach", async ({ browser }) => {
  test.setTimeout(240_000)
  const context = await browser.newContext()
  const page = await context.newPage()
  await signIn(page, "lumen", "reception")
  await page.close()
  const kinds = await crawl(context, ["/lumen/desk", "/lumen/desk/customers?text=an", "/lumen/desk/book"])
  for (const start of [
    "/{tenant}/desk",
    "/{tenant}/desk/customers",
    "/{tenant}/desk/book",
    "/{tenant}/desk/customers/…",
  ]) {
    expect
      .soft(
        [...kinds.keys()].some((kind) => kind.startsWith(`${start}?`)),
        start,
      )
      .toBe(true)
  }
  await context.close()
})

test("pages that are not there hydrate as well, and break nothing", async ({ browser }) => {
  const context = await browser.newContext()
  const complaints = await watch(context)
  const page = await context.newPage()
  for (const path of [
    "/nobody",
    "/lumen/nothing/here",
    `/lumen/booking/${"A".repeat(43)}`,
    "/lumen/book/nothing",
  ]) {
    await page.goto(appUrl + path)
    await isAwake(page)
    expect.soft(complaints.splice(0), path).toEqual([])
  }
  await context.close()
})
