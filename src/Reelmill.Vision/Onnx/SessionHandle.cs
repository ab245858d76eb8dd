using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Reelmill.Vision.Onnx;

/// <summary>A reference-counted session: each run holds a reference, so the session is released after the last run.</summary>
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
