using Reelmill.Core;
using Reelmill.Library.Vectors;
using Reelmill.Library.Vectors.Milvus;
using Reelmill.Testing.Milvus;

namespace Reelmill.Library.Tests.Vectors.Milvus;

/// <summary>Behavior of the store towards Milvus that the cases of its RESTful API revealed.</summary>
public sealed class MilvusClientTests : IAsyncLifetime
{
    private const string Name = "faces";

    private StubMilvus _server = null!;
    private IVectorStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await StubMilvus.StartAsync();
        _store = _server.Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(12)]
    [InlineData(103)]
    [InlineData(106)]
    [InlineData(401)]
    [InlineData(503)]
    [InlineData(905)]
    [InlineData(1002)]
    public async Task Requests_to_a_server_that_starts_or_moves_its_nodes_are_retried(int code)
    {
        await CreateAsync();
        FailFirst(2, code);

        await _store.UpsertAsync(Name, [SampleVectors.CreateRecord("a", 1, 0)], default);

        (await _store.ListAsync(default)).Single().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(65535)]
    public async Task Permanent_errors_are_not_retried(int code)
    {
        await CreateAsync();
        FailFirst(1, code);

        var error = await Should.ThrowAsync<ItemException>(_store.UpsertAsync(Name, [SampleVectors.CreateRecord("a", 1, 0)], default));

        (error.Code, error.IsTransient).ShouldBe(("store_failed", false));
        error.Message.ShouldContain($"code {code}");
    }

    [Theory]
    [InlineData(1400)]
    [InlineData(1401)]
    [InlineData(1800)]
    public async Task A_rejected_token_or_a_missing_privilege_ends_the_run(int code)
    {
        FailFirst(1, code);

        var error = await Should.ThrowAsync<PipelineException>(_store.ListAsync(default));

        error.Message.ShouldContain("MILVUS_TOKEN");
    }

    [Fact]
    public async Task A_missing_database_is_reported()
    {
        await using var store = MilvusStore.Create(MilvusAddress.Parse(_server.Address() + "/nowhere"), TimeProvider.System, TimeSpan.Zero);

        var error = await Should.ThrowAsync<PipelineException>(store.CreateAsync(Name, 2, SampleVectors.Embedder, default));

        error.Code.ShouldBe("store_failed");
        error.Message.ShouldContain("/nowhere: the server has no such database");
    }

    [Fact]
    public async Task An_interrupted_creation_is_finished_by_the_next_one()
    {
        _server.CutCreations(1);
        await Should.ThrowAsync<ItemException>(CreateAsync());
        (await Should.ThrowAsync<PipelineException>(_store.ListAsync(default))).Message.ShouldContain("creation was cut off");

        await CreateAsync();
        await _store.UpsertAsync(Name, [SampleVectors.CreateRecord("a", 1, 0)], default);

        (await _store.SearchAsync(Name, new float[] { 1, 0 }, 1, filter: null, exact: false, default)).Single().Id.ShouldBe("a");
    }

    [Fact]
    public async Task An_interrupted_creation_keeps_the_dimension()
    {
        _server.CutCreations(1);
        await Should.ThrowAsync<ItemException>(CreateAsync());

        var error = await Should.ThrowAsync<PipelineException>(_store.CreateAsync(Name, 3, SampleVectors.Embedder, default));

        error.Code.ShouldBe("collection_mismatch");
    }

    [Fact]
    public async Task A_batch_with_fields_over_the_column_limit_is_refused_before_it_is_sent()
    {
        await CreateAsync();
        _server.Requests.Clear();
        var fields = Enumerable.Range(0, 5).ToDictionary(static i => $"f{i}", static _ => new string('x', 16_000), StringComparer.Ordinal);

        var error = await Should.ThrowAsync<ItemException>(_store.UpsertAsync(
            Name, [SampleVectors.CreateRecord("good", 1, 0), SampleVectors.CreateRecord("large", new VectorMetadata("a.jpg", Fields: fields), 1, 0)], default));

        error.Code.ShouldBe("bad_vector");
        error.Message.ShouldContain("'large' are 80041 bytes");
        _server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Fields_that_fill_a_column_are_stored_and_returned()
    {
        await CreateAsync();
        var fields = Enumerable.Range(0, 4).ToDictionary(static i => $"f{i}", static _ => new string('x', 16_000), StringComparer.Ordinal);

        await _store.UpsertAsync(Name, [SampleVectors.CreateRecord("a", new VectorMetadata("a.jpg", Fields: fields), 1, 0)], default);

        var hit = (await _store.SearchAsync(Name, new float[] { 1, 0 }, 1, filter: null, exact: false, default)).Single();
        hit.Metadata.Fields.OrderBy(static f => f.Key, StringComparer.Ordinal).ShouldBe(fields);
    }

    [Fact]
    public async Task JSON_columns_returned_as_objects_are_read_too()
    {
        _server.UseNativeJson();
        await CreateAsync();
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["label"] = "cat", ["score"] = "0.5" };
        await _store.UpsertAsync(Name, [SampleVectors.CreateRecord("a", new VectorMetadata("a.mp4", 1500, Fields: fields), 1, 0)], default);

        var hit = (await _store.SearchAsync(Name, new float[] { 1, 0 }, 1, VectorFilter.Parse("score>0.4 and label=cat"), exact: false, default)).Single();

        (hit.Metadata.TimeMs, hit.Metadata.Fields["label"]).ShouldBe((1500, "cat"));
    }

    [Fact]
    public async Task A_collection_dropped_during_the_listing_is_left_out()
    {
        await CreateAsync();
        await _store.CreateAsync("other", 2, SampleVectors.Embedder, default);
        _server.Fault = async context =>
        {
            if (!context.Request.Path.Value!.EndsWith("collections/describe", StringComparison.Ordinal))
            {
                return false;
            }

            _server.Fault = static _ => Task.FromResult(false);
            return await StubMilvus.RefuseAsync(context, 100, "can't find collection");
        };

        (await _store.ListAsync(default)).Select(static c => c.Name).ShouldBe(["other"]);
    }

    [Fact]
    public async Task The_maximum_number_of_hits_is_within_the_limit_of_the_server()
    {
        await CreateAsync();
        await _store.UpsertAsync(Name, [SampleVectors.CreateRecord("a", 1, 0)], default);

        (await _store.SearchAsync(Name, new float[] { 1, 0 }, IVectorStore.MaxHits, filter: null, exact: false, default)).Count.ShouldBe(1);
    }

    private Task<CollectionInfo> CreateAsync() => _store.CreateAsync(Name, 2, SampleVectors.Embedder, default);

    private void FailFirst(int count, int code)
    {
        var remaining = count;
        _server.Fault = context => Interlocked.Decrement(ref remaining) >= 0 ? StubMilvus.RefuseAsync(context, code, "no") : Task.FromResult(false);
    }
}
