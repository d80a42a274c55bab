import Platform

// Tests and their doubles call the system's functions themselves; this gives them to all that import TestSupport.

#if canImport(Glibc)
  @_exported import Glibc
#else
  @_exported import Darwin
#endif

package typealias LockedValue<Value> = Locked<Value>
