using System.Buffers;

namespace Reelmill.Vision.Onnx;

/// <summary>The tensors of one run over the caller's memory, which is pinned until this is disposed.</summary>
internal sealed unsafe class BoundTensors : IDisposable
{
    private readonly OrtApi _api;
    private readonly MemoryHandle[] _pins;

    public BoundTensors(OnnxRuntime runtime, string doing, ReadOnlySpan<OnnxTensor> tensors, ValueNames known)
    {
        _api = runtime.Api;
        _pins = new MemoryHandle[tensors.Length];
        Names = new nint[tensors.Length];
        Values = new nint[tensors.Length];
        try
        {
            for (var i = 0; i < tensors.Length; i++)
            {
                Names[i] = known.Find(tensors[i].Name);
                _pins[i] = tensors[i].Data.Pin();
                Values[i] = _api.CreateTensor(doing, runtime.CpuMemory, _pins[i].Pointer, tensors[i].Data.Length, [.. tensors[i].Shape]);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Pointers to the names.</summary>
    public nint[] Names { get; }

    /// <summary>The runtime's tensors.</summary>
    public nint[] Values { get; }

    public void Dispose()
    {
        for (var i = 0; i < Values.Length; i++)
        {
            if (Values[i] != 0)
            {
                _api.ReleaseValue(Values[i]);
                Values[i] = 0;
            }

            _pins[i].Dispose();
        }
    }
}
