using Reelmill.Core;
using Reelmill.Library.Vectors;
using Reelmill.Testing.Postgres;

namespace Reelmill.Library.Tests.Vectors.PgVector;

[Collection(PgliteCollection.Name)]
public sealed class PgVectorStoreTests(Pglite server) : StoreConformance
{
    private const string Search =
        "EXPLAIN (FORMAT json) SELECT id FROM reelmill_vectors_indexed WHERE true ORDER BY vector <=> '[1,0,0,0]'::vector LIMIT 10";

    [Fact]
    public async Task Searches_use_the_HNSW_index()
    {
        await Store.CreateAsync("indexed", 4, "e 1", default);
        await Store.UpsertAsync("indexed", SampleVectors.CreateClustered(500, 4), default);
        await using var source = Npgsql.NpgsqlDataSource.Create("Host=127.0.0.1;Username=postgres;Database=postgres;SSL Mode=Disable;Port=" + new Uri(server.Address).Port);
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new Npgsql.NpgsqlBatch(connection)
        {
            // PostgreSQL would scan so few rows sequentially.
            BatchCommands = { new("SELECT set_config('enable_seqscan', 'off', true)"), new(Search) },
        };
        await using var plan = await batch.ExecuteReaderAsync();
        await plan.NextResultAsync();
        await plan.ReadAsync();

        plan.GetString(0).ShouldContain("reelmill_vectors_indexed_vector_idx");
    }

    [Fact]
    public async Task A_search_returns_more_hits_than_a_single_index_scan()
    {
        await Store.CreateAsync("many", 8, "e 1", default);
        var records = SampleVectors.CreateClustered(1500, 8);
        await Store.UpsertAsync("many", records, default);

        (await Store.SearchAsync("many", records[0].Vector, 1400, filter: null, exact: false, default)).Count.ShouldBe(1400);
    }

    [Fact]
    public async Task Vectors_of_too_many_dimensions_for_an_index_are_searched_without_one()
    {
        await Store.CreateAsync("long", 2001, "e 1", default);
        await Store.UpsertAsync("long", SampleVectors.CreateClustered(3, 2001), default);

        (await Store.SearchAsync("long", SampleVectors.CreateClustered(1, 2001)[0].Vector, 1, filter: null, exact: false, default)).Single().Id.ShouldBe("v000000");
    }

    [Fact]
    public async Task A_collection_that_another_client_drops_and_recreates_is_noticed()
    {
        await Store.CreateAsync("shared", 2, "e 1", default);
        await using var other = VectorStores.Open(server.Address, ".");
        await other.DropAsync("shared", default);

        (await Should.ThrowAsync<PipelineException>(Store.UpsertAsync("shared", [SampleVectors.CreateRecord("a", 1, 0)], default))).Code.ShouldBe("collection_unknown");
        await other.CreateAsync("shared", 3, "e 1", default);
        (await Should.ThrowAsync<ItemException>(Store.UpsertAsync("shared", [SampleVectors.CreateRecord("a", 1, 0)], default))).Code.ShouldBe("bad_vector");
    }

    private protected override Task<IVectorStore> OpenAsync() => Task.FromResult(VectorStores.Open(server.Address, "."));
}
