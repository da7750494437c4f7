/** The data sources of `infra/grafana/provisioning/datasources`, by the uids that are fixed there. */
export const PROMETHEUS = { type: 'prometheus', uid: 'earmark-prometheus' };
export const POSTGRES = { type: 'grafana-postgresql-datasource', uid: 'earmark-postgres' };
