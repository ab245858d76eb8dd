namespace Reelmill.Vision.Onnx;

/// <summary>Where a model writes a tensor of 32-bit floating point numbers.</summary>
/// <param name="Name">The name of the output.</param>
/// <param name="Data">Takes its numbers, the last dimension fastest; exactly as many as the shape says.</param>
/// <param name="Shape">Its dimensions, each from 1, as the model gives them.</param>
public readonly record struct OnnxOutput(string Name, Memory<float> Data, IReadOnlyList<long> Shape);
