import { stringify } from 'yaml';
import { ALERTS } from './alert-groups.ts';
import { healthySystem } from './cases/healthy-system.ts';
import type { Case } from './cases/series.ts';
import { ruleGroups, runbookUrl } from './rule-file.ts';

/**
 * A file for `promtool test rules`: at each of its minutes the alerts of the case fire, and no other ones.
 *
 * @param rules path of the rule file
 */
export function promtoolTest({ title, series, at, fires }: Case, rules: string): string {
  const input = { ...healthySystem(), ...series };
  const moments = at.flatMap((minute) =>
    ALERTS.map((alert) => ({
      eval_time: `${String(minute)}m`,
      alertname: alert.name,
      exp_alerts: fires
        .filter((firing) => firing.alert === alert.name)
        .map(({ labels, summary }) => ({
          exp_labels: { ...labels, severity: alert.severity },
          exp_annotations: { summary, runbook_url: runbookUrl(alert) },
        })),
    })),
  );
  const test = {
    name: title,
    interval: '1m',
    input_series: Object.entries(input).map(([name, values]) => ({ series: name, values })),
    alert_rule_test: moments,
  };
  return stringify({
    rule_files: [rules],
    evaluation_interval: '1m',
    group_eval_order: ruleGroups().map(({ name }) => name),
    tests: [test],
  });
}
