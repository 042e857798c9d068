import { expect, test } from "vitest"
import { judgeActionRequest } from "#lib/base/judge-action-request"

const own = "https://holdfast.example"
const form = {
  host: "holdfast.example",
  "content-type": "multipart/form-data; boundary=x",
  "content-length": "100",
}
const judge = (more: Record<string, string>, method = "POST") =>
  judgeActionRequest(method, new Headers({ ...form, ...more }), own)

test("our own forms pass, from our address or the one that was asked", () => {
  expect(judge({ origin: own })).toBeNull()
  expect(judge({})).toBeNull()
  expect(judge({ host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000" })).toBeNull()
})

test.each([
  "null",
  "https://evil.example",
  "https://holdfast.example.evil.example",
  "garbage",
  "https://holdfast.example:444",
])("a form of %s does not", (origin) => {
  expect(judge({ origin })).toBe(403)
  expect(judge({ origin, "content-type": "text/plain", "next-action": "a" })).toBe(403)
  expect(judge({ origin, "x-forwarded-host": new URL("https://evil.example").host })).toBe(403)
})

test("what is too large, or does not say how large it is, is not read", () => {
  expect(judge({ "content-length": String(1024 * 1024 + 1) })).toBe(413)
  const headers = new Headers({
    host: "holdfast.example",
    "next-action": "a",
    "transfer-encoding": "chunked",
  })
  expect(judgeActionRequest("POST", headers, own)).toBe(411)
})

test("everything else is for the doors to judge", () => {
  expect(judge({ origin: "https://evil.example" }, "GET")).toBeNull()
  expect(judge({ origin: "https://evil.example", "content-type": "application/json" })).toBeNull()
})
