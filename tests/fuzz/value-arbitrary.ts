import fc from "fast-check"

const year = fc.constantFrom(
  "0000",
  "0001",
  "1582",
  "1969",
  "1970",
  "2000",
  "2026",
  "2099",
  "2100",
  "9999",
  "10000",
  "-00001",
)
const part = fc.constantFrom("00", "01", "02", "12", "13", "28", "29", "30", "31", "32", "1", "۰۱")

const dates = fc.oneof(
  fc.tuple(year, part, part).map((parts) => parts.join("-")),
  fc.date({ noInvalidDate: true }).map((moment) => moment.toISOString().slice(0, 10)),
  fc.constantFrom(
    "0000-01-01",
    "0001-01-01",
    "1999-12-31",
    "2000-01-01",
    "2099-12-31",
    "9999-12-30",
    "9999-12-31",
  ),
  fc.constantFrom(
    "2026-02-29",
    "2026-10-25",
    "2027-03-28",
    "today",
    "2026-W10-1",
    "20261201",
    "2026-12-01Z",
    "Infinity",
  ),
)

const zones = fc.constantFrom(
  "Z",
  "z",
  "",
  "+00:00",
  "-00:00",
  "+14:00",
  "-12:00",
  "+24:00",
  "+99:99",
  "+02",
  "+0200",
  "[Europe/Berlin]",
  "Z[Africa/Casablanca]",
  " Europe/Berlin",
  "+05:45",
  "−01:00",
  "+01:00:30",
)

const times = fc.constantFrom(
  "T09:00:00",
  "T09:00",
  "T24:00:00",
  "T23:59:60",
  "T02:30:00",
  "T00:00:00.000000001",
  "T9:00:00",
  " 09:00:00",
  "",
  "T09:00:00.5",
  "T99:99:99",
)

const instants = fc.oneof(
  fc.tuple(dates, times, zones).map((parts) => parts.join("")),
  fc
    .tuple(fc.date({ noInvalidDate: true }), zones)
    .map(([moment, zone]) => moment.toISOString().replace("Z", zone)),
)

const ids = fc.oneof(
  fc.uuid(),
  fc.uuid().map((id) => id.toUpperCase()),
  fc.uuid().map((id) => id.slice(0, -1)),
  fc.uuid().map((id) => `{${id}}`),
  fc.constantFrom(
    "0",
    "-1",
    "1 or 1=1",
    "null",
    "undefined",
    "00000000-0000-0000-0000-000000000000",
    "../../etc/passwd",
  ),
)

const tokens = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{43}$/),
  fc.stringMatching(/^[A-Za-z0-9_-]{42,44}$/),
  fc.constantFrom("", "=".repeat(43), "A".repeat(42), "%", "..", "."),
)

const nastyText = fc.constantFrom(
  "\0",
  "a\0b",
  "\ud800",
  "\udc00x",
  "\u202e",
  "\ufeff",
  "'; drop table app.bookings; --",
  "{{7*7}}",
  "#{7*7}",
  "<script>alert(1)</script>",
  "=cmd|' /C calc'!A0",
  "\r\nSet-Cookie: a=b",
  "Ａｄａ",
  "𝒜𝒹𝒶",
  "نص",
  "👩‍👩‍👧‍👦",
  "a".repeat(121),
  "a".repeat(300),
  "x@y",
  "@",
  "a@b.c",
  `${"a".repeat(250)}@example.org`,
  "__proto__",
  "constructor",
  "%00",
  "%E0%A4%A",
  "%252e%252e",
  "+",
  " ",
  "",
)

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  nastyText,
)

const byField: Readonly<Record<string, fc.Arbitrary<string>>> = {
  service: ids,
  serviceId: ids,
  practitioner: ids,
  practitionerId: ids,
  from: dates,
  to: dates,
  startsAt: instants,
  token: tokens,
  holdToken: tokens,
}

/** Text for a field: of its own kind on the edge, or anything at all. */
export function textFor(field: string): fc.Arbitrary<string> {
  const own = byField[field]
  return own ? fc.oneof({ weight: 3, arbitrary: own }, { weight: 1, arbitrary: anyText }) : anyText
}

/** What may stand in JSON where text was asked for. */
export function jsonFor(field: string): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 4, arbitrary: textFor(field) },
    { weight: 1, arbitrary: fc.jsonValue() },
    {
      weight: 1,
      arbitrary: fc.constantFrom<unknown>(null, true, 0, -0, 1e308, 1.5, [], {}, [[]], { toString: "x" }),
    },
  )
}
