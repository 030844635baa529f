import GPT2Kernels

extension SequenceClassifier {
  /// Adds fresh adapters to the blocks of a part, which learn in place of the weights there. A fresh adapter
  /// adds nothing: B is zero, and A uniform within ±1 / √I as PEFT draws it.
  ///
  /// The classifier must be frozen, as it is when it comes from a file.
  ///
  /// - Parameters:
  ///   - part: `.all` for every block, or some of the last ones; embeddings stay frozen.
  ///   - seed: The same seed gives the same weights.
  public mutating func addAdapters(
    _ settings: AdapterSettings, to part: TrainablePart, seed: UInt64
  ) {
    precondition(part != .head, "the head has no blocks to adapt")
    for block in firstTrainableBlock(of: part)..<blockCount {
      for (index, target) in AdapterTarget.allCases.enumerated()
      where settings.targets.contains(target) {
        var generator = Philox(
          seed: seed, for: .adapters, index: UInt64(block * AdapterTarget.allCases.count + index))
        model.blocks[block][keyPath: target.map].addAdapter(
          named: "base_model.model.transformer.h.\(block).\(target.rawValue)", settings,
          using: &generator)
      }
    }
    trainAdapters(part, head: settings.trainsHead, finalNorm: settings.trainsFinalNorm)
  }

  /// Blocks with adapters, ascending.
  public var adaptedBlocks: [Int] {
    model.blocks.indices.filter { block in
      AdapterTarget.allCases.contains { model.blocks[block][keyPath: $0.map].adapter != nil }
    }
  }

  /// Makes the adapters that are there learn, and nothing else of the blocks.
  ///
  /// - Parameters:
  ///   - part: Where the adapters are.
  ///   - head: Whether the head learns as well.
  ///   - finalNorm: Whether the final norm does.
  public mutating func trainAdapters(_ part: TrainablePart, head: Bool, finalNorm: Bool) {
    precondition(trainableParameters.isEmpty, "weights that learn beside adapters")
    trainablePart = part
    hasAdapters = true
    for block in model.blocks.indices {
      for target in AdapterTarget.allCases {
        model.blocks[block][keyPath: target.map].adapter?.a.setTrainable(true)
        model.blocks[block][keyPath: target.map].adapter?.b.setTrainable(true)
      }
    }
    model.finalNorm.gain.setTrainable(finalNorm)
    model.finalNorm.bias.setTrainable(finalNorm)
    self.head.weight.setTrainable(head)
    self.head.bias?.setTrainable(head)
  }
}

extension Linear {
  /// - Parameter name: Of the map, without `lora_A` and `lora_B`.
  fileprivate mutating func addAdapter(
    named name: String, _ settings: AdapterSettings, using generator: inout Philox
  ) {
    let (inputs, outputs) = (weight.shape[0], weight.shape[1])
    let a = Matrix(rows: settings.rank, columns: inputs)
    a.fillUniform(within: 1 / Float(inputs).squareRoot(), using: &generator)
    adapter = LowRankAdapter(
      a: Parameter(name: name + ".lora_A.weight", shape: [settings.rank, inputs], value: a),
      b: Parameter(
        name: name + ".lora_B.weight", shape: [outputs, settings.rank],
        value: Matrix(rows: outputs, columns: settings.rank)),
      scale: settings.scale)
  }

  /// The same map with the adapter folded into the weight, W + scale · (B·A)ᵀ, where a quantised weight is
  /// what its codes stand for.
  var merged: Linear {
    let plain = dequantised
    guard let adapter else { return plain }
    let sum = adapter.delta
    sum.add(plain.weight.value)
    return Linear(
      weight: Parameter(name: weight.name, shape: weight.shape, value: sum), bias: bias)
  }
}

extension TransformerBlock {
  /// The same block with its adapters folded into copies of the weights.
  public var merged: TransformerBlock {
    var block = self
    for target in AdapterTarget.allCases {
      block[keyPath: target.map] = self[keyPath: target.map].merged
    }
    return block
  }
}

extension GPT2Model {
  /// Folds all adapters into copies of the weights that they add to; quantised weights become float32.
  public mutating func mergeAdapters() {
    blocks = blocks.map(\.merged)
  }
}
