/** Decimal places that tell two values of this size apart. */
const number = (value: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: value < 0.1 ? 3 : value < 10 ? 2 : 0 });

function scaled(value: number, base: number, units: readonly string[]): string {
  const power = Math.min(
    Math.max(Math.floor(Math.log(Math.abs(value) || 1) / Math.log(base)), 0),
    units.length - 1,
  );
  return `${number(value / base ** power)} ${units[power]!}`;
}

const MIB = 2 ** 20;
const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
const DECIMAL = ['B/s', 'kB/s', 'MB/s', 'GB/s'];

function seconds(value: number): string {
  const size = Math.abs(value);
  if (size < 1) return `${number(1_000 * value)} ms`;
  if (size < 120) return `${number(value)} s`;
  return size < 7_200 ? `${number(value / 60)} min` : `${number(value / 3_600)} h`;
}

const time = (value: number): string =>
  `${new Date(value).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const UNITS: Readonly<Record<string, (value: number) => string>> = {
  percentunit: (value) => `${number(100 * value)} %`,
  percent: (value) => `${number(value)} %`,
  s: seconds,
  bytes: (value) => scaled(value, 1_024, BINARY),
  mbytes: (value) => scaled(value * MIB, 1_024, BINARY),
  Bps: (value) => scaled(value, 1_000, DECIMAL),
  ops: (value) => `${number(value)} ops/s`,
  watt: (value) => `${number(value)} W`,
  dateTimeAsIso: time,
};

/** A value of a panel in a unit of Grafana. A time may be a `Date` or Unix milliseconds; text stays as it is. */
export function valueText(value: unknown, unit: string): string {
  if (value instanceof Date) return time(value.getTime());
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return '';
  if (unit.startsWith('suffix:')) return number(value) + unit.slice('suffix:'.length);
  return (UNITS[unit] ?? number)(value);
}
