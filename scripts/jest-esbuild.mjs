// Jest transform: TypeScript through esbuild; .go and .yml files become their text, as in the bundle.
import { transformSync } from 'esbuild';

const LOADERS = { ts: 'ts', go: 'text', yml: 'text' };

export default {
  process(source, path) {
    const loader = LOADERS[path.slice(path.lastIndexOf('.') + 1)];
    return transformSync(source, { loader, format: 'esm', target: 'node20', sourcefile: path, sourcemap: 'inline' });
  },
};
