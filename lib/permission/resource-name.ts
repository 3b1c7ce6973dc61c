/**
 * What the codes of a resource begin with: the name that is given, else that of the class as a variable of it would be
 * called, `blogPost` for `BlogPost`.
 * @throws TypeError for what is no class and no name
 */
export function resourceName(resource: unknown, given: unknown): string {
  if (given !== undefined) return nonEmpty(given, 'the option `name`');
  if (typeof resource === 'function') return uncapitalized(nonEmpty(resource.name, 'the name of the class'));
  if (resource === undefined) {
    throw new TypeError("the class is undefined, because two files import each other: write its name, such as 'post'.");
  }
  return nonEmpty(resource, 'a resource that is no class');
}

function nonEmpty(name: unknown, what: string): string {
  if (typeof name === 'string' && name !== '') return name;
  throw new TypeError(`${what} must be a string such as 'post', and not empty.`);
}

// an acronym counts as one word: URLRule is urlRule
function uncapitalized(name: string): string {
  return name.replace(/^(?:[A-Z]+(?![a-z])|[A-Z])/, (capitals) => capitals.toLowerCase());
}
