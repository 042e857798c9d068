// `npm start` (and, with --dev, `npm run dev`): the stack, or with SUPABASE_URL and DATABASE_URL set, the
// application alone on the Supabase project that they name.
import { PlainError, runCommand } from "./plain-error.ts"
import { runOnSupabase } from "./run-on-supabase.ts"
import { loadDotEnv, runStack } from "./run-stack.ts"

await runCommand(async () => {
  const args = process.argv.slice(2)
  const unknown = args.filter((argument) => !["--reset", "--dev"].includes(argument))
  if (unknown.length > 0)
    throw new PlainError(`Unknown option ${unknown.join(" ")}.`, "There is only --reset.")
  loadDotEnv()
  const mode = args.includes("--dev") ? "dev" : "start"
  const reset = args.includes("--reset")
  if (process.env.SUPABASE_URL && process.env.DATABASE_URL) {
    if (reset)
      throw new PlainError("--reset is for the local stack.", "A Supabase project is not wiped from here.")
    return runOnSupabase(mode)
  }
  return runStack({ mode, reset })
})
process.exit()
