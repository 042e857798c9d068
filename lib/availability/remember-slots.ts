import type { OfferedSlot } from "#lib/availability/label-slots"

/** Answers of this process by everything that they were computed from, the least recently used first. */
const answers = new Map<string, readonly OfferedSlot[]>()
/** Slots in all answers together; one takes about a hundred bytes. */
const rememberAtMost = 150_000
let remembered = 0

/**
 * The slots for these inputs: as computed last time, or now. The search is a pure function, so there is nothing to
 * invalidate as long as the inputs name *all* that it depends on: the practice, the version of its schedule, the
 * question, the limits of its policy at this minute, and what is taken. One booking more is another question.
 */
export function rememberSlots(
  inputs: readonly string[],
  compute: () => readonly OfferedSlot[],
): readonly OfferedSlot[] {
  const key = inputs.join("\n")
  const known = answers.get(key)
  const slots = known ?? compute()
  if (known) answers.delete(key)
  else remembered += slots.length + 1
  answers.set(key, slots)
  for (const [oldest, { length }] of answers) {
    if (remembered <= rememberAtMost) break
    answers.delete(oldest)
    remembered -= length + 1
  }
  return slots
}
