import { codedCall, type CodedFactory } from '../permission/coded-call.js';
import { IsAuthenticated } from '../permission/is-authenticated.js';
import { modelPermissions } from '../permission/model-permissions.js';
import { ObjectRights, type RightsRelation } from '../permission/object-rights.js';
import type { PermissionResource } from '../permission/permission-backend.js';
import { PermissionsConfigurationError } from '../permission/permissions-configuration-error.js';
import { ReadOnly } from '../permission/read-only.js';
import type { ReadingOptions } from '../permission/required-codes.js';
import { and } from './and.js';
import type { PermissionExpression } from './expression.js';
import { toExpression } from './operand.js';
import { or } from './or.js';

/** What can be said about the rights on objects. */
export interface ObjectPermissionsOptions extends ReadingOptions {
  /**
   * How the rights on an object relate to those on its resource: `object-only` asks for the object alone, of
   * `model-or-object` one is enough, `model-and-object` asks for both, as Django REST Framework does.
   */
  readonly relation: RightsRelation;
}

const FACTORY: CodedFactory = { name: 'objectPermissions', options: ['name', 'codes', 'relation', 'requireView'] };
const RELATIONS: readonly unknown[] = ['object-only', 'model-or-object', 'model-and-object'] satisfies RightsRelation[];

/**
 * Lets in users who hold the code of the method on the object, as the option `backend` knows it; the codes are those of
 * {@link modelPermissions}. An object that the user may not even read is refused as if it did not exist. In a list stand the
 * objects on which the user holds the code.
 * @param resource the class of the objects, or the name that the codes begin with
 * @throws PermissionsConfigurationError for what is no resource, no option, no method, or no code
 * @see https://www.django-rest-framework.org/api-guide/permissions/#djangoobjectpermissions
 */
export function objectPermissions(
  resource: PermissionResource,
  options: ObjectPermissionsOptions,
): PermissionExpression {
  const call = codedCall(FACTORY, resource, options);
  const { relation, ...coded } = options;
  if (!RELATIONS.includes(relation)) {
    throw new PermissionsConfigurationError(
      `${call.label}: say \`relation\`, which is one of ${RELATIONS.join(', ')}.`,
    );
  }
  const object = toExpression(new ObjectRights(call, relation), call.label, 1);
  // where reading needs no code, a reading route folds to what asks about no object
  const writing = call.codes.readsFreely ? or(ReadOnly, object) : object;
  switch (relation) {
    case 'object-only':
      return call.codes.readsFreely ? and(IsAuthenticated, writing) : object;
    case 'model-or-object':
      return or(modelPermissions(resource, coded), object);
    case 'model-and-object':
      return and(modelPermissions(resource, coded), writing);
  }
}
