import Foundation

/// What kind of file system a directory is on, as far as Linux tells in `/proc/self/mountinfo`.
package enum FileSystem {
  /// Whether another machine may have the directory's file system mounted at the same time.
  ///
  /// False where the system does not tell (no `/proc`).
  package static func isOnNetwork(_ directory: String) -> Bool {
    guard let resolved = realpath(directory, nil) else { return false }
    defer { free(resolved) }
    guard let mounts = text(ofProcessFile: "/proc/self/mountinfo"),
      let type = type(ofDirectory: String(cString: resolved), mountInformation: mounts)
    else { return false }
    return isNetwork(type: type)
  }

  /// The whole text of a file below `/proc`; nil where there is none.
  ///
  /// Such a file tells no size, and Foundation's reading of a whole file then ends after the first page: with some
  /// forty mounts the network share would not be among them.
  package static func text(ofProcessFile path: String) -> String? {
    guard let bytes = try? FileHandle(forReadingAtPath: path)?.readToEnd() else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether this type of file system is shared between machines. An unknown FUSE file system counts
  /// as shared: that costs speed, the other mistake costs records.
  package static func isNetwork(type: String) -> Bool {
    if type == "fuseblk" { return false }
    if type.hasPrefix("fuse") { return true }
    return sharedTypes.contains(type)
  }

  private static let sharedTypes: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "coda", "ceph", "9p", "virtiofs",
    "vboxsf", "vmhgfs", "prl_fs", "lustre", "gfs", "gfs2", "ocfs2", "gpfs", "glusterfs", "beegfs",
    "orangefs", "davfs",
  ]

  /// The type of the mount that a directory (absolute, links resolved) is on: the one with the
  /// longest mount point above it, the later one of two at the same point.
  ///
  /// - Parameter mountInformation: lines as in `/proc/self/mountinfo`, proc_pid_mountinfo(5).
  package static func type(ofDirectory directory: String, mountInformation: String) -> String? {
    var best: (length: Int, type: String)?
    for line in mountInformation.split(separator: "\n") {
      // "36 35 98:0 /root /mount/point rw,noatime shared:1 - ext3 /dev/root rw": the number of
      // fields before the lone hyphen varies.
      let fields = line.split(separator: " ")
      guard fields.count > 5, let hyphen = fields.firstIndex(of: "-"), hyphen + 1 < fields.count
      else { continue }
      let point = unescaped(fields[4])
      let prefix = point.hasSuffix("/") ? point : point + "/"
      guard (directory + "/").hasPrefix(prefix) else { continue }
      if prefix.utf8.count >= best?.length ?? 0 {
        best = (prefix.utf8.count, String(fields[hyphen + 1]))
      }
    }
    return best?.type
  }

  /// Space, tab, line feed and backslash stand as three octal digits after a backslash.
  private static func unescaped(_ field: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(field.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), rest.count >= 3,
        let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
      {
        bytes.append(code)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
