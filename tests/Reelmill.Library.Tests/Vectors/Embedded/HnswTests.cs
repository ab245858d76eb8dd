using System.Text;
using Reelmill.Library.Vectors;
using Reelmill.Library.Vectors.Embedded;
using Reelmill.Processes;
using static Reelmill.Library.Tests.Vectors.SampleVectors;

namespace Reelmill.Library.Tests.Vectors.Embedded;

/// <summary>An index makes searches fast and never wrong: whatever happens to the index, results agree with the records.</summary>
public sealed class HnswTests : EmbeddedFixture
{
    private const int Size = 16;
    private const int Rows = 1200;

    private static readonly EmbeddedOptions Segments = SmallOptions with { SegmentBytes = 40_000 };
    private static readonly VectorRecord[] Records = CreateClustered(Rows, Size);
    private static readonly float[][] Queries = [.. CreateClustered(20, Size, seed: 2).Select(static r => r.Vector.ToArray())];

    private string IndexPath => Path.Combine(GetFolder(Library), HnswIndex.FileName);

    public HnswTests() => Assert.SkipUnless(HnswGraph.LoadError is null, HnswGraph.LoadError ?? "");

    [Fact]
    public async Task A_search_with_an_index_reports_its_recall_and_returns_exact_scores()
    {
        await using var store = await CreateIndexedAsync();

        var listed = (await store.ListAsync(default)).Single().Index.ShouldNotBeNull();
        listed.Count.ShouldBe(Rows);
        listed.Recall.ShouldBeInRange(0.95, 1);
        foreach (var query in Queries)
        {
            var hits = await SearchAsync(store, query);
            (hits.IsApproximate, hits.Recall, hits.Note).ShouldBe((true, listed.Recall, null));
            var scores = (await store.SearchAsync(Name, query, Rows, filter: null, exact: true, default)).ToDictionary(static h => h.Id, static h => h.Score, StringComparer.Ordinal);
            hits.ShouldAllBe(h => h.Score.Equals(scores[h.Id]));
        }

        (await RecallAsync(store, Name, Records, Queries, 10)).ShouldBeGreaterThanOrEqualTo(0.95);
    }

    [Fact]
    public async Task An_exact_search_and_a_search_for_very_many_hits_ignore_the_index()
    {
        await using var store = await CreateIndexedAsync();

        (await store.SearchAsync(Name, Queries[0], 10, filter: null, exact: true, default)).IsApproximate.ShouldBeFalse();
        (await store.SearchAsync(Name, Queries[0], Rows, filter: null, exact: false, default)).IsApproximate.ShouldBeFalse();
    }

    [Fact]
    public async Task A_collection_below_the_minimum_size_gets_no_index_and_one_that_shrinks_below_is_searched_exactly()
    {
        await using var store = await CreateFilledAsync();
        (await store.BuildIndexAsync(Name, Rows + 1, progress: null, default)).Index.ShouldBeNull();
        File.Exists(IndexPath).ShouldBeFalse();

        await store.BuildIndexAsync(Name, Rows, progress: null, default);
        (await SearchAsync(store, Queries[0])).IsApproximate.ShouldBeTrue();
        await store.DeleteAsync(Name, [Records[0].Id], default);

        (await SearchAsync(store, Queries[0])).IsApproximate.ShouldBeFalse();
    }

    [Fact]
    public async Task Records_written_replaced_or_deleted_after_the_build_count_at_once()
    {
        await using var store = await CreateIndexedAsync();
        var query = Queries[0];
        var best = await SearchAsync(store, query);

        await store.UpsertAsync(Name, [new VectorRecord("new", query, new VectorMetadata("new.jpg")), new VectorRecord(best[0].Id, query.Select(static x => -x).ToArray(), best[0].Metadata)], default);
        await store.DeleteAsync(Name, [best[1].Id], default);

        var hits = await SearchAsync(store, query);
        hits.IsApproximate.ShouldBeTrue();
        hits.Select(static h => h.Id).Take(3).ShouldBe(["new", best[2].Id, best[3].Id]);
        hits[0].Score.ShouldBe(1f, 1e-5f);
        hits.ShouldAllBe(h => h.Id != best[0].Id && h.Id != best[1].Id);
    }

