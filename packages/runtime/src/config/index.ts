export { type Environment, parseEnvironment } from './environment.ts';
export { earmarkHome, makeHomeFolder } from './home.ts';
export { withoutPassword } from './without-password.ts';
