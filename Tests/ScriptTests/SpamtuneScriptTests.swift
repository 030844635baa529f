import Foundation
import Testing

/// `scripts/spamtune` with a stand-in for the compiler, whose "build" writes a program that prints
/// its arguments and ends with 7, and a stand-in for Debian's package database.
@Suite struct SpamtuneScriptTests {
  let project: ProjectCopy

  init() throws {
    project = try ProjectCopy()
    try project.write("// a package".utf8, to: "Package.swift")
    try project.write("let a = 1".utf8, to: "Sources/Tool/A.swift")
    try project.write("let b = 2".utf8, to: "Sources/Tool/B.swift")
    try program(
      "swift",
      """
      if [[ $1 == --version ]]; then echo "Swift version 6.3.1"; exit; fi
      echo "$*" >> builds
      if [[ -e broken ]]; then echo "A.swift:1:1: error: broken"; exit 3; fi
      if [[ -e edit ]]; then mv edit Sources/Tool/A.swift; touch Sources/Tool/A.swift; fi
      sleep 0.2
      mkdir -p .build/release
      printf '#!/bin/sh\\nprintf "<%%s>" "$@"\\nexit 7\\n' > .build/release/spamtune
      chmod +x .build/release/spamtune
      """)
    try program("dpkg-query", "echo 'install ok installed'")
  }

  func program(_ name: String, _ body: String) throws {
    try project.write("#!/usr/bin/env bash\n\(body)\n".utf8, to: "bin/\(name)", executable: true)
  }

  var environment: [String: String] { ["PATH": "\(project.path("bin")):/usr/bin:/bin"] }

  func spamtune(_ arguments: String..., as script: String = "scripts/spamtune") throws
    -> ProgramResult
  {
    try project.run(script, arguments, environment: environment)
  }

  var builds: Int { (project.text("builds") ?? "").split(separator: "\n").count }

  /// Gives every file and folder that the script looks at a time before the last build.
  func age(_ relative: String...) throws {
    for path in relative {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: project.path(path))
    }
  }

  @Test func buildsOnceAndHandsOverArgumentsAndExitCode() throws {
    let first = try spamtune("a b", "--help", "")
    #expect(first.exitCode == 7)
    #expect(first.output == "<a b><--help><>")
    #expect(project.text("builds") == "build -c release --product spamtune\n")

    let second = try spamtune("c")
    #expect(second.exitCode == 7)
    #expect(second.output == "<c>")
    #expect(second.errors == "")
    #expect(builds == 1)
  }

  @Test func worksThroughASymbolicLink() throws {
    try FileManager.default.createSymbolicLink(
      atPath: project.path("bin/link"), withDestinationPath: "../scripts/spamtune")
    #expect(try spamtune("a", as: "bin/link").output == "<a>")
    #expect(project.exists(".build/release/spamtune"))
  }

  enum Change: CaseIterable { case edit, add, delete, manifest }

  @Test(arguments: Change.allCases)
  func buildsAgainAfter(_ change: Change) throws {
    _ = try spamtune()
    switch change {
    case .edit: try project.write("let a = 3".utf8, to: "Sources/Tool/A.swift")
    case .add:
      try project.write("let c = 3".utf8, to: "Sources/Tool/C.swift")
      // Copied with an old date: only its folder is new.
      try age("Sources/Tool/C.swift")
    case .delete: try FileManager.default.removeItem(atPath: project.path("Sources/Tool/B.swift"))
    case .manifest: try project.write("// changed".utf8, to: "Package.swift")
    }
    #expect(try spamtune("x").output == "<x>")
    #expect(builds == 2)
    _ = try spamtune()
    #expect(builds == 2)
  }

  /// The compiler may have read the file before the edit.
  @Test func buildsAgainAfterAnEditDuringTheBuild() throws {
    try project.write("let a = 3".utf8, to: "edit")
    for expected in [1, 2, 2] {
      _ = try spamtune()
      #expect(builds == expected)
    }
  }

  @Test func runsNoOldProgramAfterAFailedBuild() throws {
    _ = try spamtune()
    try project.write("let a = ".utf8, to: "Sources/Tool/A.swift")
    try project.write([], to: "broken")
    for _ in 0..<2 {
      let run = try spamtune("x")
      #expect(run.exitCode == 3)
      #expect(run.output == "")
      #expect(run.errors.contains("A.swift:1:1: error: broken"))
    }
    #expect(project.names(in: ".build") == ["release", "spamtune.built"])
  }

  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/flock"), "needs /usr/bin/flock"))
  func buildsOnceForTwoFirstCalls() throws {
    let calls = try ["a", "b"].map {
      try project.start("scripts/spamtune", [$0], environment: environment)
    }
    #expect(try calls.map { try $0.wait().output } == ["<a>", "<b>"])
    #expect(builds == 1)
  }

  @Test func saysHowToGetSwift() throws {
    try program("swift", "echo 'OpenStack object storage'")
    let run = try spamtune()
    #expect(run.exitCode == 69)
    #expect(run.errors.contains("https://www.swift.org/install/"), "\(run.errors)")
  }

  @Test func installsMissingPackagesWithASudoThatAsksNothing() throws {
    try program("uname", "echo Linux")
    try program("dpkg-query", "[[ $* != *libsqlite3-dev ]] || exit 1; echo 'install ok installed'")
    try program("id", "echo 1000")
    try program("sudo", "[[ $1 == -n ]] || exit 1; shift; \"$@\"")
    try program("apt-get", "echo \"$*\" >> apt")
    #expect(try spamtune("x").output == "<x>")
    let calls = try #require(project.text("apt")).split(separator: "\n")
    #expect(calls.count == 2)
    #expect(calls[0].hasSuffix("update"))
    #expect(calls[1].hasSuffix("install libsqlite3-dev"))
  }

  @Test func saysWhatToInstallWhereItMayNot() throws {
    try program("uname", "echo Linux")
    try program("dpkg-query", "echo 'deinstall ok config-files'")
    try program("id", "echo 1000")
    try program("sudo", "exit 1")
    try program("apt-get", "echo \"$*\" >> apt")
    let run = try spamtune()
    #expect(run.exitCode == 69)
    #expect(
      run.errors.contains(
        "sudo apt-get update && sudo apt-get install libopenblas-dev libsqlite3-dev libssl-dev libdnnl-dev"
      ),
      "\(run.errors)")
    #expect(!project.exists("apt"))
    #expect(builds == 0)
  }
}
