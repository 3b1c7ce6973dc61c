/**
 * The HTTP methods that only read, in upper case.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1 (TRACE is left out, as in Django REST Framework)
 */
export const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
