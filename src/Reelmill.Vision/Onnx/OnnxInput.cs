namespace Reelmill.Vision.Onnx;

/// <summary>A tensor of 32-bit floating point numbers that a model reads where they lie.</summary>
/// <param name="Name">The name of the input.</param>
/// <param name="Data">Its numbers, the last dimension fastest; exactly as many as the shape says.</param>
/// <param name="Shape">Its dimensions, each from 1.</param>
public readonly record struct OnnxInput(string Name, ReadOnlyMemory<float> Data, IReadOnlyList<long> Shape);
