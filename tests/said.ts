/** Everything that an answer says, but for what differs from one answer to the next in any case: ids, and what is in a cookie. */
export async function said(answer: Response) {
  const { requestId, ...body } = JSON.parse(await answer.text())
  const headers = Object.fromEntries(answer.headers)
  for (const name of ['date', 'x-amzn-requestid', 'x-amz-apigw-id', 'x-amzn-trace-id']) {
    delete headers[name]
  }
  const cookies = answer.headers.getSetCookie().map(line => line.replace(/=[^;]+/, '=…'))
  return { status: answer.status, headers: { ...headers, 'set-cookie': cookies }, body }
}
