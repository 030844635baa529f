import GPT2Kernels
import Testing

@Suite struct MatrixProductTests {
}
