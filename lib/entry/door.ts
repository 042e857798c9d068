import "server-only"

/** Marks what a door made; the doors test refuses a page, action, route or job without it. */
export const doorMark = Symbol.for("holdfast.door")

export type DoorKind = "page" | "action" | "route" | "job"
export type DoorPlate = { readonly kind: DoorKind; readonly permission: string }

/** Nails the plate to a function that a door hands out. */
export function plated<F extends (...args: never[]) => unknown>(made: F, plate: DoorPlate): F {
  return Object.assign(made, { [doorMark]: plate })
}
