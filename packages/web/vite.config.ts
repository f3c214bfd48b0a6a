/**
 * The site's build.
 *
 * What leaves here must run under a policy of `default-src 'none'` with
 * `'self'` for scripts, styles and images: nothing may be inlined, so the
 * limit for inlining is zero.
 */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const apiTarget = process.env.API_PROXY_TARGET

export default defineConfig({
  plugins: [react()],
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: {
      output: {
        // What the first screen needs is one file: cut up by what the others share, it compresses worse.
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] },
      },
    },
  },
  // Whole path segments, as the router has it: /apis belongs to the site.
  server: apiTarget ? { proxy: { '^/api(/|$)': { target: apiTarget, changeOrigin: true } } } : {},
})
