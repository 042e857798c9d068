"use client"

import { CrashPage } from "#ui/crash-page"

type Props = { error: Error & { digest?: string }; reset: () => void }

export default function ErrorPage({ error, reset }: Props) {
  return <CrashPage digest={error.digest} retry={reset} />
}
