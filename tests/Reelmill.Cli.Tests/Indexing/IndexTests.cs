using System.Formats.Tar;
using System.Text.Json;
using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Indexing;

/// <summary>Images are indexed, and a query image finds its nearest neighbors.</summary>
public sealed class IndexTests : IndexTest
{
    [Fact]
    public async Task An_indexed_image_is_its_own_nearest_neighbor()
    {
        var folder = await ImagesAsync(12);

        var run = await IndexAsync(0, folder);
        var found = await SearchAsync(Path.Combine(folder, "image-007.jpg"), "-k", "5");

        run.GetProperty("items").GetProperty("done").GetInt32().ShouldBe(12);
        run.GetProperty("collection").GetProperty("count").GetInt64().ShouldBe(12);
        found.Length.ShouldBe(5);
        found.Select(static r => r.GetProperty("rank").GetInt32()).ShouldBe([1, 2, 3, 4, 5]);
        found[0].GetProperty("source").GetString().ShouldBe(Path.Combine(folder, "image-007.jpg"));
        found[0].GetProperty("score").GetDouble().ShouldBe(1, 1e-5);
        found.Select(static r => r.GetProperty("score").GetDouble()).ShouldBe(found.Select(static r => r.GetProperty("score").GetDouble()).OrderDescending());
    }

    [Fact]
    public async Task A_repeated_command_does_nothing_and_a_sequential_run_gives_the_same_results()
    {
        var folder = await ImagesAsync(8);
        await IndexAsync(0, folder);

        var again = await IndexAsync(0, folder);
        await IndexAsync(0, folder, "--collection", "other", "--sequential", "--batch", "3", "--insert-batch", "2");

        again.GetProperty("items").GetProperty("skipped").GetInt32().ShouldBe(8);
        var image = Path.Combine(folder, "image-003.jpg");
        Texts(await SearchAsync(image)).ShouldBe(Texts(await SearchAsync(image, "--collection", "other")));
    }

    [Fact]
    public async Task A_broken_image_fails_alone_and_a_changed_image_replaces_the_old_one()
    {
        var folder = await ImagesAsync(4);
        await File.WriteAllTextAsync(Path.Combine(folder, "broken.jpg"), "not an image");
        var run = await IndexAsync(1, folder);
        File.Delete(Path.Combine(folder, "broken.jpg"));
        File.Copy(Path.Combine(folder, "image-001.jpg"), Path.Combine(folder, "image-004.jpg"), overwrite: true);

        var again = await IndexAsync(0, folder);

        run.GetProperty("failures")[0].GetProperty("code").GetString().ShouldBe("not_media");
        run.GetProperty("collection").GetProperty("count").GetInt64().ShouldBe(4);
        again.GetProperty("collection").GetProperty("count").GetInt64().ShouldBe(3);
    }

    [Fact]
    public async Task An_archive_gives_its_images_with_their_caption_files()
    {
        var folder = await ImagesAsync(3);
        var archive = Temp["shard-000000.tar"];
        using (var tar = new TarWriter(File.Create(archive)))
        {
            for (var i = 1; i <= 3; i++)
            {
                var text = Temp["text.json"];
                await File.WriteAllTextAsync(text, $$"""{ "label": "thing {{i}}", "nested": { "x": 1 } }""");
                await tar.WriteEntryAsync(Path.Combine(folder, $"image-{i:000}.jpg"), $"{i:000}.jpg");
                await tar.WriteEntryAsync(text, $"{i:000}.json");
            }
        }

        var run = await IndexAsync(0, archive);
        var found = await SearchAsync(Path.Combine(folder, "image-001.jpg"), "--filter", "label=thing 2");

        run.GetProperty("items").GetProperty("done").GetInt32().ShouldBe(3);
        found.ShouldHaveSingleItem().GetProperty("metadata").GetProperty("label").GetString().ShouldBe("thing 2");
        found[0].GetProperty("source").GetString().ShouldBe($"{archive}!/002.jpg");
    }

