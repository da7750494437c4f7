/**
 * A number as Python prints a float: the shortest digits that read back as the same number, as in JavaScript, but
 * `166.0`, `5e-05` below 0.0001 and `1e+16` from 10^16.
 *
 * @see float.__repr__
 */
export function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0.0' : pythonNotation(String(value));
}

/** The digits of a decimal as JavaScript writes it, in the notation of Python. */
export function pythonNotation(decimal: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(decimal) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '').replace(/0+$/, '');
  if (digits === '') return `${sign}0.0`;
  const leadingZeros = (whole + fraction).search(/[1-9]/);
  /** Power of ten of the first digit. */
  const exponent = Number(power) + whole.length - 1 - leadingZeros;
  return (
    sign +
    (exponent < -4 || exponent >= 16 ? scientific(digits, exponent) : fixed(digits, exponent))
  );
}

function scientific(digits: string, exponent: number): string {
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  const power = String(Math.abs(exponent)).padStart(2, '0');
  return `${digits.slice(0, 1)}${fraction}e${exponent < 0 ? '-' : '+'}${power}`;
}

function fixed(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/**
 * A number with six decimals, as `%.6f` of C and Python writes it: a tie between two decimals is rounded to the even
 * digit, where `toFixed` rounds it up.
 */
export function sixDecimals(value: number): string {
  // Half of a millionth is 1 / (2^7 * 5^6), so a double is a tie only as an odd multiple of 1 / 2^7.
  const isTie = Math.abs((value * 128) % 2) === 1;
  const text = value.toFixed(6);
  return isTie && Number(text.at(-1)) % 2 === 1 ? nextTowardsZero(text) : text;
}

/** An odd last digit is at least 1, so nothing has to be carried. */
function nextTowardsZero(text: string): string {
  return text.slice(0, -1) + String(Number(text.at(-1)) - 1);
}
