import CVectorLoops

/// Multi-head scaled dot-product attention over a ragged batch, forward and backward.
///
///     out = softmax(scale · q·kᵀ + mask)·v   for each message and head
///
/// Source: Vaswani et al., "Attention is all you need" (2017), eq. 1 and section 3.2.2.
///
/// The probabilities are not kept: the backward pass computes them again from q and k, which costs
/// little beside the projections and makes memory linear in the length of a message. Queries are
/// taken in bands, so that a long message needs no T × T matrix either.
public struct Attention: Sendable {
  /// H; C must be a multiple of it.
  public let heads: Int
  /// Factor on the scores, 1/√D in GPT-2.
  public let scale: Float
  /// Whether a query sees only positions up to its own.
  public let isCausal: Bool

  public init(heads: Int, scale: Float, isCausal: Bool = true) {
    self.heads = heads
    self.scale = scale
    self.isCausal = isCausal
  }

  /// - Parameters:
  ///   - q: (M, C), one row per query.
  ///   - k: (N, C), one row per token.
  ///   - v: (N, C).
  ///   - dropout: Applied to the probabilities.
  ///   - out: (M, C), overwritten.
  public func forward(
    q: Matrix, k: Matrix, v: Matrix, layout: AttentionLayout, dropout: Dropout? = nil,
    into out: Matrix
  ) {
    checkShapes(q, k, v, out, layout)
    let size = q.columns / heads
    forEachHead(of: layout, columns: q.columns) { segment, segmentIndex, head in
      forEachBand(of: segment) { band in
        let width = band.keys
        withUnsafeTemporaryAllocation(of: Float.self, capacity: band.count * width) { scores in
          guard let p = scores.baseAddress else { return }
          let queries = q.operand(segment.queries.lowerBound + band.first, head * size)
          let keys = k.operand(segment.keys.lowerBound, head * size)
          probabilities(into: p, band: band, queries, keys, size: size)
          dropout?.drop(p, band, segmentIndex: segmentIndex, head: head)
          BLAS.product(
            m: band.count, n: size, k: width, BLAS.Operand(pointer: p, stride: width),
            v.operand(segment.keys.lowerBound, head * size), keep: 0,
            out.mutableWindow(segment.queries.lowerBound + band.first, head * size),
            stride: out.stride)
        }
      }
    }
  }

