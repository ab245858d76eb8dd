namespace Reelmill.Vision.Onnx;

/// <summary>The memory for an output tensor of 32-bit floats.</summary>
/// <param name="Name">The name of the output.</param>
/// <param name="Data">Receives the values in row-major order, exactly as many as the shape requires.</param>
/// <param name="Shape">The dimensions of the output, each from 1.</param>
public readonly record struct OnnxOutput(string Name, Memory<float> Data, IReadOnlyList<long> Shape);
