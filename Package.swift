// swift-tools-version: 6.1
import PackageDescription

// On Linux the matrix products come from OpenBLAS; Apple systems have BLAS in Accelerate.
let linux: TargetDependencyCondition? = .when(platforms: [.linux])

let package = Package(
  name: "spamtune",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "spamtune", targets: ["SpamTuneCLI"]),
    .library(name: "SpamTuneKit", targets: ["SpamTuneKit"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-crypto.git", from: "3.12.3"),
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "CVectorLoops"),
    .target(
      name: "GPT2Kernels",
      dependencies: ["CVectorLoops", .target(name: "COpenBLAS", condition: linux)]),
    .target(
      name: "ModelFiles",
      dependencies: ["GPT2Kernels", .product(name: "Crypto", package: "swift-crypto")]),
    .target(name: "GPT2", dependencies: ["GPT2Kernels", "ModelFiles"]),
    .target(
      name: "FineTuning",
      dependencies: [
        "GPT2", "GPT2Kernels", "ModelFiles", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(name: "GPT2Tokenizer"),
    .target(
      name: "TextDatasets", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
    .target(name: "ClassificationMetrics"),
    .target(
      name: "RunDatabase", dependencies: [.product(name: "GRDB", package: "GRDB.swift")]),
    .target(
      name: "SpamTuneKit",
      dependencies: [
        "ClassificationMetrics", "FineTuning", "GPT2", "GPT2Kernels", "GPT2Tokenizer", "ModelFiles",
        "RunDatabase", "TextDatasets", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(name: "Reports", dependencies: ["ClassificationMetrics", "RunDatabase"]),
    .executableTarget(
      name: "SpamTuneCLI",
      dependencies: [
        "ClassificationMetrics", "FineTuning", "GPT2", "GPT2Kernels", "GPT2Tokenizer", "ModelFiles",
        "Reports", "RunDatabase", "SpamTuneKit", "TextDatasets",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(name: "GPT2TokenizerTests", dependencies: ["GPT2Tokenizer"]),
    .testTarget(name: "ModelFilesTests", dependencies: ["ModelFiles"]),
    .testTarget(name: "TextDatasetsTests", dependencies: ["TextDatasets"]),
    .testTarget(name: "ClassificationMetricsTests", dependencies: ["ClassificationMetrics"]),
    .testTarget(
      name: "RunDatabaseTests",
      dependencies: ["RunDatabase", .product(name: "GRDB", package: "GRDB.swift")]),
    .testTarget(
      name: "FineTuningTests",
      dependencies: ["FineTuning", "GPT2", "GPT2Kernels", "ModelFiles", "TestSupport"]),
    .target(
      name: "TestSupport", dependencies: ["GPT2Kernels", "ModelFiles"], path: "Tests/TestSupport"),
    .testTarget(name: "ReadmeTests", dependencies: ["TestSupport"]),
    .testTarget(name: "ScriptTests"),
    .testTarget(
      name: "SpamTuneCLITests",
      dependencies: [
        "GPT2Tokenizer", "SpamTuneCLI", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Help"]),
    .testTarget(
      name: "GPT2KernelsTests", dependencies: ["CVectorLoops", "GPT2Kernels", "TestSupport"]),
    .testTarget(
      name: "GPT2Tests", dependencies: ["GPT2", "GPT2Kernels", "ModelFiles", "TestSupport"]),
  ]
)
