export function serveLanguage(): Promise<number> {
  return Promise.resolve(0);
}
