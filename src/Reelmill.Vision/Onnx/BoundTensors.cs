using Microsoft.ML.OnnxRuntime;

namespace Reelmill.Vision.Onnx;

/// <summary>The tensors of one run over the caller's memory, which stays pinned until disposal.</summary>
/// <param name="kind">The kind of tensors for error messages: input or output.</param>
/// <param name="known">The inputs or outputs of the model.</param>
/// <param name="count">The expected number of tensors.</param>
internal sealed class BoundTensors(string kind, IReadOnlyList<OnnxValueInfo> known, int count) : IDisposable
{
    /// <summary>The names of the tensors.</summary>
    public List<string> Names { get; } = new(count);

    /// <summary>The tensors as values of ONNX Runtime.</summary>
    public List<OrtValue> Values { get; } = new(count);

    /// <summary>Adds one tensor.</summary>
    /// <exception cref="ArgumentException">The model has no input or output of this name.</exception>
    /// <exception cref="OnnxRuntimeException">The memory is shorter than the shape requires.</exception>
    public void Add(string name, Memory<float> data, IReadOnlyList<long> shape)
    {
        if (!known.Any(v => v.Name == name))
        {
            throw new ArgumentException($"The model has no {kind} '{name}'; it has {string.Join(", ", known.Select(static v => v.Name))}.", nameof(name));
        }

        Values.Add(OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, data, [.. shape]));
        Names.Add(name);
    }

    public void Dispose()
    {
        foreach (var value in Values)
        {
            value.Dispose();
        }
    }
}