    [Fact]
    public async Task A_selective_filter_makes_a_search_exact_and_a_broad_filter_does_not()
    {
        await using var store = await CreateIndexedAsync();

        var rare = await store.SearchAsync(Name, Queries[0], 10, VectorFilter.Parse("source=777.jpg"), exact: false, default);
        (rare.IsApproximate, rare.Single().Id).ShouldBe((false, "v000777"));
        var most = await store.SearchAsync(Name, Queries[0], 10, VectorFilter.Parse("timeMs>=100"), exact: false, default);
        most.IsApproximate.ShouldBeTrue();
        most.Select(static h => h.Id).ShouldBe((await store.SearchAsync(Name, Queries[0], 10, VectorFilter.Parse("timeMs>=100"), exact: true, default)).Select(static h => h.Id));
    }

    [Fact]
    public async Task A_compacted_collection_is_searched_exactly_until_the_index_is_rebuilt()
    {
        await using var store = await CreateIndexedAsync();
        await store.DeleteAsync(Name, [.. Records.Take(100).Select(static r => r.Id)], default);
        await store.CompactAsync(Name, default);

        var hits = await SearchAsync(store, Queries[0]);
        (hits.IsApproximate, hits.Note!.Code).ShouldBe((false, "index_outdated"));
        hits.Note.Message.ShouldContain("collections build-index faces");
        (await store.ListAsync(default)).Single().Index.ShouldBeNull();

        (await store.BuildIndexAsync(Name, 1, progress: null, default)).Index!.Count.ShouldBe(Rows - 100);
        (await SearchAsync(store, Queries[0])).IsApproximate.ShouldBeTrue();
    }

    [Fact]
    public async Task An_index_of_a_dropped_collection_or_of_another_one_is_not_used()
    {
        await using (var store = await CreateIndexedAsync())
        {
            var old = await File.ReadAllBytesAsync(IndexPath);
            await store.DropAsync(Name, default);
            Directory.Exists(GetFolder(Library)).ShouldBeFalse();
            await FillAsync(store);
            await File.WriteAllBytesAsync(IndexPath, old);
        }

        await ShouldBeExactAsync(Library, "index_outdated");
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_in_the_index_file_makes_searches_exact()
    {
        await (await CreateIndexedAsync()).DisposeAsync();
        var intact = await File.ReadAllBytesAsync(IndexPath);
        for (var at = 3; at < intact.Length; at += 4999)
        {
            await ShouldBeDamagedAsync(intact, b => b[at] ^= (byte)(1 << (at % 8)));
        }

        for (var back = 1; back < 600; back += 17)
        {
            await ShouldBeDamagedAsync(intact, b => b[^back] ^= 0x10);
        }
    }

    [Fact]
    public async Task A_truncated_empty_or_foreign_index_file_makes_searches_exact()
    {
        await (await CreateIndexedAsync()).DisposeAsync();
        var intact = await File.ReadAllBytesAsync(IndexPath);
        foreach (var length in new[] { 0, 1, 15, 16, 100, intact.Length / 2, intact.Length - 1 })
        {
            await File.WriteAllBytesAsync(IndexPath, intact[..length]);
            await ShouldBeExactAsync(Library, "index_damaged");
        }

        await File.WriteAllTextAsync(IndexPath, "This is not an index, but long enough to have a tail.");
        await ShouldBeExactAsync(Library, "index_damaged");
        await File.WriteAllBytesAsync(IndexPath, [.. new byte[100], .. intact]);
        await ShouldBeExactAsync(Library, "index_damaged");

        await using var store = new EmbeddedStore(Library, Segments);
        (await store.BuildIndexAsync(Name, 1, progress: null, default)).Index!.Count.ShouldBe(Rows);
        (await SearchAsync(store, Queries[0])).IsApproximate.ShouldBeTrue();
    }

    [Fact]
    public async Task An_index_file_of_another_format_makes_searches_exact()
    {
        await (await CreateIndexedAsync()).DisposeAsync();
        using (var file = File.OpenHandle(IndexPath, FileMode.Open, FileAccess.ReadWrite))
        {
            (HnswDescription.Read(file)! with { Format = 2 }).Append(file);
        }

        await ShouldBeExactAsync(Library, "index_damaged");
    }

    [Fact]
    public async Task The_same_records_give_the_same_file_and_a_current_index_is_not_rebuilt()
    {
        await using var store = await CreateIndexedAsync();
        var (bytes, written) = (await File.ReadAllBytesAsync(IndexPath), File.GetLastWriteTimeUtc(IndexPath));

        await store.BuildIndexAsync(Name, 1, progress: null, default);
        File.GetLastWriteTimeUtc(IndexPath).ShouldBe(written);

        File.Delete(IndexPath);
        await store.BuildIndexAsync(Name, 1, progress: null, default);
        (await File.ReadAllBytesAsync(IndexPath)).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_damaged_index_is_rebuilt()
    {
        await (await CreateIndexedAsync()).DisposeAsync();
        var intact = await File.ReadAllBytesAsync(IndexPath);
        await ShouldBeDamagedAsync(intact, static b => b[5000] ^= 1);

        await using var store = new EmbeddedStore(Library, Segments);
        await store.BuildIndexAsync(Name, 1, progress: null, default);

        (await File.ReadAllBytesAsync(IndexPath)).ShouldBe(intact);
    }

    [Fact]
    public async Task A_searching_process_uses_an_index_that_another_process_has_built()
    {
        await using var writer = await CreateFilledAsync();
        await using var reader = new EmbeddedStore(Library, Segments);
        (await SearchAsync(reader, Queries[0])).IsApproximate.ShouldBeFalse();

        await writer.BuildIndexAsync(Name, 1, progress: null, default);
        (await SearchAsync(reader, Queries[0])).IsApproximate.ShouldBeTrue();

        await writer.UpsertAsync(Name, [SampleVectors.CreateRecord("more", new VectorMetadata("more.jpg"), Queries[0])], default);
        (await SearchAsync(reader, Queries[0]))[0].Id.ShouldBe("more");
        await writer.BuildIndexAsync(Name, 1, progress: null, default);
        var hits = await SearchAsync(reader, Queries[0]);
        (hits.IsApproximate, hits[0].Id).ShouldBe((true, "more"));
    }

    [Fact]
    public async Task Concurrent_searches_return_the_same_hits_while_the_index_is_rebuilt_repeatedly()
    {
        await using var store = await CreateIndexedAsync();
        var expected = new List<string>();
        foreach (var query in Queries)
        {
            expected.Add(Format(await SearchAsync(store, query)));
        }

        using var ended = new CancellationTokenSource();
        var searches = Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            var count = 0;
            for (; !ended.IsCancellationRequested || count < 50; count++)
            {
                var at = (i + count) % Queries.Length;
                Format(await SearchAsync(store, Queries[at])).ShouldBe(expected[at]);
            }
        })).ToArray();
        for (var i = 0; i < 5; i++)
        {
            File.Delete(IndexPath);
            await store.BuildIndexAsync(Name, 1, progress: null, default);
        }

