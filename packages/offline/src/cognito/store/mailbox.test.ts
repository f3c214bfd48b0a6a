import { expect, test } from 'vitest'
import { manualClock } from '../../clock.ts'
import { openDatabase } from './database.ts'
import { createMailbox } from './mailbox.ts'

test('keeps the newest thousand messages, whoever they are for', () => {
  const database = openDatabase(':memory:')
  database.prepare('insert into pools (id, fixed_settings) values (?, ?)').run('pool', '{}')
  const mailbox = createMailbox(database, manualClock(), () => {})
  const sendTo = (to: string) =>
    mailbox.send('pool', { to, subject: 'Your code', body: '123456', code: '123456', kind: 'SignUp' })

  sendTo('first@example.test')
  for (let count = 1; count < 1000; count++) sendTo(`person-${count}@example.test`)
  expect(mailbox.messages()).toHaveLength(1000)
  expect(mailbox.messages({ to: 'first@example.test' })).toHaveLength(1)

  sendTo('last@example.test')
  expect(mailbox.messages()).toHaveLength(1000)
  expect(mailbox.messages()[0]?.to).toBe('last@example.test')
  expect(mailbox.messages({ to: 'first@example.test' })).toEqual([])
  expect(mailbox.messages({ to: 'person-1@example.test' })).toHaveLength(1)
  database.close()
})
