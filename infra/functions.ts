/** What every function of the app has in common, those that SST creates for routes included. */
$transform(sst.aws.Function, args => {
  args.architecture ??= 'arm64'
  args.memory ??= '512 MB'
  // Cognito has 2.5 s to answer. The gateway waits 29 s, CloudFront 20 s.
  args.timeout ??= '8 seconds'
  args.logging ??= { format: 'json', retention: '1 month' }
  args.nodejs ??= { minify: true }
  return undefined
})
