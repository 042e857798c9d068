/** Class names in one string; false, null and undefined drop out. */
export function joinClasses(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(" ")
}
