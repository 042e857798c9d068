"use client"

import { useEffect, useRef } from "react"
import { mintKey } from "../../_parts/use-idempotency-key"

type Props = {
  href: string
  /** True while the details are on their way: then leaving is arriving. */
  paused: boolean
}

/** Gives the time back when the page is left. Reloading, and sending any form of the page, is not leaving. */
export function ReleaseOnLeave({ href, paused }: Props) {
  const isPaused = useRef(paused)
  useEffect(() => {
    isPaused.current = paused
  }, [paused])
  useEffect(() => {
    let done = false
    const stay = (event: Event) => {
      const form = event.target as HTMLFormElement
      // Without preventDefault the browser itself sends it (language, appearance) and comes back here.
      if (!event.defaultPrevented || form.dataset.givesBack) done = true
    }
    const onNavigate = (event: Event) => {
      if ((event as Event & { navigationType?: string }).navigationType === "reload") done = true
    }
    const release = () => {
      if (done || isPaused.current) return
      done = true
      void fetch(href, {
        method: "DELETE",
        keepalive: true,
        headers: { "Idempotency-Key": mintKey() },
      }).catch(() => {})
    }
    const comeBack = (event: PageTransitionEvent) => event.persisted && location.reload()
    const { navigation } = window as unknown as { navigation?: EventTarget }
    window.addEventListener("submit", stay)
    window.addEventListener("pageshow", comeBack)
    // Where a reload cannot be told from leaving, the hold is left to run out by itself.
    if (navigation) window.addEventListener("pagehide", release)
    navigation?.addEventListener("navigate", onNavigate)
    clearTimeout(waiting.get(href))
    return () => {
      window.removeEventListener("submit", stay)
      window.removeEventListener("pageshow", comeBack)
      window.removeEventListener("pagehide", release)
      navigation?.removeEventListener("navigate", onNavigate)
      // A moment later, because React's development mode mounts everything twice.
      waiting.set(href, setTimeout(release, 100))
    }
  }, [href])
  return null
}

const waiting = new Map<string, ReturnType<typeof setTimeout>>()
