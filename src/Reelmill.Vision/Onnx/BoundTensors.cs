using System.Buffers;

namespace Reelmill.Vision.Onnx;

/// <summary>The tensors of one run over the caller's memory, which is pinned until this is disposed.</summary>
internal sealed unsafe class BoundTensors(OnnxRuntime runtime, string doing, ValueNames known, int count) : IDisposable
{
    private readonly MemoryHandle[] _pins = new MemoryHandle[count];
    private int _count;

    /// <summary>Pointers to the names.</summary>
    public nint[] Names { get; } = new nint[count];

    /// <summary>The runtime's tensors.</summary>
    public nint[] Values { get; } = new nint[count];

    /// <summary>Adds one tensor and takes over its pin.</summary>
    /// <exception cref="ArgumentException">The model has none of that name.</exception>
    /// <exception cref="OnnxException">The memory is shorter than the shape says.</exception>
    public void Add(string name, MemoryHandle pin, int length, IReadOnlyList<long> shape)
    {
        _pins[_count] = pin;
        Names[_count] = known.Find(name);
        Values[_count] = runtime.Api.CreateTensor(doing, runtime.CpuMemory, pin.Pointer, length, [.. shape]);
        _count++;
    }

    public void Dispose()
    {
        for (var i = 0; i < Values.Length; i++)
        {
            if (Values[i] != 0)
            {
                runtime.Api.ReleaseValue(Values[i]);
                Values[i] = 0;
            }

            _pins[i].Dispose();
        }
    }
}
