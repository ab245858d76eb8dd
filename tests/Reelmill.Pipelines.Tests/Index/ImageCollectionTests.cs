using System.Formats.Tar;
using Reelmill.Core;
using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Tests.Images;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Index;

/// <summary>An open collection with the caller's ids and metadata, in which each content is embedded once.</summary>
public sealed class ImageCollectionTests : IAsyncLifetime
{
    private readonly TempFolder _temp = new();
    private readonly CountingEmbedder _embedder = new();
    private readonly RunServices _services;

    public ImageCollectionTests()
    {
        _services = new RunServices(_temp["library"]);
        _services.Add(_embedder);
    }

    public async ValueTask InitializeAsync()
    {
        await StoredImage.FfmpegAsync(["-f", "lavfi", "-i", "mandelbrot=size=160x120:rate=1:end_pts=9", "-frames:v", "4", "-vf", "hue=h=n*50", _temp["%d.jpg"]]);
        File.Copy(_temp["2.jpg"], _temp["2-again.jpg"]);
        await File.WriteAllTextAsync(_temp["text.jpg"], "no image");
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _embedder.DisposeAsync();
        _temp.Dispose();
    }

    [Fact]
    public async Task Vectors_have_the_callers_ids_which_are_returned_in_order()
    {
        var images = await OpenAsync();

        var (ids, run) = await images.InsertAsync(Paths("3", "1", "text", "2"), ["c", "a", "t", "b"], Rows("year", "2021", "2019", "2000", "2020"));

        ids.ShouldBe(["c", "a", null, "b"]);
        run.Failures.ShouldHaveSingleItem().Code.ShouldBe("not_media");
        var found = await images.SearchAsync(_temp["1.jpg"], filter: "year <= 2020");
        found.Results.Select(static r => r.Id).ShouldBe(["a", "b"]);
        found.Results[0].Metadata.ShouldHaveSingleItem().ShouldBe(new("year", "2019"));
        found.Results[0].Source.ShouldBe(_temp["1.jpg"]);
    }

    [Fact]
    public async Task Images_with_the_same_bytes_and_different_ids_are_separate_records_embedded_once()
    {
        var images = await OpenAsync();

        await images.InsertAsync(Paths("2", "2-again", "1"), ["x", "y", "z"]);
        await images.InsertAsync(new NewImage(await File.ReadAllBytesAsync(_temp["2.jpg"])) { Id = "bytes" });

        _embedder.Images.ShouldBe(2);
        var found = (await images.SearchAsync(_temp["2.jpg"])).Results;
        found.Select(static r => r.Id).ShouldBe(["bytes", "x", "y", "z"]);
        found.Take(3).ShouldAllBe(static r => r.Score == 1);
    }

    [Fact]
    public async Task Changed_metadata_updates_the_record_without_inference()
    {
        var images = await OpenAsync();
        await images.InsertAsync(Paths("1"), ["a"], Rows("label", "cat"));

        var again = await images.InsertAsync(Paths("1"), ["a"], Rows("label", "dog"));
        var same = await images.InsertAsync(Paths("1"), ["a"], Rows("label", "dog"));
        var withoutMetadata = await images.InsertAsync(Paths("1"), ["a"]);

        (again.Run.Items.Done, same.Run.Items.Skipped, withoutMetadata.Run.Items.Skipped).ShouldBe((1, 1, 1));
        _embedder.Images.ShouldBe(1);
        (await images.SearchAsync(_temp["1.jpg"])).Results.ShouldHaveSingleItem().Metadata["label"].ShouldBe("dog");
    }

    [Fact]
    public async Task Metadata_changed_in_a_list_updates_the_record_without_inference()
    {
        await OpenAsync();
        foreach (var label in new[] { "cat", "dog" })
        {
            await File.WriteAllTextAsync(_temp["list.csv"], $"path,label\n1.jpg,{label}\n2.jpg,same\n");
            await new IndexRun(_services, Options, new RunObserver()).ExecuteAsync(InputList.Expand([_temp["list.csv"]]), CancellationToken.None, CancellationToken.None);
        }

        _embedder.Images.ShouldBe(2);
        var found = await new ImageSearch(_services, new SearchOptions(_temp["1.jpg"]) { Collection = Options.Collection }).FindAsync(CancellationToken.None);
        found.Results.Select(static r => r.Metadata["label"]).ShouldBe(["dog", "same"]);
    }

