import { execFileSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { join, resolve } from "node:path"
import AxeBuilder from "@axe-core/playwright"
import { type BrowserContext, expect, test } from "@playwright/test"
import { askServer } from "#tests/support/ask-server"
import { addMembers, type DeskPractice, plantDesk, signIn } from "#tests/support/desk-practice"
import { formsOf, replayForm } from "#tests/support/replay-form"
import { readStack } from "#tests/support/stack"
import { plantInStack, readAsOwner } from "#tests/support/stack-practice"
import { nodeArguments } from "../supabase/local/start-process.ts"
import { readJson, repositoryRoot, type Secrets } from "../supabase/local/state-folder.ts"

const stack = readStack()
let practice: DeskPractice

test.beforeAll(() => {
  practice = plantDesk()
})

const cookieHeader = async (context: BrowserContext) =>
  (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ")

/** What the database answers to this person's session, asked as the web process would. */
function askAsMember(sessionId: string, query: string): unknown[] {
  const folder = resolve(repositoryRoot, process.env.HOLDFAST_DIR ?? ".local")
  const order = {
    databaseUrl: stack.appDatabaseUrl,
    sealKey: readJson<Secrets>(join(folder, "secrets.json"))?.sealKey,
    tenantId: practice.tenantId,
    actorId: practice.accounts.reception.userId,
    sessionId,
    query,
  }
  const program = join(repositoryRoot, "tests", "support", "ask-as-member.ts")
  return JSON.parse(
    execFileSync(process.execPath, [...nodeArguments, program], { input: JSON.stringify(order) }).toString(),
  )
}

test("the session cookie is for the server alone, and half a day long at most", async ({ page, context }) => {
  await signIn(page, practice.accounts.reception)
  await expect(page).toHaveURL(`${stack.appUrl}/${practice.slug}/desk`)
  const cookies = (await context.cookies()).filter(({ name }) => name.startsWith("__Host-holdfast"))
  expect(cookies.length).toBeGreaterThan(0)
  for (const cookie of cookies) {
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: "Lax", path: "/" })
    expect(cookie.domain.startsWith(".")).toBe(false)
    expect(cookie.expires - Date.now() / 1000).toBeLessThanOrEqual(12 * 3600)
  }
  const seen = await page.evaluate(() => [
    document.cookie,
    JSON.stringify({ ...localStorage }),
    JSON.stringify({ ...sessionStorage }),
    document.documentElement.innerHTML,
  ])
  const token = cookies.map(({ value }) => value).join("")
  for (const text of seen) {
    expect(text).not.toContain("__Host-holdfast")
    expect(text).not.toMatch(/eyJ[\w-]{20,}\./)
    expect(text).not.toContain(token.slice(20, 60))
  }
})

test("a wrong password and an unknown address get one answer", async ({ page }) => {
  const answers: string[] = []
  for (const email of [practice.accounts.reception.email, `nobody-${randomUUID()}@desk.example`]) {
    await page.goto("/sign-in")
    await page.locator("#email").fill(email)
    await page.locator("#password").fill("certainly not the password")
    await page.locator("#password").press("Enter")
    const alert = page.locator("main [role=alert]")
    await expect(alert).toBeVisible()
    answers.push((await alert.textContent()) ?? "")
    await expect(page.locator("#email")).toHaveValue(email)
    await expect(page.locator("#password")).toHaveValue("")
  }
  expect(answers[0]).toBe(answers[1])
})

test("signing in returns only to a place of one's own", async ({ browser }) => {
  const own = `/${practice.slug}/desk?date=2031-05-06&view=list`
  const home = `/${practice.slug}/desk`
  for (const [next, arrives] of [
    [own, own],
    ["//evil.example/", home],
    ["/\\evil.example", home],
    ["https://evil.example/", home],
    ["/\t/evil.example", home],
    ["/lumen/desk", home],
    [`/${practice.slug}x/desk`, home],
  ] as const) {
    const context = await browser.newContext()
    const page = await context.newPage()
    await signIn(page, practice.accounts.reception, next)
    await page.waitForURL(/\/desk/)
    const { origin, pathname, search } = new URL(page.url())
    expect(origin + pathname + search, next).toBe(stack.appUrl + arrives)
    await context.close()
  }
})

