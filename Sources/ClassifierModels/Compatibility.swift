/// A published program that a run repeats: the same beginning, the same batches in the same order.
public enum Compatibility: String, Sendable, CaseIterable, Codable {
  /// `gpt_class_finetune.py`: messages are padded to the longest of training and read at the last
  /// position, or by another pooling of `additional_experiments.py`; the head begins as a `torch.nn.Linear`, whatever head the base has, and torch's data
  /// loader draws the batches, of which a last short one is left out. Torch's generator gets the
  /// run's seed.
  ///
  /// With `mean`, padding counts as it does there. `first` and `last` read messages without padding, which
  /// a causal mask makes the same as reading padded ones at the first and at the last real token.
  ///
  /// Source: S. Raschka, *Build a Large Language Model (From Scratch)*, Manning 2024, chapter 6.
  case raschka
}
