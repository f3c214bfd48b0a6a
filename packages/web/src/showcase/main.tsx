import '../app/tokens.css'
import '../app/base.css'
import './showcase.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Announcer } from '../components/announcer.tsx'
import { wantedLanguage } from '../words/languages.ts'
import { fetchLaterWords, speak } from '../words/words.ts'
import { Showcase } from './showcase.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('components.html has no #root')

await speak(wantedLanguage())
await fetchLaterWords()

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={new QueryClient()}>
      <Announcer>
        <Showcase />
      </Announcer>
    </QueryClientProvider>
  </StrictMode>,
)
