import type { Ports } from "./choose-ports.ts"
import { changeUrl } from "./prepare-database.ts"
import type { Environment } from "./start-process.ts"
import type { Secrets, StateFolder } from "./state-folder.ts"

export interface Addresses {
  appUrl: string
  supabaseUrl: string
  mailboxUrl: string
  superuserDatabaseUrl: string
  ownerDatabaseUrl: string
  appDatabaseUrl: string
  workerDatabaseUrl: string
  authDatabaseUrl: string
}

export function nameAddresses(ports: Ports, secrets: Secrets, appUrl: string): Addresses {
  const superuser = `postgresql://supabase_admin:${secrets.superuserPassword}@127.0.0.1:${ports.database}/postgres`
  return {
    appUrl,
    supabaseUrl: `http://127.0.0.1:${ports.supabase}`,
    mailboxUrl: `http://127.0.0.1:${ports.mailbox}`,
    superuserDatabaseUrl: superuser,
    ownerDatabaseUrl: changeUrl(superuser, { user: "postgres", password: secrets.ownerPassword }),
    appDatabaseUrl: changeUrl(superuser, { user: "app_server", password: secrets.appServerPassword }),
    workerDatabaseUrl: changeUrl(superuser, { user: "app_worker", password: secrets.appWorkerPassword }),
    authDatabaseUrl: changeUrl(superuser, {
      user: "supabase_auth_admin",
      password: secrets.authAdminPassword,
    }),
  }
}

/** Never inherited by the web process: it must not be able to act as owner, whatever the shell has set. */
const ownerOnly = ["OWNER_DATABASE_URL", "WORKER_DATABASE_URL", "HOLDFAST_SUPABASE_API", "NODE_OPTIONS"]

/** What the web process sees: the shell's environment without the powers it must not have, and the stack's own. */
export function webEnvironment(
  state: StateFolder,
  addresses: Addresses,
  ports: Ports,
  secrets: Secrets,
  port: number,
): Environment {
  const inherited = Object.entries(process.env).filter(([name]) => !ownerOnly.includes(name))
  return {
    ...Object.fromEntries(inherited),
    NEXT_TELEMETRY_DISABLED: "1",
    APP_URL: addresses.appUrl,
    PORT: String(port),
    SUPABASE_URL: addresses.supabaseUrl,
    SUPABASE_PUBLISHABLE_KEY: secrets.publishableKey,
    DATABASE_URL: addresses.appDatabaseUrl,
    SEAL_KEY: secrets.sealKey,
    SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    MAIL_FROM: process.env.MAIL_FROM ?? "Holdfast <appointments@holdfast.test>",
    TRUST_PROXY: process.env.TRUST_PROXY ?? "0",
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: secrets.serverActionsKey,
    HOLDFAST_DIR: state.root,
  }
}
