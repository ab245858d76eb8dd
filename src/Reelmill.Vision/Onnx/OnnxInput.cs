namespace Reelmill.Vision.Onnx;

/// <summary>An input tensor of 32-bit floats, which a model reads in place without a copy.</summary>
/// <param name="Name">The name of the input.</param>
/// <param name="Data">The values in row-major order, exactly as many as the shape requires.</param>
/// <param name="Shape">The dimensions, each from 1.</param>
public readonly record struct OnnxInput(string Name, ReadOnlyMemory<float> Data, IReadOnlyList<long> Shape);
