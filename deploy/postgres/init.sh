#!/bin/bash
# One database and one role for each service; no role can connect to another's.
# PostgreSQL's own entrypoint runs this once, when the cluster is made.
set -euo pipefail

for service in identity legajo boleta notifier; do
  variable="${service^^}_DATABASE_PASSWORD"
  psql --set ON_ERROR_STOP=1 --set role="$service" --set password="${!variable}" \
    --username "${POSTGRES_USER:-postgres}" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
CREATE DATABASE :"role" OWNER :"role" TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE :"role" FROM PUBLIC;
SQL
done