        await ended.CancelAsync();
        await Task.WhenAll(searches);

        static string Format(VectorHits hits) => string.Join(' ', hits.Select(static h => $"{h.Id} {h.Score}"));
    }

    [Fact]
    public async Task A_canceled_build_leaves_the_old_index_and_nothing_else()
    {
        await using var store = await CreateIndexedAsync();
        var before = await File.ReadAllBytesAsync(IndexPath);
        await store.UpsertAsync(Name, CreateClustered(Rows, Size, seed: 3), default);
        using var canceled = new CancellationTokenSource();
        var progress = new ImmediateProgress(p => canceled.Cancel());

        await Should.ThrowAsync<OperationCanceledException>(store.BuildIndexAsync(Name, 1, progress, canceled.Token));

        (await File.ReadAllBytesAsync(IndexPath)).ShouldBe(before);
        File.Exists(HnswIndex.GetDraftPath(IndexPath)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_concurrent_second_build_is_refused_and_progress_ends_at_the_total()
    {
        await using var store = await CreateFilledAsync();
        await using var other = new EmbeddedStore(Library, Segments);
        var (reported, second) = (new List<VectorIndexProgress>(), new List<Task>());
        using var refused = new ManualResetEventSlim();
        var progress = new ImmediateProgress(p =>
        {
            reported.Add(p);
            if (reported.Count == 1)
            {
                second.Add(other.BuildIndexAsync(Name, 1, progress: null, default).ContinueWith(t => { refused.Set(); return t; }, TaskScheduler.Default).Unwrap());
                refused.Wait();
            }
        });

        await store.BuildIndexAsync(Name, 1, progress, default);

        (await Should.ThrowAsync<LibraryException>(second.Single())).Code.ShouldBe("output_in_use");
        reported[^1].ShouldBe(new VectorIndexProgress(Rows, Rows));
    }

    [Fact]
    public async Task The_draft_of_a_killed_build_is_overwritten_by_the_next_build_and_removed_with_the_collection()
    {
        await using var store = await CreateFilledAsync();
        await File.WriteAllTextAsync(HnswIndex.GetDraftPath(IndexPath), "half");
        (await SearchAsync(store, Queries[0])).Note.ShouldBeNull();

        await store.BuildIndexAsync(Name, 1, progress: null, default);
        File.Exists(HnswIndex.GetDraftPath(IndexPath)).ShouldBeFalse();

        await File.WriteAllTextAsync(HnswIndex.GetDraftPath(IndexPath), "half");
        await store.DropAsync(Name, default);
        Directory.Exists(GetFolder(Library)).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_the_native_library_searches_are_exact_and_give_the_reason()
    {
        await (await CreateIndexedAsync()).DisposeAsync();
        await using var process = new ProcessLauncher().Start(
            new ProcessSpec(KillTests.DotNet, [Path.Combine(AppContext.BaseDirectory, "Reelmill.StubProcess.dll"), "search-without-usearch", Name, Library]) { MemoryLimitBytes = 0 },
            CancellationToken.None);

        var lines = (await ReadToEndAsync(process)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines[..2].ShouldAllBe(static l => l.StartsWith("5 False index_unavailable Using the index of a collection: the native library of USearch (libusearch_c) does not load", StringComparison.Ordinal));
        lines[2].ShouldBe("index_unavailable");
    }

    [Fact]
    public async Task Identical_vectors_can_be_indexed()
    {
        await using var store = await OpenAsync(Library);
        await store.UpsertAsync(Name, [.. Enumerable.Range(0, 300).Select(static i => SampleVectors.CreateRecord($"{i:000}", 1, 2, 3, 4, 5))], default);

        (await store.BuildIndexAsync(Name, 1, progress: null, default)).Index!.Recall.ShouldBe(1);

        (await store.SearchAsync(Name, new float[] { 1, 2, 3, 4, 5 }, 10, filter: null, exact: false, default)).Count.ShouldBe(10);
    }

    private static Task<VectorHits> SearchAsync(EmbeddedStore store, float[] query) => store.SearchAsync(Name, query, 10, filter: null, exact: false, default);

    private static async Task FillAsync(EmbeddedStore store)
    {
        await store.CreateAsync(Name, Size, Embedder, default);
        foreach (var batch in Records.Chunk(200))
        {
            await store.UpsertAsync(Name, batch, default);
        }
    }

    private static async Task ShouldBeExactAsync(string library, string code)
    {
        await using var store = new EmbeddedStore(library, Segments);
        foreach (var query in Queries[..2])
        {
            var hits = await SearchAsync(store, query);
            (hits.IsApproximate, hits.Recall, hits.Note?.Code).ShouldBe((false, null, code));
            hits.Select(static h => h.Id).ShouldBe(FindExact(Records, query, 10).Select(static e => e.Id));
        }
    }

    private static async Task<string> ReadToEndAsync(RunningProcess process)
    {
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        while (await process.ReadAsync(buffer, CancellationToken.None) is > 0 and var count)
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return text.ToString();
    }

    private async Task ShouldBeDamagedAsync(byte[] intact, Action<byte[]> damage)
    {
        var bytes = intact.ToArray();
        damage(bytes);
        await File.WriteAllBytesAsync(IndexPath, bytes);
        await ShouldBeExactAsync(Library, "index_damaged");
    }

    private async Task<EmbeddedStore> CreateFilledAsync()
    {
        var store = new EmbeddedStore(Library, Segments);
        await FillAsync(store);
        Directory.GetFiles(GetFolder(Library), "segment-*").Length.ShouldBeGreaterThan(2);
        return store;
    }

    private async Task<EmbeddedStore> CreateIndexedAsync()
    {
        var store = await CreateFilledAsync();
        await store.BuildIndexAsync(Name, 1, progress: null, default);
        return store;
    }

    /// <summary>Runs the callback at once, on the reporting thread.</summary>
    private sealed class ImmediateProgress(Action<VectorIndexProgress> report) : IProgress<VectorIndexProgress>
    {
        public void Report(VectorIndexProgress value) => report(value);
    }
}
