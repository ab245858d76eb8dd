using Reelmill.Testing.Milvus;
using Reelmill.Testing.Postgres;
using Xunit.Abstractions;

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

    public async Task InitializeAsync() => _server = await StubMilvus.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    protected override Task<string> StoreAsync() => Task.FromResult(_server.Address());
}
