/** Where the browser finds what the views import by name. Keys are import names, values files below `/assets/vendor`. */
export const VENDOR_MODULES = {
  preact: 'preact.js',
  'preact/hooks': 'preact-hooks.js',
  htm: 'htm.js',
  'htm/preact': 'htm-preact.js',
} as const;

/** The import map as it stands in every page. */
export const IMPORT_MAP = JSON.stringify({
  imports: Object.fromEntries(Object.entries(VENDOR_MODULES).map(([name, file]) => [name, `/assets/vendor/${file}`])),
});
