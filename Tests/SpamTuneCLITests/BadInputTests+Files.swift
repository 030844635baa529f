import Foundation
import Testing

extension BadInputTests {
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
}
