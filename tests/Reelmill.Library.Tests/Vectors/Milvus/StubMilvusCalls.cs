using Reelmill.Library.Vectors;
using Reelmill.Library.Vectors.Milvus;
using Reelmill.Testing.Milvus;

namespace Reelmill.Library.Tests.Vectors.Milvus;

/// <summary>Opens stores on the stub server that retry without delay.</summary>
internal static class StubMilvusCalls
{
    public static IVectorStore Open(this StubMilvus server, string token = StubMilvus.Token) =>
        MilvusStore.Create(MilvusAddress.Parse(server.Address(token)), TimeProvider.System, TimeSpan.Zero);
}
