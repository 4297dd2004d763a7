/** Whether an `import()` failed because a package is not there: as Node says it, and as jest does in its own realm. */
export const isNotInstalled = (failure: unknown, name: string): boolean => {
  const { code, message } = Object(failure) as { readonly code?: unknown; readonly message?: unknown };
  return (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') && String(message).includes(name);
};
