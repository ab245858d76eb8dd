using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Reelmill.Vision.Onnx;

/// <summary>An open model. A run holds it, so that disposing it waits for the last one.</summary>
internal sealed class SessionHandle : SafeHandle
{
    public SessionHandle(InferenceSession session)
        : base(0, ownsHandle: true)
    {
        Session = session;
        SetHandle(1);
    }

    public override bool IsInvalid => handle == 0;

    public InferenceSession Session { get; }

    protected override bool ReleaseHandle()
    {
        Session.Dispose();
        return true;
    }
}
