#!/bin/sh
# The role of the phone systems is no superuser, so that row-level security holds for it.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$PHONE_SYSTEMS_PASSWORD" --username "$POSTGRES_USER" <<'SQL'
create role phone_systems login password :'password';
create database phone_systems owner phone_systems;
SQL
