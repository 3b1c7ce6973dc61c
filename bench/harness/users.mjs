/** A user as authentication makes one for every request: its own object each time, with a few things that rules read. */
export const user = (changes) => ({
  id: 7,
  roles: ['reader', 'editor'],
  isStaff: false,
  verified: true,
  suspended: false,
  plan: 'team',
  region: 'eu',
  age: 42,
  ...changes,
});
