import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { readEnv } from "#lib/base/env"

const complete: Record<string, string> = {
  APP_URL: "https://book.example",
  SUPABASE_URL: "http://127.0.0.1:54321",
  SUPABASE_PUBLISHABLE_KEY: "sb_publishable_x",
  DATABASE_URL: "postgresql://app_server:hunter2@127.0.0.1/x",
  SEAL_KEY: Buffer.alloc(32, 1).toString("base64"),
  SMTP_URL: "smtp://127.0.0.1:2525",
  MAIL_FROM: "Practice <hello@book.example>",
}

test("a complete environment is read, with its defaults", () => {
  expect(readEnv(complete)).toMatchObject({
    TRUST_PROXY: "0",
    DATABASE_POOL_SIZE: 12,
    APP_URL: "https://book.example",
  })
  expect(readEnv({ ...complete, DATABASE_POOL_SIZE: "3", TRUST_PROXY: "1" })).toMatchObject({
    DATABASE_POOL_SIZE: 3,
    TRUST_PROXY: "1",
  })
})

describe("it refuses to start with a clear sentence", () => {
  test.each(Object.keys(complete))("without %s", (name) => {
    expect(() => readEnv({ ...complete, [name]: undefined })).toThrow(`${name} is missing`)
  })
  test.each([
    ["APP_URL", "book.example"],
    ["APP_URL", "https://book.example/path"],
    ["SUPABASE_URL", "ftp://x"],
    ["DATABASE_URL", "mysql://app_server:hunter2@h/x"],
    ["WORKER_DATABASE_URL", "hunter2"],
    ["SEAL_KEY", Buffer.alloc(16).toString("base64")],
    ["SEAL_KEY", ""],
    ["SMTP_URL", "http://127.0.0.1"],
    ["MAIL_FROM", "nobody"],
    ["TRUST_PROXY", "yes"],
    ["DATABASE_POOL_SIZE", "0"],
    ["DATABASE_POOL_SIZE", "many"],
  ])("with %s malformed (%s), and never says the value", (name, value) => {
    const read = () => readEnv({ ...complete, [name]: value })
    expect(read).toThrow(new RegExp(`^Holdfast cannot start: ${name} .*See \\.env\\.example\\.$`))
    expect(read).not.toThrow(/hunter2/)
  })
  test("with several at once, naming each", () => {
    expect(() => readEnv({})).toThrow(/APP_URL is missing; .*MAIL_FROM is missing/)
  })
})

test(".env.example explains every variable", () => {
  const example = readFileSync(new URL("../../../.env.example", import.meta.url), "utf8")
  const source = readFileSync(new URL("../../../lib/base/env.ts", import.meta.url), "utf8")
  const names = [...source.matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(8)
  expect(names.filter((name) => !new RegExp(`^#? ?${name}=`, "m").test(example))).toEqual([])
})
