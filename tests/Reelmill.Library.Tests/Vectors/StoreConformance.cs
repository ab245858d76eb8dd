using Reelmill.Core;
using Reelmill.Library.Vectors;
using static Reelmill.Library.Tests.Vectors.SampleVectors;

namespace Reelmill.Library.Tests.Vectors;

/// <summary>The conformance tests of all vector stores.</summary>
public abstract class StoreConformance : IAsyncLifetime
{
    private static int _collections;

    // Tests share servers, so each test needs a collection of its own.
    private readonly string _name = $"c{Interlocked.Increment(ref _collections)}";

    private protected IVectorStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Store is not null)
        {
            await Store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Concurrent_creations_create_one_collection()
    {
        var created = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => CreateAsync(4))));

        created.ShouldAllBe(c => c == new CollectionInfo(_name, 4, 0, Embedder));
        (await Store.ListAsync(default)).Count(c => c.Name == _name).ShouldBe(1);
    }

    [Fact]
    public async Task A_collection_is_created_once_and_refuses_another_dimension_or_embedder()
    {
        var created = await CreateAsync(4);
        await Store.UpsertAsync(_name, [CreateRecord("a", 1, 0, 0, 0)], default);

        created.ShouldBe(new CollectionInfo(_name, 4, 0, Embedder));
        (await CreateAsync(4)).ShouldBe(new CollectionInfo(_name, 4, 1, Embedder));
        (await Should.ThrowAsync<PipelineException>(CreateAsync(8))).Code.ShouldBe("collection_mismatch");
        var error = await Should.ThrowAsync<PipelineException>(Store.CreateAsync(_name, 4, "other 2", default));
        error.Code.ShouldBe("collection_mismatch");
        error.Message.ShouldContain(Embedder);
        error.Message.ShouldContain("other 2");
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("1a")]
    [InlineData("a-b")]
    [InlineData("../a")]
    [InlineData("a\n")]
    [InlineData("a; drop table b")]
    public async Task A_name_that_some_store_cannot_use_is_refused(string name) =>
        (await Should.ThrowAsync<PipelineException>(Store.CreateAsync(name, 4, Embedder, default))).Code.ShouldBe("bad_collection");

    [Fact]
    public async Task A_vector_is_found_by_its_id_until_the_record_is_deleted()
    {
        await CreateAsync(3);
        await Store.UpsertAsync(_name, [CreateRecord("video/1000", 1, 0, 0), CreateRecord("video/100", 0, 1, 0), CreateRecord("it's \"é\"", 0, 0, 1)], default);
        await Store.UpsertAsync(_name, [CreateRecord("video/1000", 3, 4, 0)], default);
        await Store.DeleteAsync(_name, ["video/100"], default);

        (await Store.FindAsync(_name, "video/1000", default)).ShouldBe([0.6f, 0.8f, 0]);
        (await Store.FindAsync(_name, "it's \"é\"", default)).ShouldBe([0, 0, 1]);
        (await Store.FindAsync(_name, "video/100", default)).ShouldBeNull();
        (await Store.FindAsync(_name, "video/%", default)).ShouldBeNull();
        (await Should.ThrowAsync<PipelineException>(Store.FindAsync("nothing", "a", default))).Code.ShouldBe("collection_unknown");
    }

    [Fact]
    public async Task Writing_a_vector_that_was_read_back_keeps_every_bit()
    {
        await CreateAsync(17);
        var records = CreateClustered(200, 17);
        await Store.UpsertAsync(_name, records, default);
        foreach (var record in records)
        {
            var first = (await Store.FindAsync(_name, record.Id, default))!;
            await Store.UpsertAsync(_name, [record with { Vector = first }], default);
            (await Store.FindAsync(_name, record.Id, default)).ShouldBe(first);
        }
    }

    [Fact]
    public async Task A_written_record_is_found_with_its_score_and_metadata()
    {
        await CreateAsync(3);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["label"] = "cat", ["score"] = "0.75" };
        await Store.UpsertAsync(
            _name, [CreateRecord("far", -1, 0, 0), CreateRecord("near", new VectorMetadata("cats/1.mp4", 1500, "frames/a/1500.jpg", fields), 3, 4, 0)], default);

        var hits = await Store.SearchAsync(_name, new float[] { 1, 0, 0 }, 10, filter: null, exact: false, default);

        hits.Select(h => h.Id).ShouldBe(["near", "far"]);
        hits[0].Score.ShouldBe(0.6f, 1e-5f);
        hits[1].Score.ShouldBe(-1f, 1e-5f);
        hits[0].Metadata.ShouldSatisfyAllConditions(
            m => (m.Source, m.TimeMs, m.Path).ShouldBe(("cats/1.mp4", 1500, "frames/a/1500.jpg")),
            m => m.Fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}").ShouldBe(["label=cat", "score=0.75"]));
        (hits[1].Metadata.Source, hits[1].Metadata.TimeMs, hits[1].Metadata.Path, hits[1].Metadata.Fields.Count).ShouldBe(("far.jpg", null, null, 0));
    }

    [Fact]
    public async Task Hits_are_sorted_by_score_then_id_and_limited_to_the_requested_number()
    {
        await CreateAsync(2);
        await Store.UpsertAsync(_name, [CreateRecord("c", 2, 0), CreateRecord("a", 5, 0), CreateRecord("z", 1, 1), CreateRecord("b", 1, 0), CreateRecord("y", 0, 1)], default);

        (await IdsAsync(1, 0)).ShouldBe(["a", "b", "c", "z", "y"]);
        (await Store.SearchAsync(_name, new float[] { 0, 1 }, 2, filter: null, exact: false, default)).Select(h => h.Id).ShouldBe(["y", "z"]);
    }

    [Fact]
    public async Task A_record_replaces_the_one_with_its_id_and_the_last_of_a_batch_wins()
    {
        await CreateAsync(2);
        await Store.UpsertAsync(_name, [CreateRecord("a", 1, 0), CreateRecord("b", 0, 1)], default);

        await Store.UpsertAsync(_name, [CreateRecord("a", 1, 1), CreateRecord("a", new VectorMetadata("new.jpg", 7), -1, 0)], default);

        var hits = await Store.SearchAsync(_name, new float[] { -1, 0 }, 10, filter: null, exact: false, default);
        hits.Select(h => (h.Id, h.Metadata.Source, h.Metadata.TimeMs)).ShouldBe([("a", "new.jpg", 7), ("b", "b.jpg", (long?)null)]);
        hits[0].Score.ShouldBe(1f, 1e-5f);
        (await CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task A_deleted_record_is_gone_and_can_be_written_again()
    {
        await CreateAsync(2);
        await Store.UpsertAsync(_name, [CreateRecord("a", 1, 0), CreateRecord("b", 0, 1), CreateRecord("c\"'\\", 1, 1)], default);

        await Store.DeleteAsync(_name, ["a", "none", "c\"'\\", "a"], default);

        (await IdsAsync(1, 0)).ShouldBe(["b"]);
        (await CountAsync()).ShouldBe(1);
        await Store.UpsertAsync(_name, [CreateRecord("a", 1, 0)], default);
        (await IdsAsync(1, 0)).ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData(float.NaN, 1f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, 1f)]
    [InlineData(0f, 0f)]
    [InlineData(1f)]
    [InlineData(1f, 1f, 1f)]
    public async Task An_invalid_vector_refuses_its_whole_batch(params float[] bad)
    {
        await CreateAsync(2);

        var error = await Should.ThrowAsync<ItemException>(Store.UpsertAsync(_name, [CreateRecord("good", 1, 0), CreateRecord("bad", bad)], default));

        (error.Code, error.IsTransient).ShouldBe(("bad_vector", false));
        error.Message.ShouldContain("'bad'");
        (await CountAsync()).ShouldBe(0);
        (await Should.ThrowAsync<ItemException>(Store.SearchAsync(_name, bad, 1, filter: null, exact: false, default))).Code.ShouldBe("bad_vector");
    }

    [Fact]
    public async Task Strings_that_cannot_be_stored_refuse_their_batch()
    {
        await CreateAsync(2);
        var records = new[]
        {
            CreateRecord("", 1, 0), CreateRecord("a\0", 1, 0), CreateRecord("a\ud800", 1, 0), CreateRecord(new string('a', 513), 1, 0),
            CreateRecord("a", new VectorMetadata("a\0"), 1, 0), CreateRecord("a", new VectorMetadata("a", -1), 1, 0),
            CreateRecord("a", new VectorMetadata("a", Fields: new Dictionary<string, string>(StringComparer.Ordinal) { ["x"] = "\0" }), 1, 0),
        };

        foreach (var record in records)
        {
            (await Should.ThrowAsync<ItemException>(Store.UpsertAsync(_name, [record], default))).Code.ShouldBe("bad_vector");
        }
    }

    [Fact]
    public async Task The_length_of_a_vector_does_not_affect_its_score()
    {
        await CreateAsync(2);
        await Store.UpsertAsync(_name, [CreateRecord("tiny", float.Epsilon, 0), CreateRecord("huge", float.MaxValue, -float.MaxValue), CreateRecord("small", 1e-30f, 2e-30f)], default);

        var hits = await Store.SearchAsync(_name, new float[] { float.MaxValue, 0 }, 10, filter: null, exact: false, default);

        hits.Select(h => h.Id).ShouldBe(["tiny", "huge", "small"]);
        hits.Select(h => (double)h.Score).Zip([1, Math.Sqrt(0.5), Math.Sqrt(0.2)]).ShouldAllBe(p => Math.Abs(p.First - p.Second) < 1e-5);
    }

    [Theory]
    [InlineData("source=*.jpg", "b c d")]
    [InlineData("source!=*.jpg", "a")]
    [InlineData("source=x/*/y*.mp4", "a")]
    [InlineData("timeMs>=1000", "a c")]
    [InlineData("timeMs<1000", "b")]
    [InlineData("timeMs!=1000", "b c d")]
    [InlineData("timeMs=1000", "a")]
    [InlineData("label=cat", "a c")]
    [InlineData("label!=cat", "b d")]
    [InlineData("label=c*", "a c")]
    [InlineData("path=frames/*", "a")]
    [InlineData("path=*", "a")]
    [InlineData("path!=frames/*", "b c d")]
    [InlineData("score>0.5", "a")]
    [InlineData("score<=0.5", "b")]
    [InlineData("label=cat and timeMs>1000", "c")]
    [InlineData("label=cat and source=*.mp4 and score>=0.75", "a")]
    [InlineData("label=dog", "")]
    [InlineData("odd=\"a\\\"b\\\\c%_' and \\*\"", "d")]
    [InlineData("odd=*\\\\c%_*", "d")]
    [InlineData("odd=*cx_*", "")]
    public async Task A_filter_returns_only_records_that_meet_its_conditions(string filter, string ids)
    {
        await CreateAsync(2);
        await Store.UpsertAsync(
            _name,
            [
                CreateRecord("a", Metadata("x/1/y.mp4", 1000, "frames/a.jpg", ("label", "cat"), ("score", "0.75")), 1, 0),
                CreateRecord("b", Metadata("1.jpg", 0, null, ("score", "0.5")), 1, 0.1f),
                CreateRecord("c", Metadata("2.jpg", 5000, null, ("label", "cat"), ("score", "many")), 1, 0.2f),
                CreateRecord("d", Metadata("3.jpg", null, null, ("odd", "a\"b\\c%_' and *"), ("score", "1e3")), 1, 0.3f),
            ],
            default);

        var hits = await Store.SearchAsync(_name, new float[] { 1, 0 }, 10, VectorFilter.Parse(filter), exact: false, default);

        string.Join(' ', hits.Select(h => h.Id)).ShouldBe(ids);
    }

    [Fact]
    public async Task Strings_of_every_kind_are_returned_unchanged()
    {
        await CreateAsync(2);
        string[] texts = ["' OR 1=1; --", "a\"b", "back\\slash", "new\nline\ttab\r", "100%_", "{x}", "$1", "Ünïcödé 猫 🐈", "\u0001\u007f", " "];
        var records = texts.Select((t, i) => CreateRecord(t, Metadata(t, i, t, (t, t)), 1, i)).ToArray();
        await Store.UpsertAsync(_name, records, default);

        var hits = await Store.SearchAsync(_name, new float[] { 1, 0 }, 100, filter: null, exact: false, default);

        hits.Select(h => h.Id).ShouldBe(texts);
        foreach (var hit in hits)
        {
            (hit.Metadata.Source, hit.Metadata.Path, hit.Metadata.Fields.Single()).ShouldBe((hit.Id, hit.Id, new KeyValuePair<string, string>(hit.Id, hit.Id)));
        }
    }

    [Fact]
    public async Task A_missing_collection_is_reported()
    {
        Func<Task>[] calls =
        [
            () => Store.UpsertAsync(_name, [CreateRecord("a", 1, 0)], default),
            () => Store.DeleteAsync(_name, ["a"], default),
            () => Store.SearchAsync(_name, new float[] { 1, 0 }, 1, filter: null, exact: false, default),
        ];

        foreach (var call in calls)
        {
            (await Should.ThrowAsync<PipelineException>(call)).Code.ShouldBe("collection_unknown");
        }

        await Store.DropAsync(_name, default);
    }

    [Fact]
    public async Task A_dropped_collection_is_gone_and_its_name_is_free_for_another_dimension()
    {
        await CreateAsync(2);
        await Store.UpsertAsync(_name, [CreateRecord("a", 1, 0)], default);

        await Store.DropAsync(_name, default);

        (await Store.ListAsync(default)).ShouldNotContain(c => c.Name == _name);
        (await CreateAsync(3)).Count.ShouldBe(0);
        await Store.UpsertAsync(_name, [CreateRecord("b", 1, 0, 0)], default);
        (await IdsAsync(1, 0, 0)).ShouldBe(["b"]);
    }

    [Fact]
    public async Task Collections_are_listed_by_name_with_their_record_counts()
    {
        await CreateAsync(2);
        await Store.CreateAsync(_name + "_b", 3, "other 2", default);
        await Store.UpsertAsync(_name, [CreateRecord("a", 1, 0), CreateRecord("b", 1, 0)], default);

        var listed = (await Store.ListAsync(default)).Where(c => c.Name == _name || c.Name == _name + "_b");

        listed.ShouldBe([new CollectionInfo(_name, 2, 2, Embedder), new CollectionInfo(_name + "_b", 3, 0, "other 2")]);
    }

    [Fact]
    public async Task Writing_or_deleting_no_records_is_no_error()
    {
        await CreateAsync(2);

        await Store.UpsertAsync(_name, [], default);
        await Store.DeleteAsync(_name, [], default);

        (await IdsAsync(1, 0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Concurrent_batches_are_all_stored_while_searches_run()
    {
        await CreateAsync(8);
        var records = CreateClustered(300, 8);

        await Task.WhenAll(records.Chunk(25).Select(batch => Store.UpsertAsync(_name, batch, default))
            .Concat(Enumerable.Range(0, 10).Select(i => Store.SearchAsync(_name, records[i].Vector, 5, filter: null, exact: false, default))));

        (await CountAsync()).ShouldBe(300);
    }

    [Fact]
    public async Task Searches_reach_a_high_recall_and_a_selective_filter_finds_a_single_record()
    {
        await CreateAsync(32);
        var records = CreateClustered(2000, 32);
        foreach (var batch in records.Chunk(200))
        {
            await Store.UpsertAsync(_name, batch, default);
        }

        var queries = CreateClustered(20, 32, seed: 2).Select(static r => r.Vector.ToArray()).ToArray();
        (await RecallAsync(Store, _name, records, queries, 10)).ShouldBeGreaterThanOrEqualTo(0.95);
        (await Store.SearchAsync(_name, queries[0], 10, VectorFilter.Parse("source=1234.jpg"), exact: false, default)).Select(h => h.Id).ShouldBe(["v001234"]);
    }

    /// <summary>Opens a store, which may already contain other collections.</summary>
    private protected abstract Task<IVectorStore> OpenAsync();

    private static VectorMetadata Metadata(string source, long? timeMs, string? path, params (string Name, string Value)[] fields) =>
        new(source, timeMs, path, fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal));

    private Task<CollectionInfo> CreateAsync(int dimension) => Store.CreateAsync(_name, dimension, Embedder, default);

    private async Task<long> CountAsync() => (await Store.ListAsync(default)).Single(c => c.Name == _name).Count;

    private async Task<IEnumerable<string>> IdsAsync(params float[] query) =>
        (await Store.SearchAsync(_name, query, 100, filter: null, exact: false, default)).Select(h => h.Id);
}
