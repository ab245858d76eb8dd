using Reelmill.Testing.Milvus;
using Reelmill.Testing.Postgres;

namespace Reelmill.EndToEnd.Tests.Indexing;

public sealed class EmbeddedIndexKillTests(ITestOutputHelper output) : IndexKills(output)
{
    protected override Task<string> StoreAsync() => Task.FromResult("embedded");
}

public sealed class PostgresIndexKillTests(Pglite server, ITestOutputHelper output) : IndexKills(output), IClassFixture<Pglite>
{
    protected override Task<string> StoreAsync() => Task.FromResult(server.Address);
}

public sealed class MilvusIndexKillTests(ITestOutputHelper output) : IndexKills(output), IAsyncLifetime
{
    private StubMilvus _server = null!;

    public async ValueTask InitializeAsync() => _server = await StubMilvus.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Dispose();
    }

    protected override Task<string> StoreAsync() => Task.FromResult(_server.Address());
}