    [Fact]
    public async Task Frames_of_a_library_are_found_with_their_video_and_time()
    {
        var clip = Temp["clip.mp4"];
        await Tool.MakeAsync(clip, "mandelbrot=size=320x240:rate=5:start_scale=3:end_scale=0.001:end_pts=40", 8);
        await CommandLine.ExpectAsync(0, "mine", clip, "--library", Library, "--quiet");

        await IndexAsync(0, Library, "--collection", "frames");
        var frame = Directory.GetFiles(Path.Combine(Library, "frames"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var found = (await SearchAsync(frame, "--collection", "frames"))[0];

        found.GetProperty("source").GetString().ShouldBe(clip);
        found.GetProperty("timeMs").GetInt64().ShouldBe(long.Parse(Path.GetFileNameWithoutExtension(frame), System.Globalization.CultureInfo.InvariantCulture));
        found.GetProperty("path").GetString().ShouldBe(frame);
    }

    [Fact]
    public async Task Collections_are_listed_created_and_dropped_and_a_dropped_one_can_be_indexed_again()
    {
        var folder = await ImagesAsync(2);
        await IndexAsync(0, folder);
        await CommandLine.ExpectAsync(0, "collections", "create", "empty", "--library", Library);

        var before = (await CommandLine.ExpectAsync(0, "collections", "list", "--library", Library, "--json")).Json().GetProperty("collections");
        await CommandLine.ExpectAsync(0, "collections", "drop", "images", "--library", Library);
        var unknown = await CommandLine.ExpectAsync(1, "search", "--library", Library, "--collection", "emty", "--image", Path.Combine(folder, "image-001.jpg"));
        var again = await IndexAsync(0, folder);

        before.EnumerateArray().Select(static c => (c.GetProperty("name").GetString(), c.GetProperty("count").GetInt64())).ShouldBe([("empty", 0), ("images", 2)]);
        unknown.Errors.ShouldContain("Did you mean 'empty'?");
        again.GetProperty("items").GetProperty("done").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_search_with_an_index_is_marked_approximate_and_finds_what_an_exact_one_finds()
    {
        var folder = await ImagesAsync(12);
        await IndexAsync(0, folder);
        string[] search = ["search", "--library", Library, "--image", Path.Combine(folder, "image-007.jpg"), "-k", "5"];

        var small = await CommandLine.ExpectAsync(0, "collections", "build-index", "images", "--library", Library);
        var built = (await CommandLine.ExpectAsync(0, "collections", "build-index", "images", "--library", Library, "--above", "12", "--json")).Json().GetProperty("collections")[0];
        var near = (await CommandLine.ExpectAsync(0, [.. search, "--json"])).Json();
        var exact = (await CommandLine.ExpectAsync(0, [.. search, "--json", "--exact"])).Json();

        small.Output.ShouldBe("images: 12 vectors, fewer than 500000. Searches compare every vector, so no index is needed.\n");
        (built.GetProperty("count").GetInt64(), built.GetProperty("index").GetProperty("count").GetInt64(), built.GetProperty("index").GetProperty("recall").GetDouble()).ShouldBe((12, 12, 1));
        (near.GetProperty("approximate").GetBoolean(), near.GetProperty("recall").GetDouble(), exact.GetProperty("approximate").GetBoolean()).ShouldBe((true, 1, false));
        near.GetProperty("results").ToString().ShouldBe(exact.GetProperty("results").ToString());
        (await CommandLine.ExpectAsync(0, search)).Output.ShouldEndWith("approximate, recall 1.000; --exact compares every image\n");
        (await CommandLine.ExpectAsync(0, "status", "--library", Library)).Output.ShouldNotContain("hnsw");

        await File.AppendAllTextAsync(Path.Combine(Library, "vectors", "images", "hnsw.index"), "x");
        var damaged = await CommandLine.ExpectAsync(0, search);
        damaged.Errors.ShouldContain("'reelmill collections build-index images' rebuilds the index");
        damaged.Output.ShouldNotContain("approximate");
        (await CommandLine.ExpectAsync(1, "collections", "build-index", "imags", "--library", Library)).Errors.ShouldContain("collection_unknown");
    }

    private static string[] Texts(JsonElement[] results) => [.. results.Select(static r => r.GetRawText())];
}
