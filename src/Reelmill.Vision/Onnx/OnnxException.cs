namespace Reelmill.Vision.Onnx;

/// <summary>ONNX Runtime refused or failed: a bad model, a tensor of the wrong shape, a provider that is not there.</summary>
public sealed class OnnxException : Exception
{
    internal OnnxException(string doing, int code, string message)
        : base($"{doing}: {message.TrimEnd('.')} (ONNX Runtime's code {code}).")
    {
        Code = code;
        RuntimeMessage = message;
    }

    /// <summary>The runtime's own code, such as 2 (invalid argument), 7 (no valid model) or 11 (a provider failed).</summary>
    public int Code { get; }

    /// <summary>What the runtime said.</summary>
    public string RuntimeMessage { get; }
}
