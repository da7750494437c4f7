export {
  type ByteAnswer,
  type ByteRequest,
  type HttpErrors,
  requestBytes,
} from './request-bytes.ts';
