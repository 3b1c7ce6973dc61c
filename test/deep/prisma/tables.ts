// `prisma db push` would need an engine that is downloaded

const contract = (real: string, instant: string, text: string): readonly string[] => [
  `CREATE TABLE contract_people (id INT PRIMARY KEY, full_name ${text}, grade INT, boss INT)`,
  `CREATE TABLE contract_tags (tag_id INT PRIMARY KEY, label ${text})`,
  `CREATE TABLE contract_items (item_id INT PRIMARY KEY, headline ${text}, "rank" INT, ratio ${real}, bytes BIGINT,
    is_active BOOLEAN, happened_at ${instant}, owner INT, parent INT, touched BOOLEAN NOT NULL DEFAULT FALSE)`,
  `CREATE TABLE contract_notes (id INT PRIMARY KEY, "text" ${text}, about INT)`,
  `CREATE TABLE "_ItemToTag" ("A" INT NOT NULL, "B" INT NOT NULL, PRIMARY KEY ("A", "B"))`,
];

/** What creates the tables, by the provider of the schema. */
export const TABLES = {
  postgresql: [
    ...contract('DOUBLE PRECISION', 'TIMESTAMP(3)', 'TEXT'),
    `CREATE TYPE "Color" AS ENUM ('red', 'Blue', '1')`,
    `CREATE TABLE samples (id INT PRIMARY KEY, "text" TEXT, "long" TEXT, "short" VARCHAR(20), "uuid" UUID, flag BOOLEAN,
      "int" INT, small SMALLINT, size BIGINT, "double" DOUBLE PRECISION, color "Color", "at" TIMESTAMP(3),
      fine TIMESTAMP(6), zoned TIMESTAMPTZ(6), "day" DATE, "char" CHAR(3), folded TEXT, "real" REAL, "oid" OID,
      "time" TIME(6), "decimal" DECIMAL(65, 30), "json" JSONB, bytes BYTEA, list TEXT[], colors "Color"[])`,
  ],
  mysql: [
    ...contract('DOUBLE', 'DATETIME(3)', 'VARCHAR(191)'),
    `CREATE TABLE samples (id INT PRIMARY KEY, "text" VARCHAR(191), "long" TEXT, "char" CHAR(3), flag BOOLEAN, "int" INT,
      medium MEDIUMINT, small SMALLINT, unsigned INT UNSIGNED, size BIGINT, "double" DOUBLE, "real" FLOAT,
      color ENUM('red', 'Blue', '1'), "at" DATETIME(3), fine DATETIME(6), zoned TIMESTAMP(6) NULL, "day" DATE,
      "time" TIME(6), "decimal" DECIMAL(65, 30), "json" JSON, bytes LONGBLOB)`,
  ].map((statement) => statement.replaceAll('"', '`').replaceAll(/\bunsigned (?=INT)/g, '`unsigned` ')),
} as const;
