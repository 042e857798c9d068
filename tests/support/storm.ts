import { randomUUID } from "node:crypto"
import { findForm, formsIn, type PlainForm, sendForm, visibleText } from "./plain-forms.ts"

/** What one attempt was told in the end: a booking, one that it cancelled again, or that somebody else has the time. */
export type Verdict = "booked" | "cancelled" | "given back" | "taken"
export type Attempt = (person: string, startsAt: string) => Promise<Verdict>

export interface StormTarget {
  appUrl: string
  slug: string
  serviceId: string
  practitionerId: string
  /** Date of all slots on the practice's clock. */
  date: string
  reception: { email: string; password: string }
}

export const storm = {
  /** How often an answer was not final: an error, a lost connection, a request still being worked on. */
  unclearAnswers: 0,
  /** Chance that somebody who has the time keeps it. Low, or the day is full before the storm is over. */
  keepChance: 0.01,
}

const patienceMs = 30_000

/** Asks again, with the same key, until the answer says something. That is all that a client has to do. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  let last: unknown
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; ) {
    try {
      return await ask()
    } catch (error) {
      last = error
    }
    storm.unclearAnswers++
    await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 250))
  }
  throw new Error("no clear answer in time", { cause: last })
}

const isUnclear = (status: number, text: string) => new Error(`${status} ${text.slice(0, 1_000)}`)

/** Reads a page until it has the form. "We cannot reach the calendar" is an answer too, and means: come back. */
const readPage = (url: string, fields: readonly string[], cookie = "") =>
  insist(async () => {
    const response = await fetch(url, { redirect: "manual", headers: cookie ? { cookie } : {} })
    const html = await response.text()
    if (response.status !== 200 || !findForm(html, ...fields))
      throw isUnclear(response.status, visibleText(html))
    return html
  })

const taken = /just been taken|is not free|gerade vergeben|nicht frei/

/** Through the public API: hold, book, and cancel again or not. */
export function throughApi({ appUrl, slug, serviceId, practitionerId }: StormTarget): Attempt {
  const call = async (method: string, path: string, body?: object) => {
    const key = randomUUID()
    return insist(async () => {
      const response = await fetch(`${appUrl}/api/v1/${slug}/${path}`, {
        method,
        headers: { "idempotency-key": key, ...(body && { "content-type": "application/json" }) },
        ...(body && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      const json = text ? JSON.parse(text) : {}
      if (response.status >= 500 || json.code === "IDEMPOTENCY_IN_FLIGHT")
        throw isUnclear(response.status, text)
      return { status: response.status, json }
    })
  }
  return async (person, startsAt) => {
    const held = await call("POST", "holds", { serviceId, practitionerId, startsAt })
    if (held.json.code === "SLOT_TAKEN") return "taken"
    if (held.status !== 201) throw new Error(`hold: ${held.status} ${held.json.code}`)
    const details = { holdToken: held.json.holdToken, fullName: person, email: "storm@test.example" }
    const booked = await call("POST", "bookings", details)
    if (booked.status !== 201)
      throw new Error(`a held time could not be booked: ${booked.status} ${booked.json.code}`)
    if (Math.random() < storm.keepChance) return "booked"
    const gone = await call("DELETE", `bookings/${booked.json.cancel.token}`)
    if (gone.status >= 300)
      throw new Error(`a booking could not be cancelled: ${gone.status} ${gone.json.code}`)
    return "cancelled"
  }
}

/** Sends a form until it leads somewhere or the page says that the time is taken. */
const press = (url: string, form: PlainForm, filled: Record<string, string>, cookie = "") =>
  insist(async () => {
    const response = await sendForm(url, form, filled, cookie)
    const html = await response.text()
    const to = response.headers.get("location")
    if (response.status === 303 && to) return new URL(to, url)
    const text = visibleText(html)
    if (response.status < 500 && taken.test(text)) return "taken" as const
    throw isUnclear(response.status, text)
  })

const formOn = (html: string, ...names: string[]): PlainForm => {
  const form = findForm(html, ...names)
  if (!form) throw new Error(`no form with ${names.join(", ")}`)
  return form
}

/** Through the public pages, without scripts. The page stays open between attempts, as on a customer's screen. */
export async function throughPages(target: StormTarget): Promise<Attempt> {
  const { appUrl, slug, practitionerId, date } = target
  const page = `${appUrl}/${slug}/book/plain?practitioner=${practitionerId}&date=${date}`
  const times = formOn(await readPage(page, ["serviceId", "idempotencyKey"]), "serviceId", "idempotencyKey")
  return async (person, startsAt) => {
    const led = await press(page, times, { startsAt, idempotencyKey: randomUUID() })
    if (led === "taken") return "taken"
    const html = await readPage(led.href, ["token", "fullName"])
    const details = formOn(html, "token", "fullName")
    if (Math.random() > storm.keepChance) {
      const release = formsIn(html).find(({ fields }) => fields.has("token") && !fields.has("fullName"))
      if (!release) throw new Error("a held time cannot be given back")
      await press(led.href, release, {})
      return "given back"
    }
    const booked = await press(led.href, details, {
      fullName: person,
      email: "storm@test.example",
      locale: "en",
    })
    if (booked === "taken" || !booked.pathname.includes("/booking/"))
      throw new Error("a held time could not be booked")
    return "booked"
  }
}

/** At the desk, signed in as reception: book a caller, and cancel again or not. */
export async function throughDesk(target: StormTarget): Promise<Attempt> {
  const { appUrl, slug, serviceId, practitionerId, date, reception } = target
  const signIn = `${appUrl}/sign-in`
  const cookie = await insist(async () => {
    const html = await (await fetch(signIn)).text()
    const response = await sendForm(signIn, formOn(html, "email", "password"), reception)
    await response.body?.cancel()
    const set = response.headers.getSetCookie().map((one) => one.split(";")[0])
    if (response.status !== 303 || set.length === 0) throw isUnclear(response.status, "not signed in")
    return set.join("; ")
  })
  const page = `${appUrl}/${slug}/desk/book?service=${serviceId}&practitioner=${practitionerId}&date=${date}`
  const book = formOn(await readPage(page, ["serviceId", "fullName"], cookie), "serviceId", "fullName")
  return async (person, startsAt) => {
    const filled = {
      startsAt,
      fullName: person,
      phone: "+49 30 5550 400",
      locale: "en",
      idempotencyKey: randomUUID(),
    }
    const led = await press(page, book, filled, cookie)
    if (led === "taken") return "taken"
    const id = led.searchParams.get("booking")
    if (Math.random() < storm.keepChance) return "booked"
    const panel = `${appUrl}/${slug}/desk/bookings/${id}`
    const cancel = formsWithStep(await readPage(panel, ["step"], cookie), "cancel")
    await press(panel, cancel, {}, cookie)
    return "cancelled"
  }
}

function formsWithStep(html: string, step: string): PlainForm {
  const form = formsIn(html).find(({ fields }) => fields.get("step") === step)
  if (!form) throw new Error(`no form for ${step}`)
  return form
}
