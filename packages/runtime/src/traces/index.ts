export { type Tracer, withTracer } from './with-tracer.ts';
