// The packages of this folder first, wherever they are imported from: the adapters meet the very versions they are tested
// with. What this folder does not have is that of the repository. MikroORM 6 has a folder of its own, for what it imports.
module.exports = (request, options) => {
  if (!/^[./]|^node:/.test(request) && !/[\\/]mikro-orm-6([\\/]|$)/.test(options.basedir)) {
    try {
      return options.defaultResolver(request, { ...options, basedir: __dirname });
    } catch {
      // not of this folder
    }
  }
  return options.defaultResolver(request, options);
};
