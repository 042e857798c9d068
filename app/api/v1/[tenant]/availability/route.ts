import "server-only"
import { refuseMethod } from "#lib/entry/refuse-method"
import { route } from "#lib/entry/route"
import { answerAvailability } from "#lib/integrations/answer-availability"
import { findAvailabilityOperation } from "#lib/integrations/api-operations"

export const GET = route({ ...findAvailabilityOperation, permission: "public:read", run: answerAvailability })

const refuse = refuseMethod("GET")

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
