import { describe, expect, test } from '@jest/globals';
import { declaredFunction, functionKey, splitFunction } from '../../src/model/go-function.ts';

describe('declaredFunction', () => {
  test.each([
    ['m/p.F', 'm/p.F'],
    ['m/p.F.func1', 'm/p.F'],
    ['m/p.F.func1.2', 'm/p.F'],
    ['m/p.F.func2.gowrap1', 'm/p.F'],
    ['m/p.(*T).M.deferwrap1', 'm/p.(*T).M'],
    ['m/p.(*T).M-fm', 'm/p.(*T).M'],
    ['m/p.F-range1', 'm/p.F'],
    ['m/p.F[...].func1', 'm/p.F[...]'],
    ['m/p.init.0', 'm/p.init'],
    ['m/p.glob..func3', 'm/p.glob'],
    ['m/p.Sum256', 'm/p.Sum256'],
    ['m/p.func1er', 'm/p.func1er'],
    ['runtime.main', 'runtime.main'],
    ['m/p.(*Server).logf.Printf.func1', 'm/p.(*Server).logf'],
    ['m/p.(*LRU[go.shape.int]).Get.func1', 'm/p.(*LRU[go.shape.int]).Get'],
  ])('%s is of %s', (symbol, declared) => expect(declaredFunction(symbol)).toBe(declared));
});

describe('splitFunction', () => {
  test.each([
    ['example.com/m/codec.(*Encoder).grow', 'example.com/m/codec', '(*Encoder).grow'],
    ['gopkg.in/yaml%2ev2.(*parser).parse', 'gopkg.in/yaml.v2', '(*parser).parse'],
    ['main.main', 'main', 'main'],
    ['memcpy', '', 'memcpy'],
    ['m/p.Map[go.shape.struct { example.com/x.Y }]', 'm/p', 'Map[go.shape.struct { example.com/x.Y }]'],
  ])('%s', (symbol, pkg, name) => expect(splitFunction(symbol)).toEqual({ pkg, name }));
});

describe('functionKey', () => {
  test.each([
    ['m/p.F', 'm/p.F'],
    ['m/p.F[...]', 'm/p.F'],
    ['m/p.(*T).M.func1', 'm/p.T.M'],
    ['m/p.T.M', 'm/p.T.M'],
    ['m/p.(*LRU[...]).Get', 'm/p.LRU.Get'],
    ['m/yaml%2ev2.(*parser).parse', 'm/yaml.v2.parser.parse'],
  ])('%s is %s', (symbol, key) => expect(functionKey(symbol)).toBe(key));
});
