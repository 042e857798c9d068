import "server-only"
import { openRoute } from "#lib/entry/open-route"
import { refuseMethod } from "#lib/entry/refuse-method"
import { signOut } from "#lib/session/sign-out"

/** Ends the session, then tells the browser to drop what it kept. GET changes nothing: a link cannot sign out. */
export const POST = openRoute(async () => {
  const ended = await signOut()
  return new Response(null, {
    status: 303,
    headers: {
      location: `/sign-in?out=${ended ? "1" : "unsure"}`,
      "clear-site-data": '"cache", "storage"',
      "cache-control": "no-store",
    },
  })
})

const refuse = refuseMethod("POST")

export { refuse as DELETE, refuse as GET, refuse as HEAD, refuse as OPTIONS, refuse as PATCH, refuse as PUT }
