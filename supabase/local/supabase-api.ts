// The local Supabase API (auth, storage, an empty REST) on the embedded Postgres: Supabase's own TypeScript
// implementation, in a process of its own, under the rules of supabase/config.toml.
import { readFileSync } from "node:fs"
import { serve } from "@hono/node-server"
import { App } from "@supabase/lite"
import { createPostgresConnection } from "@supabase/lite/postgres"
import { createTransport } from "nodemailer"
import { parse } from "smol-toml"
import { createTokenTranslator, type TokenTranslator } from "./access-tokens.ts"

export interface SupabaseApiSettings {
  port: number
  databaseUrl: string
  appUrl: string
  smtpPort: number
  mailFrom: string
  jwtSecret: string
  jwtPrivateKey: string
  publishableKey: string
  secretKey: string
}

const settings = JSON.parse(process.env.HOLDFAST_SUPABASE_API ?? "null") as SupabaseApiSettings | null
if (!settings)
  throw new Error("supabase-api.ts is started by the stack, with its settings in HOLDFAST_SUPABASE_API.")

// biome-ignore lint/suspicious/noExplicitAny: the shape is the library's, validated by it.
type Config = any

const configPath = new URL("../config.toml", import.meta.url)
const config = parse(readFileSync(configPath, "utf8")) as Config
// The hosted service's names for "this provider is on", which the local implementation does not know.
delete config.auth.email.enabled
delete config.auth.sms
const origin = `http://127.0.0.1:${settings.port}`
const translator = await createTokenTranslator(
  settings.jwtPrivateKey,
  settings.jwtSecret,
  `${origin}/auth/v1`,
)

const transport = createTransport({
  host: "127.0.0.1",
  port: settings.smtpPort,
  secure: false,
  ignoreTLS: true,
})

const app = new App({
  connection: createPostgresConnection({ url: settings.databaseUrl, postgresOptions: { max: 8 } }),
  api: { ...config.api, port: settings.port },
  auth: {
    ...config.auth,
    site_url: settings.appUrl,
    additional_redirect_urls: [`${settings.appUrl}/**`],
    jwt_secret: settings.jwtSecret,
    publishable_key: settings.publishableKey,
    secret_key: settings.secretKey,
  },
  options: {
    server: { admin: false },
    drivers: {
      // Not the library's own SMTP driver: it demands TLS, which a mailbox on the loopback interface does not need.
      email: {
        async send(message: { to: string; subject: string; text?: string; html?: string }) {
          await transport.sendMail({ from: { name: "Holdfast", address: settings.mailFrom }, ...message })
        },
      },
    },
  },
})

/** Re-signs the access token of an auth response; everything else passes as it came. */
async function translateResponse(response: Response, tokens: TokenTranslator): Promise<Response> {
  const location = response.headers.get("location")
  if (location?.includes("#") && location.includes("access_token=")) {
    const target = new URL(location)
    const fragment = new URLSearchParams(target.hash.slice(1))
    fragment.set("access_token", await tokens.toOuter(fragment.get("access_token") ?? ""))
    target.hash = fragment.toString()
    const headers = new Headers(response.headers)
    headers.set("location", target.href)
    return new Response(null, { status: response.status, headers })
  }
  if (!response.headers.get("content-type")?.includes("json")) return response
  const text = await response.text()
  const headers = new Headers(response.headers)
  headers.delete("content-length")
  const body = text ? JSON.parse(text) : null
  if (typeof body?.access_token !== "string")
    return new Response(text || null, { status: response.status, headers })
  body.access_token = await tokens.toOuter(body.access_token, body.user)
  return new Response(JSON.stringify(body), { status: response.status, headers })
}

async function handle(request: Request, peerAddress: string | null): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname === "/auth/v1/.well-known/jwks.json") return Response.json(translator.jwks)
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1]
  let inner = request
  if (bearer && bearer.split(".").length === 3) {
    const headers = new Headers(request.headers)
    headers.set("authorization", `Bearer ${await translator.toInner(bearer)}`)
    inner = new Request(request, { headers })
  }
  const response = await app.fetch(inner, { peerAddress })
  return pathname.startsWith("/auth/v1/") ? translateResponse(response, translator) : response
}

const server = serve({
  port: settings.port,
  hostname: "127.0.0.1",
  fetch: (request, env) =>
    handle(request, "incoming" in env ? (env.incoming.socket.remoteAddress ?? null) : null),
})
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    server.close()
    process.exit(0)
  })
}
console.log(`Supabase API on ${origin}`)