    [Fact]
    public async Task An_id_reassigned_to_another_file_of_the_same_size_and_time_refers_to_that_file()
    {
        var images = await OpenAsync();
        var (first, second) = (await File.ReadAllBytesAsync(_temp["1.jpg"]), await File.ReadAllBytesAsync(_temp["3.jpg"]));
        var length = Math.Max(first.Length, second.Length);
        foreach (var (name, bytes) in new[] { ("p.jpg", first), ("q.jpg", second) })
        {
            await File.WriteAllBytesAsync(_temp[name], [.. bytes, .. new byte[length - bytes.Length]]);
            File.SetLastWriteTimeUtc(_temp[name], DateTime.UnixEpoch);
        }

        await images.InsertAsync(Paths("p"), ["id"]);
        await images.InsertAsync(Paths("q"), ["id"]);

        var found = (await images.SearchAsync(_temp["3.jpg"])).Results.ShouldHaveSingleItem();
        (found.Source, found.Score).ShouldBe((_temp["q.jpg"], 1));
    }

    [Theory]
    [InlineData("2", "2-again")]
    [InlineData("2-again", "2")]
    public async Task Images_without_ids_share_a_record_of_the_first_path_in_any_insertion_order(string first, string second)
    {
        var images = await OpenAsync();
        var one = await images.InsertAsync(_temp[first + ".jpg"]);
        var two = await images.InsertAsync(_temp[second + ".jpg"]);

        two.ShouldBe(one);
        _embedder.Images.ShouldBe(1);
        (await images.SearchAsync(_temp["2.jpg"])).Results.ShouldHaveSingleItem().Source.ShouldBe(_temp["2-again.jpg"]);
    }

    [Fact]
    public async Task A_shared_record_names_the_first_path_in_any_processing_order()
    {
        var names = Enumerable.Range(0, 12).Select(i => _temp[$"copy-{i:00}.jpg"]).ToArray();
        Array.ForEach(names, name => File.Copy(_temp["4.jpg"], name));
        var images = await OpenAsync();
        var shuffled = names.ToArray();
        Campaign.Seeded(TestContext.Current.TestOutputHelper!.WriteLine).Shuffle(shuffled);

        await Task.WhenAll(shuffled.Chunk(4).Select(chunk => images.InsertAsync(chunk)));

        _embedder.Images.ShouldBe(1);
        (await images.SearchAsync(_temp["4.jpg"])).Results.ShouldHaveSingleItem().Source.ShouldBe(names[0]);
    }

