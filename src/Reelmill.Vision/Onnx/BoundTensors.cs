using Microsoft.ML.OnnxRuntime;

namespace Reelmill.Vision.Onnx;

/// <summary>The tensors of one run over the caller's memory, which is pinned until this is disposed.</summary>
/// <param name="kind">What messages call them.</param>
/// <param name="known">The names that the model has.</param>
/// <param name="count">How many tensors there will be.</param>
internal sealed class BoundTensors(string kind, IReadOnlyList<OnnxValueInfo> known, int count) : IDisposable
{
    /// <summary>The names.</summary>
    public List<string> Names { get; } = new(count);

    /// <summary>The runtime's tensors.</summary>
    public List<OrtValue> Values { get; } = new(count);

    /// <summary>Adds one tensor.</summary>
    /// <exception cref="ArgumentException">The model has none of that name.</exception>
    /// <exception cref="OnnxRuntimeException">The memory is shorter than the shape says.</exception>
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
