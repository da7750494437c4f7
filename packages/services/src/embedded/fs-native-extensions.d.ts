declare module 'fs-native-extensions' {
  interface LockOptions {
    /** Any number of open files may hold a shared lock; an exclusive one, the default, is held alone. */
    readonly shared?: boolean;
  }
  /** Whether the lock was granted. A lock that the open file holds already is converted. */
  export function tryLock(fd: number, options?: LockOptions): boolean;
  export function waitForLock(fd: number, options?: LockOptions): Promise<void>;
}
