import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  QueryVariableBuilder,
  type VariableModel,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { POSTGRES, PROMETHEUS } from './data-sources.ts';

interface VariableText {
  readonly name: string;
  readonly label: string;
  readonly description: string;
}

/** Any number of the values that a label of a metric has; at first all of them. */
export function labelVariable({
  metric,
  labelName,
  ...text
}: VariableText & {
  readonly metric: string;
  readonly labelName: string;
}): Builder<VariableModel> {
  const query = `label_values(${metric}, ${labelName})`;
  return describe(text)
    .datasource(PROMETHEUS)
    .query({ query, refId: text.name })
    .definition(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ text: 'All', value: '$__all' });
}

/** One row of a query on the ledger, which returns the columns `__value` and `__text`; at first the first one. */
export function ledgerVariable({
  sql,
  ...text
}: VariableText & { readonly sql: string }): Builder<VariableModel> {
  return describe(text)
    .datasource(POSTGRES)
    .query(sql)
    .definition(sql)
    .refresh(VariableRefresh.OnTimeRangeChanged);
}

function describe({ name, label, description }: VariableText): QueryVariableBuilder {
  return new QueryVariableBuilder(name).label(label).description(description);
}
