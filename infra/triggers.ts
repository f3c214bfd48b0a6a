/** Functions that the user pool calls. Each links only what it needs, which is nothing of the pool. */
import './functions.ts'
import { siteAddress } from './router.ts'

/** The words of every message. */
export const customMessage = new sst.aws.Function('CustomMessage', {
  handler: 'packages/functions/src/triggers/custom-message.handler',
  link: [siteAddress],
})

/** Ends what a forgotten password had opened. Its one permission stands beside the pool, in `auth.ts`. */
export const endSessions = new sst.aws.Function('EndSessions', {
  handler: 'packages/functions/src/triggers/end-sessions.handler',
})
