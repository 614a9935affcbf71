import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { goDeclarations } from '../../../src/wire/go/declarations.ts';
import { goTokens } from '../../../src/wire/go/tokens.ts';

/** Says of each file what go/parser and go/scanner see in it: declarations, and a hash of all tokens. */
const ORACLE = `package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"strings"
)

type file struct {
	Declarations []string
	Tokens       string
	// By function, in order: the names that are no local ones.
	Mentions [][]string
}

func mentions(f *ast.File) (all [][]string) {
	unresolved := map[*ast.Ident]bool{}
	for _, id := range f.Unresolved {
		unresolved[id] = true
	}
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		names := []string{}
		ast.Inspect(fn, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && (unresolved[id] || id.Obj != nil && f.Scope.Lookup(id.Name) == id.Obj) {
				names = append(names, id.Name)
			}
			return true
		})
		all = append(all, names)
	}
	return
}

func receiver(x ast.Expr) string {
	switch t := x.(type) {
	case *ast.StarExpr:
		return receiver(t.X)
	case *ast.ParenExpr:
		return receiver(t.X)
	case *ast.IndexExpr:
		return receiver(t.X)
	case *ast.IndexListExpr:
		return receiver(t.X)
	}
	return x.(*ast.Ident).Name
}

func declarations(f *ast.File) (all []string) {
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			if fn.Recv == nil {
				all = append(all, "func "+fn.Name.Name)
			} else {
				all = append(all, "method "+receiver(fn.Recv.List[0].Type)+"."+fn.Name.Name)
			}
			continue
		}
		for _, s := range d.(*ast.GenDecl).Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				all = append(all, "type "+s.Name.Name)
			case *ast.ValueSpec:
				var names []string
				for _, n := range s.Names {
					names = append(names, n.Name)
				}
				all = append(all, d.(*ast.GenDecl).Tok.String()+" "+strings.Join(names, ","))
			}
		}
	}
	return
}

func tokens(text []byte) string {
	var s scanner.Scanner
	set := token.NewFileSet()
	s.Init(set.AddFile("", -1, len(text)), text, nil, 0)
	hash := sha256.New()
	for {
		_, tok, lit := s.Scan()
		if tok == token.EOF {
			return hex.EncodeToString(hash.Sum(nil))
		}
		if tok.IsOperator() {
			lit = tok.String()
		}
		hash.Write([]byte(lit + "\\x00"))
	}
}

func main() {
	out := map[string]file{}
	var paths []string
	if err := json.NewDecoder(os.Stdin).Decode(&paths); err != nil {
		panic(err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			panic(err)
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, text, 0)
		if err != nil {
			panic(err)
		}
		out[path] = file{declarations(f), tokens(text), mentions(f)}
	}
	json.NewEncoder(os.Stdout).Encode(out)
}
`;

