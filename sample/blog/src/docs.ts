import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { applyPermissions } from 'nestjs-permissions/swagger';

/** Swagger UI at /docs, the document at /docs-json; both show who may use what. */
export function serveDocs(app: INestApplication): void {
  const config = new DocumentBuilder()
    .setTitle('nestjs-permissions: the blog sample')
    .setDescription('Sign in as alice, bob, carol or dora (an administrator); see the README.')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .build();
  const document = (): OpenAPIObject => applyPermissions(app, withPathIds(SwaggerModule.createDocument(app, config)));
  SwaggerModule.setup('docs', app, document, { swaggerOptions: { showExtensions: true } });
}

/** Handlers take the loaded object, not `@Param('id')`, so Swagger has to be told of the ids. */
function withPathIds(document: OpenAPIObject): OpenAPIObject {
  for (const [path, item] of Object.entries(document.paths)) {
    if (!path.includes('{id}')) continue;
    item.parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }];
  }
  return document;
}
