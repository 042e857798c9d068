export type BoardScale = {
  /** Epoch minute of the top of the board. */
  readonly startMinute: number
  readonly minutes: number
  /** Starts fall on multiples of this. */
  readonly granularityMinutes: number
}

export type Aim = {
  readonly practitionerId: string
  readonly name: string
  /** Epoch minute, on the practice's grid. */
  readonly minute: number
  readonly column: HTMLElement
}

/** The practitioner and minute under a point of the window; `grabY` px are above the pointer inside what it carries. */
export function aimAt(
  sheet: HTMLElement,
  clientX: number,
  clientY: number,
  grabY: number,
  scale: BoardScale,
): Aim | undefined {
  for (const column of sheet.querySelectorAll<HTMLElement>("[data-practitioner]")) {
    const box = column.getBoundingClientRect()
    if (clientX < box.left || clientX >= box.right || clientY < box.top || clientY >= box.bottom) continue
    const exact = ((clientY - grabY - box.top) / box.height) * scale.minutes
    const step = scale.granularityMinutes
    // A click means the slot it is in, something carried means the nearest line.
    const offset = (grabY ? Math.round(exact / step) : Math.floor(exact / step)) * step
    if (offset < 0 || offset >= scale.minutes) return undefined
    const { practitioner = "", name = "" } = column.dataset
    return { practitionerId: practitioner, name, minute: scale.startMinute + offset, column }
  }
  return undefined
}

/** Draws where it would go, or nothing. Through the CSSOM: the policy forbids style attributes, not scripts' styles. */
export function showPreview(
  preview: HTMLElement | null,
  sheet: HTMLElement | null,
  aim: Aim | undefined,
  minutes: number,
  text: string | undefined,
  scale: BoardScale,
): void {
  if (!preview || !sheet) return
  preview.hidden = !aim
  if (!aim) return
  const outer = sheet.getBoundingClientRect()
  const box = aim.column.getBoundingClientRect()
  const perMinute = box.height / scale.minutes
  preview.textContent = text ?? ""
  preview.style.left = `${box.left - outer.left + 2}px`
  preview.style.width = `${box.width - 6}px`
  preview.style.top = `${box.top - outer.top + (aim.minute - scale.startMinute) * perMinute + 1}px`
  preview.style.height = `${Math.max(20, minutes * perMinute - 2)}px`
}
