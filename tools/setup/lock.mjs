import { mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { inRoot, isWindows, readJson } from './paths.mjs'
import { runningTools } from './tool.mjs'

const lockPath = inRoot('.sst', 'setup.lock')

const heartbeatMs = 1_000
const pollMs = 250

/** A living process without a heartbeat for this long is a stranger with a reused id. */
const silenceMs = 15_000

/** A set-up that was killed leaves its tools behind; they end by themselves, or do not count. */
const orphansMs = 180_000

/** @typedef {{ pid: number, tools: number[] }} Holder */

/** Of a lock that is being written, or never was to the end. */
const unknownHolder = { pid: 0, tools: [] }

/**
 * Runs `work` while no other set-up of this checkout is at work.
 *
 * Whoever finds the lock taken waits. A lock whose owner is gone is taken over, but not before the
 * tools it had started are gone too: two npm's in one node_modules ruin it.
 *
 * @template T
 * @param {import('./progress.mjs').Progress} progress
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(progress, work) {
  mkdirSync(inRoot('.sst'), { recursive: true })
  if (!takeUnlessHeld())
    await progress.step('Another set-up of this checkout', 'waiting for it to end', waitAndTake)
  const release = () => rmSync(lockPath, { force: true })
  process.on('exit', release)
  const heartbeat = setInterval(beat, heartbeatMs)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    process.off('exit', release)
    release()
  }
}

async function waitAndTake() {
  let seenMs = 0
  let silentSinceMs = Date.now()
  while (!takeUnlessHeld(Date.now() - silentSinceMs)) {
    await delay(pollMs)
    const beatMs = lastBeatMs()
    if (beatMs !== seenMs) silentSinceMs = Date.now()
    seenMs = beatMs
  }
}

/** Takes the lock where it is free, or its owner is gone; answers whether it did. */
function takeUnlessHeld(silentForMs = 0) {
  if (tryTake()) return true
  const holder = readHolder()
  if (!isStale(holder, { beatMs: lastBeatMs(), silentForMs })) return false
  removeStale(holder)
  return tryTake()
}

const lastBeatMs = () => statSync(lockPath, { throwIfNoEntry: false })?.mtimeMs ?? 0

/**
 * @param {Holder} holder
 * @param {{ beatMs: number, silentForMs: number }} heartbeat
 */
function isStale({ pid, tools }, { beatMs, silentForMs }) {
  if (pid === unknownHolder.pid || (pid !== process.pid && isAlive(pid))) return silentForMs > silenceMs
  return Date.now() - beatMs > orphansMs || !tools.some(tool => isAlive(isWindows ? tool : -tool))
}

function tryTake() {
  try {
    writeFileSync(lockPath, describe(), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  }
}

/** Shows that we are alive, and which tools would outlive us. */
function beat() {
  if (readHolder().pid !== process.pid) return
  writeFileSync(lockPath, describe(), { flag: 'r+' })
  utimesSync(lockPath, new Date(), new Date())
}

/** Of one length always, so that rewriting it in place never leaves half of an older text. */
const describe = () => JSON.stringify({ pid: process.pid, tools: runningTools() }).padEnd(200)

/** @returns {Holder} */
const readHolder = (path = lockPath) => readJson(path) ?? unknownHolder

/**
 * Renaming picks one winner among several that saw the same stale lock. A loser may find that it
 * moved the winner's new lock, and puts it back.
 *
 * @param {Holder} holder
 */
function removeStale(holder) {
  const aside = `${lockPath}.${process.pid}`
  try {
    renameSync(lockPath, aside)
    if (readHolder(aside).pid !== holder.pid) renameSync(aside, lockPath)
    else rmSync(aside)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
