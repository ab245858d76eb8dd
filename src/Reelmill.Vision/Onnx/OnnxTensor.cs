namespace Reelmill.Vision.Onnx;

/// <summary>A tensor of 32-bit floating point numbers in the caller's memory.</summary>
/// <param name="Name">The name of the input or output that it is for.</param>
/// <param name="Data">Its numbers, the last dimension fastest; exactly as many as the shape says.</param>
/// <param name="Shape">Its dimensions, each from 1.</param>
public readonly record struct OnnxTensor(string Name, ReadOnlyMemory<float> Data, IReadOnlyList<long> Shape);
