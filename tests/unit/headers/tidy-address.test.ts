import { describe, expect, test } from "vitest"
import { safeReturnPath } from "#lib/base/safe-return-path"
import { readProxyProtocol, tidyAddress } from "#lib/base/tidy-address"

const arrival = {
  pathname: "/lumen",
  search: "",
  host: "evil.test",
  proxyProtocol: null,
  ownOrigin: null,
} as const
const own = "https://book.example.test"

describe("tidyAddress", () => {
  test("leaves a right address alone, the root too", () => {
    expect(tidyAddress(arrival)).toBeNull()
    expect(tidyAddress({ ...arrival, pathname: "/" })).toBeNull()
    expect(tidyAddress({ ...arrival, proxyProtocol: "https" })).toBeNull()
  })

  test("drops trailing slashes and keeps the query", () => {
    expect(tidyAddress({ ...arrival, pathname: "/lumen//", search: "?a=1" })).toBe("/lumen?a=1")
  })

  test("never names another host", () => {
    expect(tidyAddress({ ...arrival, pathname: "//evil.test/" })).toBe("/evil.test")
    expect(tidyAddress({ ...arrival, pathname: "/\\evil.test/" })).toBe("/evil.test")
  })

  test("sends plain http to the configured https address, not to the Host that the caller names", () => {
    const plain = { ...arrival, proxyProtocol: "http", search: "?a=1" } as const
    expect(tidyAddress({ ...plain, ownOrigin: own })).toBe("https://book.example.test/lumen?a=1")
    expect(tidyAddress({ ...plain, host: "book.example.test" })).toBe("https://book.example.test/lumen?a=1")
    expect(tidyAddress({ ...plain, host: null })).toBeNull()
  })
})

describe("readProxyProtocol", () => {
  test("believes a proxy only where the deployment does", () => {
    expect(readProxyProtocol(false, "http")).toBeNull()
    expect(readProxyProtocol(true, "http")).toBe("http")
    expect(readProxyProtocol(true, "HTTPS, http")).toBe("https")
    expect(readProxyProtocol(true, "gopher")).toBeNull()
    expect(readProxyProtocol(true, null)).toBeNull()
  })
})

describe("safeReturnPath", () => {
  test("keeps our own paths", () => {
    expect(safeReturnPath("/lumen?service=1")).toBe("/lumen?service=1")
    expect(safeReturnPath("/lumen/b/%C3%BC")).toBe("/lumen/b/%C3%BC")
  })

  test.each([
    "https://evil.test/",
    "//evil.test",
    "/\\evil.test",
    "/.//evil.test",
    "/..//evil.test",
    "/\t/evil.test",
    "/\n/evil.test",
    "javascript:alert(1)",
    "lumen",
    "",
    null,
    42,
    `/${"a".repeat(3000)}`,
  ])("goes home instead of to %j", (path) => {
    expect(safeReturnPath(path)).toBe("/")
  })
})
