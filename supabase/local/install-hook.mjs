// `prepare`: runs after every `npm install`, on any Node. Points git at .github/hooks, where gitleaks looks over
// what is about to be committed. Never fails: an archive without git, or a machine without gitleaks, still installs.
import { spawnSync } from "node:child_process"
import { homedir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..")
const git = (...args) => spawnSync("git", args, { cwd: root, encoding: "utf8" })

const top = git("rev-parse", "--show-toplevel")
const chosen = git("config", "--get", "core.hooksPath").stdout?.trim()
if (process.env.CI || top.status !== 0) {
  // A build machine commits nothing, and without git there is nothing to hook.
} else if (chosen && chosen !== ".github/hooks") {
  console.log(`git uses the hooks in ${chosen}; add .github/hooks/pre-commit there to look for secrets.`)
} else if (git("config", "core.hooksPath", ".github/hooks").status === 0) {
  const places = ["gitleaks", join(homedir(), ".cache", "holdfast-tools", "bin", "gitleaks")]
  const found = places.some((place) => spawnSync(place, ["version"], { stdio: "ignore" }).status === 0)
  const note = found ? "" : " (gitleaks is not installed here: the hook will say so and let commits pass)"
  console.log(`git hooks: .github/hooks, which look for secrets before each commit${note}`)
}
