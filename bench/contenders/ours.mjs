/** The handler with this expression, in an application that uses the library as its README says. */
export const ours = ({ Permissions, PermissionsModule }, ...expression) => ({
  on: [Permissions(...expression)],
  imports: [PermissionsModule.forRoot()],
});
