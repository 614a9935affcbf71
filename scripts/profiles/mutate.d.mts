export function randomFrom(seed: number): () => number;
export function mutant(random: () => number, profiles: readonly Uint8Array[]): { name: string; bytes: Uint8Array };
