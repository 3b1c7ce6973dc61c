export { AuthZenBackend } from './authzen-backend.js';
export type { AuthZenEntity, AuthZenProperties } from './entity.js';
export type { AuthZenBackendOptions, AuthZenHeaders, AuthZenQuestion } from './options.js';
