import open from 'open';
import { ProxyError } from '../errors.ts';

export async function openInBrowser(url: string): Promise<void> {
  try {
    await open(url);
  } catch (error) {
    throw new ProxyError('browser-failed', `Can't open a browser; open ${url} by hand.`, { cause: error });
  }
}
