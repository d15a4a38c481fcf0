import type { ProxyErrorCode } from './errors.ts';

/** Why a server could not be reached, as a code, and what to do about it. */
export function explainNetworkFailure(error: NodeJS.ErrnoException): { readonly code: ProxyErrorCode; readonly advice: string } {
  switch (error.code) {
    case 'ECONNREFUSED':
      return { code: 'upstream-refused', advice: 'Nothing listens there. Is the server running, and is this its port?' };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { code: 'upstream-not-found', advice: 'Its name could not be resolved. Check the name and the DNS of this machine.' };
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return { code: 'upstream-unreachable', advice: 'No answer on the network. Check the route and the firewalls between.' };
    default:
      return isTls(error)
        ? { code: 'upstream-tls', advice: 'Its TLS certificate is not accepted here. Use --insecure to accept any certificate.' }
        : { code: 'upstream-unreachable', advice: 'Check that the server runs and speaks HTTP there.' };
  }
}

function isTls({ code = '', message }: NodeJS.ErrnoException): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL/.test(code) || /certificate|SSL/i.test(message);
}
