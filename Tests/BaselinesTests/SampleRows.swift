/// 36 rows of features to learn from and 7 more, the same in Python: multiples of a quarter, on
/// different levels, the last column constant.
struct SampleRows {
  let rows: [[Float]]
  let labels: [Int]
  let unseen: [[Float]]

  init(classCount: Int) {
    let labels = (0..<43).map { ($0 * $0 + $0 / 3) % classCount }
    let rows = labels.enumerated().map { i, label in
      (0..<5).map { j -> Float in
        guard j < 4 else { return 2.5 }
        let noise = (i * 37 + j * 101 + i * j * 17) % 23 - 11
        return Float(noise) / 4 + Float(label * (j + 1) % 3) * 1.5 + Float(10 * j)
      }
    }
    self.labels = Array(labels.prefix(36))
    self.rows = Array(rows.prefix(36))
    unseen = Array(rows.dropFirst(36))
  }
}
