// swift-tools-version: 6.1
import PackageDescription

// On Linux the matrix products come from OpenBLAS and the digests from OpenSSL; Apple systems have BLAS
// in Accelerate and SHA-256 in CryptoKit.
let linux: TargetDependencyCondition? = .when(platforms: [.linux])

let package = Package(
  name: "spamtune",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "spamtune", targets: ["SpamTuneCLI"]),
    .library(name: "SpamTuneKit", targets: ["SpamTuneKit"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
    .package(url: "https://github.com/LebJe/TOMLKit.git", from: "0.6.0"),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "COneDNN"),
    .target(name: "CVectorLoops"),
    .target(name: "Files", dependencies: [.target(name: "COpenSSL", condition: linux)]),
    .target(
      name: "GPT2Kernels",
      dependencies: [
        "COneDNN", "CVectorLoops", "Files", .target(name: "COpenBLAS", condition: linux),
      ]),
    .target(name: "SeededRandom"),
    .target(name: "StrictJSON"),
    .target(
      name: "Options",
      dependencies: [
        "Files", .product(name: "TOMLKit", package: "TOMLKit"),
        .product(name: "Yams", package: "Yams"),
      ]),
    .target(name: "ModelFiles", dependencies: ["Files", "GPT2Kernels", "StrictJSON"]),
    .target(name: "GPT2", dependencies: ["Files", "GPT2Kernels", "ModelFiles", "SeededRandom"]),
    .target(
      name: "FineTuning",
      dependencies: [
        "ClassificationMetrics", "Files", "GPT2", "GPT2Kernels", "ModelFiles", "SeededRandom",
      ]),
    .target(name: "GPT2Tokenizer", dependencies: ["Files", "StrictJSON"]),
    .target(
      name: "TextDatasets",
      dependencies: ["ClassificationMetrics", "Files", "SeededRandom", "StrictJSON"]),
    .target(name: "Baselines", dependencies: ["Files", "TextDatasets"]),
    .target(name: "ClassificationMetrics", dependencies: ["Files", "SeededRandom"]),
    .target(
      name: "Audits",
      dependencies: [
        "ClassificationMetrics", "Files", "SeededRandom", "TextDatasets",
      ]),
    .target(name: "Drift", dependencies: ["Baselines", "ClassificationMetrics", "SeededRandom"]),
    .target(
      name: "RunDatabase",
      dependencies: [
        "ClassificationMetrics", "Files", .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .target(
      name: "ClassifierModels",
      dependencies: [
        "ClassificationMetrics", "Files", "GPT2", "GPT2Kernels", "GPT2Tokenizer", "ModelFiles",
        "TextDatasets",
      ]),
    .target(
      name: "Experiments",
      dependencies: [
        "Baselines", "ClassificationMetrics", "ClassifierModels", "Files", "FineTuning", "GPT2",
        "GPT2Kernels", "GPT2Tokenizer", "ModelFiles", "RunDatabase", "SeededRandom", "TextDatasets",
      ]),
    .target(
      name: "Assessment",
      dependencies: [
        "Audits", "Baselines", "ClassificationMetrics", "ClassifierModels", "Drift", "Experiments",
        "Files", "FineTuning", "GPT2", "GPT2Kernels", "GPT2Tokenizer", "RunDatabase",
        "SeededRandom", "TextDatasets",
      ]),
    .target(name: "SpamTuneKit", dependencies: ["Assessment", "ClassifierModels", "Experiments"]),
    .target(
      name: "Reports",
      dependencies: [
        "Assessment", "Audits", "ClassificationMetrics", "ClassifierModels", "Drift", "Experiments",
        "Files",
        "FineTuning", "GPT2", "RunDatabase", "SpamTuneKit", "TextDatasets",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [.embedInCode("HTML/Page")]),
    .executableTarget(
      name: "SpamTuneCLI",
      dependencies: [
        "Assessment", "Audits", "Baselines", "ClassificationMetrics", "Drift", "Experiments",
        "Files",
        "FineTuning", "GPT2", "GPT2Kernels", "GPT2Tokenizer", "ModelFiles", "Options", "Reports",
        "RunDatabase", "SpamTuneKit", "TextDatasets",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(name: "TestFiles", path: "Tests/TestFiles"),
    .target(
      name: "TestSupport", dependencies: ["GPT2Kernels", "ModelFiles", "TestFiles"],
      path: "Tests/TestSupport"),
    .target(
      name: "TestModels",
      dependencies: [
        "ClassifierModels", "Experiments", "FineTuning", "GPT2", "GPT2Kernels", "GPT2Tokenizer",
        "TestFiles", "TextDatasets",
      ],
      path: "Tests/TestModels"),
    .testTarget(name: "ReadmeTests", dependencies: ["TestFiles"]),
    .testTarget(name: "ScriptTests", dependencies: ["TestFiles"]),
    .testTarget(name: "FilesTests", dependencies: ["Files", "TestFiles"]),
    .testTarget(name: "SeededRandomTests", dependencies: ["SeededRandom", "TestFiles"]),
    .testTarget(name: "StrictJSONTests", dependencies: ["StrictJSON"]),
    .testTarget(name: "OptionsTests", dependencies: ["Files", "Options", "TestFiles"]),
    .testTarget(
      name: "GPT2TokenizerTests", dependencies: ["GPT2Tokenizer", "SeededRandom", "TestFiles"]),
    .testTarget(
      name: "ModelFilesTests",
      dependencies: ["Files", "GPT2Kernels", "ModelFiles", "SeededRandom", "TestFiles"]),
    .testTarget(
      name: "TextDatasetsTests",
      dependencies: ["Files", "SeededRandom", "TestFiles", "TextDatasets"]),
    .testTarget(
      name: "AuditsTests",
      dependencies: [
        "Audits", "ClassificationMetrics", "SeededRandom", "TestFiles", "TextDatasets",
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
      ],
      exclude: ["Released"]),
    .testTarget(
      name: "GPT2KernelsTests",
      dependencies: [
        "CVectorLoops", "Files", "GPT2Kernels", "ModelFiles", "TestFiles", "TestSupport",
      ]),
    .testTarget(
      name: "GPT2Tests",
      dependencies: ["GPT2", "GPT2Kernels", "ModelFiles", "TestFiles", "TestSupport"]),
    .testTarget(
      name: "FineTuningTests",
      dependencies: [
        "ClassificationMetrics", "Files", "FineTuning", "GPT2", "GPT2Kernels", "ModelFiles",
        "TestFiles", "TestSupport",
      ]),
    .testTarget(
      name: "AssessmentTests",
      dependencies: [
        "Assessment", "ClassificationMetrics", "ClassifierModels", "Experiments", "RunDatabase",
        "TestModels", "TextDatasets",
      ]),
    .testTarget(
      name: "ClassifierModelsTests",
      dependencies: [
        "ClassificationMetrics", "ClassifierModels", "GPT2", "GPT2Kernels", "GPT2Tokenizer",
        "TestFiles", "TestModels", "TestSupport",
      ]),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "ClassificationMetrics", "ClassifierModels", "Experiments", "FineTuning", "GPT2",
        "GPT2Kernels", "RunDatabase", "TestFiles", "TestModels", "TextDatasets",
      ]),
    .testTarget(
      name: "SpamTuneCLITests",
      dependencies: [
        "ClassificationMetrics", "ClassifierModels", "Files", "FineTuning", "GPT2", "GPT2Kernels",
        "GPT2Tokenizer", "Options", "Reports", "SpamTuneCLI", "SpamTuneKit", "TestFiles",
        "TextDatasets", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Help"]),
  ]
)
