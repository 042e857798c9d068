import { generateKeyPairSync, randomBytes } from "node:crypto"
import { generateApiKey } from "@supabase/lite"
import { randomSecret, readJson, type Secrets, type StateFolder, writePrivateJson } from "./state-folder.ts"

/** The stack's own secrets: made on first start, kept in the state folder (mode 600), never in the repository. */
export async function createSecrets(): Promise<Secrets> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  return {
    ownerPassword: randomSecret(),
    superuserPassword: randomSecret(),
    appServerPassword: randomSecret(),
    appWorkerPassword: randomSecret(),
    authAdminPassword: randomSecret(),
    sealKey: randomBytes(32).toString("base64"),
    serverActionsKey: randomBytes(32).toString("base64"),
    jwtSecret: randomSecret(48),
    jwtPrivateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publishableKey: (await generateApiKey("publishable")).key,
    demoPassword: randomSecret(12),
    secretKey: (await generateApiKey("secret")).key,
  }
}

export async function loadSecrets(state: StateFolder): Promise<Secrets> {
  const path = state.path("secrets.json")
  const known = readJson<Secrets>(path)
  if (known) return known
  const secrets = await createSecrets()
  writePrivateJson(path, secrets)
  return secrets
}
