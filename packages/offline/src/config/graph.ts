/** The resources that an SST config declares, as Pulumi would be asked to create them. */
export type Graph = {
  app: { name: string; stage: string }
  region: string
  accountId: string
  resources: Resource[]
  /** What SST asked its CLI to build, by function id. */
  functions: Record<string, FunctionTarget>
  /** What `run()` returned. */
  outputs: Record<string, unknown>
}

export type Resource = {
  urn: string
  /** Pulumi type token: `aws:cognito/userPool:UserPool`, `sst:aws:Function`. */
  type: string
  /** Logical name. Physical names end in eight random letters; nothing may be keyed on them. */
  name: string
  /** URN of the parent. */
  parent?: string
  id: string
  inputs: Properties
  /** What the provider would have answered. */
  state: Properties
  /** What a component registered for its users and the CLI. */
  outputs: Properties
  protect: boolean
  retainOnDelete: boolean
}

export type Properties = Record<string, unknown>

/** The parameters of SST's calls `Runtime.AddTarget` and `Runtime.Build`. */
export type FunctionTarget = {
  functionID: string
  handler: string
  runtime: string
  links: Record<string, Properties>
  properties: Properties
}

export const siteType = 'sst:aws:StaticSite'
export const routerType = 'sst:aws:Router'

/** How SST has something built on the machine that deploys. */
export const buildCommandType = 'command:local:Command'

export const byType = (graph: Graph, type: string): Resource[] =>
  graph.resources.filter(resource => resource.type === type)

/** The component or resource that `resource` belongs to. */
export const parentOf = (graph: Graph, resource: Resource): Resource | undefined =>
  graph.resources.find(({ urn }) => urn === resource.parent)
