using Reelmill.Core;
using Reelmill.Library.Vectors.Embedded;

namespace Reelmill.Library.Tests.Vectors.Embedded;

/// <summary>One process writes while others search.</summary>
public sealed class SharingTests : EmbeddedFixture
{
    [Fact]
    public async Task Readers_see_every_acknowledged_batch_across_compaction_drop_and_recreation()
    {
        await using var writer = await OpenAsync(Library);
        await using var reader = new EmbeddedStore(Library, SmallOptions);
        for (var i = 0; i < 30; i++)
        {
            await writer.UpsertAsync(Name, CreateBatch(i), default);
            (await DumpAsync(reader)).ShouldBe(await DumpAsync(writer));
        }

        Directory.GetFiles(GetFolder(Library), "segment-*").Length.ShouldBeGreaterThan(2);
        await writer.DeleteAsync(Name, ["03-1", "29-0"], default);
        (await DumpAsync(reader)).ShouldBe(await DumpAsync(writer));
        await writer.CompactAsync(Name, default);
        (await DumpAsync(reader)).ShouldBe(await DumpAsync(writer));
        await writer.DropAsync(Name, default);
        (await Should.ThrowAsync<PipelineException>(DumpAsync(reader))).Code.ShouldBe("collection_unknown");
        await writer.CreateAsync(Name, Dimension, SampleVectors.Embedder, default);
        await writer.UpsertAsync(Name, CreateBatch(7), default);
        (await DumpAsync(reader)).ShouldBe(await DumpAsync(writer));
    }

    [Fact]
    public async Task A_second_writer_is_refused_until_the_first_is_closed()
    {
        var first = await OpenAsync(Library);
        await first.UpsertAsync(Name, CreateBatch(0), default);
        await using var second = new EmbeddedStore(Library, SmallOptions);

        (await Should.ThrowAsync<LibraryException>(second.UpsertAsync(Name, CreateBatch(1), default))).Code.ShouldBe("library_in_use");
        await first.DisposeAsync();
        await second.UpsertAsync(Name, CreateBatch(1), default);

        (await second.ListAsync(default)).Single().Count.ShouldBe(6);
    }

    [Fact]
    public async Task Searches_during_writes_and_compactions_see_complete_batches()
    {
        await using var store = await OpenAsync(Library);
        await store.UpsertAsync(Name, CreateBatch(0), default);
        using var ended = new CancellationTokenSource();
        var searches = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                var hits = await store.SearchAsync(Name, new float[] { 1, 2, 3, 4, 5 }, 1000, filter: null, exact: false, default);
                hits.GroupBy(static h => h.Id[..2], StringComparer.Ordinal).ShouldAllBe(static g => g.Count() == 3 && g.Select(static h => h.Metadata.TimeMs).Distinct().Count() == 1);
            }
        })).ToArray();

        for (var i = 0; i < 200; i++)
        {
            await store.UpsertAsync(Name, [.. Enumerable.Range(0, 3).Select(r => CreateRecord($"{i % 10:00}-{r}", i))], default);
        }

        await ended.CancelAsync();
        await Task.WhenAll(searches);
        Directory.GetFiles(GetFolder(Library), "segment-*").Length.ShouldBeLessThan(10);
    }

    [Fact]
    public async Task Searches_concurrent_with_the_first_write_of_a_process_return_the_stored_records()
    {
        for (var round = 0; round < 40; round++)
        {
            await using var store = await OpenAsync(Library);
            var searches = Enumerable.Range(0, 6).Select(_ => Task.Run(() => DumpAsync(store))).ToArray();
            await store.UpsertAsync(Name, CreateBatch(round), default);
            await store.UpsertAsync(Name, CreateBatch(round + 1), default);
            await Task.WhenAll(searches);

            (await store.ListAsync(default)).Single().Count.ShouldBe((round + 2) * 3);
            await using var reader = new EmbeddedStore(Library, SmallOptions);
            (await DumpAsync(store)).ShouldBe(await DumpAsync(reader));
        }
    }

    [Fact]
    public async Task Listing_and_dropping_create_no_files()
    {
        await using var store = new EmbeddedStore(Library, SmallOptions);

        (await store.ListAsync(default)).ShouldBeEmpty();
        await store.DropAsync(Name, default);

        Directory.Exists(Library).ShouldBeFalse();
    }

    [Fact]
    public async Task A_collection_file_of_a_newer_version_is_reported_as_newer()
    {
        await using var store = await OpenAsync(Library);
        var path = Path.Combine(GetFolder(Library), CollectionFile.FileName);
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("\"format\":1", "\"format\":2", StringComparison.Ordinal));
        await using var reader = new EmbeddedStore(Library, SmallOptions);

        (await Should.ThrowAsync<LibraryException>(DumpAsync(reader))).Code.ShouldBe("library_newer");
    }
}
