import type { NextConfig } from "next"
import createNextIntlPlugin from "next-intl/plugin"
import {
  assetContentSecurityPolicy,
  fixedSecurityHeaders,
  noIndex,
  noStore,
} from "./lib/base/security-headers.ts"

const asset = { key: "Content-Security-Policy", value: assetContentSecurityPolicy }

/** Everything but Next's own hashed files and the mark: whatever is not provably public is not stored. */
const notAnAsset = "/((?!_next/static/|icon\\.svg).*)"

const config: NextConfig = {
  distDir: process.env.NEXT_DIST_DIR || ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  // The redirect that Next makes by itself carries none of the headers below; the middleware makes ours.
  skipTrailingSlashRedirect: true,
  // No `use cache`, no partial prerendering, no experimental.sri: each breaks the nonce (docs: TRAPS, Next.js).
  experimental: { authInterrupts: true },
  // .ci/run and the ci workflow check types once; whoever only starts the program need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  // Addresses may carry link tokens, and `next dev` would print each of them.
  logging: { incomingRequests: { ignore: [/\/(hold|booking|move|cancel|holds|bookings)\//] } },
  headers: async () => [
    { source: "/:path*", headers: [...fixedSecurityHeaders] },
    { source: notAnAsset, headers: [noStore] },
    { source: "/:tenant/(hold|booking|move|cancel)/:path*", headers: [noIndex] },
    // Only what the middleware leaves out, so that an answer never has two policies.
    { source: "/_next/static/:path*", headers: [asset] },
    { source: "/icon.svg", headers: [asset] },
  ],
}

export default createNextIntlPlugin("./app/_i18n/request.ts")(config)
