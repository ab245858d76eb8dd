using System.Runtime.InteropServices;

namespace Reelmill.Vision.Onnx;

/// <summary>
/// An open model of the runtime, and the native copies of its names. A run holds it, so that disposing it waits for the
/// last one.
/// </summary>
internal sealed class SessionHandle : SafeHandle
{
    private readonly OrtApi _api;

    public SessionHandle(OrtApi api, nint session)
        : base(0, ownsHandle: true)
    {
        _api = api;
        SetHandle(session);
        Inputs = api.Inputs(session);
        Outputs = api.Outputs(session);
        InputNames = new ValueNames("input", Inputs);
        OutputNames = new ValueNames("output", Outputs);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>What the model takes.</summary>
    public OnnxValueInfo[] Inputs { get; }

    /// <summary>What the model gives.</summary>
    public OnnxValueInfo[] Outputs { get; }

    public ValueNames InputNames { get; }

    public ValueNames OutputNames { get; }

    protected override bool ReleaseHandle()
    {
        _api.ReleaseSession(handle);
        InputNames.Dispose();
        OutputNames.Dispose();
        return true;
    }
}
