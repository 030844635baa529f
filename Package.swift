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
    .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
    .package(url: "https://github.com/LebJe/TOMLKit.git", from: "0.6.0"),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "COneDNN"),
    .target(name: "CVectorLoops"),
    .target(
      name: "GPT2Kernels",
      dependencies: ["COneDNN", "CVectorLoops", .target(name: "COpenBLAS", condition: linux)]),
    .target(
      name: "Digests", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
    .target(name: "SeededRandom"),
    .target(name: "StrictJSON"),
    .target(name: "WholeFiles", dependencies: ["Digests"]),
    .target(
      name: "ConfigurationFiles",
      dependencies: [
        "WholeFiles", .product(name: "TOMLKit", package: "TOMLKit"),
        .product(name: "Yams", package: "Yams"),
      ]),
    .target(name: "OptionsFiles", dependencies: ["ConfigurationFiles"]),
    .target(name: "ModelFiles", dependencies: ["GPT2Kernels", "StrictJSON", "WholeFiles"]),
    .target(name: "GPT2", dependencies: ["GPT2Kernels", "ModelFiles", "SeededRandom"]),
    .target(
      name: "FineTuning",
      dependencies: [
        "ClassificationMetrics", "Digests", "GPT2", "GPT2Kernels", "ModelFiles", "SeededRandom",
        "WholeFiles",
      ]),
    .target(name: "GPT2Tokenizer", dependencies: ["StrictJSON", "WholeFiles"]),
    .target(name: "TextDatasets", dependencies: ["Digests", "SeededRandom", "StrictJSON"]),
    .target(name: "Baselines"),
    .target(name: "ClassificationMetrics", dependencies: ["SeededRandom"]),
    .target(
      name: "Audits",
      dependencies: ["Baselines", "ClassificationMetrics", "SeededRandom", "TextDatasets"]),
    .target(name: "Drift", dependencies: ["Baselines", "ClassificationMetrics", "SeededRandom"]),
    .target(
      name: "RunDatabase", dependencies: [.product(name: "GRDB", package: "GRDB.swift")]),
    .target(
      name: "ClassifierModels",
      dependencies: [
        "ClassificationMetrics", "Digests", "GPT2", "GPT2Kernels", "GPT2Tokenizer", "ModelFiles",
        "TextDatasets", "WholeFiles",
      ]),
    .target(
      name: "SpamTuneKit",
      dependencies: [
        "Audits", "Baselines", "ClassificationMetrics", "ClassifierModels", "Digests", "Drift",
        "FineTuning", "GPT2",
        "GPT2Kernels", "GPT2Tokenizer", "ModelFiles", "RunDatabase", "SeededRandom", "TextDatasets",
        "WholeFiles",
      ]),
    .target(
      name: "Reports",
      dependencies: [
        "Audits", "ClassificationMetrics", "Drift", "RunDatabase", "SpamTuneKit",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [.embedInCode("HTML/Page")]),
    .executableTarget(
      name: "SpamTuneCLI",
      dependencies: [
        "Audits", "Baselines", "ClassificationMetrics", "ConfigurationFiles", "Drift", "FineTuning",
        "GPT2",
        "GPT2Kernels", "GPT2Tokenizer", "ModelFiles", "OptionsFiles", "Reports", "RunDatabase",
        "SpamTuneKit",
        "TextDatasets", "WholeFiles",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(name: "TestFiles", path: "Tests/TestFiles"),
    .target(
      name: "TestSupport", dependencies: ["GPT2Kernels", "ModelFiles", "TestFiles"],
      path: "Tests/TestSupport"),
    .testTarget(name: "ReadmeTests", dependencies: ["TestFiles"]),
    .testTarget(name: "ScriptTests", dependencies: ["TestFiles"]),
    .testTarget(name: "DigestsTests", dependencies: ["Digests"]),
    .testTarget(name: "SeededRandomTests", dependencies: ["SeededRandom", "TestFiles"]),
    .testTarget(name: "StrictJSONTests", dependencies: ["StrictJSON"]),
    .testTarget(name: "WholeFilesTests", dependencies: ["TestFiles", "WholeFiles"]),
    .testTarget(
      name: "ConfigurationFilesTests",
      dependencies: ["ConfigurationFiles", "TestFiles", "WholeFiles"]),
    .testTarget(
      name: "OptionsFilesTests", dependencies: ["ConfigurationFiles", "OptionsFiles", "TestFiles"]),
    .testTarget(
      name: "GPT2TokenizerTests", dependencies: ["GPT2Tokenizer", "SeededRandom", "TestFiles"]),
    .testTarget(
      name: "ModelFilesTests",
      dependencies: ["GPT2Kernels", "ModelFiles", "SeededRandom", "TestFiles", "WholeFiles"]),
    .testTarget(
      name: "TextDatasetsTests",
      dependencies: ["Digests", "SeededRandom", "TestFiles", "TextDatasets"]),
    .testTarget(
      name: "AuditsTests",
      dependencies: [
        "Audits", "Baselines", "ClassificationMetrics", "SeededRandom", "TestFiles", "TextDatasets",
      ]),
    .testTarget(
      name: "DriftTests",
      dependencies: ["ClassificationMetrics", "Drift", "SeededRandom", "TestFiles"]),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Audits", "ClassificationMetrics", "Drift", "Reports", "RunDatabase", "SpamTuneKit",
        "TestFiles",
      ]),
    .testTarget(name: "BaselinesTests", dependencies: ["Baselines", "TestFiles"]),
    .testTarget(
      name: "ClassificationMetricsTests",
      dependencies: ["ClassificationMetrics", "SeededRandom", "TestFiles"]),
    .testTarget(
      name: "RunDatabaseTests",
      dependencies: [
        "RunDatabase", "TestFiles", .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "GPT2KernelsTests",
      dependencies: [
        "CVectorLoops", "Digests", "GPT2Kernels", "ModelFiles", "TestFiles", "TestSupport",
      ]),
    .testTarget(
      name: "GPT2Tests",
      dependencies: ["GPT2", "GPT2Kernels", "ModelFiles", "TestFiles", "TestSupport"]),
    .testTarget(
      name: "FineTuningTests",
      dependencies: [
        "ClassificationMetrics", "FineTuning", "GPT2", "GPT2Kernels", "ModelFiles", "TestFiles",
        "TestSupport", "WholeFiles",
      ]),
    .testTarget(
      name: "SpamTuneCLITests",
      dependencies: [
        "GPT2Kernels", "GPT2Tokenizer", "SpamTuneCLI", "TestFiles",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Help"]),
  ]
)
