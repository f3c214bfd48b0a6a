/** DeleteUserPoolClient: nothing that names the client works any more. One of the resource graph is there again at the next start. */
import type { Services } from '../services.ts'
import type { Input } from '../wire/shape.ts'
import { administeredClient, clientShape } from './administered.ts'

export const deleteUserPoolClientShape = clientShape

export const deleteUserPoolClient =
  (services: Pick<Services, 'directory'>) =>
  async (input: Input<typeof deleteUserPoolClientShape>): Promise<undefined> => {
    services.directory.removeClient(administeredClient(services, input))
  }
