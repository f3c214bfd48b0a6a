import { type Graph, type Properties, parentOf, type Resource } from './graph.ts'
import type { Unsupported } from './model.ts'

/**
 * The settings of the one stage of an API that is run: that of its component
 * first. Without any, as without `deploy()`, AWS has nothing to answer.
 */
export function readStage(
  graph: Graph,
  api: Resource,
  stages: Resource[],
  unsupported: Unsupported[],
): Properties | undefined {
  const refuse = (reason: string) =>
    unsupported.push({ name: parentOf(graph, api)?.name ?? api.name, type: api.type, reason })

  const stage = stages.find(({ parent }) => parent === api.parent) ?? stages[0]
  if (!stage) refuse('is not deployed: it has no stage')
  for (const other of stages) {
    if (other !== stage) refuse(`has a further stage ${other.name}, which is not run offline`)
  }
  return stage?.inputs
}