test("somebody of two practices chooses; somebody of none is told so", async ({ page, browser }) => {
  const other = plantInStack()
  const [person] = addMembers(other, ["manager"])
  if (!person) throw new Error("nobody")
  practice.change(
    "insert into app.memberships (tenant_id, user_id, role, display_name) values ($1, $2, 'billing', 'Two Hats')",
    [practice.tenantId, person.userId],
  )
  await signIn(page, person)
  await expect(page).toHaveURL(`${stack.appUrl}/practices`)
  const desks = page.getByRole("main").getByRole("link")
  await expect(desks).toHaveCount(2)
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.goto("/sign-in")
  await expect(page).toHaveURL(`${stack.appUrl}/practices`)
  await page.locator(`a[href="/${other.slug}/desk"]`).click()
  await expect(page.locator("h1")).toBeVisible()

  const [leaver] = addMembers(other, ["reception"])
  if (!leaver) throw new Error("nobody")
  other.change("update app.memberships set status = 'left' where tenant_id = $1 and user_id = $2", [
    other.tenantId,
    leaver.userId,
  ])
  const context = await browser.newContext()
  const lonely = await context.newPage()
  await signIn(lonely, leaver, `/${other.slug}/desk`)
  await expect(lonely).toHaveURL(`${stack.appUrl}/practices`)
  await expect(lonely.getByText("You do not belong to a practice yet")).toBeVisible()
  await context.close()
})

test("signing out ends it at once: page, action, route and SQL refuse the old cookie", async ({
  page,
  context,
}) => {
  await signIn(page, practice.accounts.reception)
  const old = await cookieHeader(context)
  const [session] = await readAsOwner<{ id: string }>(
    "select id from auth.sessions where user_id = $1 order by created_at desc limit 1",
    [practice.accounts.reception.userId],
  )
  const sessionId = session?.id ?? ""
  const day = `/${practice.slug}/desk`
  const pulse = `${day}/pulse?date=2031-05-06`
  const booking = `${day}/book?date=2031-05-06`
  const get = (path: string) =>
    askServer(stack.appUrl, path, { headers: { cookie: old, accept: "text/html" } })
  const canBook = () => askAsMember(sessionId, "select app.can('bookings:write') as may")
  // The control: everything opens while the session stands.
  expect((await get(day)).status).toBe(200)
  expect((await get(pulse)).status).toBe(200)
  expect(canBook()).toEqual([{ may: true }])
  const [form] = (await formsOf(page, (await get(booking)).text)).filter(({ fields }) =>
    fields.some(([name]) => name === "serviceId"),
  )
  if (!form) throw new Error("no booking form")

  await page.locator("header summary").click()
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith("/sign-out")),
    page.getByRole("button", { name: "Sign out" }).click(),
  ])
  expect(answer.status()).toBe(303)
  expect((await answer.allHeaders())["clear-site-data"]).toBe('"cache", "storage"')
  await expect(page).toHaveURL(/\/sign-in\?out=1$/)
  await expect(page.getByText("You are signed out")).toBeVisible()
  expect((await context.cookies()).filter(({ name }) => name.startsWith("__Host-holdfast"))).toEqual([])

  const refusedPage = await get(day)
  expect(refusedPage.status).toBe(307)
  expect(refusedPage.headers.get("location")?.[0]).toContain("/sign-in?next=")
  expect([401, 403]).toContain((await get(pulse)).status)
  expect(canBook()).toEqual([{ may: false }])
  expect(askAsMember(sessionId, "select id from app.customers limit 1")).toEqual([])
  const [before] = await readAsOwner<{ n: string }>(
    "select count(*) as n from app.bookings where tenant_id = $1",
    [practice.tenantId],
  )
  const action = await replayForm(stack.appUrl, booking, form, {
    cookie: old,
    fields: { fullName: "Too Late", phone: "+49 30 5550 1", startsAt: "2031-05-06T10:00:00+02:00" },
  })
  expect(action.status).not.toBe(303)
  expect(
    await readAsOwner("select count(*) as n from app.bookings where tenant_id = $1", [practice.tenantId]),
  ).toEqual([before])
})

