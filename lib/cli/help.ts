/** What `--help` says. */
export const HELP = `Usage: nestjs-permissions audit <module file> [options]

Lists who may do what in a NestJS application, and what its declarations leave open.
<module file> is the built file of the root module, such as dist/app.module.js. No provider
is constructed, and nothing is connected to.

Options:
  --format <format>     table (default), json, markdown, sarif or html
  --output <file>       where the report is written (default: standard output)
  --fail-on <severity>  exit with 1 from this severity on: error (default), warning, note or none
  --baseline <file>     findings that are accepted: they are reported and do not fail
  --update-baseline     accept all findings there are, in the file of --baseline
  --export <name>       the module, if the file exports several (default: AppModule)
  --help, -h            this text
  --version             the version of nestjs-permissions

Exit code: 0 nothing found, 1 something found, 2 nothing was audited.
`;
