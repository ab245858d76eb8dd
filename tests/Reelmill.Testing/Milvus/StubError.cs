namespace Reelmill.Testing.Milvus;

/// <summary>What the stub answers with another code than 0.</summary>
internal sealed class StubError(int code, string message) : Exception(message)
{
    public int Code => code;
}
