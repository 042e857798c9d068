import { describe, expect, test } from "vitest"
import type { DoorPlate } from "#lib/entry/door"

/** What `lib/entry/door` nails to everything that a door made. */
const doorMark = Symbol.for("holdfast.door")

/** Pages and routes without a door, because they hold nobody's data. This list only shrinks. */
const withoutDoor: Readonly<Record<string, string>> = {
  "app/(site)/page.tsx default": "the landing page",
  "app/(site)/developers/page.tsx default": "the words for programmers: the same for everybody",
  "app/api/locale/route.ts POST": "keeps the visitor's language in a cookie",
  "app/api/theme/route.ts POST": "keeps the visitor's light or dark in a cookie",
}

const modules = import.meta.glob<Record<string, unknown>>("../../app/**/{page,route,actions}.{ts,tsx}")
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

/** What Next would call: the page, the methods of a route, every export of a file of actions. */
async function openings() {
  const found: { name: string; path: string; what: string; plate: DoorPlate | undefined }[] = []
  for (const [file, load] of Object.entries(modules)) {
    const path = file.replace("../../", "")
    for (const [what, value] of Object.entries(await load())) {
      if (typeof value !== "function") continue
      const callable = path.endsWith("/page.tsx")
        ? what === "default"
        : path.endsWith("/route.ts")
          ? methods.includes(what)
          : true
      if (!callable) continue
      found.push({
        name: `${path} ${what}`,
        path,
        what,
        plate: (value as { [doorMark]?: DoorPlate })[doorMark],
      })
    }
  }
  return found
}

const all = await openings()
const plates = all.filter(({ plate }) => plate !== undefined)

describe("every page, action and route is made by a door", () => {
  test("there are some", () => {
    expect(all.length).toBeGreaterThan(30)
  })

  test("at run time, each carries the plate of a door", () => {
    const bare = all.filter(({ plate }) => !plate).map(({ name }) => name)
    expect(bare.filter((name) => !(name in withoutDoor))).toEqual([])
  })

  test("no exception is left that is not needed", () => {
    const bare = all.filter(({ plate }) => !plate).map(({ name }) => name)
    expect(Object.keys(withoutDoor).filter((name) => !bare.includes(name))).toEqual([])
  })

  test("of the kind that its place asks for", () => {
    const kindOf = (path: string) =>
      path.endsWith("page.tsx") ? "page" : path.endsWith("route.ts") ? "route" : "action"
    expect(plates.filter(({ path, plate }) => plate?.kind !== kindOf(path)).map(({ name }) => name)).toEqual(
      [],
    )
  })

  test("at the desk each asks for a permission of staff; a guest's door asks for a guest's", () => {
    const refuses = (what: string, plate?: DoorPlate) =>
      plate?.permission === "none" && methods.includes(what)
    const desk = plates.filter(({ path }) => path.startsWith("app/(desk)/"))
    const guest = plates.filter(({ path }) => /^app\/(\(guest\)|api\/v1\/\[tenant\])\//.test(path))
    expect(desk.length * guest.length).toBeGreaterThan(0)
    const wrong = [
      ...desk.filter(
        ({ what, plate }) => !refuses(what, plate) && !/^[a-z]+:(read|write)$/.test(plate?.permission ?? ""),
      ),
      ...desk.filter(({ plate }) => plate?.permission.startsWith("public:")),
      ...guest.filter(({ what, plate }) => !refuses(what, plate) && !plate?.permission.startsWith("public:")),
    ]
    expect(wrong.map(({ name, plate }) => `${name}: ${plate?.permission}`)).toEqual([])
  })

  test("what changes something asks for more than reading", () => {
    const changing = plates.filter(
      ({ path, what, plate }) =>
        (path.endsWith("/actions.ts") || ["POST", "PUT", "PATCH", "DELETE"].includes(what)) &&
        plate?.permission !== "none",
    )
    expect(
      changing.filter(({ plate }) => plate?.permission.endsWith(":read")).map(({ name }) => name),
    ).toEqual([])
  })

  test("the doors of nobody are few and known", () => {
    const open = plates.filter(
      ({ path, what, plate }) =>
        plate?.permission === "none" && !(path.endsWith("route.ts") && what !== "GET" && what !== "POST"),
    )
    const closed = (name: string) =>
      /^app\/api\/(\[\[|v1\/\[tenant\])/.test(name) || /^app\/\(desk\)\//.test(name)
    const names = open.map(({ name }) => name).filter((name) => !closed(name))
    expect(names.filter((name) => !/(sign-in|sign-out|health|openapi\.json)/.test(name))).toEqual([])
  })
})

test("a function that no door made is seen", () => {
  const bare = async () => new Response("hello")
  expect((bare as { [doorMark]?: DoorPlate })[doorMark]).toBeUndefined()
})
