import "server-only"
import { notFound } from "next/navigation"
import type { ReactNode } from "react"
import type { z } from "zod"
import { plated } from "#lib/entry/door"

type Arrival = { searchParams: Promise<Record<string, string | string[] | undefined>> }

type OpenPageSpec<I> = {
  input: z.ZodType<I>
  view: (input: I) => ReactNode | Promise<ReactNode>
}

/** The door of pages that belong to no practice and show nobody's data. It mints no handle. */
export function openPage<I>(spec: OpenPageSpec<I>) {
  async function arrive({ searchParams }: Arrival): Promise<ReactNode> {
    const parsed = spec.input.safeParse(await searchParams)
    if (!parsed.success) notFound()
    return spec.view(parsed.data)
  }
  return plated(arrive, { kind: "page", permission: "none" })
}
