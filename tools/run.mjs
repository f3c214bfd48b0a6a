/**
 * Makes the checkout ready, then runs a program of it with the project's own Node.
 *
 *     node tools/run.mjs [--browser] <program.ts> [args…]
 *
 * This file has to be understood by whatever Node a person happens to have, back to 14: it looks at
 * the version before anything newer is loaded, and so uses neither top-level await nor `node:` names.
 */

const oldestNode = 20

if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  console.error(
    `\n✗ This project needs Node ${oldestNode} or newer to set itself up; this is Node ${process.versions.node}.\n\n` +
      '  Install a current Node from https://nodejs.org (npm 11 comes with Node 24), then run the same\n' +
      '  command again. The project brings the Node it runs with; yours only has to start it.\n',
  )
  process.exit(1)
} else {
  import('./setup/main.mjs').then(({ main }) => main(process.argv.slice(2)))
}
