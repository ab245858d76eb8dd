namespace Reelmill.Vision.Onnx;

/// <content>How sessions are to run.</content>
internal sealed unsafe partial class OrtApi
{
    private const string Preparing = "Preparing a session";

    public nint CreateSessionOptions()
    {
        nint options;
        Check(Preparing, ((delegate* unmanaged<nint*, nint>)Function(10))(&options));
        return options;
    }

    public void ReleaseSessionOptions(nint options) => Release(100, options);

    /// <summary>Sets the threads of one run; 0 leaves it to the runtime.</summary>
    public void SetThreads(nint options, int threads) =>
        Check(Preparing, ((delegate* unmanaged<nint, int, nint>)Function(24))(options, threads));

    /// <summary>Sets one of the settings that have names rather than functions.</summary>
    public void SetEntry(nint options, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        fixed (byte* name = key, text = value)
        {
            Check(Preparing, ((delegate* unmanaged<nint, byte*, byte*, nint>)Function(130))(options, name, text));
        }
    }

    /// <summary>Puts CUDA, with its defaults, before the processor.</summary>
    public void AppendCuda(nint options) => Append("Starting CUDA", options, create: 205, append: 204, release: 208);

    /// <summary>Puts TensorRT, with its defaults, before what is there.</summary>
    public void AppendTensorRt(nint options) => Append("Starting TensorRT", options, create: 171, append: 170, release: 174);

    private void Append(string doing, nint options, int create, int append, int release)
    {
        nint provider;
        Check(doing, ((delegate* unmanaged<nint*, nint>)Function(create))(&provider));
        try
        {
            Check(doing, ((delegate* unmanaged<nint, nint, nint>)Function(append))(options, provider));
        }
        finally
        {
            Release(release, provider);
        }
    }
}
