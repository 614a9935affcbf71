import { UserError } from './diagnostic.ts';

/** More than this many are not read by anybody. */
const SHOWN = 20;

/** Several mistakes, told all at once. As one {@link UserError} it stands for the first and says how many follow. */
export class UserErrors extends UserError {
  readonly errors: readonly UserError[];

  constructor(errors: readonly UserError[]) {
    const [first] = errors;
    const more = errors.length - 1;
    super(`${first?.message ?? ''}${more > 0 ? ` (and ${more} more)` : ''}`, {
      at: first?.at,
      example: first?.example,
    });
    this.errors = errors;
  }

  override get shown(): string {
    const shown = this.errors.slice(0, SHOWN).map((error) => error.shown);
    const left = this.errors.length - shown.length;
    return [...shown, ...(left > 0 ? [`and ${left} more`] : [])].join('\n');
  }
}

/** Throws what was collected, if anything was. */
export function throwErrors(errors: readonly UserError[]): void {
  if (errors.length > 0) throw new UserErrors(errors);
}
