import Platform

// Tests and their doubles call system functions directly; this exports them to all that import TestSupport.

#if canImport(Glibc)
  @_exported import Glibc
#else
  @_exported import Darwin
#endif

package typealias LockedValue<Value> = Locked<Value>
