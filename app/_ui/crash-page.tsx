"use client"

import { Button } from "#ui/button"
import { LinkButton } from "#ui/link-button"
import { MessagePage } from "#ui/message-page"
import de from "../_messages/de/crash.json" with { type: "json" }
import en from "../_messages/en/crash.json" with { type: "json" }

/** Here the server could not finish, so that both languages travel with the script; `crash.json` is kept tiny for it. */
export function CrashPage({ digest, retry }: { digest?: string; retry: () => void }) {
  const words = speaksGerman() ? de : en
  return (
    <MessagePage
      title={words.title}
      body={words.body}
      footnote={digest ? `${words.reference}: ${digest}` : undefined}
    >
      <Button onClick={retry}>{words.retry}</Button>
      <LinkButton href="/" tone="quiet">
        {words.home}
      </LinkButton>
    </MessagePage>
  )
}

export function speaksGerman(): boolean {
  if (typeof document === "undefined") return false
  return (document.documentElement.lang || navigator.language).startsWith("de")
}