  /// - Parameters:
  ///   - dOut: (M, C).
  ///   - dropout: The one of the forward pass.
  ///   - dq: (M, C), overwritten.
  ///   - dk: (N, C), overwritten.
  ///   - dv: (N, C), overwritten.
  public func backward(
    dOut: Matrix, q: Matrix, k: Matrix, v: Matrix, layout: AttentionLayout,
    dropout: Dropout? = nil, dq: Matrix, dk: Matrix, dv: Matrix
  ) {
    checkShapes(q, k, v, dOut, layout)
    checkShapes(dq, dk, dv, dOut, layout)
    let size = q.columns / heads
    dk.clear()
    dv.clear()
    forEachHead(of: layout, columns: q.columns) { segment, segmentIndex, head in
      let keys = k.operand(segment.keys.lowerBound, head * size)
      let values = v.operand(segment.keys.lowerBound, head * size)
      let dKeys = dk.mutableWindow(segment.keys.lowerBound, head * size)
      let dValues = dv.mutableWindow(segment.keys.lowerBound, head * size)
      forEachBand(of: segment) { band in
        let (rows, width) = (band.count, band.keys)
        let start = segment.queries.lowerBound + band.first
        let queries = q.operand(start, head * size)
        let dOutputs = dOut.operand(start, head * size)
        // P, the P that met the values (after dropout), and dP, one after another.
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * rows * width) { scratch in
          guard let p = scratch.baseAddress else { return }
          let (dropped, dp) = (p + rows * width, p + 2 * rows * width)
          probabilities(into: p, band: band, queries, keys, size: size)
          dropped.update(from: p, count: rows * width)
          dropout?.drop(dropped, band, segmentIndex: segmentIndex, head: head)
          // dV += Pᵀ·dO
          BLAS.product(
            m: width, n: size, k: rows, BLAS.Operand(pointer: dropped, stride: width).transposed,
            dOutputs, keep: 1, dValues, stride: dv.stride)
          // dP = dO·Vᵀ
          BLAS.product(
            m: rows, n: width, k: size, dOutputs, values.transposed, keep: 0, dp, stride: width)
          dropout?.drop(dp, band, segmentIndex: segmentIndex, head: head)
          for row in 0..<rows {
            vl_softmax_backward(p + row * width, dp + row * width, width, scale)
          }
          // dQ = dS·K, dK += dSᵀ·Q
          let dScores = BLAS.Operand(pointer: dp, stride: width)
          BLAS.product(
            m: rows, n: size, k: width, dScores, keys, keep: 0,
            dq.mutableWindow(start, head * size), stride: dq.stride)
          BLAS.product(
            m: width, n: size, k: rows, dScores.transposed, queries, keep: 1, dKeys,
            stride: dk.stride)
        }
      }
    }
  }

  /// Some consecutive queries of one segment, and how many of its keys they can see.
  struct Band {
    let first: Int
    let count: Int
    let keys: Int
    let firstPosition: Int
  }

  /// p = softmax(scale · q·kᵀ), (count, keys); zero where the mask hides a key.
  private func probabilities(
    into p: UnsafeMutablePointer<Float>, band: Band, _ queries: BLAS.Operand,
    _ keys: BLAS.Operand, size: Int
  ) {
    BLAS.product(
      m: band.count, n: band.keys, k: size, queries, keys.transposed, keep: 0, p,
      stride: band.keys)
    for row in 0..<band.count {
      let visible = isCausal ? band.firstPosition + row + 1 : band.keys
      let scores = p + row * band.keys
      vl_softmax(scores, visible, scale)
      (scores + visible).update(repeating: 0, count: band.keys - visible)
    }
  }

  private func forEachBand(of segment: AttentionLayout.Segment, _ body: (Band) -> Void) {
    let step = 64
    for first in Swift.stride(from: 0, to: segment.queries.count, by: step) {
      let count = min(step, segment.queries.count - first)
      let position = segment.firstPosition + first
      body(
        Band(
          first: first, count: count, keys: isCausal ? position + count : segment.keys.count,
          firstPosition: position))
    }
  }

  /// Calls `body` for every message and head, on several threads when it pays.
  private func forEachHead(
    of layout: AttentionLayout, columns: Int,
    _ body: (AttentionLayout.Segment, _ segmentIndex: Int, _ head: Int) -> Void
  ) {
    let work = layout.segments.reduce(0) { $0 + $1.queries.count * $1.keys.count } * columns
    let groups = work < 1 << 18 ? 1 : layout.segments.count * heads
    let perGroup = layout.segments.count * heads / max(1, groups)
    Parallel.forEach(groups) { group in
      for index in group * perGroup..<(group + 1) * perGroup {
        body(layout.segments[index / heads], index / heads, index % heads)
      }
    }
  }

  private func checkShapes(
    _ q: Matrix, _ k: Matrix, _ v: Matrix, _ out: Matrix, _ layout: AttentionLayout
  ) {
    precondition(
      q.columns % heads == 0 && k.columns == q.columns && v.columns == q.columns
        && out.columns == q.columns,
      "\(heads) heads: \(q.shapeText), \(k.shapeText), \(v.shapeText), \(out.shapeText)")
    precondition(
      q.rows >= layout.queryCount && out.rows >= layout.queryCount && k.rows >= layout.keyCount
        && v.rows >= layout.keyCount,
      "layout of \(layout.queryCount) queries and \(layout.keyCount) keys on \(q.shapeText), "
        + k.shapeText)
  }
}

extension Matrix {
  /// The element at (row, column) and what follows. The caller stays within the matrix.
  fileprivate func operand(_ row: Int, _ column: Int) -> BLAS.Operand {
    BLAS.Operand(pointer: pointer + row * stride + column, stride: stride)
  }

  fileprivate func mutableWindow(_ row: Int, _ column: Int) -> UnsafeMutablePointer<Float> {
    mutablePointer + row * stride + column
  }
}

extension Dropout {
  fileprivate func drop(
    _ p: UnsafeMutablePointer<Float>, _ band: Attention.Band, segmentIndex: Int, head: Int
  ) {
    for row in 0..<band.count {
      dropProbabilities(
        p + row * band.keys, count: band.keys, segmentIndex: segmentIndex, head: head,
        position: band.firstPosition + row)
    }
  }

  /// Drops the probabilities of one query. Its stream is named by message, head and position, so that
  /// it does not depend on which queries are computed together.
  func dropProbabilities(
    _ p: UnsafeMutablePointer<Float>, count: Int, segmentIndex: Int, head: Int, position: Int
  ) {
    guard probability > 0 else { return }
    // 2²⁴ positions and 2¹⁶ heads leave 2²⁰ messages of a batch before streams would repeat.
    let index = (segmentIndex << 16 | head) << 24 | position
    let rowStream = Dropout(
      probability: probability, seed: seed ^ (UInt64(index) &* 0x9E37_79B9_7F4A_7C15),
      stream: stream)
    rowStream.apply(to: p, count: count, first: 0)
  }
}
