using System.Runtime.InteropServices;

namespace Reelmill.Vision.Onnx;

/// <summary>The names of a model's inputs or outputs in native memory, as long as the model is open.</summary>
internal sealed class ValueNames : IDisposable
{
    private readonly string _kind;
    private readonly Dictionary<string, nint> _names;

    public ValueNames(string kind, IEnumerable<OnnxValueInfo> values)
    {
        _kind = kind;
        _names = values.ToDictionary(static v => v.Name, static v => Marshal.StringToCoTaskMemUTF8(v.Name), StringComparer.Ordinal);
    }

    /// <summary>The pointer to a name.</summary>
    /// <exception cref="ArgumentException">The model has none of that name.</exception>
    public nint Find(string name) => _names.TryGetValue(name, out var pointer)
        ? pointer
        : throw new ArgumentException($"The model has no {_kind} '{name}'; it has {string.Join(", ", _names.Keys)}.", nameof(name));

    public void Dispose()
    {
        foreach (var pointer in _names.Values)
        {
            Marshal.FreeCoTaskMem(pointer);
        }

        _names.Clear();
    }
}
