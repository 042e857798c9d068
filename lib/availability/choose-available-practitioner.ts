import type { Slot } from "#lib/availability/rules"

/**
 * "Anyone": the practitioner of a slot with the least on that local day, so that work spreads evenly.
 * @param load what each has booked that day, in any one unit (bookings or minutes); absent = nothing.
 * @returns the id; ties go to the smaller id, so that the same question has one answer.
 */
export function chooseAvailablePractitioner(slot: Slot, load: ReadonlyMap<string, number>): string {
  let chosen: string | undefined
  for (const id of slot.practitionerIds) {
    const difference = chosen === undefined ? -1 : (load.get(id) ?? 0) - (load.get(chosen) ?? 0)
    if (chosen === undefined || difference < 0 || (difference === 0 && id < chosen)) chosen = id
  }
  if (chosen === undefined) throw new RangeError("A slot names at least one practitioner.")
  return chosen
}
