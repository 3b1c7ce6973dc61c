import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** Swagger UI at /docs, the document at /docs-json. */
export function serveDocs(app: INestApplication): void {
  const config = new DocumentBuilder()
    .setTitle('nestjs-permissions: the blog sample')
    .setDescription('Sign in as alice, bob, carol or dora (an administrator); see the README.')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .build();
  SwaggerModule.setup('docs', app, () => withPathIds(SwaggerModule.createDocument(app, config)));
}

/** Handlers take the loaded object, not `@Param('id')`, so Swagger has to be told of the ids. */
function withPathIds(document: OpenAPIObject): OpenAPIObject {
  for (const [path, item] of Object.entries(document.paths)) {
    if (!path.includes('{id}')) continue;
    item.parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }];
  }
  return document;
}
