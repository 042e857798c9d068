// The only program that runs on whatever Node the machine has (>= 20): it installs what package.json names, then
// hands over to the pinned Node 24 in node_modules, which runs the TypeScript beside this file by type stripping.
import { spawn, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..")
const [command = "start", ...args] = process.argv.slice(2)
const stampPath = join(root, "node_modules", ".holdfast-stamp")
const nodePath = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node")

const [major = 0] = process.versions.node.split(".").map(Number)
if (major < 20) {
  console.error(`Holdfast needs Node 20 or newer to start; this is ${process.version}.`)
  process.exit(1)
}

// A debugger or a loader in NODE_OPTIONS belongs to somebody else's program and breaks installers.
const { NODE_OPTIONS: _dropped, ...cleanEnv } = process.env

function fingerprint() {
  const hash = createHash("sha256")
  for (const name of ["package.json", "package-lock.json"]) hash.update(readFileSync(join(root, name)))
  return hash.digest("hex")
}

/** npm runs a script through a shell, which outlives an npm that was killed: so npm itself is watched. */
function findNpm() {
  if (!process.env.npm_lifecycle_event || process.platform === "win32") return process.ppid
  const found = spawnSync("ps", ["-o", "ppid=", "-p", String(process.ppid)], { encoding: "utf8" })
  return Number(found.stdout) || process.ppid
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === "EPERM"
  }
}

const npm = findNpm()

/** Runs a child to its end, passing signals on; ends with it when our own parent disappears. */
function run(file, argv, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, argv, { cwd: root, env, stdio: "inherit" })
    const forward = (signal) => child.kill(signal)
    const parent = process.ppid
    const orphaned = setInterval(() => {
      if (process.ppid !== parent || !isAlive(npm)) child.kill("SIGTERM")
    }, 1000)
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, forward)
    child.on("error", reject)
    child.on("close", (code, signal) => {
      clearInterval(orphaned)
      for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.off(name, forward)
      resolve(code ?? (signal === "SIGINT" ? 130 : 143))
    })
  })
}

async function install() {
  const stamp = fingerprint()
  if (existsSync(nodePath) && existsSync(stampPath) && readFileSync(stampPath, "utf8") === stamp) return
  console.log("install   fetching the packages that package.json names (a minute or two the first time)")
  const npmCli = process.env.npm_execpath
  // `install`, not `ci`: the lockfile does not list the binaries of every platform. `--no-save` keeps it as it is.
  const npmArgs = ["install", "--no-save", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]
  const code = npmCli?.endsWith(".js")
    ? await run(process.execPath, [npmCli, ...npmArgs], cleanEnv)
    : await run(process.platform === "win32" ? "npm.cmd" : "npm", npmArgs, cleanEnv)
  if (code !== 0 || !existsSync(nodePath)) {
    console.error("install   failed: npm could not install the packages (its message is above).")
    process.exit(code || 1)
  }
  writeFileSync(stampPath, stamp)
}

await install()
const flags = ["--conditions=react-server", "--disable-warning=ExperimentalWarning"]
const program = join(root, "supabase", "local", `${command}.ts`)
if (!existsSync(program)) {
  console.error(`There is no supabase/local/${command}.ts.`)
  process.exit(1)
}
process.exit(await run(nodePath, [...flags, program, ...args], cleanEnv))