test("only our own pages sign in and out, and a link cannot", async ({ page, context }) => {
  await signIn(page, practice.accounts.billing)
  const cookie = await cookieHeader(context)
  const desk = () => askServer(stack.appUrl, `/${practice.slug}/desk`, { headers: { cookie } })
  for (const headers of [
    { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    { origin: "null" },
    {},
  ]) {
    const refused = await askServer(stack.appUrl, "/sign-out", {
      method: "POST",
      headers: { cookie, ...headers } as Record<string, string>,
    })
    expect(refused.status).toBe(403)
  }
  expect((await askServer(stack.appUrl, "/sign-out", { headers: { cookie } })).status).toBe(405)
  expect((await desk()).status).toBe(200)

  const [form] = await formsOf(page, (await askServer(stack.appUrl, "/sign-in")).text)
  if (!form) throw new Error("no sign-in form")
  const { email, password } = practice.accounts.manager
  const foreign = await replayForm(stack.appUrl, "/sign-in", form, {
    cookie: "",
    fields: { email, password },
    headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
  })
  expect(foreign.headers.get("set-cookie")?.join() ?? "").not.toContain("__Host-holdfast")
})

test("requests that arrive together renew an ageing session once, and it lives on", async ({
  page,
  context,
}) => {
  await signIn(page, practice.accounts.clinician)
  const [cookie] = (await context.cookies()).filter(({ name }) => name === "__Host-holdfast")
  if (!cookie) throw new Error("no session cookie in one piece")
  const kept = JSON.parse(Buffer.from(cookie.value.slice("base64-".length), "base64url").toString())
  const aged = Buffer.from(JSON.stringify({ ...kept, expires_at: 1 })).toString("base64url")
  const headers = { cookie: `__Host-holdfast=base64-${aged}` }
  const paths = Array.from({ length: 6 }, (_, i) => `/${practice.slug}/desk?date=2031-05-0${i + 1}`)
  const answers = await Promise.all(paths.map((path) => askServer(stack.appUrl, path, { headers })))
  const renewed = answers.map(
    ({ headers: sent }) => sent.get("set-cookie")?.find((line) => line.startsWith("__Host-holdfast=")) ?? "",
  )
  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200))
  expect(new Set(renewed.map((line) => line.split(";")[0])).size).toBe(1)
  expect(renewed[0]).toMatch(/HttpOnly/i)
  expect(Number(/Max-Age=(\d+)/i.exec(renewed[0] ?? "")?.[1])).toBeLessThanOrEqual(12 * 3600)
  const fresh = { cookie: renewed[0]?.split(";")[0] ?? "" }
  expect((await askServer(stack.appUrl, `/${practice.slug}/desk`, { headers: fresh })).status).toBe(200)
})

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false })

  test("sign in, be refused, see the day, sign out", async ({ page }) => {
    await page.goto("/sign-in")
    await page.locator("#email").fill(practice.accounts.reception.email)
    await page.locator("#password").fill("wrong")
    await page.getByRole("button", { name: "Sign in" }).click()
    await expect(page.locator("main [role=alert]")).toContainText("do not belong together")
    await expect(page.locator("#email")).toHaveValue(practice.accounts.reception.email)
    await page.locator("#password").fill(practice.accounts.reception.password)
    await page.getByRole("button", { name: "Sign in" }).click()
    await expect(page).toHaveURL(`${stack.appUrl}/${practice.slug}/desk`)
    await page.locator("header summary").click()
    await page.getByRole("button", { name: "Sign out" }).click()
    await expect(page).toHaveURL(/\/sign-in\?out=1$/)
    await page.goto(`/${practice.slug}/desk`)
    await expect(page).toHaveURL(/\/sign-in\?next=/)
  })
})
