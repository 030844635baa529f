import Foundation
import Testing

/// Whatever is wrong with what the user gives: one sentence, the documented exit code, and
/// everything as it was before.
@Suite struct BadInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Words of the command; a word with a slash or a dot in it, or an existing name, is a path in
    /// the workbench's folder, which is the current one.
    let command: String
    var code: Int32 = 65
    /// What the sentence must name.
    let names: [String]
    /// Makes the bad input.
    var prepare: @Sendable (Workbench) throws -> Void = { _ in }
  }

  private static let train = "train --epochs 1 --database runs.sqlite --output new "

  static let places: [Case] = [
    Case(
      testDescription: "no data file", command: train + "--data no.tsv --base base",
      names: ["no.tsv", "No such file"]),
    Case(
      testDescription: "data is a folder", command: train + "--data base --base base",
      names: ["base: is a folder"]),
    Case(
      testDescription: "no base", command: train + "--data messages.tsv --base nowhere",
      names: ["nowhere"]),
    Case(
      testDescription: "base is a file", command: train + "--data messages.tsv --base messages.tsv",
      names: ["messages.tsv"]),
    Case(
      testDescription: "output inside a file",
      command:
        "train --data messages.tsv --base base --database runs.sqlite --output messages.tsv/new",
      code: 1, names: ["messages.tsv/new"]),
    Case(
      testDescription: "database is a folder",
      command: "train --data messages.tsv --base base --output new --database base", code: 1,
      names: ["base", "--database"]),
    Case(
      testDescription: "database is another file",
      command: "train --data messages.tsv --base base --output new --database messages.tsv",
      code: 1,
      names: ["messages.tsv", "not an SQLite database"]),
    Case(
      testDescription: "output is not empty",
      command: "train --data messages.tsv --base base --output base --database runs.sqlite",
      names: ["base: already holds files"]),
    Case(
      testDescription: "resume nothing", command: "train --resume nothing", names: ["nothing"]),
    Case(
      testDescription: "classify with nothing", command: "classify --model nothing qsecret",
      names: ["nothing"]),
    Case(
      testDescription: "classify with a base", command: "classify --model base qsecret",
      names: ["base", "train"]),
    Case(
      testDescription: "classify a missing file", command: "classify --model model --file no.txt",
      names: ["no.txt"], prepare: { try $0.train("model") }),
    Case(
      testDescription: "evaluate a missing file", command: "evaluate --model model --data no.txt",
      names: ["no.txt"], prepare: { try $0.train("model") }),
    Case(testDescription: "inspect nothing", command: "inspect nothing", names: ["nothing"]),
    Case(
      testDescription: "inspect a text", command: "inspect messages.tsv", names: ["messages.tsv"]),
    Case(testDescription: "inspect an empty folder", command: "inspect home", names: ["home"]),
    Case(
      testDescription: "generate without a base", command: "generate --base nothing qsecret",
      names: ["nothing"]),
    Case(
      testDescription: "generate with a classifier", command: "generate --base model qsecret",
      names: ["model", "classifier"], prepare: { try $0.train("model") }),
    Case(
      testDescription: "tokenize without a tokenizer",
      command: "tokenize --tokenizer nothing qsecret", names: ["nothing"]),
    Case(
      testDescription: "init-base without a configuration",
      command: "init-base --config no.json --tokenizer tokenizer --output new", names: ["no.json"]),
    Case(
      testDescription: "init-base without a tokenizer",
      command: "init-base --config base-config.json --tokenizer nothing --output new",
      names: ["nothing"]),
    Case(
      testDescription: "init-base with too large a tokenizer",
      command: "init-base --config small.json --tokenizer tokenizer --output new",
      names: ["tokenizer", "285", "280"],
      prepare: { try $0.makeSmallConfiguration() }),
    Case(
      testDescription: "export a base", command: "export --model base --output new", names: ["base"]
    ),
    Case(
      testDescription: "export into a file", command: "export --model model --output messages.tsv",
      names: ["messages.tsv"], prepare: { try $0.train("model") }),
    Case(
      testDescription: "show no run", command: "runs show nothing --database runs.sqlite",
      names: ["nothing"], prepare: { try $0.train("model") }),
    Case(
      testDescription: "list a text", command: "runs list --database messages.tsv", code: 1,
      names: ["messages.tsv"]),
  ]

  static let options: [Case] =
    [
      ("--epochs 0", "--epochs is 0"), ("--epochs 9223372036854775807", "--epochs"),
      ("--epochs 1.5", "--epochs"), ("--epochs=-1", "--epochs"),
      ("--batch-size 0", "--batch-size is 0"),
      ("--batch-size=-8", "--batch-size"),
      ("--gradient-accumulation 0", "--gradient-accumulation is 0"),
      ("--learning-rate 0", "--learning-rate is 0"),
      ("--learning-rate nan", "--learning-rate is nan"),
      ("--learning-rate inf", "--learning-rate is inf"), ("--learning-rate=-1", "--learning-rate"),
      ("--weight-decay nan", "--weight-decay is nan"), ("--weight-decay=-1", "--weight-decay"),
      ("--beta1 1", "--beta1 is 1"), ("--beta2 nan", "--beta2 is nan"),
      ("--epsilon 0", "--epsilon is 0"),
      ("--momentum 1", "--momentum is 1"), ("--dropout 1", "--dropout is 1"),
      ("--dropout nan", "--dropout is nan"), ("--label-smoothing 1", "--label-smoothing is 1"),
      ("--warmup nan", "--warmup is nan"), ("--warmup 1e300", "--warmup"),
      ("--warmup=-1", "--warmup"), ("--max-gradient-norm 0", "--max-gradient-norm is 0"),
      ("--max-gradient-norm nan", "--max-gradient-norm is nan"),
      ("--eval-every=-1", "--eval-every"),
      ("--save-every=-1", "--save-every"), ("--padded-length 5", "--padded-length"),
      ("--pooling padded-last --padded-length 0", "--padded-length is 0"),
      ("--trainable last-0", "last-0"), ("--trainable some", "some"), ("--pooling max", "max"),
      ("--optimizer lion", "lion"), ("--schedule step", "step"), ("--balance some", "some"),
      ("--seed=-1", "-1"), ("--threads 0", "--threads is 0"),
      ("--train-file messages.tsv", "exclude"),
      ("--test-file messages.tsv", "--train-file"), ("--format xml", "xml"),
      ("--encoding utf16", "utf16"),
      ("--data-format xls", "xls"), ("--nonsense", "--nonsense"), ("--name ../x", "../x"),
      ("--name .", "'.'"), ("--split 70/10", "70/10"), ("--split 0/50/50", "0/50/50"),
      ("--split nan/0/0", "nan/0/0"), ("--split 1e400/0/0", "1e400"),
      ("--split 50/20/20", "50/20/20"),
    ].map { option, named in
      Case(
        testDescription: option, command: train + "--data messages.tsv --base base " + option,
        code: 64, names: [named])
    } + [
      Case(
        testDescription: "more blocks than there are",
        command: train + "--data messages.tsv --base base --trainable last-99",
        names: ["last-99", "2 blocks"]),
      Case(
        testDescription: "positive label of no class",
        command: train + "--data messages.tsv --base base --positive-label eggs",
        names: ["eggs", "'ham', 'spam'"]),
      Case(
        testDescription: "temperature", command: "generate --base base qsecret --temperature nan",
        code: 64, names: ["--temperature"]),
      Case(
        testDescription: "top-k", command: "generate --base base qsecret --top-k 0", code: 64,
        names: ["--top-k is 0"]),
      Case(
        testDescription: "top-p", command: "generate --base base qsecret --top-p 1.5", code: 64,
        names: ["--top-p is 1.5"]),
      Case(
        testDescription: "tokens", command: "generate --base base qsecret --tokens 0", code: 64,
        names: ["--tokens is 0"]),
      Case(
        testDescription: "nothing to classify", command: "classify", code: 64,
        names: ["Give a text"]),
      Case(
        testDescription: "text and file", command: "classify qsecret --file messages.tsv", code: 64,
        names: ["not both"]),
      Case(
        testDescription: "text and standard input", command: "classify qsecret -", code: 64,
        names: ["'-'"]),
      Case(testDescription: "unknown command", command: "nonsense", code: 64, names: ["nonsense"]),
    ]

  private static func data(
    _ description: String, _ name: String, _ contents: String, _ options: String = "",
    names: [String]
  ) -> Case {
    data(description, name, Data(contents.utf8), options, names: names)
  }

  private static func data(
    _ description: String, _ name: String, _ contents: Data, _ options: String = "",
    names: [String]
  ) -> Case {
    Case(
      testDescription: description,
      command: train + "--base base --data \(name) " + options, names: [name] + names,
      prepare: { try $0.write(contents, to: name) })
  }

  static let data: [Case] = [
    data("empty file", "data.tsv", "", names: []),
    data("header alone", "data.csv", "label,text\n", names: ["no messages"]),
    data("one message", "data.tsv", "ham\tqsecret\n", names: ["1 message"]),
    data("one class", "data.tsv", "ham\tqsecret one\nham\tqsecret two\n", names: ["'ham'"]),
    data(
      "row without tab", "data.tsv", "ham\tqsecret\nqsecret\nspam\tqsecret\n",
      names: ["line 2", "no tab", "--skip-bad-rows"]),
    data("row without text", "data.tsv", "ham\tqsecret\nspam\t\n", names: ["line 2: empty text"]),
    data(
      "row without label", "data.tsv", "ham\tqsecret\n\tqsecret\n", names: ["line 2: empty label"]),
    data(
      "not UTF-8", "data.tsv", Data("ham\tqsecret\nspam\tqsecret ".utf8) + [0xE9, 0x0A],
      names: ["line 2", "0xE9", "--encoding latin1"]),
    data(
      "UTF-16", "data.tsv", Data([0xFF, 0xFE, 0x68, 0x00, 0x61, 0x00]), names: ["UTF-16", "iconv"]),
    data(
      "byte-order mark in Latin-1", "data.tsv", Data([0xEF, 0xBB, 0xBF]) + Data("ham\tx\n".utf8),
      "--encoding latin1", names: ["byte-order mark"]),
    data(
      "compressed", "data.tsv.gz", Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0]), names: ["compressed"]),
    data(
      "missing fields", "data.csv", "label,text\nham,qsecret\nspam\n",
      names: ["line 3: expected 2 fields as in the header, found 1"]),
    data(
      "open quote", "data.csv", "label,text\nham,\"qsecret\nspam,qsecret\n",
      names: ["line 2", "never closed"]),
    data(
      "unknown column", "data.csv", "label,text\nham,qsecret\nspam,qsecret\n",
      "--text-column body", names: ["no column 'body'", "label"]),
    data(
      "columns that cannot be guessed", "data.csv", "a,b\nham,qsecret\nspam,qsecret\n",
      names: ["--text-column"]),
    data(
      "bad JSON", "data.jsonl",
      "{\"text\": \"qsecret\", \"label\": \"ham\"}\n{\"text\": qsecret}\n",
      names: ["line 2: not JSON", "byte 10"]),
    data(
      "JSON without the key", "data.jsonl", "{\"text\": \"qsecret\"}\n", names: ["label"]),
    data("JSON array", "data.json", "[{\"text\": \"qsecret\"}]", names: ["jq"]),
    data("no labels at all", "data.txt", "qsecret one\nqsecret two\n", names: ["--data-format"]),
  ]

  /// A base with one of its files replaced.
  private static func base(
    _ description: String, _ name: String, _ contents: Data?, names: [String]
  ) -> Case {
    Case(
      testDescription: description, command: train + "--data messages.tsv --base base",
      names: names,
      prepare: { bench in
        guard let contents else {
          try FileManager.default.removeItem(atPath: bench.path("base/" + name))
          return
        }
        try bench.write(contents, to: "base/" + name)
      })
  }

  static let models: [Case] = [
    base("no configuration", "config.json", nil, names: ["config.json"]),
    base(
      "garbage configuration", "config.json", Data("qsecret".utf8), names: ["config.json", "JSON"]),
    base(
      "configuration of nothing", "config.json", Data("{}".utf8),
      names: ["config.json", "no field"]),
    base(
      "configuration of absurd size", "config.json",
      Data(
        #"{"vocab_size": 1e18, "n_positions": 64, "n_embd": 16, "n_layer": 2, "n_head": 2}"#.utf8),
      names: ["config.json"]),
    base(
      "configuration of another model", "config.json",
      Data(
        (#"{"model_type": "bert", "vocab_size": 300, "n_positions": 64, "n_embd": 16, "n_layer": 2,"#
          + #" "n_head": 2}"#).utf8), names: ["config.json", "bert"]),
    base(
      "configuration that does not fit the weights", "config.json",
      Data(
        #"{"vocab_size": 300, "n_positions": 64, "n_embd": 32, "n_layer": 2, "n_head": 2}"#.utf8),
      names: ["model.safetensors", "shape"]),
    base(
      "configuration with more blocks than weights", "config.json",
      Data(
        #"{"vocab_size": 300, "n_positions": 64, "n_embd": 16, "n_layer": 3, "n_head": 2}"#.utf8),
      names: ["h.2.", "no tensor"]),
    base("no weights", "model.safetensors", nil, names: ["base", "model.safetensors"]),
    base("empty weights", "model.safetensors", Data(), names: ["model.safetensors"]),
    base(
      "garbage weights", "model.safetensors", Data(repeating: 0xFF, count: 100),
      names: ["model.safetensors"]),
    Case(
      testDescription: "truncated weights", command: train + "--data messages.tsv --base base",
      names: ["model.safetensors", "damaged or incomplete"],
      prepare: { bench in
        try bench.write(
          bench.contents("base/model.safetensors").dropLast(100), to: "base/model.safetensors")
      }),
    base("garbage tokenizer", "tokenizer.json", Data("{".utf8), names: ["tokenizer.json"]),
    Case(
      testDescription: "no tokenizer", command: train + "--data messages.tsv --base base",
      names: ["base", "tokenizer"],
      prepare: { bench in
        for name in ["tokenizer.json", "vocab.json", "merges.txt"] {
          try FileManager.default.removeItem(atPath: bench.path("base/" + name))
        }
      }),
    Case(
      testDescription: "garbage reference to the base", command: "classify --model model qsecret",
      names: ["base.json"],
      prepare: { bench in
        try bench.train("model")
        try bench.write("{}", to: "model/base.json")
      }),
    Case(
      testDescription: "a model that is not finished", command: "classify --model model qsecret",
      names: ["model"],
      prepare: { bench in
        try bench.train("model")
        try FileManager.default.removeItem(atPath: bench.path("model/config.json"))
      }),
    Case(
      testDescription: "labels that do not fit the head", command: "classify --model model qsecret",
      names: ["config.json", "id2label"],
      prepare: { bench in
        try bench.train("model")
        let text = String(decoding: try bench.contents("model/config.json"), as: UTF8.self)
        try bench.write(
          text.replacingOccurrences(
            of: "\"1\" : \"spam\"", with: "\"1\" : \"spam\", \"2\" : \"eggs\""),
          to: "model/config.json")
      }),
  ]

  @Test(arguments: places)
  func wrongPlacesAreNamed(_ bad: Case) throws { try expectSentence(bad) }

  @Test(arguments: options)
  func wrongOptionsAreNamed(_ bad: Case) throws { try expectSentence(bad) }

  @Test(arguments: data)
  func wrongDataIsNamed(_ bad: Case) throws { try expectSentence(bad) }

  @Test(arguments: models)
  func wrongModelsAreNamed(_ bad: Case) throws { try expectSentence(bad) }

  /// The empty path means the current folder.
  @Test(arguments: ["", "."])
  func theCurrentFolderIsNotTakenForANewOne(output: String) throws {
    let bench = try Workbench()
    let before = try contents(bench)
    let outcome = try bench.run(
      "train", "--data", "messages.tsv", "--base", "base", "--database", "runs.sqlite", "--output",
      output)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.contains("already holds files"))
    #expect(try contents(bench) == before)
  }

  private func expectSentence(_ bad: Case) throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(
      atPath: bench.path("home"), withIntermediateDirectories: true)
    try bad.prepare(bench)
    let before = try contents(bench)
    let outcome = try bench.run(bad.command.split(separator: " ").map(String.init))

    #expect(outcome.exitCode == bad.code, "\(outcome.errors)")
    #expect(outcome.output == "")
    let sentence = outcome.errorLines.first ?? ""
    // The argument parser adds how the command is used.
    let isUsage = bad.code == 64 && sentence.hasPrefix("Error: ")
    #expect(isUsage || outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(isUsage || sentence.hasPrefix("spamtune: "))
    #expect(isUsage || [".", "?", ")"].contains(sentence.last), "\(sentence)")
    for name in bad.names {
      #expect(sentence.contains(name), "\(sentence)")
    }
    #expect(!outcome.errors.contains("qsecret"))
    #expect(!outcome.errors.contains("Fatal error"))
    #expect(try contents(bench) == before)
    if bench.exists("runs.sqlite"), !bad.command.hasPrefix("classify") {
      let names = try Records(bench.database).texts("SELECT run FROM v_runs")
      #expect(names == (bench.exists("model") ? ["model"] : []))
    }
  }

  /// The names of all files but the database's, which a run may have opened before it was refused.
  private func contents(_ bench: Workbench) throws -> [String] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: bench.folder)
    return names.filter { !$0.hasPrefix("runs.sqlite") && !$0.hasPrefix("captured-") }.sorted()
  }
}

extension Workbench {
  /// A configuration with fewer tokens than the tokenizer has.
  func makeSmallConfiguration() throws {
    try write(
      #"{"vocab_size": 280, "n_positions": 64, "n_embd": 16, "n_layer": 2, "n_head": 2}"#,
      to: "small.json")
  }
}
