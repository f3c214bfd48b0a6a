/**
 * What one address may ask of the API, where the stage pays for asking at all.
 *
 * The gateway's throttles count everybody together; this keeps one from using
 * up what is there for all.
 */
import { stagePolicy } from './stage.ts'

/**
 * Somebody who signs in makes about ten requests, and one every four minutes
 * afterwards: enough for a hundred people behind one address to sign in within
 * the five minutes that WAF looks at, and too little to guess at many accounts.
 */
const requestsPerAddress = 1000

/** AWS's own rules read bodies, and a password may look like anything: only the count is wanted. */
const managedRules = { coreRuleSet: false, knownBadInputs: false, sqlInjection: false }

export const firewall = stagePolicy($app.stage).firewall && {
  rateLimitPerIp: requestsPerAddress,
  managedRules,
}

/** Counts requests to the API only, and answers as the gateway does for too many: the site reads the status. */
export function countApiOnly(args: aws.wafv2.WebAclArgs): undefined {
  args.rules = $resolve([args.rules]).apply(([rules = []]) =>
    rules.map(rule => ({
      ...rule,
      action: { block: { customResponse: { responseCode: 429 } } },
      statement: {
        rateBasedStatement: {
          limit: requestsPerAddress,
          ...rule.statement.rateBasedStatement,
          scopeDownStatement: {
            byteMatchStatement: {
              fieldToMatch: { uriPath: {} },
              positionalConstraint: 'STARTS_WITH',
              searchString: '/api/',
              textTransformations: [{ priority: 0, type: 'NONE' }],
            },
          },
        },
      },
    })),
  )
}
