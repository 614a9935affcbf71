import { describe, expect, test } from '@jest/globals';
import { UserError } from '../../src/model/diagnostic.ts';
import { throwErrors, UserErrors } from '../../src/model/user-errors.ts';

const at = { file: 'a.yml', line: 3, column: 5 };
const first = new UserError('this is wrong', { at, example: 'right: 1' });
const second = new UserError('that too', { at: { file: 'a.yml', line: 7 } });

describe('UserErrors', () => {
  test('shows every mistake with its place and its example', () => {
    expect(new UserErrors([first, second]).shown).toBe(
      'a.yml:3:5: this is wrong\n  for example: right: 1\na.yml:7: that too',
    );
  });

  test('is a UserError that stands for the first and counts the rest', () => {
    const all = new UserErrors([first, second, second]);
    expect(all).toBeInstanceOf(UserError);
    expect(all.message).toBe('this is wrong (and 2 more)');
    expect(all.at).toEqual(at);
    expect(all.example).toBe('right: 1');
  });

  test('one mistake reads as one', () => {
    expect(new UserErrors([first]).message).toBe('this is wrong');
    expect(new UserErrors([first]).shown).toBe(first.shown);
  });

  test('more than anybody reads are counted', () => {
    const many = new UserErrors(Array.from({ length: 25 }, () => second));
    expect(many.shown.split('\n')).toHaveLength(21);
    expect(many.shown).toMatch(/\nand 5 more$/);
  });

  test('throwErrors throws all that there is, and nothing for nothing', () => {
    expect(() => throwErrors([])).not.toThrow();
    expect(() => throwErrors([first, second])).toThrow(UserErrors);
  });
});
