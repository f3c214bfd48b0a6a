import './tokens.css'
import './base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { wantedLanguage } from '../words/languages.ts'
import { speak } from '../words/words.ts'
import { App } from './app.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

const app = (
  <StrictMode>
    <App />
  </StrictMode>
)
const render = () => createRoot(root).render(app)

const language = wantedLanguage()
if (language === 'en') render()
// Where a translation cannot be fetched, English is there.
else speak(language).then(render, render)
