/** Jest in ES-module mode; esbuild strips the types (scripts/jest-esbuild.mjs). */
export default {
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/jest-esbuild.mjs', '\\.(go|yml)$': '<rootDir>/scripts/jest-esbuild.mjs' },
  moduleFileExtensions: ['ts', 'mjs', 'js', 'json', 'go', 'yml', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  setupFiles: ['<rootDir>/scripts/jest-seed.mjs'],
  testTimeout: 120_000,
  reporters: ['default', '<rootDir>/scripts/jest-closing-line.mjs'],
};
