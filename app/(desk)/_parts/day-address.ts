export type DayQuery = {
  readonly date?: string
  readonly view?: "list"
  readonly cancelled?: "1"
  readonly who?: string
  readonly booking?: string
}

/** Address of the day view; what is undefined is left out, so that the plain day has a plain address. */
export function dayAddress(slug: string, query: DayQuery): string {
  const search = new URLSearchParams()
  for (const name of ["date", "view", "who", "cancelled", "booking"] as const) {
    const value = query[name]
    if (value) search.set(name, value)
  }
  const text = search.toString()
  return `/${slug}/desk${text ? `?${text}` : ""}`
}
