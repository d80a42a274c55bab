// Darwin's C library as Swift sees it there: Glibc, with the declarations that differ in type put over it. For compiling
// only. What a change needs besides goes here, with the types of Apple's headers.

@_exported import Glibc

package var SOCK_STREAM: Int32 { 1 }
package var SOCK_DGRAM: Int32 { 2 }
package var SO_NOSIGPIPE: Int32 { 0x1022 }
package var IPPROTO_TCP: Int32 { 6 }
package var F_FULLFSYNC: Int32 { 51 }
package var environ: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> { .allocate(capacity: 1) }

// spawn.h. On Darwin the two are pointers, and so optional.

package var POSIX_SPAWN_CLOEXEC_DEFAULT: Int32 { 0x4000 }
package typealias posix_spawn_file_actions_t = UnsafeMutableRawPointer
package typealias posix_spawnattr_t = UnsafeMutableRawPointer
package typealias FileActions = UnsafeMutablePointer<posix_spawn_file_actions_t?>
package typealias SpawnAttributes = UnsafeMutablePointer<posix_spawnattr_t?>
package typealias Strings = UnsafePointer<UnsafeMutablePointer<CChar>?>
package typealias Path = UnsafePointer<CChar>

@discardableResult package func posix_spawn_file_actions_init(_ actions: FileActions!) -> Int32 { 0 }
@discardableResult package func posix_spawn_file_actions_destroy(_ actions: FileActions!) -> Int32 { 0 }
@discardableResult package func posix_spawn_file_actions_adddup2(
  _ actions: FileActions!, _ from: Int32, _ to: Int32
) -> Int32 { 0 }
@discardableResult package func posix_spawn_file_actions_addclose(
  _ actions: FileActions!, _ descriptor: Int32
) -> Int32 { 0 }
@discardableResult package func posix_spawn_file_actions_addopen(
  _ actions: FileActions!, _ descriptor: Int32, _ path: Path!, _ flags: Int32, _ mode: mode_t
) -> Int32 { 0 }
@discardableResult package func posix_spawn_file_actions_addinherit_np(
  _ actions: FileActions!, _ descriptor: Int32
) -> Int32 { 0 }
@discardableResult package func posix_spawnattr_init(_ attributes: SpawnAttributes!) -> Int32 { 0 }
@discardableResult package func posix_spawnattr_destroy(_ attributes: SpawnAttributes!) -> Int32 { 0 }
@discardableResult package func posix_spawnattr_setflags(_ attributes: SpawnAttributes!, _ flags: Int16)
  -> Int32
{
  0
}
@discardableResult package func posix_spawnattr_setpgroup(_ attributes: SpawnAttributes!, _ group: pid_t)
  -> Int32
{
  0
}
@discardableResult package func posix_spawnattr_setsigmask(
  _ attributes: SpawnAttributes!, _ signals: UnsafePointer<sigset_t>!
) -> Int32 { 0 }
@discardableResult package func posix_spawnattr_setsigdefault(
  _ attributes: SpawnAttributes!, _ signals: UnsafePointer<sigset_t>!
) -> Int32 { 0 }
@discardableResult package func posix_spawn(
  _ process: UnsafeMutablePointer<pid_t>!, _ path: Path!,
  _ actions: UnsafePointer<posix_spawn_file_actions_t?>!,
  _ attributes: UnsafePointer<posix_spawnattr_t?>!, _ arguments: Strings!, _ environment: Strings!
) -> Int32 { 0 }
@discardableResult package func posix_spawnp(
  _ process: UnsafeMutablePointer<pid_t>!, _ path: Path!,
  _ actions: UnsafePointer<posix_spawn_file_actions_t?>!,
  _ attributes: UnsafePointer<posix_spawnattr_t?>!, _ arguments: Strings!, _ environment: Strings!
) -> Int32 { 0 }

// pthread.h. A thread is a pointer, and its body's argument is never null.

package struct _opaque_pthread_t {}
package typealias pthread_t = UnsafeMutablePointer<_opaque_pthread_t>

@discardableResult package func pthread_create(
  _ thread: UnsafeMutablePointer<pthread_t?>!, _ attributes: UnsafePointer<pthread_attr_t>?,
  _ body: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer?,
  _ context: UnsafeMutableRawPointer?
) -> Int32 { 0 }
@discardableResult package func pthread_detach(_ thread: pthread_t) -> Int32 { 0 }
@discardableResult package func pthread_join(
  _ thread: pthread_t, _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> Int32 { 0 }
package func pthread_self() -> pthread_t? { nil }

// signal.h.

package typealias sig_t = @convention(c) (Int32) -> Void
package struct __sigaction_u {
  package init() {}
  package var __sa_handler: (@convention(c) (Int32) -> Void)? {
    get { nil }
    set {}
  }
}
extension Glibc.sigaction {
  package var __sigaction_u: __sigaction_u {
    get { .init() }
    set {}
  }
}

// MacTypes.h: whoever imports Darwin has these names, too.

package typealias Style = UInt8
package typealias Size = Int
package typealias Byte = UInt8
package typealias Fixed = Int32
package typealias Fract = Int32
package typealias ByteCount = UInt
package typealias ItemCount = UInt
package typealias OptionBits = UInt32
package typealias TimeValue = Int32
package typealias TimeScale = Int32
package typealias TimeBase = OpaquePointer
package struct Point {
  package var v: Int16
  package var h: Int16
}
package struct Rect {
  package var top: Int16
  package var left: Int16
}

// sys/stat.h

extension stat {
  package var st_mtimespec: timespec { st_mtim }
}
