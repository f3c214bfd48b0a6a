#!/usr/bin/env node
/** `latchkey-offline`: runs the SST app in the working directory whole on this machine. */
const [major] = process.versions.node.split('.').map(Number)

if (major < 24) {
  process.stderr.write(
    `latchkey-offline needs Node.js 24 or newer, the one that Lambda runs; this is ${process.version}.\n`,
  )
  process.exitCode = 1
} else {
  // What npx sets is not the name of a script.
  if (process.env.npm_lifecycle_event === 'npx') delete process.env.npm_lifecycle_event
  await import('../src/cli.ts')
}
