/** One page with all pictures of the gallery on it. */

export type Shown = {
  name: string
  pictures: { view: string; file: string; width: number; height: number }[]
  /** Why there are not more of them. */
  problems: string[]
}

const styles = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
  body { margin: 0 }
  nav { columns: 12rem; padding: 1.5rem }
  nav a { display: block }
  section { border-top: 1px solid #8886; padding: 1rem 1.5rem 2rem }
  h2 { font-size: 1.125rem; margin: 0 0 .75rem }
  .row { align-items: start; display: flex; flex-wrap: wrap; gap: 1rem }
  figure { flex: none; margin: 0 }
  figcaption { font-size: .8125rem; opacity: .75 }
  img { border: 1px solid #8886; display: block }
  pre { color: #c33; white-space: pre-wrap }
`

export const galleryPage = (shown: readonly Shown[]) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Gallery</title>
<style>${styles}</style>
<nav>${shown.map(({ name }) => `<a href="#${name}">${name}</a>`).join('\n')}</nav>
${shown.map(section).join('\n')}
</html>
`

const section = ({ name, pictures, problems }: Shown) => `<section id="${name}">
<h2>${name}</h2>
<div class="row">
${pictures.map(figure).join('\n')}
</div>
${problems.map(problem => `<pre>${escaped(problem)}</pre>`).join('\n')}
</section>`

/** As large as on a phone in the hand; of a desktop, half as large. */
const figure = ({ view, file, width, height }: Shown['pictures'][number]) => {
  const scale = width > 600 ? 0.5 : 0.75
  return `<figure>
<figcaption>${view}</figcaption>
<a href="${file}"><img src="${file}" width="${width * scale}" height="${height * scale}" alt="" loading="lazy"></a>
</figure>`
}

const escaped = (text: string) => text.replace(/[&<]/g, character => (character === '&' ? '&amp;' : '&lt;'))
