using Reelmill.Library.Vectors;
using Reelmill.Testing.Milvus;

namespace Reelmill.Library.Tests.Vectors.Milvus;

public sealed class StubMilvusStoreTests : StoreConformance
{
    private StubMilvus _server = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }

    private protected override async Task<IVectorStore> OpenAsync()
    {
        _server = await StubMilvus.StartAsync();
        return _server.Open();
    }
}
