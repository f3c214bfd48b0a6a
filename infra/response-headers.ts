/**
 * The headers that hold a browser to what the site and the API are meant to
 * do. CloudFront adds them to every answer of an origin, errors included,
 * which a function at the edge would not be asked about.
 */
const twoYears = 2 * 365 * 24 * 60 * 60

const security = {
  strictTransportSecurity: { accessControlMaxAgeSec: twoYears, includeSubdomains: true, override: true },
  contentTypeOptions: { override: true },
  referrerPolicy: { referrerPolicy: 'no-referrer', override: true },
  // For browsers older than `frame-ancestors`.
  frameOptions: { frameOption: 'DENY', override: true },
}

/** Other sites may neither load what is here nor hold a handle on our window. */
const isolation = { 'Cross-Origin-Resource-Policy': 'same-origin' }

const custom = (headers: Record<string, string>) => ({
  items: Object.entries(headers).map(([header, value]) => ({ header, value, override: true })),
})

// Not whose server it is; CloudFront puts its own name there.
const removeHeadersConfig = { items: [{ header: 'Server' }] }

export const siteHeaders = new aws.cloudfront.ResponseHeadersPolicy('SiteHeaders', {
  securityHeadersConfig: {
    ...security,
    contentSecurityPolicy: {
      contentSecurityPolicy: [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        // No string becomes markup or code, and nobody may make an exception.
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
        'upgrade-insecure-requests',
      ].join('; '),
      override: true,
    },
  },
  customHeadersConfig: custom({
    ...isolation,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Permissions-Policy': [
      'camera=()',
      'geolocation=()',
      'microphone=()',
      'payment=()',
      'usb=()',
      'publickey-credentials-get=(self)',
      'publickey-credentials-create=(self)',
    ].join(', '),
  }),
  removeHeadersConfig,
})

/** Data: nothing in it is to be rendered, run or kept. What the gateway answers by itself is held to that too. */
export const apiHeaders = new aws.cloudfront.ResponseHeadersPolicy('ApiHeaders', {
  securityHeadersConfig: {
    ...security,
    contentSecurityPolicy: {
      contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'; sandbox",
      override: true,
    },
  },
  customHeadersConfig: custom({ ...isolation, 'Cache-Control': 'no-store' }),
  removeHeadersConfig,
})
