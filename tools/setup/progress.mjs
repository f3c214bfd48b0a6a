const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const frameMs = 100
const reminderMs = 10_000

/**
 * Tells how far the set-up is: on a terminal one line rewritten in place, elsewhere (a CI log) a line
 * when a step starts, one every ten seconds, and one when it ends.
 */
export class Progress {
  /** @type {Map<string, number>} start times by step */
  #steps = new Map()
  /** @type {NodeJS.Timeout | undefined} */
  #timer
  #frame = 0
  #isColoured

  /** @param {NodeJS.WriteStream} stream */
  constructor(stream) {
    this.stream = stream
    this.#isColoured = stream.isTTY && !process.env.NO_COLOR
  }

  /**
   * Runs one step, announced as `name`, and says how long it took.
   *
   * @template T
   * @param {string} name
   * @param {string} doing
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async step(name, doing, work) {
    const startedMs = Date.now()
    this.#steps.set(`${name}: ${doing}`, startedMs)
    if (!this.stream.isTTY) this.#write(`· ${name}: ${doing}`)
    this.#timer ??= setInterval(() => this.#tick(), this.stream.isTTY ? frameMs : reminderMs)
    try {
      const result = await work()
      this.say(`${this.#colour(32, '✓')} ${name}  ${this.#colour(2, seconds(startedMs))}`)
      return result
    } finally {
      this.#steps.delete(`${name}: ${doing}`)
      if (this.#steps.size === 0) this.close()
    }
  }

  /** @param {string} line */
  say(line) {
    this.#clear()
    this.#write(line)
  }

  close() {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#clear()
  }

  #tick() {
    const steps = [...this.#steps].map(([label, startedMs]) => `${label}  ${seconds(startedMs)}`)
    if (!this.stream.isTTY) return this.#write(`  … ${steps.join(', ')}`)
    this.#frame = (this.#frame + 1) % frames.length
    const line = `${frames[this.#frame]} ${steps.join('  ·  ')}`
    // A line that wraps cannot be rewritten in place.
    this.stream.write(`\r\x1b[K${line.slice(0, (this.stream.columns || 80) - 1)}`)
  }

  #clear() {
    if (this.stream.isTTY) this.stream.write('\r\x1b[K')
  }

  /** @param {string} line */
  #write(line) {
    this.stream.write(`${line}\n`)
  }

  /**
   * @param {number} code
   * @param {string} text
   */
  #colour(code, text) {
    return this.#isColoured ? `\x1b[${code}m${text}\x1b[0m` : text
  }
}

/** @param {number} sinceMs */
const seconds = sinceMs => `${Math.round((Date.now() - sinceMs) / 1000)} s`