    [Fact]
    public async Task Removing_an_image_leaves_the_record_to_others_with_the_same_bytes()
    {
        var images = await OpenAsync();
        await images.InsertAsync(Paths("2", "2-again"));

        await RemoveAsync(_temp["2-again.jpg"]);
        (await images.SearchAsync(_temp["2.jpg"])).Results.ShouldHaveSingleItem().Source.ShouldBe(_temp["2.jpg"]);

        await RemoveAsync(_temp["2.jpg"]);
        (await images.SearchAsync(_temp["2.jpg"])).Results.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_changed_image_leaves_the_record_to_others_with_the_old_bytes()
    {
        var images = await OpenAsync();
        await images.InsertAsync(Paths("2", "2-again"));
        File.Copy(_temp["3.jpg"], _temp["2-again.jpg"], overwrite: true);

        await images.InsertAsync(Paths("2-again"));

        var found = (await images.SearchAsync(_temp["2.jpg"])).Results;
        found.Select(static r => r.Source).ShouldBe([_temp["2.jpg"], _temp["2-again.jpg"]]);
    }

    [Fact]
    public async Task Images_that_swap_paths_keep_one_record_each()
    {
        var images = await OpenAsync();
        await images.InsertAsync(Paths("1", "3"));
        File.Move(_temp["1.jpg"], _temp["kept.jpg"]);
        File.Move(_temp["3.jpg"], _temp["1.jpg"]);
        File.Move(_temp["kept.jpg"], _temp["3.jpg"]);

        // An image that gets the other's bytes before the other has changed shares its record until then.
        var (_, run) = await images.InsertAsync(Paths("1", "3"));
        (run.Items.Done + run.Items.Skipped).ShouldBe(2);

        var found = (await images.SearchAsync(_temp["3.jpg"])).Results;
        found.Select(static r => r.Source).ShouldBe([_temp["3.jpg"], _temp["1.jpg"]]);
        found[0].Score.ShouldBe(1);
    }

    [Fact]
    public async Task A_change_interrupted_after_its_vector_was_written_is_not_mistaken_for_the_earlier_state()
    {
        var images = await OpenAsync();
        await images.InsertAsync(Paths("1", "3"), ["x", "y"]);
        var library = await _services.LibraryAsync(CancellationToken.None);
        var store = await _services.StoreAsync(Options.Store, CancellationToken.None);
        var (id, run) = (ItemId.Compute(IndexRun.GetPipelineName(Options.Collection), "id:x"), await library.Catalog.BeginRunAsync(IndexRun.GetPipelineName(Options.Collection), "{}", CancellationToken.None));
        await library.Catalog.BeginAttemptAsync(id, run);
        await store.UpsertAsync(Options.Collection, [new("x", (await store.FindAsync(Options.Collection, "y", CancellationToken.None))!, new("other"))], CancellationToken.None);
        await library.Catalog.ReleaseAsync(id);

        await images.InsertAsync(Paths("1"), ["x"]);

        var found = (await images.SearchAsync(_temp["1.jpg"])).Results[0];
        (found.Id, found.Score, found.Source).ShouldBe(("x", 1, _temp["1.jpg"]));
    }

    [Fact]
    public async Task A_list_cannot_set_reserved_metadata()
    {
        await OpenAsync();
        await File.WriteAllTextAsync(_temp["list.csv"], "path,reelmill.video\n1.jpg,0123456789abcdef0123\n");

        var (run, _) = await new IndexRun(_services, Options, new RunObserver()).IndexAsync(InputList.Expand([_temp["list.csv"]]), CancellationToken.None);

        run.Failures.ShouldHaveSingleItem().Message.ShouldContain("the column name 'reelmill.video' is reserved");
    }

    [Fact]
    public async Task A_text_in_an_archive_cannot_set_reserved_metadata()
    {
        await OpenAsync();
        await File.WriteAllTextAsync(_temp["1.json"], """{ "reelmill.id": "mine" }""");
        await using (var archive = new TarWriter(File.Create(_temp["a.tar"])))
        {
            await archive.WriteEntryAsync(_temp["1.jpg"], "1.jpg");
            await archive.WriteEntryAsync(_temp["1.json"], "1.json");
        }

        var (run, _) = await new IndexRun(_services, Options, new RunObserver()).IndexAsync(IndexRun.Expand([_temp["a.tar"]]), CancellationToken.None);

        run.Failures.ShouldHaveSingleItem().Message.ShouldContain("the name 'reelmill.id' is reserved for Reelmill");
    }

    [Fact]
    public async Task Streams_bytes_and_asynchronous_sequences_are_accepted()
    {
        var images = await OpenAsync();
        await using var stream = File.OpenRead(_temp["1.jpg"]);
        var bytes = await File.ReadAllBytesAsync(_temp["3.jpg"]);

        var (ids, _) = await images.InsertAsync(ToAsync([new NewImage(stream) { Id = "stream" }, new NewImage(bytes), _temp["4.jpg"], new NewImage("no image"u8.ToArray()) { Id = "bad" }]));
        var again = await images.InsertAsync(new NewImage(bytes));

        ids.Count.ShouldBe(4);
        (ids[0], ids[3], again).ShouldBe(("stream", null, ids[1]));
        _embedder.Images.ShouldBe(3);
        await using var query = File.OpenRead(_temp["3.jpg"]);
        (await images.SearchAsync(new NewImage(query), count: 1)).Results.ShouldHaveSingleItem().Source.ShouldBe($"bytes:{ids[1]}");
        Directory.GetFiles(_temp["library"], "bytes-*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Concurrent_calls_share_the_work_and_give_the_result_of_one_call()
    {
        var images = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => images.InsertAsync(Paths("1", "2", "3", "4"), [$"{i}-1", $"{i}-2", $"{i}-3", $"{i}-4"])));

        _embedder.Images.ShouldBe(4);
        (await images.SearchAsync(_temp["1.jpg"], count: 100)).Results.Count.ShouldBe(24);
    }

    [Fact]
    public async Task A_failed_insert_throws_and_is_retried_by_the_next_call()
    {
        var images = await OpenAsync();
        (await Should.ThrowAsync<ItemException>(images.InsertAsync(new NewImage(_temp["later.jpg"]) { Id = "later" }))).Code.ShouldBe("not_found");

        File.Copy(_temp["1.jpg"], _temp["later.jpg"]);
        (await images.InsertAsync(new NewImage(_temp["later.jpg"]) { Id = "later" })).ShouldBe("later");
    }

    [Fact]
    public async Task Invalid_arguments_are_rejected()
    {
        var images = await OpenAsync();
        (await Should.ThrowAsync<ArgumentException>(() => images.InsertAsync(Paths("1", "2"), ["a"]))).Message.ShouldContain("2 inputs but 1 ids");
        (await Should.ThrowAsync<ArgumentException>(() => images.InsertAsync(Paths("1", "2"), ["a", "a"]))).Message.ShouldContain("'a'");
        await Should.ThrowAsync<ArgumentException>(() => images.InsertAsync(Paths("1"), [""]));
        await Should.ThrowAsync<ArgumentException>(() => images.InsertAsync(Paths("1"), ["0123456789abcdef0123/1000"]));
        await Should.ThrowAsync<ArgumentException>(() => images.InsertAsync(Paths("1"), metadata: Rows("reelmill.id", "a")));
        await File.WriteAllBytesAsync(_temp["a.tar"], new byte[1024]);
        (await Should.ThrowAsync<ItemException>(() => images.InsertAsync(new NewImage(_temp["a.tar"])))).Code.ShouldBe("not_media");
        await Should.ThrowAsync<ArgumentException>(() => images.InsertAsync(Paths("1"), overrides: static o => o with { Collection = "other" }));
        await Should.ThrowAsync<ArgumentException>(() => images.SearchAsync("https://host.example/1.jpg"));
        (await Should.ThrowAsync<PipelineException>(ImageCollection.OpenAsync(_services, Options, 3))).Message.ShouldContain("produces dimension");
        (await images.InsertAsync(Paths("1"), ["a"], overrides: static o => o with { InsertBatch = 1 })).Ids.ShouldBe(["a"]);
    }

    private static IndexOptions Options => new() { Collection = "my_images", Embedder = "counting" };

    private Task<ImageCollection> OpenAsync() => ImageCollection.OpenAsync(_services, Options, _embedder.Dimension);

    private string[] Paths(params string[] names) => [.. names.Select(n => _temp[$"{n}.jpg"])];

    private static IReadOnlyDictionary<string, string>[] Rows(string name, params string[] values) =>
        [.. values.Select(v => new Dictionary<string, string>(StringComparer.Ordinal) { [name] = v })];

    private static async IAsyncEnumerable<NewImage> ToAsync(IEnumerable<NewImage> images)
    {
        foreach (var image in images)
        {
            await Task.Yield();
            yield return image;
        }
    }

    private Task RemoveAsync(string path) =>
        new LibraryRemoval(_services, PipelineRegistry.BuiltIn).ExecuteAsync([ItemId.Compute(IndexRun.GetPipelineName(Options.Collection), path)], CancellationToken.None);
}
