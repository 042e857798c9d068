"use client"

import { useEffect, useState } from "react"

/**
 * The key of one press of a button. The server's stands in the HTML for a browser without JavaScript; here it is
 * renewed when the form appears, after each answer, and when the page comes back out of the history: a second choice
 * is a second request.
 */
export function useIdempotencyKey(serverKey: string, answer: unknown): string {
  const [key, setKey] = useState(serverKey)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer is the reason to renew
  useEffect(() => {
    const renew = () => setKey(mintKey())
    const onShow = (event: PageTransitionEvent) => event.persisted && renew()
    renew()
    window.addEventListener("pageshow", onShow)
    return () => window.removeEventListener("pageshow", onShow)
  }, [answer])
  return key
}

export function mintKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("")
}
