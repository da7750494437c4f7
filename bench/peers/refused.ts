/** Something that the benchmark needs is missing or does not fit; its message says what. */
export class Refused extends Error {}
