import { functionKey, splitFunction } from '../../model/go-function.ts';

/** A module that is measured: its import path, and its folder relative to the repository's root. */
export interface OwnModule {
  readonly path: string;
  readonly dir: string;
}

/** Tells the user's code from everything else, and finds it in the repository. */
export class Owner {
  readonly #modules: readonly OwnModule[];
  readonly #edited: ReadonlySet<string> | null;

  /** @param edited keys of the functions that head edited; null where that is not known */
  constructor(modules: readonly OwnModule[], edited: ReadonlySet<string> | null) {
    // The innermost module owns what lies in several.
    this.#modules = [...modules].sort((a, b) => b.path.length - a.path.length);
    this.#edited = edited;
  }

  /** Whether a function belongs to a measured module, its tests aside: what drives the code under test is not at fault. */
  isOwn(fn: string, file: string): boolean {
    return !file.endsWith('_test.go') && this.#moduleOf(fn, file) !== undefined;
  }

  /** Whether head edited or added it; null where that is not known. */
  isEdited(fn: string): boolean | null {
    return this.#edited === null ? null : this.#edited.has(functionKey(fn));
  }

  /**
   * A file as the compiler names it (`example.com/m/codec/encode.go` with -trimpath, else absolute), relative to the
   * repository's root; undefined for what is no module's own.
   */
  pathOf(fn: string, file: string): string | undefined {
    const module = this.#moduleOf(fn, file);
    if (!module) return undefined;
    const { pkg } = splitFunction(fn);
    const inModule = within(pkg, module.path)
      ? `${pkg.slice(module.path.length + 1)}/${file.slice(file.lastIndexOf('/') + 1)}`
      : file.slice(module.path.length + 1);
    return [module.dir, inModule]
      .join('/')
      .replace(/^\.?\/+/, '')
      .replace(/\/{2,}/g, '/');
  }

  /** By the package of the function; `main` is told by its file. */
  #moduleOf(fn: string, file: string): OwnModule | undefined {
    const { pkg } = splitFunction(fn);
    return this.#modules.find(
      ({ path }) => within(pkg.replace(/_test$/, ''), path) || (pkg === 'main' && file.startsWith(`${path}/`)),
    );
  }
}

function within(pkg: string, module: string): boolean {
  return pkg === module || pkg.startsWith(`${module}/`);
}
