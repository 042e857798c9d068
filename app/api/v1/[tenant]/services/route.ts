import "server-only"
import { refuseMethod } from "#lib/entry/refuse-method"
import { route } from "#lib/entry/route"
import { answerServices } from "#lib/integrations/answer-services"
import { listServicesOperation } from "#lib/integrations/api-operations"

export const GET = route({ ...listServicesOperation, permission: "public:read", run: answerServices })

const refuse = refuseMethod("GET")

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
