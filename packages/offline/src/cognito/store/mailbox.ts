/** The messages that Cognito would have sent, the newest of them. Nothing leaves the machine. */
import type { Clock } from '../../clock.ts'
import type { Message } from '../../message.ts'
import type { Database } from './database.ts'

export type Mailbox = ReturnType<typeof createMailbox>

/** More than anybody reads. The inbox asks for all of them every other second. */
const mostMessages = 1000

export function createMailbox(
  { prepare, afterCommit }: Database,
  clock: Clock,
  onMessage: (message: Message) => void,
) {
  const insert = prepare(`
    insert into messages (pool_id, recipient, subject, body, code, kind, sent_at_ms)
    values (?, ?, ?, ?, ?, ?, ?)`)
  const prune = prepare('delete from messages where id <= ?')
  const columns = 'recipient, subject, body, code, kind, sent_at_ms'
  const all = prepare(`select ${columns} from messages order by id desc`)
  const byRecipient = prepare(`select ${columns} from messages where recipient = ? order by id desc`)

  return {
    /** Inside a transaction: the message is announced when that is kept. */
    send(poolId: string, { to, subject, body, code, kind }: Omit<Message, 'sentAt'>) {
      const now = clock.now()
      const { lastInsertRowid } = insert.run(poolId, to, subject, body, code, kind, now)
      prune.run(Number(lastInsertRowid) - mostMessages)
      afterCommit(() => onMessage({ to, subject, body, code, kind, sentAt: new Date(now).toISOString() }))
    },

    /** Newest first. */
    messages: ({ to }: { to?: string } = {}): Message[] =>
      (to === undefined ? all.all() : byRecipient.all(to)).map(messageOf),
  }
}

function messageOf(row: Record<string, unknown>): Message {
  return {
    to: row.recipient as string,
    subject: row.subject as string,
    body: row.body as string,
    code: row.code as string | null,
    kind: row.kind as string,
    sentAt: new Date(row.sent_at_ms as number).toISOString(),
  }
}
