"use client"

import { useEffect, useRef } from "react"
import { mintKey } from "../../_parts/use-idempotency-key"

type Props = {
  href: string
  /** True while the details are on their way: then leaving is arriving. */
  paused: boolean
}

/**
 * Gives the time back when the page is left. Sending any form of the page is not leaving, and neither is a reload:
 * where the browser cannot tell that from closing the tab, the server waits whether the page comes back.
 */
export function ReleaseOnLeave({ href, paused }: Props) {
  const isPaused = useRef(paused)
  useEffect(() => {
    isPaused.current = paused
  }, [paused])
  useEffect(() => {
    let done = false
    let followed = false
    const stay = (event: Event) => {
      const form = event.target as HTMLFormElement
      // Without preventDefault the browser itself sends it (language, appearance) and comes back here.
      if (!event.defaultPrevented || form.dataset.givesBack) done = true
    }
    const follow = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null
      const path = link?.getAttribute("href") ?? ""
      const inThisTab = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey)
      if (inThisTab && path.startsWith("/")) followed = true
    }
    const release = (sure: boolean) => {
      if (done || isPaused.current) return
      done = true
      void fetch(href, {
        method: "DELETE",
        keepalive: true,
        headers: { "Idempotency-Key": mintKey(), "Content-Type": "application/json" },
        body: JSON.stringify({ sure }),
      }).catch(() => {})
    }
    const leave = () => release(followed)
    const comeBack = (event: PageTransitionEvent) => event.persisted && location.reload()
    window.addEventListener("submit", stay)
    window.addEventListener("click", follow)
    window.addEventListener("pageshow", comeBack)
    window.addEventListener("pagehide", leave)
    clearTimeout(waiting.get(href))
    return () => {
      window.removeEventListener("submit", stay)
      window.removeEventListener("click", follow)
      window.removeEventListener("pageshow", comeBack)
      window.removeEventListener("pagehide", leave)
      // A moment later, because React's development mode mounts everything twice.
      waiting.set(
        href,
        setTimeout(() => release(true), 100),
      )
    }
  }, [href])
  return null
}

const waiting = new Map<string, ReturnType<typeof setTimeout>>()
