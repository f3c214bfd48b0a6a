import { access } from 'node:fs/promises'
import path from 'node:path'
import type { LambdaFunction } from '../config/model.ts'
import { StartError } from '../start-error.ts'

export type HandlerFile = { file: string; exportName: string }

/** In the order in which SST tries them. */
const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs']

/** The source file behind `path/to/file.exportName`, which is relative to the root. */
export async function locateHandler(root: string, { id, handler }: LambdaFunction): Promise<HandlerFile> {
  const exportName = path.extname(handler).slice(1)
  if (exportName === '') {
    throw new StartError(`${id}: the handler "${handler}" names no export. Write it as path/to/file.export.`)
  }
  const stem = path.resolve(root, handler.slice(0, -exportName.length - 1))
  for (const extension of extensions) {
    if (await exists(stem + extension)) return { file: stem + extension, exportName }
  }
  throw new StartError(
    `${id}: there is no file for the handler "${handler}". Tried ${stem}{${extensions.join(',')}}.`,
  )
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
