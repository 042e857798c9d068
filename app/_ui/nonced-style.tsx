"use client"

/**
 * An inline style that survives soft navigation. The policy in force is that of the *document*; a style that arrives
 * later with the nonce of its own request would be blocked. So the browser takes the nonce of the scripts around it.
 */
export function NoncedStyle({ nonce, css }: { nonce: string | undefined; css: string }) {
  const ownNonce =
    typeof document === "undefined"
      ? nonce
      : document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce
  return (
    <style nonce={ownNonce} suppressHydrationWarning>
      {css}
    </style>
  )
}
