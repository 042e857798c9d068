/** Where the stack keeps its state: `.local/`, or the folder that HOLDFAST_DIR names. */
import { randomBytes } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

export const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..")

export interface Secrets {
  ownerPassword: string
  superuserPassword: string
  appServerPassword: string
  appWorkerPassword: string
  authAdminPassword: string
  /** base64 of 32 bytes */
  sealKey: string
  /** base64 of 32 bytes */
  serverActionsKey: string
  jwtSecret: string
  /** PKCS #8 PEM of the P-256 key that signs access tokens */
  jwtPrivateKey: string
  publishableKey: string
  secretKey: string
  /** password of every demo account */
  demoPassword: string
}

export interface StackFile {
  appUrl: string
  supabaseUrl: string
  mailboxUrl: string
  ownerDatabaseUrl: string
  appDatabaseUrl: string
  tenants: { id: string; slug: string; name: string; timeZone: string }[]
  accounts: { tenantSlug: string; email: string; password: string; role: string }[]
}

export interface StateFolder {
  root: string
  database: string
  mailbox: string
  logs: string
  path(name: string): string
}

export function openStateFolder(
  root = resolve(repositoryRoot, process.env.HOLDFAST_DIR ?? ".local"),
): StateFolder {
  mkdirSync(root, { recursive: true })
  return {
    root,
    database: join(root, "db"),
    mailbox: join(root, "mailbox"),
    logs: join(root, "logs"),
    path: (name) => join(root, name),
  }
}

export function readJson<T>(path: string): T | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as T) : undefined
}

/** Written whole or not at all, readable by the owner alone: these files carry passwords. */
export function writePrivateJson(path: string, value: unknown): void {
  const temporary = `${path}.${process.pid}.tmp`
  rmSync(temporary, { force: true })
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  renameSync(temporary, path)
}

export const randomSecret = (bytes = 24): string => randomBytes(bytes).toString("base64url")