const folder = mkdtempSync(join(tmpdir(), 'go-declarations-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface File {
  readonly Declarations: readonly string[] | null;
  readonly Tokens: string;
  readonly Mentions: readonly (readonly string[])[] | null;
}

type Seen = Readonly<Record<string, File>>;

/** What the toolchain says of files. */
function oracle(files: readonly string[]): Seen {
  const program = join(folder, 'oracle.go');
  writeFileSync(program, ORACLE);
  const options = { cwd: folder, encoding: 'utf8' as const, maxBuffer: 1 << 28, input: JSON.stringify(files) };
  return JSON.parse(execFileSync('go', ['run', program], options));
}

function declarationsOf(text: string): string[] {
  return goDeclarations(text).map(({ kind, names, receiver }) =>
    receiver === undefined ? `${kind} ${names.join(',')}` : `${kind} ${receiver}.${names.join(',')}`,
  );
}

/** Names that the compiler looks up outside of a function and that it is not said to mention. */
function overlooked(text: string, { Mentions }: File): string[] {
  const functions = goDeclarations(text).filter(({ kind }) => kind === 'func' || kind === 'method');
  return functions.flatMap(({ names, mentions }, i) =>
    (Mentions?.[i] ?? []).filter((name) => !mentions.has(name)).map((name) => `${names[0]}: ${name}`),
  );
}

function tokensOf(text: string): string {
  const texts = goTokens(text).filter(({ kind }) => kind !== 'directive');
  const hash = createHash('sha256');
  // go/scanner leaves carriage returns out of raw strings.
  for (const { text: own } of texts) hash.update(`${own.startsWith('`') ? own.replaceAll('\r', '') : own}\0`);
  return hash.digest('hex');
}

const GOROOT = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();

describe('the tests of the standard library, as go/parser and go/scanner see them', () => {
  const packages = ['strings', 'encoding/json', 'net/http', 'regexp', 'sort', 'reflect', 'math/big', 'go/types'];
  const files = packages.flatMap((pkg) => {
    const dir = join(GOROOT, 'src', pkg);
    return readdirSync(dir).flatMap((name) => (name.endsWith('_test.go') ? [join(dir, name)] : []));
  });
  const seen = oracle(files);

  test('there are many', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(Object.values(seen).flatMap((file) => file.Declarations ?? []).length).toBeGreaterThan(3000);
    expect(Object.values(seen).flatMap((file) => (file.Mentions ?? []).flat()).length).toBeGreaterThan(30_000);
  });

  test.each(files.map((file) => [file.slice(GOROOT.length), file]))('%s', (_, file) => {
    const text = readFileSync(file, 'utf8');
    expect(tokensOf(text)).toBe(seen[file]?.Tokens);
    expect(declarationsOf(text)).toEqual(seen[file]?.Declarations ?? []);
    expect(overlooked(text, seen[file] as File)).toEqual([]);
  });
});

/** What the standard library hardly has. */
const STRANGE: Readonly<Record<string, string>> = {
  receivers:
    'package p\nfunc (T) A() {}\nfunc (*T) B() {}\nfunc (t (*T),) C() {}\nfunc (l *L[K, V]) D() {}\nfunc (L[_, _]) E() {}\ntype T int\ntype L[K comparable, V any] struct{}\n',
  'grouped and empty': 'package p\nvar ()\nvar (a, b = 1, 2; c int)\ntype (\n\tA = int\n\tB struct { x, y int }\n)\n',
  'no end of line': 'package p; func a() {}; var b = func() { return }; const c = iota',
  'strings that look like code': 'package p\nvar s = "func x() {" + `\nfunc y() {\n` + string(\'"\')\nfunc z() {}\n',
  'comments that end a line': 'package p\nvar a = 1 /* one\ntwo */ var b = 2 // three\nfunc c() /* { */ {}\n',
  numbers:
    'package p\nvar n = []any{0x1p-2, 0X_1F, 0b1_0, 0o17, 017, 1_000.5e+3i, .5, 5., 1e3, 0x.8p1, 0i, 1.e3, 08.5}\nvar m = n[1:.5+2.]\n',
  runes: "package p\nvar r = []rune{'\\'', '\"', '`', '\\\\', 'ä', '\\u00e4', '{'}\nfunc f() {}\n",
  'letters of other scripts': 'package p\nvar ä, 変数, _x1, x٣ = 1, 2, 3, 4\nfunc Ünï() {}\n',
  operators:
    'package p\nfunc f(c chan<- int, d <-chan int, x ...int) {\n\ta &^= b << 1 >> 2 &^ 3\n\tc <- <-d\n\tx++; y--\n\tz := !(a != b) && ^c == -1 || d <= e\n\tgoto l\nl:\n}\n',
  'semicolons by the last token':
    'package p\nfunc f() {\n\tfor {\n\t\tbreak\n\t\tcontinue\n\t}\n\tswitch {\n\tcase true:\n\t\tfallthrough\n\tdefault:\n\t\treturn\n\t}\n}\nfunc g() (int)\nvar x int\n',
  'carriage returns': 'package p\r\nvar a = `x\r\ny`\r\nfunc f() {\r\n}\r\n',
};

test('sources that are seldom written', () => {
  const paths = Object.entries(STRANGE).map(([name, text]) => {
    const path = join(folder, `${name.replaceAll(' ', '-')}.txt`);
    writeFileSync(path, text);
    return [path, text] as const;
  });
  const seen = oracle(paths.map(([path]) => path));
  for (const [path, text] of paths) {
    expect([path, ...declarationsOf(text)]).toEqual([path, ...(seen[path]?.Declarations ?? [])]);
    expect([path, tokensOf(text)]).toEqual([path, seen[path]?.Tokens]);
    expect([path, ...overlooked(text, seen[path] as File)]).toEqual([path]);
  }
});
