import Foundation
import Testing

extension BadInputTests {
  /// A training that would write to the folder `new`.
  static let train = "train --epochs 1 --database runs.sqlite --output new "

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

  static let crossValidation: [Case] =
    [
      ("--folds 1", 64, "--folds is 1"), ("--folds 31", 65, "'ham' has 30 distinct messages"),
      ("--folds 2 --measure validation", 64, "--folds is 2"), ("--repeats 0", 64, "--repeats is 0"),
      ("--train-on 1", 64, "--train-on is 1"), ("--train-on 60", 65, "60 of the 60 messages"),
      ("--train-on 5 --folds 3", 64, "exclude"),
      ("--train-on 5 --measure validation", 64, "--folds"),
      ("--epochs 0", 64, "--epochs is 0"), ("--trainable last-3", 65, "2 blocks"),
      ("--no-shuffle --repeats 2", 64, "--no-shuffle"), ("--eval-every 5", 64, "--eval-every"),
      ("--pooling padded-last", 64, "--padded-length"), ("--measure all", 64, "all"),
      ("--split 70/10/20", 64, "--split"), ("--compat raschka", 64, "--compat"),
      ("--precision half", 64, "half"), ("--resume nothing", 64, "Leave out --data"),
    ].map { option, code, named in
      Case(
        testDescription: "cross-validate " + option,
        command:
          "cross-validate --data messages.tsv --base base --database runs.sqlite --output new "
          + option,
        code: code, names: [named])
    }

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
      ("--layer-decay 0", "--layer-decay is 0"), ("--layer-decay 1.5", "--layer-decay is 1.5"),
      ("--weight-decay nan", "--weight-decay is nan"), ("--weight-decay=-1", "--weight-decay"),
      ("--beta1 1", "--beta1 is 1"), ("--beta2 nan", "--beta2 is nan"),
      ("--epsilon 0", "--epsilon is 0"),
      ("--momentum 1", "--momentum is 1"), ("--dropout 1", "--dropout is 1"),
      ("--dropout nan", "--dropout is nan"), ("--label-smoothing 1", "--label-smoothing is 1"),
      ("--average-last 1.5", "--average-last is 1.5"),
      ("--method lora --rank 0", "--rank is 0"), ("--method lora --rank 17", "16 wide"),
      ("--method lora --lora-targets q_proj", "q_proj"), ("--rank 4", "--method lora"),
      ("--method lora --trainable head", "--trainable head"),
      ("--method lora --freeze-head", "--freeze-head"),
      ("--method lora --alpha 0", "--alpha is 0"), ("--method lora --alpha nan", "--alpha is nan"),
      ("--method lora --lora-dropout 1", "--lora-dropout is 1"),
      ("--method qlora-nf4 --trainable last-1 --precision bfloat16", "quantised"),
      ("--method dora", "dora"),
      ("--class-weights junk=2", "'junk'"), ("--class-weights spam", "ham=1,spam=4"),
      ("--class-weights spam=-1", "ham=1,spam=4"), ("--class-weights spam=0,ham=0", "weight of 0"),
      ("--class-weights auto --balance class-weights", "twice"),
      ("--focal-gamma 2 --label-smoothing 0.1", "--focal-gamma"),
      ("--focal-gamma=-1", "--focal-gamma"), ("--gradual-unfreezing=-1", "--gradual-unfreezing"),
      ("--early-stopping 0", "--early-stopping is 0"),
      ("--early-stopping 2 --split 80/0/20", "validation"), ("--best-metric speed", "speed"),
      ("--keep-best --average-last 0.5", "--keep-best"),
      ("--average-last nan", "--average-last is nan"),
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
      ("--split 50/20/20", "50/20/20"), ("--split raschkas", "almeida2011, raschka, or"),
      ("--split kfold", "kfold:K:I"), ("--split kfold:2", "K 3 or more"),
      ("--split kfold:3:4", "I from 1 to K"),
      ("--split raschka --balance undersample", "--balance undersample"),
      ("--split raschka-experiments --no-shuffle", "--no-shuffle"),
      ("--compat keras", "keras"),
      ("--compat raschka --pooling last --padded-length 9", "--padded-length"),
      ("--compat raschka --head-init normal", "--head-init"),
      ("--compat raschka --no-head-bias", "--no-head-bias"),
      ("--compat raschka --no-shuffle", "--no-shuffle"),
    ].map { option, named in
      Case(
        testDescription: option, command: train + "--data messages.tsv --base base " + option,
        code: 64, names: [named])
    } + [
      Case(
        testDescription: "another file than the split's",
        command: train + "--data messages.tsv --base base --split raschka",
        names: ["messages.tsv", "5572 rows", "found 60 rows, 30 of them spam"]),
      Case(
        testDescription: "other lines than the split's",
        command: train + "--data messages.tsv --base base --split almeida2011",
        names: ["messages.tsv", "5574 rows", "found 60 rows, 30 of them spam"]),
      Case(
        testDescription: "more folds than messages",
        command: train + "--data messages.tsv --base base --split kfold:31",
        names: ["'ham' has 30 distinct messages"]),
      Case(
        testDescription: "no whole batch",
        command: train + "--data messages.tsv --base base --compat raschka --batch-size 43",
        names: ["42 training examples", "one batch of 43"]),
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
}

extension Workbench {
  /// A configuration with fewer tokens than the tokenizer has.
  func makeSmallConfiguration() throws {
    try write(
      #"{"vocab_size": 280, "n_positions": 64, "n_embd": 16, "n_layer": 2, "n_head": 2}"#,
      to: "small.json")
  }
}
