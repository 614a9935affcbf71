// Files that the bundle carries as text (esbuild's text loader; the same in tests).
declare module '*.go' {
  const text: string;
  export default text;
}
declare module '*.yml' {
  const text: string;
  export default text;
}
