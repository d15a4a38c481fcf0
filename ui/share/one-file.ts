import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** Puts script and style into the page, and allows these two and nothing else: no other file, no network. */
export function oneFile(): Plugin {
  return {
    name: 'one-file',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const parts = { script: '', style: '' };
      for (const [name, part] of Object.entries(bundle)) {
        if (part.type === 'chunk') parts.script += fitForElement(part.code);
        else if (name.endsWith('.css')) parts.style += String(part.source);
        else if (!name.endsWith('.html')) this.error(`${name} would have to lie beside the page.`);
        if (!name.endsWith('.html')) delete bundle[name];
      }
      if (/<\/style/i.test(parts.style) || /url\((?!["']?data:)/.test(parts.style)) this.error('The style needs something else.');
      const page = bundle['index.html'];
      if (page?.type !== 'asset') return this.error('There is no page.');
      page.source = assembled(String(page.source), parts);
    },
  };
}

/** In a text of the script, where alone these can stand, they mean the same; in an element they would end it, or change how it ends. */
function fitForElement(code: string): string {
  // What Vite would load before a chunk of its own: here is none.
  const alone = code.replaceAll('__VITE_PRELOAD__', 'void 0');
  return alone.replace(/<(?=\/script|script|!--)/gi, '\\x3C');
}

function assembled(page: string, { script, style }: { readonly script: string; readonly style: string }): string {
  const bare = page.replace(/\s*<(?:script|link)\b[^>]*(?:src|href)="[^"]*"[^>]*>(?:<\/script>)?/g, '');
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`;
  return bare
    .replace(
      '<meta charset="utf-8" />',
      () => `<meta charset="utf-8" />\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    )
    .replace('</head>', () => `<style>${style}</style>\n  </head>`)
    .replace('</body>', () => `<script type="module">${script}</script>\n  </body>`);
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
