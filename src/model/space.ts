/** The characters Go's `unicode.IsSpace` calls space, as the inside of a character class (JavaScript's `\s` differs in two). */
export const GO_SPACE = '\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
