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
  resolve: {
    // The router brings along for React 17 what React itself has had since.
    alias: { 'use-sync-external-store/shim/index.js': 'react' },
  },
  build: {
    assetsInlineLimit: 0,
    // Written for browsers that have `AbortSignal.any`: for those there is nothing to translate.
    target: 'esnext',
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: {
      // Nothing here does more than read when it reads a property, so what is only read can go.
      treeshake: { propertyReadSideEffects: false },
      output: {
        // What the first screen needs is one file, and what people see next are few: cut up further,
        // each compresses worse, and the first has to know the names of all.
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'], priority: 1 },
            // Every page fetches it next.
            {
              name: 'next',
              test: /src.(components|hooks|api|rules|routes|sentences)|words.(fill|sentences)|app.(page-foot|member-bar)|passkey-ways/,
            },
            {
              name: 'guests',
              test: /screens.(sign-up|confirm|challenge|forgot-password|reset-password|not-found)-screen/,
            },
            { name: 'members', test: /screens.(account|secret)-screen/ },
          ],
        },
      },
    },
  },
  // Whole path segments, as the router has it: /apis belongs to the site.
  server: apiTarget ? { proxy: { '^/api(/|$)': { target: apiTarget, changeOrigin: true } } } : {},
})
