namespace Reelmill.Testing.Milvus;

/// <summary>An error response of the stub, with a nonzero code.</summary>
internal sealed class StubError(int code, string message) : Exception(message)
{
    public int Code => code;
}
