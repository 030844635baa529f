import GPT2
import GPT2Kernels
import TestSupport

/// A GPT-2 classifier as its formulas say, one message at a time in double precision: no batches,
/// no selected queries, no remembered features. Radford et al. (2019), section 2.3, on Vaswani et
/// al. (2017).
struct NaiveGPT2 {
  let configuration: GPT2Configuration
  let pooling: Pooling
  /// By the names of a checkpoint; a vector is one row.
  var parameters: [String: Naive.Rows]

  init(_ classifier: SequenceClassifier) {
    configuration = classifier.model.configuration
    pooling = classifier.pooling
    parameters = Dictionary(
      uniqueKeysWithValues: classifier.parameters.map { ($0.name, $0.value.doubles) })
  }

  func loss(of messages: [[Int32]], labels: [Int], entropy: CrossEntropy) -> Double {
    Naive.crossEntropy(
      messages.map(logits), labels: labels, weights: entropy.classWeights,
      smoothing: entropy.labelSmoothing)
  }

  /// One logit per class: score·pooled + bias.
  func logits(of message: [Int32]) -> [Double] {
    let states = finalStates(of: message)
    let pooled: [Double]
    switch pooling {
    case .last, .paddedLast: pooled = states[states.count - 1]
    case .first: pooled = states[0]
    case .mean:
      pooled = Naive.transposed(states).map { $0.reduce(0, +) / Double(states.count) }
    }
    let logits = matrix("score.weight").map { Naive.dot([$0], [pooled]) }
    return parameters["score.bias"].map { Naive.sum(logits, $0[0]) } ?? logits
  }

  /// Logits of the next token after each token: the final states times the token embeddings.
  func languageLogits(of message: [Int32]) -> Naive.Rows {
    Naive.product(
      finalStates(of: message), Naive.transposed(matrix("transformer.wte.weight")))
  }

  /// The states after the final norm, one row per token.
  private func finalStates(of message: [Int32]) -> Naive.Rows {
    let (tokens, positions) = (matrix("transformer.wte.weight"), matrix("transformer.wpe.weight"))
    var x = message.enumerated().map { Naive.sum(tokens[Int($1)], positions[$0]) }
    for block in 0..<configuration.blockCount { x = blockOutput(x, block: block) }
    return norm(x, "transformer.ln_f")
  }

  /// x + projection(attention(norm(x))), then the same with the MLP.
  private func blockOutput(_ x: Naive.Rows, block: Int) -> Naive.Rows {
    let name = "transformer.h.\(block)."
    let c = configuration.embeddingWidth
    let qkv = linear(norm(x, name + "ln_1"), name + "attn.c_attn")
    let attended = Naive.attention(
      q: qkv.map { Array($0[..<c]) }, k: qkv.map { Array($0[c..<2 * c]) },
      v: qkv.map { Array($0[(2 * c)...]) }, layout: AttentionLayout(lengths: [x.count]),
      heads: configuration.headCount, scale: attentionScale(ofBlock: block),
      isCausal: configuration.isCausal)
    let middle = zip(x, linear(attended, name + "attn.c_proj")).map(Naive.sum)
    let hidden = linear(norm(middle, name + "ln_2"), name + "mlp.c_fc").map { row in
      row.map { Naive.activation(configuration.activation, $0) }
    }
    return zip(middle, linear(hidden, name + "mlp.c_proj")).map(Naive.sum)
  }

  private func attentionScale(ofBlock block: Int) -> Double {
    let headWidth = Double(configuration.embeddingWidth / configuration.headCount)
    return (configuration.scalesAttention ? 1 / headWidth.squareRoot() : 1)
      / (configuration.scalesAttentionByBlock ? Double(block + 1) : 1)
  }

  private func linear(_ x: Naive.Rows, _ name: String) -> Naive.Rows {
    Naive.affine(x, weight: matrix(name + ".weight"), bias: matrix(name + ".bias")[0])
  }

  private func norm(_ x: Naive.Rows, _ name: String) -> Naive.Rows {
    let (gain, bias) = (matrix(name + ".weight")[0], matrix(name + ".bias")[0])
    return x.map {
      Naive.layerNorm($0, gain: gain, bias: bias, epsilon: configuration.layerNormEpsilon)
    }
  }

  private func matrix(_ name: String) -> Naive.Rows { parameters[name] ?? [] }
}
