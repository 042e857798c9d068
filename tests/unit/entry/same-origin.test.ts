import { describe, expect, test } from "vitest"
import { isForeignPage, isSameOrigin } from "#lib/entry/same-origin"

const own = "https://book.example"
const headers = (values: Record<string, string>) => new Headers(values)

/** Headers · may a page's form pass · is the API's caller a foreign page */
const table: [string, Record<string, string>, boolean, boolean][] = [
  ["our page in a browser", { origin: own, "sec-fetch-site": "same-origin" }, true, false],
  ["our page in an old browser", { origin: own }, true, false],
  ["our page, a browser that hides Origin", { "sec-fetch-site": "same-origin" }, true, false],
  ["a program that says nothing", {}, false, false],
  ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }, false, true],
  ["another site in an old browser", { origin: "https://evil.example" }, false, true],
  [
    "a sister subdomain",
    { origin: "https://other.book.example", "sec-fetch-site": "same-site" },
    false,
    true,
  ],
  ["a sister subdomain that hides Origin", { "sec-fetch-site": "same-site" }, false, true],
  ["typed into the address bar", { "sec-fetch-site": "none" }, false, true],
  ["TRAP Origin: null, a sandboxed frame", { origin: "null" }, false, true],
  [
    "TRAP Origin: null that claims to be ours",
    { origin: "null", "sec-fetch-site": "same-origin" },
    false,
    true,
  ],
  [
    "our origin, but the browser says cross-site",
    { origin: own, "sec-fetch-site": "cross-site" },
    false,
    true,
  ],
  ["plain http", { origin: "http://book.example" }, false, true],
  ["another port", { origin: "https://book.example:8443" }, false, true],
  ["our name as a prefix", { origin: "https://book.example.evil.example" }, false, true],
  ["an Origin with a path", { origin: `${own}/` }, false, true],
  ["an Origin in capitals", { origin: "HTTPS://BOOK.EXAMPLE" }, false, true],
  ["an empty Origin", { origin: "" }, false, true],
  [
    "TRAP a forged X-Forwarded-Host that equals the Origin",
    { origin: "https://evil.example", "x-forwarded-host": "evil.example", host: "evil.example" },
    false,
    true,
  ],
]

describe.each(table)("%s", (_title, values, same, foreign) => {
  test(`${same ? "may" : "may not"} change something through a page`, () => {
    expect(isSameOrigin(headers(values), own)).toBe(same)
  })
  test(`${foreign ? "may not" : "may"} call the public API`, () => {
    expect(isForeignPage(headers(values), own)).toBe(foreign)
  })
})

test("a configured address with its default port spelled out is the same origin", () => {
  expect(isSameOrigin(headers({ origin: own }), "https://book.example:443")).toBe(true)
})
