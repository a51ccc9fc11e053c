// swift-tools-version: 6.1
import PackageDescription

/// Continuous integration and `make test` set this; a user's newer compiler may know new warnings.
let warningsAreErrors = Context.environment["HEMATOVISION_STRICT"] != nil

let swiftSettings: [SwiftSetting] =
  [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (warningsAreErrors ? [.unsafeFlags(["-warnings-as-errors"])] : [])

/// The same for C.
let cSettings: [CSetting] =
  warningsAreErrors ? [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])] : []

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let argumentParser: Target.Dependency =
  .product(name: "ArgumentParser", package: "swift-argument-parser")

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], resources: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: resources,
    swiftSettings: swiftSettings)
}

let package = Package(
  name: "hematovision",
  products: [
    .executable(name: "hematovision", targets: ["hematovision"]),
    .executable(name: "hematovision-bench", targets: ["hematovision-bench"]),
    .executable(name: "smearsynth", targets: ["smearsynth"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // C libraries of the system: a module map and a shim each.
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    .systemLibrary(
      name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CLibPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .target(name: "CPNG", dependencies: ["CLibPNG"], cSettings: cSettings),
    .target(name: "CTerminalGuard", cSettings: cSettings),
    // How the C library keeps memory, which Swift cannot say.
    .target(name: "CAllocation", cSettings: cSettings),
    // OpenBLAS, loaded only where the portable path is taken.
    .target(name: "COpenBLAS", cSettings: cSettings),
    // The engine's hot loops for AVX2 and AVX-512, chosen at run time; plain C, no flags.
    .target(name: "CKernels", cSettings: cSettings),
    // The loops over pixels, for AVX2 and for any processor, chosen at run time likewise.
    .target(name: "CPixels", cSettings: cSettings),

    // The way of an image: decode, find cells, preprocess, infer, show, decide, record.
    library("Digest", ["CCrypto"]),
    library("Review"),
    library("Imaging", ["CPNG", "CTurboJPEG", "CPixels"]),
    library("Morphology", ["Imaging", "Review"]),
    library("Engine", ["CKernels", "COpenBLAS", "Digest"]),
    library("Analysis", ["Review", "Digest", "Imaging", "Morphology", "Engine"]),
    library("Screen"),
    library("Station", ["Review", "Screen"]),
    library("Settings", ["Review", "Screen", "Station"]),
    library("Directories", ["Review"]),
    library("Store", ["Review", "Digest", grdb, sqlite]),
    library("Curses", ["Screen", "CNcurses", "CTerminalGuard"]),
    library("Synthesis", ["Imaging", "Review"]),
    library("Training", ["Engine", "Review", "COpenBLAS"]),
    library("Evaluation", ["Review", "Imaging", "Morphology", "Screen", "Training"]),

    program(
      "hematovision",
      [
        "Review", "Digest", "Imaging", "Morphology", "Engine", "Analysis", "Screen", "Settings",
        "Station", "Directories", "Store", "Curses", "Training", "Evaluation", "CAllocation",
        argumentParser,
      ]),
    program(
      "hematovision-bench",
      [
        "Review", "Imaging", "Morphology", "Engine", "Analysis", "Screen", "Station", "Synthesis",
        argumentParser,
      ]),
    program("smearsynth", ["Synthesis", "Imaging", argumentParser]),

    .target(
      name: "TestSupport", dependencies: [], path: "Tests/TestSupport",
      swiftSettings: swiftSettings),
    .target(
      name: "CAllocationCount", path: "Tests/CAllocationCount", cSettings: cSettings),
    tests("DigestTests", ["Digest"]),
    tests("ReviewTests", ["Review"], resources: ["Golden"]),
    tests("ImagingTests", ["Imaging", "Digest", "CPixels"], resources: ["Fixtures"]),
    tests("MorphologyTests", ["Morphology", "Imaging", "Review", "Synthesis"]),
    tests("EngineTests", ["Engine", "Digest", "CAllocationCount"], resources: ["Golden"]),
    tests(
      "AnalysisTests", ["Analysis", "Review", "Imaging", "Engine"], resources: ["Golden"]),
    tests("ScreenTests", ["Screen"], resources: ["Reference"]),
    tests("SettingsTests", ["Settings", "Review", "Screen", "Station"]),
    tests(
      "StationTests", ["Station", "Review", "Screen", "Settings"],
      resources: ["Snapshots"]),
    // A writer that the tests of the log kill, and disks that fail.
    .target(
      name: "CFaultVFS", path: "Tests/CFaultVFS", cSettings: cSettings,
      linkerSettings: [.linkedLibrary("sqlite3")]),
    .executableTarget(
      name: "log-drill", dependencies: ["Store", "Review", "Digest", "CFaultVFS", grdb],
      path: "Tests/LogDrill", swiftSettings: swiftSettings),
    tests(
      "StoreTests", ["Store", "Review", "log-drill", grdb],
      resources: [
        "verify_log.py", "payloads.txt", "read_hl7.py", "read_fhir.py", "check_fhir.py",
        "read_html.py",
        "OldLogs",
      ]),
    tests("DirectoriesTests", ["Directories", "Review"]),
    tests("CursesTests", ["Curses", "Screen"]),
    tests("TrainingTests", ["Training", "Engine", "Review"]),
    tests("SynthesisTests", ["Synthesis", "Imaging", "Review", "smearsynth"]),
    tests(
      "EvaluationTests", ["Evaluation", "Review", "Imaging", "Morphology", "Training"],
      resources: ["Golden"]),
    tests(
      "EndToEndTests",
      ["hematovision", "Analysis", "Engine", "Store", "Review", "Imaging", "Digest"],
      resources: ["Recorded", "Terminals", "Converting"]),
    tests("HouseTests", []),
  ],
  swiftLanguageModes: [.v6]
)
