import "server-only"
import type { z } from "zod"
import { short } from "#lib/entry/read-request"

/** Field → the rule that it breaks, for programs. zod's own messages repeat what was sent; these never do. */
export function complaintsOf(error: z.ZodError): Record<string, string> {
  const complaints = new Map<string, string>()
  for (const issue of error.issues) {
    const field = short(String(issue.path[0] ?? "body"))
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys.slice(0, 10)) complaints.set(short(key), "unknown")
    } else if (!complaints.has(field)) {
      complaints.set(field, ruleOf(issue))
    }
  }
  return Object.fromEntries(complaints)
}

function ruleOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type")
    return issue.message.endsWith("undefined") ? "required" : `not a ${issue.expected}`
  if (issue.code === "invalid_format")
    return `not a valid ${issue.format === "regex" ? "value" : issue.format}`
  if (issue.code === "too_small") return "too short"
  if (issue.code === "too_big") return "too long"
  if (issue.code === "invalid_value") return "not one of the permitted values"
  return "not valid"
}
