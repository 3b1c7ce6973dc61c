// Wherever `@nestjs/…` is imported from, it is the version of this folder; all else is that of the repository.
module.exports = (request, options) =>
  options.defaultResolver(request, request.startsWith('@nestjs/') ? { ...options, basedir: __dirname } : options);
