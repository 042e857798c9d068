import { z } from "zod/mini"

const base64Of32Bytes = z
  .string()
  .check(z.refine((text) => Buffer.from(text, "base64").length === 32, "must be the base64 of 32 bytes"))
const postgresUrl = z.string().check(z.regex(/^postgres(ql)?:\/\//, "must be a postgres:// address"))
const httpUrl = z.string().check(z.regex(/^https?:\/\/[^/]+$/, "must be an http(s):// origin without a path"))

/** What the web process and the worker need. `.env.example` explains each; a test keeps the two lists equal. */
const schema = z.object({
  APP_URL: httpUrl,
  SUPABASE_URL: httpUrl,
  SUPABASE_PUBLISHABLE_KEY: z.string().check(z.minLength(1)),
  DATABASE_URL: postgresUrl,
  WORKER_DATABASE_URL: z.optional(postgresUrl),
  SEAL_KEY: base64Of32Bytes,
  SMTP_URL: z.string().check(z.regex(/^smtps?:\/\//, "must be an smtp:// or smtps:// address")),
  MAIL_FROM: z.string().check(z.regex(/@/, "must hold an e-mail address")),
  TRUST_PROXY: z._default(z.enum(["0", "1"]), "0"),
  DATABASE_POOL_SIZE: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), 12),
})

export type Env = z.infer<typeof schema>

/**
 * Reads the environment once it is needed.
 * @throws Error whose message names each variable that is missing or malformed, never its value.
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const result = schema.safeParse(source)
  if (result.success) return result.data
  const complaints = result.error.issues.map((issue) => {
    const name = String(issue.path[0])
    return source[name] === undefined ? `${name} is missing` : `${name} ${issue.message}`
  })
  throw new Error(`Holdfast cannot start: ${complaints.join("; ")}. See .env.example.`)
}

let cached: Env | undefined

/** The environment of this process, read on first use so that a build needs no secrets. */
export function env(): Env {
  cached ??= readEnv()
  return cached
}
