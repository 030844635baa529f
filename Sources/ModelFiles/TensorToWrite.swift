/// A tensor for `SafetensorsWriter`: a description, and a closure that hands over the elements
/// when their turn comes, so that no second copy of a model need exist.
public struct TensorToWrite {
  public typealias FloatConsumer = (UnsafeBufferPointer<Float>) throws -> Void
  public typealias ByteConsumer = (UnsafeRawBufferPointer) throws -> Void

  enum Source {
    case floats((FloatConsumer) throws -> Void)
    case bytes((ByteConsumer) throws -> Void)
  }

  public let name: String
  public let shape: [Int]
  public let type: ElementType
  let source: Source

  /// A tensor of floats, written as `type`: F32 and F64 exactly, F16 and BF16 rounded to
  /// nearest, ties to even. A finite element too large for `type` fails the writing.
  ///
  /// - Parameters:
  ///   - type: A floating-point type.
  ///   - provide: Called once. Gives the elements in row-major order to its argument, in one
  ///     piece or several.
  public init(
    name: String, shape: [Int], type: ElementType = .float32,
    floats provide: @escaping (FloatConsumer) throws -> Void
  ) {
    precondition(type.isFloatingPoint, "Floats cannot be written as \(type.rawValue).")
    self.name = name
    self.shape = shape
    self.type = type
    source = .floats(provide)
  }

  /// A tensor of floats in an array.
  public init(name: String, shape: [Int], type: ElementType = .float32, values: [Float]) {
    self.init(name: name, shape: shape, type: type) { consume in
      try values.withUnsafeBufferPointer(consume)
    }
  }

  /// A tensor of any type whose little-endian bytes are at hand.
  ///
  /// - Parameter provide: Called once. Gives the bytes to its argument, in one piece or several.
  public init(
    name: String, shape: [Int], type: ElementType,
    bytes provide: @escaping (ByteConsumer) throws -> Void
  ) {
    self.name = name
    self.shape = shape
    self.type = type
    source = .bytes(provide)
  }

  /// A tensor of integers of `type`'s size.
  init<Element: FixedWidthInteger>(
    name: String, shape: [Int], type: ElementType, elements: [Element]
  ) {
    precondition(
      MemoryLayout<Element>.size == type.byteCount, "\(Element.self) as \(type.rawValue)")
    self.init(name: name, shape: shape, type: type) { consume in
      try elements.withUnsafeBytes(consume)
    }
  }

  /// The same bytes as `stored`, under the same name or another.
  public init(copying stored: StoredTensor, name: String? = nil) {
    self.init(name: name ?? stored.name, shape: stored.shape, type: stored.type) { consume in
      try stored.withUnsafeBytes(consume)
    }
  }
}
