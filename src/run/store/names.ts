/** The names of the packages' files. */
export class Names {
  readonly #names = new Map<string, string>();

  /** A file name for a package that is legal everywhere, and no other package's even where case does not count. */
  of(pkg: string): string {
    const known = this.#names.get(pkg);
    if (known !== undefined) return known;
    const wish = pkg
      .replace(/[^\w.-]/g, '_')
      .slice(-120)
      .replace(/^[.-]|^$/, '_');
    const taken = new Set([...this.#names.values()].map((name) => name.toLowerCase()));
    // A name that ends like a kind of file could meet another package's.
    let name = /\.(calibrate|layout|profile|stderr)$/i.test(wish) ? `${wish}_` : wish;
    for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${wish}-${i}`;
    this.#names.set(pkg, name);
    return name;
  }
}
