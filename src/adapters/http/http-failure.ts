import { UnreadableError } from '../../base/index.ts';

/** Codes of Node's and OpenSSL's errors, with what each means and what to do. */
const reasons: readonly (readonly [codes: RegExp, code: string, text: string])[] = [
  [
    /^ECONNREFUSED$/,
    'no-connection',
    'nothing listens there (connection refused); is the port right, and reachable from here?',
  ],
  [/^(?:ENOTFOUND|EAI_\w+)$/, 'no-connection', 'its host name cannot be resolved'],
  [/^(?:EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, 'no-connection', 'there is no way to that host'],
  [/^ETIMEDOUT$/, 'timeout', 'the connection timed out; is the port reachable from here?'],
  [
    /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/,
    'no-connection',
    'the connection was closed before an answer came; does the port speak TLS (https://)?',
  ],
  [
    /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?)$/,
    'tls-error',
    'its certificate is signed by nobody known here; name the authority by NODE_EXTRA_CA_CERTS=ca.pem',
  ],
  [/^CERT_HAS_EXPIRED$/, 'tls-error', 'its certificate has expired'],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'tls-error', 'its certificate is for another host name'],
  [/^(?:EPROTO|ERR_SSL_\w+)$/, 'tls-error', 'TLS cannot be spoken with it; is it plain http:// there?'],
  [/^(?:ERR_TLS_\w+|CERT_\w+|ERR_OSSL_\w+)$/, 'tls-error', 'its certificate is not accepted'],
  [/^HPE_\w+$/, 'not-http', 'what answers does not speak HTTP'],
  [/^Z_\w+$/, 'bad-body', 'its answer says that it is compressed, and cannot be unpacked'],
];

/** One line for an error of a request to `where`; what Node says itself may hold parts of the request, and is not told. */
export function httpFailure(where: string, error: unknown): UnreadableError {
  if (error instanceof UnreadableError) return error;
  const named = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const errorCode = typeof named === 'string' ? named : '';
  const [, code, text] = reasons.find(([codes]) => codes.test(errorCode)) ?? [
    undefined,
    'no-connection',
    /^\w{1,60}$/.test(errorCode) ? `the request failed (${errorCode})` : 'the request failed',
  ];
  return new UnreadableError(code, `${where}: ${text}`);
}
