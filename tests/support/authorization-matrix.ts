/** Who may open what, address by address. Written by hand: a test compares it with the files under app/. */
export const staff = ["owner", "manager", "clinician", "reception", "billing"] as const
export type Actor = "guest" | (typeof staff)[number] | "stranger"
/** `stranger` is signed in: the owner of another practice. */
export const actors: readonly Actor[] = ["guest", ...staff, "stranger"]

export type Answer = "opens" | "sign-in" | "onward" | "forbidden" | "absent"

export type Place = {
  /** The file's address under app/, without groups. */
  readonly file: string
  /** A real address of practice lumen, with a real id of its own where one is needed. */
  readonly path: string
  readonly answers: (actor: Actor) => Answer
}

export type Ids = { readonly booking: string; readonly customer: string; readonly service: string }

const everybody = (): Answer => "opens"
const only =
  (...allowed: readonly Actor[]) =>
  (actor: Actor): Answer =>
    actor === "guest" ? "sign-in" : allowed.includes(actor) ? "opens" : "forbidden"
const bookers = ["owner", "manager", "clinician", "reception"] as const

/** Nobody has this token: 43 characters that were never minted. */
export const noToken = "A".repeat(43)

export function places({ booking, customer, service }: Ids): Place[] {
  const date = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10)
  const desk = "/lumen/desk"
  return [
    { file: "/page", path: "/", answers: everybody },
    { file: "/developers/page", path: "/developers", answers: everybody },
    { file: "/sign-in/page", path: "/sign-in", answers: (actor) => (actor === "guest" ? "opens" : "onward") },
    {
      file: "/practices/page",
      path: "/practices",
      answers: (actor) => (actor === "guest" ? "sign-in" : "onward"),
    },
    { file: "/[tenant]/page", path: "/lumen", answers: everybody },
    { file: "/[tenant]/book/[service]/page", path: "/lumen/book/first-consultation", answers: everybody },
    { file: "/[tenant]/desk/page", path: desk, answers: only(...staff) },
    {
      file: "/[tenant]/desk/bookings/[id]/page",
      path: `${desk}/bookings/${booking}`,
      answers: only(...staff),
    },
    {
      file: "/[tenant]/desk/bookings/[id]/move/page",
      path: `${desk}/bookings/${booking}/move`,
      answers: only(...bookers),
    },
    { file: "/[tenant]/desk/book/page", path: `${desk}/book`, answers: only(...bookers) },
    { file: "/[tenant]/desk/customers/page", path: `${desk}/customers?text=a`, answers: only(...staff) },
    {
      file: "/[tenant]/desk/customers/[id]/page",
      path: `${desk}/customers/${customer}`,
      answers: only(...staff),
    },
    { file: "/[tenant]/desk/pulse/route", path: `${desk}/pulse?date=${date}`, answers: only(...staff) },
    {
      file: "/[tenant]/desk/customers/search/route",
      path: `${desk}/customers/search?text=an`,
      answers: only(...staff),
    },
    { file: "/api/health/route", path: "/api/health", answers: everybody },
    { file: "/api/health/ready/route", path: "/api/health/ready", answers: everybody },
    { file: "/api/v1/openapi.json/route", path: "/api/v1/openapi.json", answers: everybody },
    { file: "/api/v1/[tenant]/services/route", path: "/api/v1/lumen/services", answers: everybody },
    {
      file: "/api/v1/[tenant]/availability/route",
      path: `/api/v1/lumen/availability?service=${service}&from=${date}&to=${date}`,
      answers: everybody,
    },
  ]
}

/** Opened by a token alone, whoever asks: without one there is nothing here for anybody. */
export const tokenPlaces: readonly { file: string; path: (tenant: string, token: string) => string }[] = [
  { file: "/[tenant]/hold/[token]/page", path: (tenant, token) => `/${tenant}/hold/${token}` },
  { file: "/[tenant]/booking/[token]/page", path: (tenant, token) => `/${tenant}/booking/${token}` },
  {
    file: "/[tenant]/booking/[token]/calendar.ics/route",
    path: (tenant, token) => `/${tenant}/booking/${token}/calendar.ics`,
  },
  { file: "/[tenant]/move/[token]/page", path: (tenant, token) => `/${tenant}/move/${token}` },
  { file: "/[tenant]/cancel/[token]/page", path: (tenant, token) => `/${tenant}/cancel/${token}` },
  {
    file: "/api/v1/[tenant]/bookings/[token]/route",
    path: (tenant, token) => `/api/v1/${tenant}/bookings/${token}`,
  },
]

/** Answer to POST or DELETE only, and are proven elsewhere. */
export const provenElsewhere: Readonly<Record<string, string>> = {
  "/sign-out/route": "e2e: signing out",
  "/[tenant]/hold/[token]/release/route": "tests/isolation: links",
  "/api/locale/route": "opens nothing",
  "/api/theme/route": "opens nothing",
  "/api/[[...path]]/route": "refuses every address",
  "/api/v1/[tenant]/holds/route": "tests/isolation/api-booking",
  "/api/v1/[tenant]/holds/[token]/route": "tests/isolation/api-booking",
  "/api/v1/[tenant]/bookings/route": "tests/isolation/api-booking",
}
