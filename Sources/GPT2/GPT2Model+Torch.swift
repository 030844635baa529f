import GPT2Kernels
import SeededRandom

extension GPT2Model {
  /// Whether the embeddings are large enough to be drawn as PyTorch draws them here.
  package static func canBeDrawnByTorch(_ configuration: GPT2Configuration) -> Bool {
    min(configuration.vocabularySize, configuration.contextLength) * configuration.embeddingWidth
      >= TorchGenerator.fewestNormal
  }

  /// A model with the random weights that Raschka's `GPTModel` has after `torch.manual_seed(seed)`:
  /// embeddings with deviation 1, and every map, of which he has three for queries, keys and values, as
  /// a new `torch.nn.Linear`; gains 1, other biases 0.
  ///
  /// Source: S. Raschka, *Build a Large Language Model (From Scratch)*, Manning 2024, section 4.6.
  ///
  /// - Parameter configuration: One that `canBeDrawnByTorch`.
  package init(configuration: GPT2Configuration, torchSeed seed: UInt64) {
    var generator = TorchGenerator(seed: seed)
    // Torch draws a map's bias right after its weights, (outputs, inputs).
    var biases: [Float] = []
    self.init(configuration: configuration) { name, shape in
      let (rows, columns) = (shape.dropLast().reduce(1, *), shape.last ?? 1)
      if name.hasSuffix("wte.weight") || name.hasSuffix("wpe.weight") {
        let numbers = generator.normal(rows * columns)
        return Parameter(
          name: name, shape: shape, value: Matrix(rows: rows, columns: columns, numbers))
      }
      let matrix = Matrix(rows: rows, columns: columns)
      if shape.count == 2 {
        biases = []
        let parts = name.hasSuffix("c_attn.weight") ? 3 : 1
        let width = columns / parts
        for part in 0..<parts {
          let map = generator.linear(inputs: rows, outputs: width)
          for output in 0..<width {
            for input in 0..<rows {
              matrix[input, part * width + output] = map.weights[output * rows + input]
            }
          }
          biases += map.biases
        }
      } else if name.hasSuffix(".bias"), !name.contains(".ln_") {
        for column in 0..<columns { matrix[0, column] = biases[column] }
      } else if name.hasSuffix(".weight") {
        matrix.fill(with: 1)
      }
      return Parameter(name: name, shape: shape, value: matrix)
    }
  }
}
