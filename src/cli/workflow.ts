import { groupBy } from '../model/group-by.ts';
import type { FoundPackage } from '../run/go/discover.ts';

/**
 * The measuring workflow for these packages: Go's version comes from the first module's go.mod, and where the only
 * module stands in a folder, that folder is what is measured.
 *
 * @param template examples/workflows/two-stage.yml
 */
export function workflowFor(packages: readonly Pick<FoundPackage, 'module'>[], template: string): string {
  const [dir = '.', ...others] = groupBy(packages, (p) => p.module.dir).keys();
  if (dir === '.') return template;
  const versioned = template.replace(/(go-version-file: )go\.mod/, (_, key: string) => key + scalar(`${dir}/go.mod`));
  if (others.length > 0) return versioned;
  const step = /(uses: go-perf-gate\/go-perf-gate@.*\n( +)with:\n)/;
  return versioned.replace(step, (head, _, indent: string) => `${head}${indent}  working-directory: ${scalar(dir)}\n`);
}

/** A YAML scalar; JSON's strings are YAML's. */
function scalar(text: string): string {
  return /^[A-Za-z0-9][\w./-]*$/.test(text) ? text : JSON.stringify(text);
}
